import CaptureFiles
public import Diagnosis
import PacketLayers
import PlainWords
import SMTPSession
import SMTPTranscript

/// A short mail to whoever is asked to act: what was seen, when, between which addresses, the lines that show it,
/// and what they are asked to look at. It accuses nobody.
public struct Letter: Sendable {
  /// Who gets the letter: a side's postmaster, or whoever runs the network between the two.
  public enum Recipient: String, Sendable, CaseIterable {
    case server, client, network
  }

  /// Lines of the conversation that are quoted.
  static let maximumLines = 14
  static let width = 76
  /// Sessions that ended alike and have a row.
  static let maximumRows = 12

  private let diagnosed: DiagnosedSession
  private let recipient: Recipient
  private let tool: String
  private let note: String?
  private let redactions: [String]
  private let group: Group?

  /// Sessions that ended as the one that the letter is about, between the same ends as far as they concern its recipient.
  public struct Group: Sendable {
    /// Whether these are all: a report lists no more than so many sessions.
    var isWhole: Bool
    /// When each began, and its ends; the first of them first.
    var sessions: [(start: Timestamp, ends: String)]
    /// Sessions of the whole capture.
    var total: Int
  }

  /// - Parameter group: The sessions that ended like this one, itself among them; `nil` where it is told alone.
  public init(
    _ diagnosed: DiagnosedSession, to recipient: Recipient, tool: String, note: String?, redactions: [String],
    group: Group? = nil
  ) {
    self.group = group
    self.diagnosed = diagnosed
    self.recipient = recipient
    self.tool = tool
    self.note = note
    self.redactions = redactions
  }

  /// Who has to act by the verdict; the server's side where nobody knows.
  public static func recipient(for diagnosed: DiagnosedSession) -> Recipient {
    switch diagnosed.verdict.actor {
    case .client: .client
    case .network: .network
    case .server, .unknown, .none: .server
    }
  }

  /// What the writer should know before the letter goes: `nil` where nothing speaks against it.
  public var caution: String? {
    guard let side = SessionStory(diagnosed, namesFiles: false).captureSide else { return nil }
    guard side == .client && recipient == .client || side == .server && recipient == .server else { return nil }
    return
      "the one who has to act is the \(side == .client ? "client" : "server")'s side, where this capture was probably made: if that is you, no letter is needed"
  }

  /// The letter as plain text, its subject in the first line.
  public func text() -> String {
    let style = TextStyle(usesColor: false, usesUnicode: false, width: Self.width)
    let session = diagnosed.session
    let story = SessionStory(diagnosed, namesFiles: false)
    let start = UTCTime.readable(session.start.time)
    let count = group?.sessions.count ?? 1
    let subject =
      count > 1
      ? "\(Counting.grouped(count)) SMTP sessions with \(recipient == .client ? session.client.address : session.server.address)"
      : "SMTP session between \(session.client.address) and \(session.server.address)"
    var lines = ["Subject: \(subject), \(start)", ""]
    lines += [recipient == .network ? "Dear operators of the network," : "Dear postmaster,", ""]
    // A session that went well may be written about too, but not as if it had not.
    let what = diagnosed.needsAttention ? "that did not go as we expected" : "about which we would like to ask you"
    let whose =
      switch recipient {
      case .server: "between our client and your server"
      case .client: "between our server and your client"
      case .network: "through your network"
      }
    lines += style.wrapped(
      "we had a session \(whose) \(what), and would be grateful for a look at your side. This is what a packet capture shows; your "
        + "own logs may know more.")
    lines.append("")
    lines += [
      "  client:  \(session.client)", "  server:  \(session.server)",
      "  from:    \(UTCTime.rfc3339(session.start.time))", "  to:      \(UTCTime.rfc3339(session.end.time))", "",
    ]
    lines += style.wrapped("What we see: \(diagnosed.verdict.sentence)")
    let certainty = diagnosed.verdict.certainty
    if diagnosed.verdict.outcome != .stopped {
      for finding in asked where finding.isGraveSideFact { lines += style.wrapped("Also: \(finding.summary)") }
    }
    lines += style.wrapped("How sure that is: \(certainty.rawValue) (\(ReportFacts.meaning(certainty))).")
    lines += alike(style)
    lines += certificate(story, style)
    lines += ["", "The lines that show it (seconds since the first packet; C is the client,", "S the server):", ""]
    lines += quoted(story, style)
    for finding in asked { lines += request(finding, style) }
    if let note { lines += [""] + note.split(separator: "\n").flatMap { style.wrapped(String($0)) } }
    lines.append("")
    for sentence in redactions { lines += style.wrapped(sentence) }
    if !redactions.isEmpty { lines += style.wrapped("We can tell you what stands behind the stand-ins.") }
    lines += style.wrapped(
      "Passwords and message contents were left out. All times are UTC, by the clock of the machine that captured. We are glad "
        + "to send the capture of this session, or to test again at a time that suits you.")
    lines += ["", "Thank you for your help.", "", "-- ", "Facts collected with \(tool)"]
    return lines.joined(separator: "\n") + "\n"
  }

