/// Bars of stacked parts in a chart: one for each slice of time, a part for each kind, from the bottom up.
package struct StackedBars {
  /// A part of a bar: the class of the style sheet, how many, and what is said of it.
  package typealias Part = (kind: String, count: Int, title: String)

  private static let left = 46.0
  private static let span = 706.0
  /// Where the bars stand, and how high the highest is.
  private let bottom: Double
  private let height: Double

  package init(bottom: Double, height: Double) {
    self.bottom = bottom
    self.height = height
  }

  /// The place of a point in time, as a share of the whole from 0 to 1.
  package static func place(_ share: Double) -> Double { left + share * span }

  /// - Parameter most: How many the highest bar stands for.
  package func write(_ bars: [[Part]], most: Int, on page: inout HTMLWriter) {
    let slot = Self.span / Double(max(1, bars.count))
    for (index, bar) in bars.enumerated() {
      var top = bottom
      for part in bar where part.count > 0 {
        let share = Double(part.count) / Double(max(1, most)) * height
        top -= share
        page.element(
          .bar, .class(part.kind), .x(HTMLWriter.decimal(Self.left + Double(index) * slot + 1)),
          .y(HTMLWriter.decimal(top)), HTMLAttribute("width", HTMLWriter.decimal(max(1, min(slot - 2, 60)))),
          HTMLAttribute("height", HTMLWriter.decimal(share))
        ) { page in
          page.element(.svgTitle, text: part.title)
        }
      }
    }
  }
}
