import CaptureFiles
import Diagnosis
import PlainWords

/// The verdicts over time, as bars.
extension HTMLReport {
  var hasChart: Bool { !report.timeline.slices.isEmpty && report.tally.sessions > 1 }

  func chart(_ page: inout HTMLWriter) {
    let slices = report.timeline.slices
    guard let first = slices.first, let last = slices.last else { return }
    let most = max(1, slices.map(\.total).max() ?? 1)
    let description =
      "\(Counting.counted(report.tally.sessions, "session", "sessions")) from \(UTCTime.readable(first.start)) on; "
      + report.tally.entries.prefix(8).map { "\($0.count) \($0.label)" }.joined(separator: ", ")
    page.element(.h3, .id("time"), text: "Verdicts over time")
    page.scrolling("chart", label: "Chart") { page in
      page.element(
        .svg, .id("chart"),
        // For the script, which chooses slices.
        HTMLAttribute("data-start", first.start.nanoseconds / 1_000_000_000),
        HTMLAttribute("data-step", report.timeline.width / 1_000_000_000), HTMLAttribute("data-count", slices.count),
        HTMLAttribute("xmlns", "http://www.w3.org/2000/svg"), HTMLAttribute("viewBox", "0 0 760 182"),
        HTMLAttribute("role", "img"), .label("Verdicts over time: \(description)")
      ) { page in
        page.element(.svgText, .class("most"), .x(40), .y(22), .anchor("end"), text: Counting.grouped(most))
        page.element(.svgText, .class("most"), .x(40), .y(154), .anchor("end"), text: "0")
        page.empty(
          .line, .class("life"), HTMLAttribute("x1", 46), HTMLAttribute("y1", 150), HTMLAttribute("x2", 752),
          HTMLAttribute("y2", 150))
        StackedBars(bottom: 150, height: 132).write(slices.map(bar), most: most, on: &page)
        page.element(.svgText, .class("time"), .x(46), .y(172), text: UTCTime.readable(first.start))
        page.element(.svgText, .class("time"), .x(752), .y(172), .anchor("end"), text: UTCTime.readable(last.start))
        page.empty(
          .rect, .id("brush"), .class("brush"), .x(46), .y(10), HTMLAttribute("width", 0),
          HTMLAttribute("height", 140))
      }
    }
    let width = LengthOfTime.exact(Double(report.timeline.width) / 1e9)
    page.element(
      .p, .class("basis"),
      text: "Sessions begun in each \(width), at most \(Counting.grouped(most)); the table has the numbers.")
  }

  /// What completed stands at the bottom, what stopped on top.
  private func bar(_ slice: VerdictTimeline.Slice) -> [StackedBars.Part] {
    [Verdict.Outcome.completed, .undetermined, .downgraded, .stopped].map { outcome in
      let count = slice.counts[outcome] ?? 0
      return (outcome.rawValue, count, "\(UTCTime.readable(slice.start)): \(count) \(outcome.rawValue)")
    }
  }
}
