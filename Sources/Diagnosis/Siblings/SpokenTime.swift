import CaptureFiles
import PlainWords

/// Moments in the sentences of findings that are about several sessions.
enum SpokenTime {
  /// How one session lies to another in time: "5 minutes later (session 3)".
  static func place(_ other: Survey.Visit, from visit: Survey.Visit) -> String {
    let seconds = other.start.seconds(since: visit.start)
    if abs(seconds) < 0.05 { return "at the same time (session \(other.session))" }
    return "\(LengthOfTime.rough(abs(seconds))) \(seconds < 0 ? "earlier" : "later") (session \(other.session))"
  }

  /// `2006-10-05 14:03:07 UTC`.
  static func utc(_ time: Timestamp) -> String { CalendarTime(secondsSince1970: time.wholeSeconds).spoken }
}
