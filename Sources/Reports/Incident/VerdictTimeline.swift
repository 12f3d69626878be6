package import CaptureFiles
package import Diagnosis

/// How many sessions began when, and how they ended, in slices of time that grow with the capture: its size stays the same
/// for a minute and for a year.
package struct VerdictTimeline: Sendable {
  /// Slices that are kept; when there would be more, two become one.
  package static let maximumSlices = 48

  /// Sessions that began in one slice, by outcome.
  package struct Slice: Sendable {
    package var start: Timestamp
    package var counts: [Verdict.Outcome: Int]

    package var total: Int { counts.values.reduce(0, +) }
  }

  /// Nanoseconds of one slice.
  package private(set) var width: Int64 = 1_000_000_000
  private var table: [Int64: [Verdict.Outcome: Int]] = [:]
  private var range: ClosedRange<Int64>?

  package init() {}

  package mutating func record(_ time: Timestamp, _ outcome: Verdict.Outcome) {
    var slot = Self.slot(time.nanoseconds, width)
    while spanIfAdding(slot) > Self.maximumSlices, width <= Int64.max / 2 {
      halve()
      slot = Self.slot(time.nanoseconds, width)
    }
    range = range.map { min($0.lowerBound, slot)...max($0.upperBound, slot) } ?? slot...slot
    table[slot, default: [:]][outcome, default: 0] += 1
  }

  /// All slices from the first to the last, empty ones among them.
  package var slices: [Slice] {
    guard let range else { return [] }
    return range.prefix(Self.maximumSlices).map { slot in
      Slice(
        start: Timestamp(nanoseconds: slot.multipliedReportingOverflow(by: width).partialValue),
        counts: table[slot] ?? [:])
    }
  }

  private func spanIfAdding(_ slot: Int64) -> Int64 {
    guard let range else { return 1 }
    let low = min(range.lowerBound, slot)
    let (span, overflow) = max(range.upperBound, slot).subtractingReportingOverflow(low)
    return overflow || span == .max ? .max : span + 1
  }

  private mutating func halve() {
    width *= 2
    var merged: [Int64: [Verdict.Outcome: Int]] = [:]
    for (slot, counts) in table {
      for (outcome, count) in counts { merged[slot >> 1, default: [:]][outcome, default: 0] += count }
    }
    table = merged
    range = range.map { ($0.lowerBound >> 1)...($0.upperBound >> 1) }
  }

  /// Division that rounds down, also before 1970.
  private static func slot(_ nanoseconds: Int64, _ width: Int64) -> Int64 {
    let quotient = nanoseconds / width
    return nanoseconds < 0 && nanoseconds % width != 0 ? quotient - 1 : quotient
  }
}
