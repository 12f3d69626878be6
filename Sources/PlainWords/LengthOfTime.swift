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

  /// In a sentence about waiting, where less than a second is nothing to speak of: `2.5 seconds`, `20 seconds`, `4 minutes 30 seconds`,
  /// `5 minutes`, `3 hours 7 minutes`. From two minutes on never more than it was: "5 minutes" is what a standard grants.
  package static func spoken(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "an unknown time" }
    if seconds < 1 { return "less than a second" }
    let whole = Int(seconds)
    switch whole {
    case ..<120: return inSeconds(seconds)
    case ..<7200: return pair(whole / 60, "minute", whole % 60, "second")
    case ..<172_800: return pair(whole / 3600, "hour", whole / 60 % 60, "minute")
    default: return pair(whole / 86_400, "day", whole / 3600 % 24, "hour")
    }
  }

  /// In its largest unit: `40 ms`, `20 seconds`, `5 minutes`, `3 hours`, `2 days`, `4 years`; from two minutes on rounded down, because
  /// what is said of it may be that it lasted as long.
  package static func rough(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return "an unknown time" }
    switch seconds {
    case ..<1: return "\(rounded(seconds * 1000)) ms"
    case ..<120: return inSeconds(seconds)
    case ..<7200: return counted(Int(seconds / 60), "minute")
    case ..<172_800: return counted(Int(seconds / 3600), "hour")
    case ..<(2 * year): return counted(Int(seconds / 86_400), "day")
    default: return counted(Int(seconds / year), "year")
    }
  }

  private static func pair(_ large: Int, _ largeUnit: String, _ small: Int, _ smallUnit: String) -> String {
    counted(large, largeUnit) + (small == 0 ? "" : " " + counted(small, smallUnit))
  }

  private static let year = 365.25 * 86_400

  /// With a tenth where it is short.
  private static func inSeconds(_ seconds: Double) -> String {
    let tenths = rounded(seconds * 10)
    guard tenths < 100, tenths % 10 != 0 else { return counted(rounded(seconds), "second") }
    return "\(tenths / 10).\(tenths % 10) seconds"
  }

  private static func counted(_ number: Int, _ unit: String) -> String {
    "\(number) \(unit)\(number == 1 ? "" : "s")"
  }

  private static func rounded(_ number: Double) -> Int { Int(number.rounded(.toNearestOrAwayFromZero)) }
}
