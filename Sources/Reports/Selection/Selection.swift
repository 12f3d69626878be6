import ByteParsing
public import Diagnosis
import SMTPSession
import SMTPTranscript

/// Which sessions of a capture are told. It changes no verdict: others count for it as if nothing had been selected.
///
/// Of each kind of condition one has to hold; of the kinds, all.
public struct Selection: Sendable {
  /// Numbers of sessions, from 1.
  public var numbers: [ClosedRange<Int>] = []
  /// Either side, the client, the server.
  public var hosts: [HostPattern] = []
  public var clients: [HostPattern] = []
  public var servers: [HostPattern] = []
  public var from: TimeBound?
  public var to: TimeBound?
  /// Ids of findings that explain the verdict, or that were a close second.
  public var causes: [TextPattern] = []
  public var outcomes: Set<Verdict.Outcome> = []
  public var dispositions: Set<Disposition> = []
  /// Addresses of the envelope (MAIL FROM, RCPT TO) without angle brackets, as in `*@example.net`.
  public var senders: [TextPattern] = []
  public var recipients: [TextPattern] = []
  /// `none`, or a version such as `1.2`.
  public var tls: [String] = []
  public var onlyProblems = false

  public init() {}

  public var isEmpty: Bool { words.isEmpty }

  /// The number where one session is asked for by its number, and nothing else; else `nil`.
  public var single: Int? {
    guard numbers.count == 1, numbers[0].count == 1 else { return nil }
    var rest = self
    rest.numbers = []
    return rest.isEmpty ? numbers[0].lowerBound : nil
  }

  /// The same with only the session of that number; all sessions for `nil`.
  package init(single: Int?) {
    numbers = single.map { [$0...$0] } ?? []
  }

  public func admits(_ diagnosed: DiagnosedSession) -> Bool {
    let session = diagnosed.session
    let verdict = diagnosed.verdict
    guard numbers.isEmpty || numbers.contains(where: { $0.contains(session.id) }),
      hosts.isEmpty || hosts.contains(where: { $0.matchesClient(session) || $0.matchesServer(session) }),
      clients.isEmpty || clients.contains(where: { $0.matchesClient(session) }),
      servers.isEmpty || servers.contains(where: { $0.matchesServer(session) }),
      TimeBound.spans(session.start.time, session.end.time, from: from, to: to),
      outcomes.isEmpty || outcomes.contains(verdict.outcome),
      dispositions.isEmpty || dispositions.contains(verdict.disposition),
      !onlyProblems || diagnosed.needsAttention
    else { return false }
    if !causes.isEmpty {
      let ids = (verdict.finding.map { [$0] } ?? []) + verdict.alternatives.map(\.finding)
      guard causes.contains(where: { ids.contains(where: $0.matches) }) else { return false }
    }
    if !senders.isEmpty {
      let found = session.transactions.contains { mail in senders.contains { $0.matches(mail.mailFrom) } }
      guard found else { return false }
    }
    if !recipients.isEmpty {
      let found = session.transactions.contains { mail in
        mail.recipients.contains { recipient in recipients.contains { $0.matches(recipient.address) } }
      }
      guard found else { return false }
    }
    return tls.isEmpty || tls.contains { Self.isTLS($0, session) }
  }

  /// Whether a session has TLS of that version; `none`: never began it.
  private static func isTLS(_ wanted: String, _ session: Session) -> Bool {
    guard let tls = session.tls else { return wanted == "none" }
    return tls.version == "TLS \(wanted)"
  }

  /// The versions that can be asked for.
  public static let tlsVersions = ["none", "1.0", "1.1", "1.2", "1.3"]

  /// What is selected, one condition each, printable, for the head of every output; empty where everything is.
  public var words: [String] { words(hidesPatterns: false) }

  /// - Parameter hidesPatterns: Whether ends and addresses that are given in part are withheld.
  func words(hidesPatterns: Bool) -> [String] {
    var words: [String] = []
    func shown(_ values: [String]) -> [String] {
      values.map { hidesPatterns && ($0.contains("*") || $0.contains("/")) ? "[withheld]" : $0 }
    }
    func add(_ what: String, _ values: [String]) {
      if !values.isEmpty { words.append("\(what) \(PrintableText.string(values.joined(separator: " or ")))") }
    }
    add(
      numbers.count == 1 && numbers[0].count == 1 ? "session" : "sessions",
      numbers.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" })
    add("host", shown(hosts.map(\.text)))
    add("client", shown(clients.map(\.text)))
    add("server", shown(servers.map(\.text)))
    add("from", [from?.text].compactMap { $0 })
    add("to", [to?.text].compactMap { $0 })
    add("cause", causes.map(\.text))
    add("outcome", outcomes.map(\.rawValue).sorted())
    add("disposition", dispositions.map(\.rawValue).sorted())
    add("sender", shown(senders.map(\.text)))
    add("recipient", shown(recipients.map(\.text)))
    add("TLS", tls)
    if onlyProblems { words.append("only problems") }
    return words
  }
}
