package import CaptureFiles
import PlainWords

/// Times for people and for machines, in UTC unless an offset is given.
package enum UTCTime {
  /// RFC 3339 with six decimals, always, so that times sort as text: `2006-10-05T14:03:07.123456Z`. What is finer is cut off.
  package static func rfc3339(_ time: Timestamp) -> String {
    CalendarTime(secondsSince1970: time.wholeSeconds).rfc3339(microseconds: time.nanosecondsOfSecond / 1000)
  }

  /// A time as ``rfc3339(_:)`` writes it; `nil` where a text is none.
  package static func read(_ text: String) -> Timestamp? {
    let bytes = Array(text.utf8)
    guard bytes.count == 27, bytes[10] == 0x54, bytes[19] == 0x2E, bytes[26] == 0x5A else { return nil }
    func number(_ range: Range<Int>) -> Int? { Int(String(decoding: bytes[range], as: UTF8.self)) }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
      let minute = number(14..<16), let second = number(17..<19), let micro = number(20..<26), micro >= 0,
      let whole = CalendarTime.secondsSince1970(
        year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    else { return nil }
    let (nanoseconds, overflow) = whole.multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? nil : Timestamp(nanoseconds: nanoseconds &+ Int64(micro) &* 1000)
  }

  /// `2006-10-05 14:03:07 UTC`.
  package static func readable(_ time: Timestamp) -> String { readable(time, zone: "UTC", offset: 0) }

  /// `2006-10-05 16:03:07 +02:00`, for an offset from UTC in seconds: minutes and hours are told.
  package static func readable(_ time: Timestamp, offset: Int) -> String {
    let minutes = abs(Int64(offset)) / 60
    let zone = "\(offset < 0 ? "-" : "+")\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
    return readable(time, zone: zone, offset: Int64(offset))
  }

  private static func readable(_ time: Timestamp, zone: String, offset: Int64) -> String {
    let local = CalendarTime(secondsSince1970: time.wholeSeconds + min(max(offset, -86_400), 86_400))
    return "\(local.date) \(local.clock) \(zone)"
  }

  private static func twoDigits(_ value: Int64) -> String { value < 10 ? "0\(value)" : String(value) }
}
