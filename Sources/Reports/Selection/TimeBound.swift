package import CaptureFiles
import PlainWords

/// A point in time as a person gives it: a day and a time of day, or a time of day that holds for every day. In UTC, as all times of a
/// report, unless it names an offset.
public struct TimeBound: Sendable, Equatable {
  private enum Kind: Sendable, Equatable {
    case instant(Int64)
    /// Nanoseconds from midnight UTC.
    case timeOfDay(Int64)
  }

  /// As it was given.
  public let text: String
  private let kind: Kind

  static let day: Int64 = 86_400_000_000_000

  /// The point in time; `nil` where it is a time of day, which comes again.
  package var instant: Timestamp? {
    guard case .instant(let nanoseconds) = kind else { return nil }
    return Timestamp(nanoseconds: nanoseconds)
  }

  /// Reads `10:00`, `10:00:30`, `10:00+02:00`, `2026-11-22`, `2026-11-22 10:00` and RFC 3339 (`2026-11-22T10:00:00.5Z`).
  ///
  /// - Throws: What is wrong with it, for a person.
  public init(_ text: String) throws(SelectionError) {
    self.text = text
    var scanner = Scanner(text)
    let problem = SelectionError(
      "\(text) is no time: give 10:00, 10:00:30, 2026-11-22T10:00:00Z, or the like; without an offset it is UTC")
    var days: Int64?
    if scanner.looksLikeDate {
      guard let date = scanner.date() else { throw problem }
      days = date
      guard !scanner.isAtEnd else {
        let (start, overflow) = date.multipliedReportingOverflow(by: Self.day)
        if overflow { throw problem }
        kind = .instant(start)
        return
      }
      guard scanner.take(" ") || scanner.take("T") || scanner.take("t") else { throw problem }
    }
    guard let time = scanner.timeOfDay(), let offset = scanner.offset(), scanner.isAtEnd else { throw problem }
    guard let days else {
      let utc = (time - offset) % Self.day
      kind = .timeOfDay(utc < 0 ? utc + Self.day : utc)
      return
    }
    let (start, overflow) = days.multipliedReportingOverflow(by: Self.day)
    let (sum, again) = start.addingReportingOverflow(time - offset)
    if overflow || again { throw problem }
    kind = .instant(sum)
  }

  /// Whether a session from `start` to `end` lies, with a part of it, between two bounds. A session is looked for at times of day by its
  /// start; where the first time of day is later than the second, the span goes over midnight.
  package static func spans(
    _ start: Timestamp, _ end: Timestamp, from first: TimeBound?, to last: TimeBound?
  ) -> Bool {
    let clock = modulo(start.nanoseconds)
    switch (first?.kind, last?.kind) {
    case (.timeOfDay(let from)?, .timeOfDay(let to)?):
      return from <= to ? (from...to).contains(clock) : clock >= from || clock <= to
    default:
      return (first?.admits(start: clock, last: end.nanoseconds, isFirst: true) ?? true)
        && (last?.admits(start: clock, last: start.nanoseconds, isFirst: false) ?? true)
    }
  }

  private func admits(start clock: Int64, last: Int64, isFirst: Bool) -> Bool {
    switch kind {
    case .instant(let instant): isFirst ? last >= instant : last <= instant
    case .timeOfDay(let time): isFirst ? clock >= time : clock <= time
    }
  }

  private static func modulo(_ nanoseconds: Int64) -> Int64 {
    let rest = nanoseconds % day
    return rest < 0 ? rest + day : rest
  }
}

/// Reads digits and signs one after the other.
private struct Scanner {
  private let bytes: [UInt8]
  private var place = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  var isAtEnd: Bool { place == bytes.count }

  var looksLikeDate: Bool { bytes.count > 4 && bytes[4] == 0x2D }

  mutating func take(_ sign: Character) -> Bool {
    guard place < bytes.count, let value = sign.asciiValue, bytes[place] == value else { return false }
    place += 1
    return true
  }

  /// A number of exactly `width` digits; `nil` where others stand there.
  private mutating func number(_ width: Int) -> Int64? {
    guard place + width <= bytes.count else { return nil }
    var value: Int64 = 0
    for byte in bytes[place..<place + width] {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int64(byte - 0x30)
    }
    place += width
    return value
  }

  /// Days since 1970-01-01 of a date of the Gregorian calendar.
  mutating func date() -> Int64? {
    guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2),
      (1...12).contains(month),
      day >= 1, day <= Self.days(in: month, of: year)
    else { return nil }
    return CalendarTime.secondsSince1970(year: Int(year), month: Int(month), day: Int(day)).map { $0 / 86_400 }
  }

  private static func days(in month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  /// Nanoseconds from midnight of `10:00`, `10:00:30` or `10:00:30.25`.
  mutating func timeOfDay() -> Int64? {
    guard let hour = number(2), take(":"), let minute = number(2), hour < 24, minute < 60 else { return nil }
    var result = (hour * 60 + minute) * 60_000_000_000
    guard take(":") else { return result }
    guard let second = number(2), second <= 60 else { return nil }
    result += second * 1_000_000_000
    guard take(".") else { return result }
    var unit: Int64 = 100_000_000
    var hasDigits = false
    while let digit = number(1) {
      hasDigits = true
      result += digit * unit
      unit /= 10
    }
    return hasDigits ? result : nil
  }

  /// Nanoseconds that `Z`, `+02:00` or nothing stands for; `nil` where something else stands there.
  mutating func offset() -> Int64? {
    if isAtEnd || take("Z") || take("z") { return 0 }
    let isEast = take("+")
    guard isEast || take("-"), let hour = number(2), hour < 24 else { return nil }
    _ = take(":")
    guard let minute = number(2), minute < 60 else { return nil }
    let size = (hour * 60 + minute) * 60_000_000_000
    return isEast ? size : -size
  }
}
