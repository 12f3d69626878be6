import CaptureFiles
import Diagnosis
import PacketLayers
import PlainWords
import SMTPSession

/// Facts in words that all writers of a report share.
enum ReportFacts {
  /// What was captured, when, and where.
  static func capture(_ report: IncidentReport) -> [(label: String, value: String)] {
    let capture = report.capture
    var facts: [(String, String)] = []
    if let first = capture.firstPacketTime, let last = capture.lastPacketTime {
      facts.append(("First packet", UTCTime.rfc3339(first)))
      facts.append(
        ("Last packet", "\(UTCTime.rfc3339(last)), after \(LengthOfTime.exact(last.seconds(since: first)))"))
    }
    facts.append(("Packets", Counting.grouped(capture.packets)))
    let left = report.omittedHealthy
    let omitted = left > 0 ? "; \(Counting.grouped(left)) without a problem left out of this report" : ""
    facts.append(("SMTP sessions", Counting.grouped(capture.sessions) + omitted))
    if let selected = capture.selected, !capture.selection.isEmpty {
      facts.append(
        ("Told here", "\(Counting.grouped(selected)) of them: \(capture.selection.joined(separator: ", "))"))
    }
    if report.namesFiles {
      facts.append(("Packets are named", "file:packet, with the files numbered in the order in which they stand here"))
    }
    if let first = report.detailed.first,
      let point = SessionStory(first, namesFiles: report.namesFiles).capturePoint
    {
      facts.append(("Place of capture", point))
    }
    facts.append(("Analysed with", report.options.tool))
    return facts
  }

  /// A file's name, with its number where there are several.
  static func fileLabel(_ report: IncidentReport, _ index: Int) -> String {
    report.namesFiles ? "File \(index + 1)" : "File"
  }

  static func times(_ story: SessionStory) -> String {
    let session = story.session
    var text =
      "\(UTCTime.rfc3339(session.start.time)) to \(UTCTime.rfc3339(session.end.time)) "
      + "(\(LengthOfTime.exact(session.durationSeconds))), packets \(story.packetName(session.start.packet)) to "
      + story.packetName(session.end.packet)
    if let name = session.serverHostName { text += ", server calls itself \(name)" }
    if let name = session.hellos.last?.clientName, !name.isEmpty { text += ", client calls itself \(name)" }
    return SessionStory.shortened(text, 600)
  }

  static func state(_ state: StageReport.State) -> (sign: String, word: String) {
    switch state {
    case .reached: ("✓", "reached")
    case .failed: ("✗", "failed")
    case .notReached: ("–", "not reached")
    case .notCaptured: ("?", "not captured")
    case .hidden: ("🔒", "encrypted")
    }
  }

  static func responsible(_ actor: Actor) -> String {
    switch actor {
    case .client: "Whoever runs the client"
    case .server: "Whoever runs the server"
    case .network: "Whoever runs the network between them"
    case .unknown, .none: "Anybody"
    }
  }

  /// What a certainty means, for those who have no manual.
  static func meaning(_ certainty: Certainty) -> String {
    switch certainty {
    case .certain: "one side said so, or refused what nobody who checks may take"
    case .strong: "what happened admits one reading, though nobody said it in so many words"
    case .probable: "the best of several readings"
    case .undetermined: "only the point where it ended is known"
    }
  }

  /// What an entry of the tally is about, in words; its finding's id where it has one.
  static func reason(_ entry: VerdictTally.Entry) -> (words: String, id: String) {
    if let rule = Catalogue.rules.first(where: { $0.id == entry.label }) { return (rule.title, rule.id) }
    let prefix = "\(entry.outcome.rawValue) "
    return (entry.label.hasPrefix(prefix) ? String(entry.label.dropFirst(prefix.count)) : entry.label, "")
  }

  /// What stands before the commands of a finding.
  static func commandLead(_ finding: Finding) -> String {
    let placeholders = ["MX.HOST.NAME", "YOUR.HOST.NAME", "RECIPIENT.DOMAIN"].filter { name in
      finding.nextCommands.contains { $0.contains(name) }
    }
    guard !placeholders.isEmpty else { return "Run from the same source address:" }
    let names = placeholders.joined(separator: ", ")
    return "Run from the same source address, with the true name in the place of \(names):"
  }

  static func packets(_ evidence: Evidence, in report: IncidentReport) -> String {
    let names = evidence.packets.map(report.packetName).joined(separator: ", ")
    return evidence.packets.count == 1 ? "packet \(names)" : "packets \(names)"
  }

  static func basis(_ finding: Finding, _ story: SessionStory) -> String {
    var parts: [String] = []
    if let evidence = finding.evidence.first, !evidence.packets.isEmpty { parts.append(story.packets(of: evidence)) }
    parts.append("certainty: \(finding.certainty.rawValue)")
    parts.append(finding.id)
    return parts.joined(separator: " · ")
  }

  /// `session 2`, `sessions 1, 2`; of more than 20, the first.
  static func sessions(_ numbers: [Int]) -> String {
    let shown = numbers.prefix(20).map(String.init).joined(separator: ", ")
    let more = numbers.count > 20 ? " and \(numbers.count - 20) more" : ""
    return "\(numbers.count == 1 ? "session" : "sessions") \(shown)\(more)"
  }

  /// How many sessions were left out because nothing is wrong with them; `nil` where none.
  static func omitted(_ report: IncidentReport) -> String? {
    report.omittedHealthy > 0
      ? "\(Counting.counted(report.omittedHealthy, "session", "sessions")) without a problem left out" : nil
  }

  /// What the table of sessions leaves out; `nil` where nothing.
  static func unlisted(_ report: IncidentReport) -> String? {
    var parts: [String] = []
    if report.unlistedRows > 0 {
      parts.append(
        "\(Counting.counted(report.unlistedRows, "further session has", "further sessions have")) no row here.")
    }
    if report.omittedHealthy > 0 {
      let word = Counting.counted(report.omittedHealthy, "session", "sessions")
      parts.append("\(word) without a problem \(report.omittedHealthy == 1 ? "was" : "were") left out.")
    }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }
}
