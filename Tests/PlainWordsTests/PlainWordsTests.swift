import PlainWords
import TestSupport
import Testing

@Suite("Times, numbers and addresses in words")
struct PlainWordsTests {
  @Test(
    "a second is told by the calendar",
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
      (4_107_542_400, "2100-03-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (-86_400, "1969-12-31T00:00:00Z"),
      (-62_135_596_800, "0001-01-01T00:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
      (253_402_300_800, "10000-01-01T00:00:00Z"),
    ] as [(Int64, String)])
  func calendar(seconds: Int64, expected: String) {
    #expect(CalendarTime(secondsSince1970: seconds).rfc3339() == expected)
  }

  @Test("every day of nine centuries follows the day before it, and leads back to its number")
  func days() {
    let lengths: [Int64] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var (year, month, day): (Int64, Int64, Int64) = (1500, 1, 1)
    let first = CalendarTime.secondsSince1970(year: 1500, month: 1, day: 1) ?? 0
    for index in 0..<Int64(330_000) {
      let time = CalendarTime(secondsSince1970: first + index * 86_400 + index % 86_400)
      guard time.year == year, time.month == month, time.day == day else {
        Issue.record("day \(index): \(year)-\(month)-\(day) expected, \(time.date) found")
        return
      }
      let back = CalendarTime.secondsSince1970(year: Int(year), month: Int(month), day: Int(day))
      guard back == first + index * 86_400 else {
        Issue.record("\(time.date): \(first + index * 86_400) expected, \(String(describing: back)) found")
        return
      }
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      day += 1
      if day > lengths[Int(month) - 1] + (month == 2 && isLeap ? 1 : 0) { (month, day) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
  }

  @Test("the ends of the numbers have a time", arguments: [Int64.min, .min + 1, .max])
  func ends(seconds: Int64) {
    let time = CalendarTime(secondsSince1970: seconds)
    #expect((1...12).contains(time.month))
    #expect((1...31).contains(time.day))
    #expect(time.rfc3339().hasSuffix("Z"))
  }

  @Test("what is no time is refused")
  func noTimes() {
    #expect(CalendarTime.secondsSince1970(year: 0, month: 1, day: 1) == nil)
    #expect(CalendarTime.secondsSince1970(year: 10_000, month: 1, day: 1) == nil)
    #expect(CalendarTime.secondsSince1970(year: 2026, month: 13, day: 1) == nil)
    #expect(CalendarTime.secondsSince1970(year: 2026, month: 1, day: 32) == nil)
    #expect(CalendarTime.secondsSince1970(year: 2026, month: 1, day: 1, hour: 24) == nil)
    #expect(CalendarTime.secondsSince1970(year: 2026, month: 1, day: 1, second: 61) == nil)
  }

  @Test(
    "lengths of time, exact, spoken and rough",
    arguments: [
      (0.000_045, "45 µs", "less than a second", "0 ms"), (0.0123, "12 ms", "less than a second", "12 ms"),
      (1, "1.0 s", "1 second", "1 second"), (2.5, "2.5 s", "2.5 seconds", "2.5 seconds"),
      (20, "20.0 s", "20 seconds", "20 seconds"), (302, "5 min 2 s", "5 minutes 2 seconds", "5 minutes"),
      (270, "4 min 30 s", "4 minutes 30 seconds", "4 minutes"), (119.9, "1 min 59 s", "120 seconds", "120 seconds"),
      (299.9, "4 min 59 s", "4 minutes 59 seconds", "4 minutes"), (300, "5 min 0 s", "5 minutes", "5 minutes"),
      (11_220, "3 h 7 min", "3 hours 7 minutes", "3 hours"), (172_800, "48 h 0 min", "2 days", "2 days"),
      (126_230_400, "35064 h 0 min", "1461 days", "4 years"),
      (78_892_000, "21914 h 26 min", "913 days 2 hours", "2 years"),
      (90_061, "25 h 1 min", "25 hours 1 minute", "25 hours"),
      (.infinity, "an unknown time", "an unknown time", "an unknown time"),
      (.nan, "an unknown time", "an unknown time", "an unknown time"),
    ])
  func lengths(seconds: Double, exact: String, spoken: String, rough: String) {
    #expect(LengthOfTime.exact(seconds) == exact)
    #expect(LengthOfTime.spoken(seconds) == spoken)
    #expect(LengthOfTime.rough(seconds) == rough)
  }

  @Test("numbers are grouped, and one is one")
  func counting() {
    #expect(Counting.counted(1, "packet", "packets") == "1 packet")
    #expect(Counting.counted(12_345_678, "packet", "packets") == "12,345,678 packets")
    #expect(Counting.grouped(.min) == "-9,223,372,036,854,775,808")
  }

  @Test("addresses are written as RFC 5952 does, and read back")
  func addresses() {
    let zeros = [UInt8](repeating: 0, count: 11)
    #expect(AddressText.ipv4(0) == "0.0.0.0")
    #expect(AddressText.ipv4(.max) == "255.255.255.255")
    #expect(AddressText.ipv4(0x0A63_640A) == "10.99.100.10")
    #expect(AddressText.ipv6(octets: [0x20, 0x01, 0x0D, 0xB8] + zeros + [1]) == "2001:db8::1")
    #expect(AddressText.ipv6(octets: [UInt8](repeating: 0, count: 16)) == "::")
    #expect(AddressText.ipv6(octets: [1, 2, 3]) == nil)
    #expect(AddressText.octets(Array("192.0.2.1".utf8)) == [192, 0, 2, 1])
    for text in ["192.0.2", "192.0.2.256", "192.0.02.1", "1::2::3", ":", "12345::", "::1.2.3", ""] {
      #expect(AddressText.octets(Array(text.utf8)) == nil, "\(text)")
    }
    var generator = SeededGenerator(seed: 5952)
    for _ in 0..<2000 {
      let octets = (0..<16).map { _ in
        UInt8.random(in: 0...3, using: &generator) == 0 ? UInt8.random(in: 0...255, using: &generator) : 0
      }
      let text = AddressText.ipv6(octets: octets)
      #expect(text.flatMap { AddressText.octets(Array($0.utf8)) } == octets, "\(octets)")
    }
  }

  @Test("the system's errors have words")
  func system() {
    #expect(SystemText.message(2) == "No such file or directory")
    #expect(!SystemText.message(.max).isEmpty)
  }
}
