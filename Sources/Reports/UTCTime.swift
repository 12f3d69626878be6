package import CaptureFiles

/// Times for people and for machines, always in UTC.
package enum UTCTime {
  /// RFC 3339 with as many decimals as the time has, at least three: `2006-10-05T14:03:07.123456Z`.
  package static func rfc3339(_ time: Timestamp) -> String {
    let (seconds, nanoseconds) = parts(time)
    let date = civil(seconds)
    return
      "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T\(clock(seconds)).\(fraction(nanoseconds))Z"
  }

  /// `2006-10-05 14:03:07 UTC`.
  package static func readable(_ time: Timestamp) -> String {
    let (seconds, _) = parts(time)
    let date = civil(seconds)
    return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2)) \(clock(seconds)) UTC"
  }

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

  private static func fraction(_ nanoseconds: Int64) -> String {
    var digits = padded(nanoseconds, 9)
    while digits.utf8.count > 3, digits.hasSuffix("0") { digits.removeLast() }
    return digits
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
