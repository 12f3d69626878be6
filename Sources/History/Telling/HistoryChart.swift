import PlainWords
import Reports

/// A peer's sessions over time, as bars: with STARTTLS offered, without it, and where that is not known; a line for each change.
struct HistoryChart {
  private static let maximumBars = 60

  /// How a session counts.
  private enum Kind: String, CaseIterable {
    // From the bottom up; the words of the style sheet.
    case offered = "completed"
    case unknown = "undetermined"
    case notOffered = "stopped"

    var words: String {
      switch self {
      case .offered: "with STARTTLS offered, or TLS from the first byte"
      case .unknown: "not known"
      case .notOffered: "without STARTTLS offered"
      }
    }
  }

  private let firstDay: Int64
  private let days: Int64
  private let daysPerBar: Int64
  private var bars: [[Kind: Int]]
  private let marks: [(day: Int64, text: String)]

  init(_ history: PeerHistory, headline: (ChangeStory) -> String) {
    firstDay = history.sessions.first.map { RecordedTime.dayNumber($0.time) } ?? 0
    let last = history.sessions.last.map { RecordedTime.dayNumber($0.time) } ?? firstDay
    days = max(1, last - firstDay + 1)
    daysPerBar = (days + Int64(Self.maximumBars) - 1) / Int64(Self.maximumBars)
    bars = Array(repeating: [:], count: Int((days + daysPerBar - 1) / daysPerBar))
    for session in history.sessions {
      let bar = Int((RecordedTime.dayNumber(session.time) - firstDay) / daysPerBar)
      let kind: Kind =
        session.isImplicit || session.offered == Value.yes
        ? .offered : session.offered == Value.no ? .notOffered : .unknown
      bars[bar][kind, default: 0] += 1
    }
    marks = history.stories.map { (RecordedTime.dayNumber($0.time), "\(RecordedTime.minute($0.time)) \(headline($0))") }
  }

  func write(on page: inout HTMLWriter) {
    let most = max(1, bars.map { $0.values.reduce(0, +) }.max() ?? 1)
    let totals = Kind.allCases.map { kind in
      "\(Counting.grouped(bars.reduce(0) { $0 + ($1[kind] ?? 0) })) \(kind.words)"
    }
    let unit = daysPerBar == 1 ? "day" : "\(daysPerBar) days"
    page.scrolling("chart", label: "Chart") { page in
      page.element(
        .svg, HTMLAttribute("xmlns", "http://www.w3.org/2000/svg"), HTMLAttribute("viewBox", "0 0 760 122"),
        HTMLAttribute("role", "img"), .label("Sessions in each \(unit): \(totals.joined(separator: ", "))")
      ) { page in
        page.element(.svgText, .class("most"), .x(40), .y(22), .anchor("end"), text: Counting.grouped(most))
        page.element(.svgText, .class("most"), .x(40), .y(100), .anchor("end"), text: "0")
        line(from: (46, 96), to: (752, 96), class: "life", on: &page)
        StackedBars(bottom: 96, height: 80).write(bars.indices.map(parts), most: most, on: &page)
        for mark in marks {
          let x = HTMLWriter.decimal(StackedBars.place((Double(mark.day - firstDay) + 0.5) / Double(days)))
          page.element(.g) { page in
            page.element(.svgTitle, text: mark.text)
            line(from: (x, 8), to: (x, 96), class: "arrow", on: &page)
          }
        }
        page.element(.svgText, .class("time"), .x(46), .y(116), text: RecordedTime.date(firstDay * RecordedTime.day))
        page.element(
          .svgText, .class("time"), .x(752), .y(116), .anchor("end"),
          text: RecordedTime.date((firstDay + days - 1) * RecordedTime.day))
      }
    }
    page.element(
      .p, .class("basis"),
      text:
        "Sessions in each \(unit), at most \(Counting.grouped(most)): \(totals.joined(separator: ", ")), from the bottom up. A line marks a change."
    )
  }

  private func parts(_ index: Int) -> [StackedBars.Part] {
    let day = RecordedTime.date((firstDay + Int64(index) * daysPerBar) * RecordedTime.day)
    return Kind.allCases.map { kind in
      let count = bars[index][kind] ?? 0
      return (kind.rawValue, count, "\(day): \(Counting.grouped(count)) \(kind.words)")
    }
  }

  private func line(
    from start: (some CustomStringConvertible, Int), to end: (some CustomStringConvertible, Int), class name: String,
    on page: inout HTMLWriter
  ) {
    page.empty(
      .line, .class(name), HTMLAttribute("x1", start.0), HTMLAttribute("y1", start.1), HTMLAttribute("x2", end.0),
      HTMLAttribute("y2", end.1))
  }
}
