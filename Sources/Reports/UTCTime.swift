package import CaptureFiles

/// Times for people and for machines, always in UTC.
package enum UTCTime {
  /// RFC 3339 with six decimals, always, so that times sort as text: `2006-10-05T14:03:07.123456Z`. What is finer is cut off.
  package static func rfc3339(_ time: Timestamp) -> String {
    let (seconds, nanoseconds) = parts(time)
    let date = civil(seconds)
    let second = modulo(seconds, 86_400)
    var text: [UInt8] = []
    text.reserveCapacity(32)
    append(date.year, 4, 0x2D, to: &text)
    append(date.month, 2, 0x2D, to: &text)
    append(date.day, 2, 0x54, to: &text)
    append(second / 3600, 2, 0x3A, to: &text)
    append(second / 60 % 60, 2, 0x3A, to: &text)
    append(second % 60, 2, 0x2E, to: &text)
    append(nanoseconds / 1000, 6, 0x5A, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Decimal digits with zeros before them, and what follows them. Years beyond 9999 have more digits than `width`.
  private static func append(_ value: Int64, _ width: Int, _ behind: UInt8, to text: inout [UInt8]) {
    var divisor: Int64 = 1
    for _ in 1..<width { divisor *= 10 }
    while value / divisor >= 10 { divisor *= 10 }
    if value < 0 { text.append(0x2D) }
    while divisor > 0 {
      text.append(0x30 + UInt8((value / divisor % 10).magnitude))
      divisor /= 10
    }
    text.append(behind)
  }

  /// `2006-10-05 14:03:07 UTC`.
  package static func readable(_ time: Timestamp) -> String { readable(time, zone: "UTC", offset: 0) }

  /// `2006-10-05 16:03:07 +02:00`, for an offset from UTC in seconds: minutes and hours are told.
  package static func readable(_ time: Timestamp, offset: Int) -> String {
    let minutes = abs(Int64(offset)) / 60
    let zone = "\(offset < 0 ? "-" : "+")\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
    return readable(time, zone: zone, offset: Int64(offset))
  }

  private static func readable(_ time: Timestamp, zone: String, offset: Int64) -> String {
    let seconds = parts(time).seconds + min(max(offset, -86_400), 86_400)
    let date = civil(seconds)
    return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2)) \(clock(seconds)) \(zone)"
  }

  /// Whole seconds since 1970-01-01 00:00:00 UTC.
  static func wholeSeconds(_ time: Timestamp) -> Int64 { parts(time).seconds }

  /// `14:03:07`.
  static func clock(_ seconds: Int64) -> String {
    let second = modulo(seconds, 86_400)
    return "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
  }

  private static func parts(_ time: Timestamp) -> (seconds: Int64, nanoseconds: Int64) {
    let nanoseconds = modulo(time.nanoseconds, 1_000_000_000)
    // Division first: the smallest Int64 less the remainder would overflow.
    var seconds = time.nanoseconds / 1_000_000_000
    if time.nanoseconds < 0 && nanoseconds != 0 { seconds -= 1 }
    return (seconds, nanoseconds)
  }

  /// Days to a date of the proleptic Gregorian calendar, by eras of 400 years.
  private static func civil(_ seconds: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let days = (seconds - modulo(seconds, 86_400)) / 86_400 + 719_468
    let era = (days - modulo(days, 146_097)) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  private static func modulo(_ value: Int64, _ divisor: Int64) -> Int64 {
    let remainder = value % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }

  private static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
