import CaptureFiles
import PlainWords
import Reports

/// Times as a history keeps them: microseconds since 1970-01-01 00:00:00 UTC.
package enum RecordedTime {
  package static let day: Int64 = 86_400_000_000
  /// Times that can be told: those that nanoseconds of 64 bits hold, from 1677 to 2262. Two of them can be subtracted from each other.
  static let range = Int64.min / 1000 + day...Int64.max / 1000 - day

  /// The nearest time that can be told: a damaged database may hold any number.
  static func clamped(_ time: Int64) -> Int64 { min(max(time, range.lowerBound), range.upperBound) }

  /// Reads RFC 3339, as results write it; `nil` where the text is no day with a time.
  package static func microseconds(_ text: String) -> Int64? {
    guard text.utf8.count <= 40, let bound = try? TimeBound(text), let instant = bound.instant else { return nil }
    return instant.nanoseconds / 1000
  }

  package static func rfc3339(_ time: Int64) -> String { UTCTime.rfc3339(timestamp(time)) }

  /// `2026-10-03 14:12`, in UTC.
  package static func minute(_ time: Int64) -> String {
    let time = CalendarTime(secondsSince1970: timestamp(time).wholeSeconds)
    return "\(time.date) \(time.clock.prefix(5))"
  }

  /// The same without the day where it is the day of `other`.
  package static func minute(_ time: Int64, after other: Int64) -> String {
    let text = minute(time)
    return date(time) == date(other) ? String(text.suffix(5)) : text
  }

  /// `2026-10-03`, in UTC.
  package static func date(_ time: Int64) -> String {
    CalendarTime(secondsSince1970: timestamp(time).wholeSeconds).date
  }

  /// Days since 1970-01-01, of the day in which the time lies.
  package static func dayNumber(_ time: Int64) -> Int64 { time / day - (time % day < 0 ? 1 : 0) }

  private static func timestamp(_ time: Int64) -> Timestamp {
    let (nanoseconds, overflow) = time.multipliedReportingOverflow(by: 1000)
    return Timestamp(nanoseconds: overflow ? (time < 0 ? .min : .max) : nanoseconds)
  }
}
