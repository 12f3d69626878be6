/// Lengths of time in words: one way for tables and notes, one for sentences, one for what is far apart.
package enum LengthOfTime {
  /// As exact as can be read: `45 µs`, `12 ms`, `3.4 s`, `5 min 2 s`, `3 h 7 min`.
  package static func exact(_ seconds: Double) -> String {
    guard seconds.isFinite, abs(seconds) < 1e12 else { return "an unknown time" }
    if seconds < 0 { return "-" + exact(-seconds) }
    if seconds < 0.001 { return "\(rounded(seconds * 1e6)) µs" }
    if seconds < 1 { return "\(rounded(seconds * 1e3)) ms" }
    if seconds < 60 {
      let tenths = rounded(seconds * 10)
      return "\(tenths / 10).\(tenths % 10) s"
    }
    let whole = Int(seconds)
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole / 60 % 60) min"
  }

  /// In a sentence about waiting, where less than a second is nothing to speak of: `2.5 seconds`, `20 seconds`, `5 minutes`.
  package static func spoken(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "an unknown time" }
    if seconds < 1 { return "less than a second" }
    return seconds < 119.5 ? inSeconds(seconds) : counted(seconds / 60, "minute")
  }

  /// In its largest unit: `40 ms`, `20 seconds`, `5 minutes`, `3 hours`, `2 days`, `4 years`.
  package static func rough(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return "an unknown time" }
    switch seconds {
    case ..<1: return "\(rounded(seconds * 1000)) ms"
    case ..<120: return inSeconds(seconds)
    case ..<7200: return counted(seconds / 60, "minute")
    case ..<172_800: return counted(seconds / 3600, "hour")
    case ..<(2 * year): return counted(seconds / 86_400, "day")
    default: return counted(seconds / year, "year")
    }
  }

  private static let year = 365.25 * 86_400

  /// With a tenth where it is short.
  private static func inSeconds(_ seconds: Double) -> String {
    let tenths = rounded(seconds * 10)
    guard tenths < 100, tenths % 10 != 0 else { return counted(seconds, "second") }
    return "\(tenths / 10).\(tenths % 10) seconds"
  }

  private static func counted(_ number: Double, _ unit: String) -> String {
    let whole = rounded(number)
    return "\(whole) \(unit)\(whole == 1 ? "" : "s")"
  }

  private static func rounded(_ number: Double) -> Int { Int(number.rounded(.toNearestOrAwayFromZero)) }
}
