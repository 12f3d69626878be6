import CaptureFiles
import Diagnosis
import PacketLayers
import PlainWords
import SMTPSession

/// One row a session: number, time, ends, mark, cause, TLS, duration.
package struct SessionList: Sendable {
  /// Rows that are kept; of more, the number is told.
  static let maximumRows = 200_000

  private struct Row: Sendable {
    let session: Int
    let start: Timestamp
    let seconds: Double
    let client: Endpoint
    let server: Endpoint
    let serverName: String?
    let outcome: Verdict.Outcome
    let label: String
    let tls: String
  }

  private let order: ListOrder
  private var rows: [Row] = []
  package private(set) var unlisted = 0

  package init(order: ListOrder) {
    self.order = order
  }

  package mutating func record(_ item: OverviewItem) {
    guard rows.count < Self.maximumRows else {
      unlisted += 1
      return
    }
    rows.append(
      Row(
        session: item.session, start: item.start, seconds: item.seconds, client: item.client, server: item.server,
        serverName: item.serverName, outcome: item.key.outcome, label: item.key.label, tls: item.tls))
  }

  /// Whether `one` stands above `other`: in the order asked for, then by number.
  private func stands(_ one: Row, above other: Row) -> Bool {
    switch order {
    case .number: break
    case .time: if one.start != other.start { return one.start < other.start }
    case .duration: if one.seconds != other.seconds { return one.seconds > other.seconds }
    case .cause:
      if one.outcome != other.outcome { return one.outcome.gravity < other.outcome.gravity }
      if one.label != other.label { return one.label < other.label }
    case .server: if one.server != other.server { return one.server < other.server }
    }
    return one.session < other.session
  }

  /// Writes the rows, one line after the other: of many they are never all there as text.
  ///
  /// - Parameters:
  ///   - isCut: Whether lines are cut to the width, as on a terminal; a pipe gets all of each.
  ///   - headerEvery: After how many rows the header comes again; `nil` for once.
  package func write(_ style: TextStyle, isCut: Bool, headerEvery: Int?, _ line: (String) -> Void) {
    let sorted = rows.sorted(by: stands)
    let numberWidth = max(2, String(sorted.lazy.map(\.session).max() ?? 0).count)
    let day: Int64 = 86_400_000_000_000
    let first = (sorted.first?.start.nanoseconds ?? 0) / day
    let isOneDay = sorted.allSatisfy { $0.start.nanoseconds / day == first }
    let longest = sorted.lazy.map { ends(of: $0, style).count }.max() ?? 0
    let causeWidth = sorted.lazy.map(\.label.count).max() ?? 0
    let timeWidth = isOneDay ? 8 : 19
    // Number, time, mark, cause, TLS and duration, with two spaces between each.
    let others = numberWidth + timeWidth + causeWidth + Self.tlsWidth + 9 + 12 + style.no.count
    let endWidth = isCut ? min(longest, max(24, style.width - others)) : longest
    let header = style.bold(
      [
        pad("nr", numberWidth, right: true), pad(isOneDay ? style.zoneName : "time (\(style.zoneName))", timeWidth),
        pad("client \(style.arrow) server", endWidth), pad("", style.no.count), pad("verdict", causeWidth),
        pad("TLS", Self.tlsWidth), "duration",
      ].joined(separator: "  "))
    for (index, row) in sorted.enumerated() {
      if index == 0 || headerEvery.map({ index % max(1, $0) == 0 }) ?? false { line(header) }
      let readable = style.time(row.start)
      let time = isOneDay ? readable.dropFirst(11).prefix(8) : readable.prefix(19)
      let end = ends(of: row, style)
      let shown = end.count <= endWidth ? end : end.prefix(max(0, endWidth - style.ellipsis.count)) + style.ellipsis
      let mark = pad(style.mark(row.outcome), style.no.count)
      line(
        [
          pad(String(row.session), numberWidth, right: true), String(time), pad(String(shown), endWidth),
          style.paint(mark, row.outcome), pad(row.label, causeWidth), pad(row.tls, Self.tlsWidth),
          LengthOfTime.exact(row.seconds),
        ].joined(separator: "  "))
    }
    if unlisted > 0 {
      line("\(Counting.counted(unlisted, "more session", "more sessions")) not listed: select fewer")
    }
  }

  /// As wide as "TLS failed".
  private static let tlsWidth = 10

  private func ends(of row: Row, _ style: TextStyle) -> String {
    "\(row.client.address) \(style.arrow) \(row.serverName.map { name in "\(name) " } ?? "")\(row.server)"
  }

  private func pad(_ text: String, _ width: Int, right: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return right ? space + text : text + space
  }
}
