/// A second in UTC, as the calendar and the clock tell it. The only calendar of the program: the proleptic Gregorian one, which
/// RFC 3339 uses.
package struct CalendarTime: Hashable, Sendable {
  /// 1 is the year 1; years before it are 0 and less.
  package let year: Int64
  /// 1 to 12.
  package let month: Int64
  /// 1 to 31.
  package let day: Int64
  /// 0 to 23.
  package let hour: Int64
  /// 0 to 59.
  package let minute: Int64
  /// 0 to 59: the capture's clock has no leap seconds.
  package let second: Int64

  /// Days from 0000-03-01 to 1970-01-01. Years are counted from March, so that a leap day is the last of its year.
  private static let daysBefore1970: Int64 = 719_468
  /// The calendar repeats itself after 400 years.
  private static let daysOfEra: Int64 = 146_097
  private static let secondsOfDay: Int64 = 86_400

  package init(secondsSince1970 seconds: Int64) {
    let rest = Self.modulo(seconds, Self.secondsOfDay)
    hour = rest / 3600
    minute = rest / 60 % 60
    second = rest % 60
    // Division first: the smallest number less its remainder would overflow.
    let days = seconds / Self.secondsOfDay - (seconds % Self.secondsOfDay < 0 ? 1 : 0) + Self.daysBefore1970
    let era = days / Self.daysOfEra - (days % Self.daysOfEra < 0 ? 1 : 0)
    let dayOfEra = Self.modulo(days, Self.daysOfEra)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Seconds from 1970-01-01 00:00:00 UTC to a time of day; a day that its month lacks is one of the next month, and a second 60
  /// the first of the next minute.
  ///
  /// - Returns: `nil` where the parts name no time of the years 1 to 9999.
  package static func secondsSince1970(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0
  ) -> Int64? {
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day), (0...23).contains(hour),
      (0...59).contains(minute), (0...60).contains(second)
    else { return nil }
    let fromMarch = Int64(month <= 2 ? year - 1 : year)
    let era = fromMarch / 400
    let yearOfEra = fromMarch % 400
    let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return (era * daysOfEra + dayOfEra - daysBefore1970) * secondsOfDay + Int64(hour * 3600 + minute * 60 + second)
  }

  /// `2006-10-05`. Years beyond 9999 have more digits.
  package var date: String { Self.text { appendDate(to: &$0) } }

  /// `14:03:07`.
  package var clock: String { Self.text { appendClock(to: &$0) } }

  /// `2006-10-05 14:03:07 UTC`.
  package var spoken: String {
    Self.text { text in
      appendDate(to: &text)
      text.append(0x20)
      appendClock(to: &text)
      text.append(0x20)
      text.append(0x55)
      text.append(0x54)
      text.append(0x43)
    }
  }

  /// `2006-10-05T14:03:07Z` (RFC 3339). With `microseconds`, six decimals, so that times sort as text.
  package func rfc3339(microseconds: Int64? = nil) -> String {
    Self.text { text in
      appendDate(to: &text)
      text.append(0x54)
      appendClock(to: &text)
      if let microseconds {
        text.append(0x2E)
        Self.append(microseconds, 6, to: &text)
      }
      text.append(0x5A)
    }
  }

  private static func text(_ write: (inout OutputSpan<UInt8>) -> Void) -> String {
    // The longest: a year of nineteen digits and its sign, the rest of date and clock, and as many decimals.
    var text: [UInt8] = []
    text.append(addingCapacity: 64, initializingWith: write)
    return String(decoding: text, as: UTF8.self)
  }

  private func appendDate(to text: inout OutputSpan<UInt8>) {
    Self.append(year, 4, to: &text)
    text.append(0x2D)
    Self.append(month, 2, to: &text)
    text.append(0x2D)
    Self.append(day, 2, to: &text)
  }

  private func appendClock(to text: inout OutputSpan<UInt8>) {
    Self.append(hour, 2, to: &text)
    text.append(0x3A)
    Self.append(minute, 2, to: &text)
    text.append(0x3A)
    Self.append(second, 2, to: &text)
  }

  /// Decimal digits with zeros before them up to `width`.
  private static func append(_ value: Int64, _ width: Int, to text: inout OutputSpan<UInt8>) {
    if value < 0 { text.append(0x2D) }
    let magnitude = value.magnitude
    var divisor: UInt64 = 1
    for _ in 1..<width { divisor *= 10 }
    while magnitude / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      text.append(0x30 + UInt8(truncatingIfNeeded: magnitude / divisor % 10))
      divisor /= 10
    }
  }

  private static func modulo(_ value: Int64, _ divisor: Int64) -> Int64 {
    let remainder = value % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}
