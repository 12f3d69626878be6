import CaptureFiles

/// Spans and moments in the sentences of findings that are about several sessions.
enum SpokenTime {
  /// "40 ms", "20 seconds", "5 minutes", "3 hours", "2 days": as exact as anybody needs.
  static func span(_ seconds: Double) -> String {
    let seconds = min(max(0, seconds), 1e10)
    switch seconds {
    case ..<1: return "\(Int((seconds * 1000).rounded())) ms"
    case ..<10: return spoken(seconds)
    case ..<120: return counted(seconds, "second")
    case ..<7200: return counted(seconds / 60, "minute")
    case ..<172_800: return counted(seconds / 3600, "hour")
    default: return counted(seconds / 86_400, "day")
    }
  }

  /// How one session lies to another in time: "5 minutes later (session 3)".
  static func place(_ other: Survey.Visit, from visit: Survey.Visit) -> String {
    let seconds = other.start.seconds(since: visit.start)
    if abs(seconds) < 0.05 { return "at the same time (session \(other.session))" }
    return "\(span(abs(seconds))) \(seconds < 0 ? "earlier" : "later") (session \(other.session))"
  }

  /// `2006-10-05 14:03:07 UTC`.
  static func utc(_ time: Timestamp) -> String {
    var second = time.nanoseconds / 1_000_000_000
    if time.nanoseconds < 0, time.nanoseconds % 1_000_000_000 != 0 { second -= 1 }
    var day = second / 86_400
    if second % 86_400 < 0 { day -= 1 }
    let clock = second - day * 86_400
    // Days since 0000-03-01, in eras of 400 years.
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let dayOfMonth = dayOfYear - (153 * month + 2) / 5 + 1
    let monthOfYear = month < 10 ? month + 3 : month - 9
    let year = yearOfEra + era * 400 + (monthOfYear <= 2 ? 1 : 0)
    return
      "\(padded(year, 4))-\(padded(monthOfYear, 2))-\(padded(dayOfMonth, 2)) \(padded(clock / 3600, 2)):\(padded(clock / 60 % 60, 2)):\(padded(clock % 60, 2)) UTC"
  }

  private static func counted(_ number: Double, _ unit: String) -> String {
    let whole = Int(number.rounded())
    return "\(whole) \(unit)\(whole == 1 ? "" : "s")"
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
