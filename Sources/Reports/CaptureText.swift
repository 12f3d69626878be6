package import CaptureFiles
package import Diagnosis
import PacketLayers
import PlainWords
import SMTPSession

/// What is said about the capture as a whole: its header, and the table of many sessions.
package struct CaptureText: Sendable {
  package var style: TextStyle

  package init(style: TextStyle) {
    self.style = style
  }

  /// One line that says what was read, and the caveats that hold for all of it.
  ///
  /// - Parameter isShort: Whether it is the head of a screen: then it names no packets, so that files need no numbers, and tells the first
  ///   caveats.
  package func header(_ capture: CaptureSummary, isShort: Bool = false) -> [String] {
    var parts: [String] = []
    if capture.files.count == 1, let file = capture.files.first {
      parts.append(style.bold(file.name))
    } else {
      parts.append(style.bold("\(capture.files.count) files"))
    }
    parts.append(Counting.counted(capture.packets, "packet", "packets"))
    parts.append(Counting.counted(capture.sessions, "SMTP session", "SMTP sessions"))
    if let first = capture.firstPacketTime, let last = capture.lastPacketTime {
      parts.append("\(style.time(first)), \(LengthOfTime.exact(last.seconds(since: first)))")
    }
    var output = [parts.joined(separator: " \(style.dot) ")]
    if isShort {
      // A line ends between two facts, not within one.
      let whole = parts.map { $0.replacing(" ", with: "\u{a0}") }.joined(separator: " \(style.dot) ")
      output = style.wrapped(whole, rest: "  ").map { $0.replacing("\u{a0}", with: " ") }
    }
    if capture.files.count > 1, !isShort {
      output.append(style.dim("  packets are named FILE:PACKET, the files in this order:"))
      for (index, file) in capture.files.prefix(Self.maximumListedFiles).enumerated() {
        output.append(style.dim("  \(index + 1)  \(file.name)"))
      }
      if capture.files.count > Self.maximumListedFiles {
        output.append(style.dim("  … \(capture.files.count - Self.maximumListedFiles) more"))
      }
    }
    if let selected = capture.selected, !capture.selection.isEmpty {
      output += style.wrapped(
        "selected: \(capture.selection.joined(separator: " \(style.dot) ")) \(style.dot) \(Counting.grouped(selected)) of \(Counting.counted(capture.sessions, "session", "sessions"))",
        first: "  ", rest: "    "
      ).map { style.bold($0) }
    }
    let told = isShort ? capture.caveatSentences.prefix(Self.maximumShortCaveats) : capture.caveatSentences[...]
    for sentence in told {
      output += style.wrapped("caveat: \(sentence)", first: "  ", rest: "    ").map { style.yellow($0) }
    }
    let rest = capture.caveatSentences.count - told.count
    if rest > 0 {
      output.append(
        style.yellow("  \(Counting.counted(rest, "more caveat", "more caveats")): --format json tells them"))
    }
    return output
  }

  /// What the sessions show together.
  package func surveyFindings(_ findings: [Finding], namesFiles: Bool = false) -> [String] {
    var output: [String] = []
    for kind in SurveyKind.all(findings) {
      let finding = kind.first
      output.append("")
      let text = style.wrapped(kind.summary, first: "! ", rest: "  ")
      output += text.map { finding.severity == .problem ? style.red($0) : style.yellow($0) }
      output += style.wrapped(
        "\(finding.id) \(style.dot) \(ReportFacts.sessions(kind.sessions)) \(style.dot) certainty: \(finding.certainty.rawValue)",
        first: "  ", rest: "    "
      ).map(style.dim)
      for sentence in kind.sentences { output += style.wrapped(sentence, first: "  - ", rest: "    ") }
      output += style.wrapped(finding.meaning, first: "  ", rest: "  ")
      if let heading = kind.evidenceHeading { output.append("  \(heading)") }
      for evidence in finding.evidence {
        let packets = evidence.packets.map { Self.name($0, withFile: namesFiles) }.joined(separator: ", ")
        let quote = evidence.quote.map { "\"\($0)\" \(style.dot) " } ?? ""
        output += style.wrapped("packet \(packets): \(quote)\(evidence.meaning)", first: "    ", rest: "      ")
      }
      for remedy in finding.remedies {
        output += style.wrapped(
          "the \(remedy.actor.rawValue): \(remedy.text)", first: "  \(style.bullet) ", rest: "    ")
      }
    }
    return output
  }

  /// Verdicts with their counts, the gravest first, each with an example.
  package func table(_ tally: VerdictTally) -> [String] {
    var rows: [[String]] = [["verdict", "sessions", "certainty", "example"]]
    for entry in tally.entries {
      let example = "session \(entry.exampleSession): \(entry.exampleClient) \(style.arrow) \(entry.exampleServer)"
      rows.append([entry.label, String(entry.count), entry.certainty.rawValue, example])
    }
    return Self.aligned(rows, style: style)
  }

  private static let maximumShortCaveats = 2

  /// Files that the header lists; of more, the number is given.
  private static let maximumListedFiles = 20

  /// A packet's number; with its file, counted from 1, where there are several.
  package static func name(_ packet: PacketID, withFile: Bool) -> String {
    withFile ? "\(packet.file + 1):\(packet.number)" : String(packet.number)
  }

  private static func aligned(_ rows: [[String]], style: TextStyle) -> [String] {
    guard let columns = rows.first?.count else { return [] }
    let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.enumerated().map { index, row in
      var line = " "
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        line += column == 1 ? " \(padding)\(cell)" : " \(cell)\(column == columns - 1 ? "" : padding)"
      }
      return index == 0 ? style.dim(line) : line
    }
  }
}
