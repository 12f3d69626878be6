package import CaptureFiles
package import Diagnosis
import PacketLayers
package import SMTPSession
package import SMTPTranscript

/// One session as every writer of a report tells it: the lines to show, which of them prove the verdict, and the facts in
/// words.
package struct SessionStory: Sendable {
  /// Lines of the transcript that are shown; those that prove something are always among them.
  package static let maximumLines = 300
  /// Characters of one line that are shown.
  package static let maximumLineLength = 600

  /// A line of the annotated transcript, or lines that were left out.
  package enum Entry: Sendable {
    case line(Line)
    case omitted(Int)
  }

  package struct Line: Sendable {
    package var packet: String
    package var seconds: String
    package var from: Side?
    package var text: String
    /// What the line proves; `nil` where it is only context.
    package var note: String?
    package var isEvidence: Bool
    /// Whether the verdict itself rests on it.
    package var isDecisive: Bool
    /// Whether the session stopped here.
    package var isFailure: Bool
    package var packetID: PacketID
  }

  package let diagnosed: DiagnosedSession
  package let entries: [Entry]
  package let stages: [StageReport]
  private let namesFiles: Bool

  package init(_ diagnosed: DiagnosedSession, namesFiles: Bool) {
    self.diagnosed = diagnosed
    self.namesFiles = namesFiles
    stages = diagnosed.shownStages
    entries = Self.entries(diagnosed, namesFiles: namesFiles)
  }

  package var session: Session { diagnosed.session }

  package func stageName(_ report: StageReport) -> String { VerdictWords.name(report, in: session) }

  package func packetName(_ packet: PacketID) -> String {
    namesFiles ? "\(packet.file + 1):\(packet.number)" : String(packet.number)
  }

  package func packets(of evidence: Evidence) -> String {
    let word = evidence.packets.count == 1 ? "packet" : "packets"
    return "\(word) \(evidence.packets.map(packetName).joined(separator: ", "))"
  }

  /// Label and value of what is known of TLS; empty where none was begun.
  package var tlsFacts: [(label: String, value: String)] {
    guard let tls = session.tls else { return [] }
    var facts: [(String, String)] = [
      ("Began with", tls.mode == .starttls ? "STARTTLS" : "the connection (implicit TLS)"),
      ("Handshake", tls.completed ? "completed" : "not completed"),
      ("Version", tls.version ?? "not seen"),
      ("Cipher suite", tls.cipherSuite ?? "not seen"),
      ("Key exchange group", tls.group ?? "not seen"),
      ("Server name asked for (SNI)", tls.serverName ?? "none seen"),
      ("Resumed an earlier session", tls.resumed ? "yes" : "no"),
      ("Client certificate", Self.words(tls)),
    ]
    if tls.certificates.isEmpty, let why = Self.whyNoCertificate(tls) { facts.append(("Server certificate", why)) }
    for alert in tls.alerts {
      let what = alert.isEncrypted ? "encrypted, cannot be read" : "\(alert.level ?? "") \(alert.description ?? "")"
      facts.append(
        ("Alert from the \(alert.from.name)", "\(what) (packet \(packetName(alert.at.packet)))"))
    }
    return facts
  }

  /// Where the capture was probably made; `nil` where the hop limits do not tell.
  package var capturePoint: String? {
    switch unrouted {
    case (true, true): "No router lies between either side and the place of capture."
    case (true, false):
      "The client's packets passed no router before they were captured: probably on the client's side."
    case (false, true):
      "The server's packets passed no router before they were captured: probably on the server's side."
    case (false, false): nil
    }
  }

  /// The side on whose machine, or beside it, the capture was probably made; `nil` where the hop limits do not tell.
  package var captureSide: Side? {
    switch unrouted {
    case (true, false): .client
    case (false, true): .server
    default: nil
    }
  }

  /// Whether packets of each side came with a hop limit from which nothing was taken yet.
  private var unrouted: (client: Bool, server: Bool) {
    let own: Set<UInt8> = [64, 128, 255]
    return (
      session.openingHopLimit(.client).map(own.contains) ?? false,
      session.openingHopLimit(.server).map(own.contains) ?? false
    )
  }

  /// Whose move it was when it stopped, for a heading.
  package static func actor(_ actor: Actor) -> String {
    switch actor {
    case .client: "the client"
    case .server: "the server"
    case .network: "the network between them"
    case .unknown: "whoever it turns out to be"
    case .none: "nobody"
    }
  }

  /// The verdict's basis in one line.
  package var basis: String {
    let verdict = diagnosed.verdict
    var parts = VerdictWords.basis(verdict)
    if verdict.certainty != .undetermined {
      parts.append("certainty: \(verdict.certainty.rawValue) (\(ReportFacts.meaning(verdict.certainty)))")
    }
    if let finding = verdict.finding { parts.append(finding) }
    return parts.joined(separator: " · ")
  }

  /// The certificates that were seen in clear.
  var certificates: [CertificateStory] { CertificateStory.all(session.tls) }

  private static func words(_ tls: TLSFacts) -> String {
    switch tls.clientCertificate {
    case .notRequested: return "not requested"
    case .requested: return "requested"
    case .sent: return "sent"
    case .empty: return "requested, none sent"
    case .hidden: break
    }
    return tls.version == nil ? "the handshake did not come so far" : "encrypted, not visible"
  }

  private static func whyNoCertificate(_ tls: TLSFacts) -> String? {
    if tls.version == nil { return nil }
    if tls.resumed { return "none sent: an earlier session was resumed" }
    return tls.version == "TLS 1.3" ? "encrypted, not visible" : "none seen"
  }

  private static func entries(_ diagnosed: DiagnosedSession, namesFiles: Bool) -> [Entry] {
    let session = diagnosed.session
    var notes: [Int: String] = [:]
    var marked: Set<Int> = []
    for finding in diagnosed.findings.filter({ $0.cause != nil || $0.severity >= .exposure }).reversed() {
      for evidence in finding.evidence {
        marked.formUnion(evidence.transcriptLines)
        if let line = evidence.transcriptLines.last { notes[line] = evidence.meaning }
      }
    }
    let decisive = Set(diagnosed.primaryFinding?.evidence.flatMap(\.transcriptLines) ?? [])
    let failure = failureLine(diagnosed)
    if let failure { marked.insert(failure) }
    let shown = selection(count: session.transcript.count, marked: marked)
    var entries: [Entry] = []
    var previous = -1
    for index in shown {
      if index > previous + 1 { entries.append(.omitted(index - previous - 1)) }
      previous = index
      let line = session.transcript[index]
      let number = line.at.packet.number
      entries.append(
        .line(
          Line(
            packet: namesFiles ? "\(line.at.packet.file + 1):\(number)" : String(number),
            seconds: SessionText.seconds(line.at.time.seconds(since: session.start.time)), from: line.from,
            text: shortened(line.text, maximumLineLength), note: notes[index], isEvidence: marked.contains(index),
            isDecisive: decisive.contains(index), isFailure: index == failure, packetID: line.at.packet)))
    }
    if previous + 1 < session.transcript.count { entries.append(.omitted(session.transcript.count - previous - 1)) }
    return entries
  }

  /// The line at which it stopped: the last one that the verdict rests on, else the last before the verdict's last packet.
  private static func failureLine(_ diagnosed: DiagnosedSession) -> Int? {
    guard diagnosed.verdict.outcome == .stopped, let finding = diagnosed.primaryFinding
    else { return nil }
    let transcript = diagnosed.session.transcript
    if let line = finding.evidence.flatMap(\.transcriptLines).max(), line < transcript.count { return line }
    guard let packet = finding.evidence.flatMap(\.packets).max() else { return nil }
    return transcript.lastIndex { $0.at.packet <= packet }
  }

  private static func selection(count: Int, marked: Set<Int>) -> [Int] {
    guard count > maximumLines else { return Array(0..<count) }
    let head = maximumLines * 2 / 3
    let tail = count - maximumLines / 3
    let kept = marked.sorted().prefix(maximumLines)
    return (0..<count).filter { index in index < head || index >= tail || kept.contains(index) }
  }

  static func shortened(_ text: String, _ limit: Int) -> String {
    guard text.unicodeScalars.count > limit else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(max(0, limit - 1)))) + "…"
  }
}