  /// What names the certificate, where the verdict is about one.
  private func certificate(_ story: SessionStory, _ style: TextStyle) -> [String] {
    guard diagnosed.verdict.finding?.hasPrefix("certificate/") == true, let own = story.certificates.first else {
      return []
    }
    let wanted: Set<String> = ["Subject", "Issuer", "Valid from", "Valid to", "SHA-256 fingerprint"]
    return ["", "\(own.heading):", ""]
      + own.facts.filter { wanted.contains($0.label) }.flatMap { fact in
        style.wrapped("\(fact.label): \(fact.value)", first: "  ", rest: "    ")
      }
  }

  private func quoted(_ story: SessionStory, _ style: TextStyle) -> [String] {
    let all = story.entries.compactMap { entry in
      if case .line(let line) = entry { line } else { nil }
    }
    let evidence = all.indices.filter { all[$0].isEvidence }
    // What stands around the evidence makes it readable.
    var wanted: Set<Int> = []
    for index in evidence.suffix(Self.maximumLines) { wanted.insert(index) }
    var distance = 1
    while wanted.count < min(Self.maximumLines, all.count), distance <= all.count {
      for index in evidence.isEmpty ? [0] : evidence {
        for near in [index - distance, index + distance]
        where all.indices.contains(near) && wanted.count < Self.maximumLines {
          wanted.insert(near)
        }
      }
      distance += 1
    }
    var lines: [String] = []
    var previous: Int?
    for index in wanted.sorted() {
      if let previous, index > previous + 1 { lines.append("     ...") }
      previous = index
      let line = all[index]
      let who = line.from == .client ? "C" : line.from == .server ? "S" : "-"
      let seconds = String(repeating: " ", count: max(0, 11 - line.seconds.count)) + line.seconds
      lines.append("  \(seconds)  \(who)  \(SessionStory.shortened(line.text, 200))")
      let indent = String(repeating: " ", count: 18)
      if let note = line.note { lines += style.wrapped("^ \(note)", first: indent, rest: "\(indent)  ") }
    }
    return lines
  }

  /// How many others ended so, and when.
  private func alike(_ style: TextStyle) -> [String] {
    guard let group, group.sessions.count > 1, let first = group.sessions.first, let last = group.sessions.last else {
      return []
    }
    let count = "\(group.isWhole ? "" : "at least ")\(Counting.grouped(group.sessions.count))"
    var lines = [""]
    lines += style.wrapped(
      "It is one of \(count) sessions, of \(Counting.grouped(group.total)) in the capture, that ended this way; the first began \(UTCTime.readable(first.start)), the last \(UTCTime.readable(last.start)):"
    )
    lines.append("")
    for session in group.sessions.prefix(Self.maximumRows) {
      lines.append("  \(UTCTime.readable(session.start))  \(session.ends)")
    }
    let rest = group.sessions.count - Self.maximumRows
    if rest > 0 { lines.append("  and \(Counting.grouped(rest)) more") }
    return lines
  }

  /// What the letter is about: what stopped the session, else what is grave beside it.
  private var asked: [Finding] {
    if let finding = diagnosed.primaryFinding, finding.cause != nil { return [finding] }
    let grave = diagnosed.findings.filter(\.isGraveSideFact)
    return grave.isEmpty ? [diagnosed.primaryFinding].compactMap { $0 } : Array(grave.prefix(1))
  }

  private func request(_ finding: Finding, _ style: TextStyle) -> [String] {
    let actor: Actor =
      switch recipient {
      case .server: .server
      case .client: .client
      case .network: .network
      }
    let remedies = finding.remedies.filter { $0.actor == actor || $0.actor == .network }
    var lines: [String] = []
    if !remedies.isEmpty {
      lines += ["", "May we ask you to look at the following, as far as it applies:", ""]
      for remedy in remedies { lines += style.wrapped(remedy.text, first: "  * ", rest: "    ") }
    }
    if !finding.unknowable.isEmpty {
      lines.append("")
      lines += style.wrapped("What our capture cannot tell: \(finding.unknowable)")
    }
    return lines
  }
}
