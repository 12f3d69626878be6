import CaptureFiles
package import Diagnosis
import PacketLayers
import PlainWords
package import SMTPSession
import SMTPTranscript

/// One session for people: the verdict first, then how far it came, the conversation, why, and what to do.
package struct SessionText: Sendable {
  package var style: TextStyle
  /// Whether everything is printed that is known.
  package var isVerbose: Bool
  /// Whether packets are named with their file's number.
  package var namesFiles: Bool
  /// The most lines of a transcript that are printed when not verbose; the marked ones are always among them.
  package static let maximumTranscriptLines = 160

  package init(style: TextStyle, isVerbose: Bool = false, namesFiles: Bool = false) {
    self.style = style
    self.isVerbose = isVerbose
    self.namesFiles = namesFiles
  }

  /// - Parameter explains: Whether the finding behind the verdict is explained in full; not where it already was, for another
  ///   session of the same report.
  package func lines(_ diagnosed: DiagnosedSession, explains: Bool = true) -> [String] {
    var output = headline(diagnosed)
    output.append("")
    let stages = stageLines(diagnosed)
    if !stages.isEmpty { output += stages + [""] }
    output += transcript(diagnosed)
    if isVerbose, let tls = diagnosed.session.tls {
      output += NegotiationText(style: style).lines(tls)
      output += CertificateText(style: style).lines(tls)
    }
    output += graveSideFacts(diagnosed)
    if let primary = primary(of: diagnosed) {
      output.append("")
      output +=
        explains
        ? explanation(primary, in: diagnosed.session)
        : [style.dim("  \(primary.id) is explained above.")]
    }
    output += otherFindings(diagnosed)
    return output
  }

  /// The verdict, and what session it is about.
  package func headline(_ diagnosed: DiagnosedSession) -> [String] {
    let session = diagnosed.session
    let verdict = diagnosed.verdict
    var output = style.wrapped(verdict.sentence, first: "\(style.mark(verdict)) ", rest: "  ")
    output = output.map { style.paint($0, verdict) }
    let basis =
      (verdict.finding.map { [$0] } ?? []) + VerdictWords.basis(verdict)
      + (verdict.certainty == .undetermined ? [] : ["certainty: \(verdict.certainty.rawValue)"])
    output += style.wrapped(basis.joined(separator: " \(style.dot) "), first: "  ", rest: "    ").map { style.dim($0) }
    if !verdict.alternatives.isEmpty {
      let others = verdict.alternatives.map { "\($0.finding) (\($0.certainty.rawValue))" }
      output += style.wrapped("or: \(others.joined(separator: ", "))", first: "  ", rest: "    ").map { style.dim($0) }
    }
    output += style.wrapped("Next: \(verdict.next)", first: "  ", rest: "  ")
    output.append("")
    output.append(title(session))
    if isVerbose { output.append(style.dim("  in Wireshark: \(Self.displayFilter(session))")) }
    return output
  }

  /// A display filter of Wireshark for the packets of the connection. A port that was used again brings others with it.
  package static func displayFilter(_ session: Session) -> String {
    let family = session.client.address.isIPv6 ? "ipv6" : "ip"
    return
      "\(family).addr == \(session.client.address) && \(family).addr == \(session.server.address) && tcp.port == \(session.client.port) && tcp.port == \(session.server.port)"
  }

  package func title(_ session: Session) -> String {
    var parts = [
      style.bold("Session \(session.id)"),
      "\(session.client) \(style.arrow) \(session.server)",
    ]
    if let name = session.serverHostName { parts.append(shortened(name, 60)) }
    parts.append(style.time(session.start.time))
    parts.append("\(LengthOfTime.exact(session.durationSeconds))")
    return parts.joined(separator: " \(style.dot) ")
  }

  /// How far it came, stage by stage.
  package func stageLines(_ diagnosed: DiagnosedSession) -> [String] {
    var words: [String] = []
    var isHidden = false
    for report in diagnosed.shownStages {
      let name = VerdictWords.name(report, in: diagnosed.session).replacingSpaces
      switch report.state {
      case .reached: words.append("\(name)\u{a0}\(style.green(style.yes))")
      case .failed: words.append("\(style.red(name))\u{a0}\(style.red(style.no))")
      case .notCaptured: words.append("\(name)\u{a0}\(style.yellow("not\u{a0}captured"))")
      case .hidden: isHidden = true
      case .notReached: break
      }
    }
    // What is encrypted looks the same to the end: said once.
    if isHidden { words.append("\(style.hidden)\u{a0}the\u{a0}rest\u{a0}is\u{a0}encrypted") }
    if diagnosed.endsBetweenStages { words.append("\(style.red(style.no))\u{a0}\(style.red("ended\u{a0}here"))") }
    guard !words.isEmpty else { return [] }
    let plain = TextStyle(
      usesColor: false, usesUnicode: style.usesUnicode, width: style.width + (style.usesColor ? 90 : 0))
    return plain.wrapped(words.joined(separator: " "), first: "  ", rest: "  ").map {
      String($0.map { $0 == "\u{a0}" ? " " : $0 })
    }
  }

  /// The conversation with packet numbers and times, and what matters said beside the line that shows it.
  package func transcript(_ diagnosed: DiagnosedSession) -> [String] {
    let session = diagnosed.session
    var notes: [Int: String] = [:]
    var marked: Set<Int> = []
    for finding in diagnosed.findings.filter({ $0.cause != nil || $0.severity >= .exposure }).reversed() {
      for evidence in finding.evidence {
        marked.formUnion(evidence.transcriptLines)
        if let line = evidence.transcriptLines.last { notes[line] = evidence.meaning }
      }
    }
    let shown = selection(count: session.transcript.count, marked: marked)
    let numberWidth = max(6, session.transcript.map { packetName($0.at.packet).count }.max() ?? 6)
    var output = [style.dim(TextStyle.right("packet", numberWidth) + "    seconds")]
    var previous = -1
    var isAfterEnd = false
    for index in shown {
      if !isAfterEnd, diagnosed.comesAfterEnd(session.transcript[index]) {
        isAfterEnd = true
        output.append(
          style.dim(String(repeating: " ", count: numberWidth) + "             what follows came after the end"))
      }
      if index > previous + 1 {
        output.append(
          style.dim(
            TextStyle.right(style.ellipsis, numberWidth) + "             \(index - previous - 1) lines left out"))
      }
      previous = index
      output += row(session.transcript[index], in: session, numberWidth: numberWidth, note: notes[index])
    }
    return output
  }

  private func row(_ line: TranscriptLine, in session: Session, numberWidth: Int, note: String?) -> [String] {
    let number = TextStyle.right(packetName(line.at.packet), numberWidth)
    let seconds = TextStyle.right(Self.seconds(line.at.time.seconds(since: session.start.time)), 11)
    let side: String
    switch line.from {
    case .client: side = style.cyan("C")
    case .server: side = "S"
    case nil: side = style.dim(style.rule)
    }
    let text = isVerbose ? line.text : shortened(line.text, 400)
    let shownText = line.from == nil ? style.dim(text) : text
    var row = "\(style.dim(number)) \(style.dim(seconds))  \(side)  \(note == nil ? shownText : style.bold(shownText))"
    guard let note else { return [row] }
    let indent = numberWidth + 17
    if indent + text.count + note.count + 5 <= style.width {
      row += "   \(style.red("\(style.pointer) \(note)"))"
      return [row]
    }
    let space = String(repeating: " ", count: indent)
    return [row] + style.wrapped("\(style.pointer) \(note)", first: space, rest: space + "  ").map { style.red($0) }
  }

  private func selection(count: Int, marked: Set<Int>) -> [Int] {
    guard !isVerbose, count > Self.maximumTranscriptLines else { return Array(0..<count) }
    let head = Self.maximumTranscriptLines * 2 / 3
    let tail = count - Self.maximumTranscriptLines / 3
    return (0..<count).filter { index in index < head || index >= tail || marked.contains(index) }
  }

  /// Why, what to do, by whom, and how to confirm it.
  package func explanation(_ finding: Finding, in session: Session) -> [String] {
    var output: [String] = []
    output.append(style.bold("Why"))
    output += style.wrapped(finding.meaning, first: "  ", rest: "  ")
    if !finding.evidence.isEmpty {
      output.append("")
      output.append(style.bold("Evidence"))
      for evidence in finding.evidence { output += evidenceLines(evidence) }
    }
    if !finding.remedies.isEmpty {
      output.append("")
      output.append(style.bold("What to do"))
      for remedy in finding.remedies {
        let who = "\(VerdictWords.actor(remedy.actor)):"
        output += style.wrapped(remedy.text, first: "  \(style.bullet) \(who) ", rest: "    ")
      }
    }
    if !finding.nextCommands.isEmpty {
      output.append("")
      output.append(style.bold("To confirm it") + style.dim(" (run from the same source address)"))
      for command in finding.nextCommands { output.append("  \(Self.prompt(command)) \(command)") }
    }
    if !finding.unknowable.isEmpty {
      output.append("")
      output.append(style.bold("What this capture cannot tell"))
      output += style.wrapped(finding.unknowable, first: "  ", rest: "  ")
    }
    if !finding.logMessages.isEmpty {
      output.append("")
      output.append(style.bold("The sender's log or queue may say"))
      for message in finding.logMessages {
        output += style.wrapped("\(message.source): \"\(message.text)\"", first: "  ", rest: "    ")
      }
    }
    if isVerbose && !finding.references.isEmpty {
      output.append("")
      output.append(style.dim("  \(finding.references.joined(separator: ", "))"))
    }
    return output
  }

  /// Commands of PowerShell begin with a verb and a hyphen.
  package static func prompt(_ command: String) -> String {
    ["Get-", "Set-", "Test-", "Enable-"].contains { command.hasPrefix($0) } ? "PS>" : "$"
  }

  private func evidenceLines(_ evidence: Evidence) -> [String] {
    let packets = evidence.packets.map(packetName).joined(separator: ", ")
    let word = evidence.packets.count == 1 ? "packet" : "packets"
    let quote = evidence.quote.map { "\"\(shortened($0, 200))\" " } ?? ""
    return style.wrapped("\(word) \(packets): \(quote)\(style.dot) \(evidence.meaning)", first: "  ", rest: "    ")
  }

  /// What is no cause and yet needs somebody's attention, with what to do: a password that crossed the network readable.
  private func graveSideFacts(_ diagnosed: DiagnosedSession) -> [String] {
    var output: [String] = []
    for finding in diagnosed.findings where finding.isGraveSideFact && finding.id != diagnosed.verdict.finding {
      output.append("")
      output += style.wrapped("Also: \(finding.summary)", first: "! ", rest: "  ").map { style.yellow($0) }
      output.append(style.dim("  \(finding.id) \(style.dot) certainty: \(finding.certainty.rawValue)"))
      if let remedy = finding.remedies.first {
        output += style.wrapped(
          "\(VerdictWords.actor(remedy.actor)): \(remedy.text)", first: "  \(style.bullet) ", rest: "    ")
      }
    }
    return output
  }

  private func otherFindings(_ diagnosed: DiagnosedSession) -> [String] {
    let primaryID = primary(of: diagnosed)?.id
    let others = diagnosed.findings.filter { finding in
      finding.id != primaryID && !finding.isGraveSideFact
        && (isVerbose || finding.severity != .note || diagnosed.isAlternative(finding))
    }
    guard !others.isEmpty else { return [] }
    var output = ["", style.bold("Also seen")]
    for finding in others {
      let packets = finding.evidence.first?.packets.map(packetName).joined(separator: ", ") ?? ""
      let place = packets.isEmpty ? "" : " (packet \(packets))"
      output += style.wrapped(
        "\(diagnosed.isAlternative(finding) ? "or" : finding.severity.rawValue): \(finding.summary)\(place)",
        first: "  \(style.bullet) ", rest: "    ")
      output.append(style.dim("    \(finding.id) \(style.dot) certainty: \(finding.certainty.rawValue)"))
    }
    return output
  }

  private func primary(of diagnosed: DiagnosedSession) -> Finding? {
    guard let id = diagnosed.verdict.finding else { return nil }
    return diagnosed.findings.first { $0.id == id && $0.cause != nil }
  }

  private func packetName(_ packet: PacketID) -> String {
    CaptureText.name(packet, withFile: namesFiles)
  }

  private func shortened(_ text: String, _ limit: Int) -> String {
    text.count <= limit ? text : String(text.prefix(limit - 1)) + style.ellipsis
  }

  /// Seconds since the session's first packet, with microseconds.
  static func seconds(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "?" }
    let microseconds = Int((value * 1e6).rounded(.toNearestOrAwayFromZero))
    let magnitude = Int(microseconds.magnitude)
    let fraction = String(magnitude % 1_000_000)
    let zeros = String(repeating: "0", count: 6 - fraction.count)
    return "\(microseconds < 0 ? "-" : "")\(magnitude / 1_000_000).\(zeros)\(fraction)"
  }
}

extension String {
  /// The same with spaces at which no line breaks.
  fileprivate var replacingSpaces: String { String(map { $0 == " " ? "\u{a0}" : $0 }) }
}
