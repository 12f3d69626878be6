/// A packet's time of capture. "Now", throughout the analysis, is the packet's time and never this machine's.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Nanoseconds since 1970-01-01 00:00:00 UTC. Negative before that.
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// Whole seconds since 1970-01-01 00:00:00 UTC; the second in which the time lies, before 1970 too.
  package var wholeSeconds: Int64 {
    nanoseconds / 1_000_000_000 - (nanoseconds % 1_000_000_000 < 0 ? 1 : 0)
  }

  /// What is left of the time behind its whole second: 0 to 999,999,999.
  package var nanosecondsOfSecond: Int64 {
    let rest = nanoseconds % 1_000_000_000
    return rest < 0 ? rest + 1_000_000_000 : rest
  }

  /// Seconds from `earlier` to this time; negative where time runs backwards. A difference that no clock can show
  /// (the two are more than 292 years apart) is the largest that can be told.
  public func seconds(since earlier: Timestamp) -> Double {
    let (difference, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
    if overflow { return nanoseconds > earlier.nanoseconds ? Double(Int64.max) / 1e9 : Double(Int64.min) / 1e9 }
    return Double(difference) / 1e9
  }
}
