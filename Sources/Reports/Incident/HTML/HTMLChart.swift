import CaptureFiles
import Diagnosis
import PlainWords

/// The verdicts over time, as bars.
extension HTMLReport {
  private static let left = 46.0
  private static let bottom = 150.0
  private static let barHeight = 132.0
  private static let span = 706.0

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
        bars(most: most, on: &page)
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

  private func bars(most: Int, on page: inout HTMLWriter) {
    let slices = report.timeline.slices
    let slot = Self.span / Double(max(1, slices.count))
    for (index, slice) in slices.enumerated() {
      var top = Self.bottom
      // What completed stands at the bottom, what stopped on top.
      for outcome in [Verdict.Outcome.completed, .undetermined, .downgraded, .stopped] {
        guard let count = slice.counts[outcome], count > 0 else { continue }
        let height = Double(count) / Double(most) * Self.barHeight
        top -= height
        page.element(
          .bar, .class(outcome.rawValue), .x(HTMLWriter.decimal(Self.left + Double(index) * slot + 1)),
          .y(HTMLWriter.decimal(top)), HTMLAttribute("width", HTMLWriter.decimal(max(1, min(slot - 2, 60)))),
          HTMLAttribute("height", HTMLWriter.decimal(height))
        ) { page in
          page.element(.svgTitle, text: "\(UTCTime.readable(slice.start)): \(count) \(outcome.rawValue)")
        }
      }
    }
  }
}
