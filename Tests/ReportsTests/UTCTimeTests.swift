import CaptureFiles
import Reports
import Testing

@Suite("Times are written in UTC")
struct UTCTimeTests {
  @Test(
    "writes RFC 3339 with six decimals, always",
    arguments: [
      (0, "1970-01-01T00:00:00.000000Z"),
      (1_160_056_987_123_456_000, "2006-10-05T14:03:07.123456Z"),
      (1_160_056_987_000_000_001, "2006-10-05T14:03:07.000000Z"),
      (951_782_400_000_000_000, "2000-02-29T00:00:00.000000Z"),
      (-1_000_000, "1969-12-31T23:59:59.999000Z"),
      (-86_400_000_000_000, "1969-12-31T00:00:00.000000Z"),
      (Int64.max, "2262-04-11T23:47:16.854775Z"),
      (Int64.min, "1677-09-21T00:12:43.145224Z"),
    ] as [(Int64, String)])
  func rfc3339(nanoseconds: Int64, expected: String) {
    #expect(UTCTime.rfc3339(Timestamp(nanoseconds: nanoseconds)) == expected)
  }

  @Test("writes a time for people")
  func readable() {
    #expect(UTCTime.readable(Timestamp(nanoseconds: 1_160_056_987_999_999_999)) == "2006-10-05 14:03:07 UTC")
  }

  @Test(
    "a time in another zone has its offset",
    arguments: [
      (0, "2006-10-05 14:03:07 +00:00"), (7200, "2006-10-05 16:03:07 +02:00"), (-12_600, "2006-10-05 10:33:07 -03:30"),
      (36_000, "2006-10-06 00:03:07 +10:00"), (Int.max, "2006-10-06 14:03:07"), (Int.min + 1, "2006-10-04 14:03:07"),
    ])
  func zone(offset: Int, expected: String) {
    let time = Timestamp(nanoseconds: 1_160_056_987_000_000_000)
    #expect(UTCTime.readable(time, offset: offset).hasPrefix(expected))
    var style = TextStyle(usesColor: false)
    #expect(style.time(time) == "2006-10-05 14:03:07 UTC")
    style.localOffset = { _ in offset }
    #expect(style.time(time).hasPrefix(expected))
  }
}
