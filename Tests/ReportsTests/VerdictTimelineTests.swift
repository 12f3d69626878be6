import CaptureFiles
import Diagnosis
import Reports
import TestSupport
import Testing

@Suite("Verdicts over time")
struct VerdictTimelineTests {
  @Test("every session is counted, and the slices stay few, whatever the times are")
  func bounded() {
    var generator = SeededGenerator(seed: 42)
    for range in [0...1, 0...86_400, -4_000_000_000...4_000_000_000] as [ClosedRange<Int64>] {
      var timeline = VerdictTimeline()
      for _ in 0..<2000 {
        let seconds = Int64.random(in: range, using: &generator)
        timeline.record(Timestamp(nanoseconds: seconds * 1_000_000_000), .stopped)
      }
      #expect(timeline.slices.count <= VerdictTimeline.maximumSlices)
      #expect(timeline.slices.reduce(0) { $0 + $1.total } == 2000)
    }
    var extreme = VerdictTimeline()
    for value in [Int64.min, .max, 0] { extreme.record(Timestamp(nanoseconds: value), .completed) }
    #expect(extreme.slices.reduce(0) { $0 + $1.total } == 3)
  }
}
