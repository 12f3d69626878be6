import Certificates
public import Diagnosis
import PacketLayers
import SMTPSession
import SMTPTranscript

/// Replaces names and addresses in everything that a report is made of, before any writer sees it: the only place where that
/// happens, so that no writer can forget it.
public struct Redactor: Sendable {
  /// Names of all sessions that are remembered for the findings about several of them.
  static let maximumNames = 50_000

  public let redaction: Redaction
  private let pseudonyms: Pseudonyms
  private var allUsers: Set<String> = []
  private var allHosts: Set<String> = []

  public init(_ redaction: Redaction, pseudonyms: Pseudonyms = Pseudonyms()) {
    self.redaction = redaction
    self.pseudonyms = pseudonyms
  }

  /// The same session with stand-ins.
  public mutating func redact(_ diagnosed: DiagnosedSession) -> DiagnosedSession {
    guard !redaction.isEmpty else { return diagnosed }
    var redactor = TextRedactor(redaction: redaction, pseudonyms: pseudonyms)
    Self.collect(diagnosed.session, into: &redactor)
    if allUsers.count < Self.maximumNames { allUsers.formUnion(redactor.users) }
    if allHosts.count < Self.maximumNames { allHosts.formUnion(redactor.hosts) }
    var result = diagnosed
    redactor.phrases = CertificateRedaction(pseudonyms).phrases(of: diagnosed.session.tls, redaction)
    redact(&result.session, redactor)
    result.findings = diagnosed.findings.map { redact($0, redactor) }
    result.verdict.sentence = redactor.wire(diagnosed.verdict.sentence)
    result.verdict.next = redactor.prose(diagnosed.verdict.next)
    return result
  }

  /// The same about the capture as a whole.
  public func redact(_ capture: CaptureSummary) -> CaptureSummary {
    guard !redaction.isEmpty else { return capture }
    let redactor = textRedactor
    var result = capture
    result.findings = capture.findings.map { redact($0, redactor) }
    guard redaction.contains(.hosts) else { return result }
    // Names of files and folders tend to be those of hosts.
    for index in result.files.indices {
      let name = capture.files[index].name
      let stand = "capture \(index + 1)"
      let hide = { (text: String) in
        text.split(separator: name, omittingEmptySubsequences: false).joined(separator: stand)
      }
      result.files[index].name = stand
      result.files[index].error = capture.files[index].error.map(hide)
      result.caveatSentences = result.caveatSentences.map(hide)
    }
    return result
  }

  /// The user's own words, with the same stand-ins.
  public func redact(_ text: String) -> String {
    redaction.isEmpty ? text : textRedactor.wire(text)
  }

  private var textRedactor: TextRedactor {
    var redactor = TextRedactor(redaction: redaction, pseudonyms: pseudonyms)
    redactor.users = allUsers
    redactor.hosts = allHosts
    return redactor
  }

  // MARK: - Names

  private static let politeWords: Set<String> = [
    "hello", "hi", "ok", "greetings", "pleased", "nice", "welcome", "requested",
  ]

  private static func collect(_ session: Session, into redactor: inout TextRedactor) {
    // Commands name the server as its greeting does, and the client as it named itself, blanks and all.
    var hosts: [String?] = [
      session.tls?.serverName, session.serverHostName, session.askedHostName, session.clientHelloName,
    ]
    var users: [String?] = []
    for hello in session.hellos { hosts += [hello.clientName, hello.serverName] }
    for mail in session.transactions {
      users.append(mail.mailFrom)
      users += mail.recipients.map { $0.address as String? }
    }
    for auth in session.authentications {
      users.append(auth.user)
      for detail in auth.details {
        let label = detail.label.lowercased()
        if ["user", "authorization", "identity", "client name"].contains(where: label.contains) {
          users.append(detail.value)
        }
        if ["domain", "host", "computer", "workstation", "realm", "server", "target", "forest"].contains(
          where: label.contains)
        {
          hosts.append(detail.value)
        }
      }
    }
    for exchange in session.exchanges where [.vrfy, .expn].contains(exchange.command.verb) {
      users.append(exchange.command.argument)
    }
    for facts in (session.tls?.certificates ?? []) + (session.tls?.clientCertificates ?? []) {
      hosts += facts.dnsNames.filter { $0.contains(".") }.map { $0 as String? }
    }
    for case let name? in hosts {
      let lower = name.lowercased()
      if lower.utf8.count >= 2, !politeWords.contains(lower) { redactor.hosts.insert(lower) }
    }
    for case let name? in users {
      let lower = name.lowercased().filter { !"<>\"".contains($0) }
      let local = lower.split(separator: "@").first.map(String.init) ?? ""
      if local.utf8.count >= 2 { redactor.users.insert(local) }
      if lower.utf8.count >= 2, !lower.contains("@") { redactor.users.insert(lower) }
    }
  }

  // MARK: - Values

  private func redact(_ session: inout Session, _ redactor: TextRedactor) {
    // First, because it is put together of what is redacted below.
    var transcript = session.transcript
    for index in transcript.indices { transcript[index].text = redactor.wire(transcript[index].text) }
    session.transcript = transcript
    let hidesHosts = redaction.contains(.hosts)
    if hidesHosts {
      session.client.address = pseudonyms.address(session.client.address)
      session.server.address = pseudonyms.address(session.server.address)
      for index in session.icmpErrors.indices {
        session.icmpErrors[index].reporter = pseudonyms.address(session.icmpErrors[index].reporter)
      }
      let serverName = session.tls?.serverName
      session.tls?.serverName = serverName.map(redactor.host)
    }
    session.tls?.serverCertificates = []
    redactCertificates(&session, redactor)
    session.greeting = session.greeting.map { redact($0, redactor) }
    session.unsolicitedReplies = session.unsolicitedReplies.map { redact($0, redactor) }
    session.proxyHeader = session.proxyHeader.map(redactor.wire)
    for index in session.exchanges.indices {
      let command = session.exchanges[index].command
      session.exchanges[index].command = Command(
        verb: command.verb, text: redactor.wire(command.text), argument: redactor.wire(command.argument),
        said: command.said, at: command.at, flags: command.flags)
      session.exchanges[index].reply = session.exchanges[index].reply.map { redact($0, redactor) }
    }
    for index in session.hellos.indices {
      let hello = session.hellos[index]
      session.hellos[index] = Hello(
        hello, clientName: redactor.host(hello.clientName), serverName: hello.serverName.map(redactor.host),
        keywords: hello.keywords.map { EHLOKeyword(line: redactor.wire($0.line)) ?? $0 })
    }
    for index in session.authentications.indices {
      session.authentications[index].user = session.authentications[index].user.map(redactor.user)
      session.authentications[index].reply = session.authentications[index].reply.map { redact($0, redactor) }
      session.authentications[index].problems = session.authentications[index].problems.map(redactor.wire)
      for detail in session.authentications[index].details.indices {
        session.authentications[index].details[detail].value = redactor.wire(
          session.authentications[index].details[detail].value)
      }
    }
    for index in session.transactions.indices { redact(&session.transactions[index], redactor) }
  }

  private func redactCertificates(_ session: inout Session, _ redactor: TextRedactor) {
    let certificates = CertificateRedaction(pseudonyms)
    let isTraceable = !redaction.contains(.hosts)
    for side in [Side.server, .client] {
      let replace = { (name: CertificateName) -> String in
        isTraceable ? certificates.withoutPeople(name, of: side, redactor) : certificates.standIn(name, redactor)
      }
      switch side {
      case .server:
        let examination = session.tls?.examination
        session.tls?.examination = examination?.replacingNames(isTraceable: isTraceable, replace)
      case .client:
        let examination = session.tls?.clientExamination
        session.tls?.clientExamination = examination?.replacingNames(isTraceable: isTraceable, replace)
      }
    }
  }

  private func redact(_ mail: inout MailTransaction, _ redactor: TextRedactor) {
    mail.mailFrom = redactor.user(mail.mailFrom)
    mail.mailReply = mail.mailReply.map { redact($0, redactor) }
    mail.dataReply = mail.dataReply.map { redact($0, redactor) }
    mail.finalReply = mail.finalReply.map { redact($0, redactor) }
    mail.repliesAfterRefusal = mail.repliesAfterRefusal.map { redact($0, redactor) }
    for index in mail.recipients.indices {
      mail.recipients[index].address = redactor.user(mail.recipients[index].address)
      mail.recipients[index].reply = mail.recipients[index].reply.map { redact($0, redactor) }
      mail.recipients[index].finalReply = mail.recipients[index].finalReply.map { redact($0, redactor) }
    }
  }

  private func redact(_ reply: Reply, _ redactor: TextRedactor) -> Reply {
    reply.saying(reply.lines.map(redactor.wire))
  }

  private func redact(_ finding: Finding, _ redactor: TextRedactor) -> Finding {
    var result = finding
    result.summary = redactor.wire(finding.summary)
    result.nextCommands = finding.nextCommands.map(redactor.prose)
    result.remedies = finding.remedies.map { Remedy($0.actor, redactor.prose($0.text)) }
    result.evidence = finding.evidence.map { evidence in
      var copy = evidence
      copy.quote = evidence.quote.map(redactor.wire)
      copy.meaning = redactor.wire(evidence.meaning)
      return copy
    }
    return result
  }
}

extension TextRedactor {
  /// Words from the wire, or sentences that hold some.
  func wire(_ text: String) -> String { self.text(withoutEncoded(text), isFromWire: true) }

  /// Sentences and commands of the program, into which names of the session were put.
  func prose(_ text: String) -> String { self.text(text, isFromWire: false) }

  /// A field that is the name of a host whatever it looks like.
  func host(_ name: String) -> String {
    guard redaction.contains(.hosts), !name.isEmpty else { return wire(name) }
    let isLiteral = name.hasPrefix("[") || IPAddress(name) != nil
    return isLiteral ? wire(name) : pseudonyms.host(name)
  }

  /// A field that is a mailbox or the name of a user whatever it looks like.
  func user(_ name: String) -> String {
    guard redaction.contains(.addresses), !name.isEmpty else { return wire(name) }
    guard let at = name.lastIndex(of: "@") else { return pseudonyms.localPart(name.lowercased()) }
    let local = String(name[..<at]).lowercased().filter { $0 != "\"" }
    return "\(pseudonyms.localPart(local))@\(wire(String(name[name.index(after: at)...])))"
  }

  /// Challenges in base64 hold names that nobody sees at first sight.
  private func withoutEncoded(_ text: String) -> String {
    guard text.utf8.count >= 24 else { return text }
    return text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      let isEncoded =
        word.utf8.count >= 20 && word.utf8.count % 4 == 0
        && word.utf8.allSatisfy { byte in
          switch byte {
          case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2F, 0x3D: true
          default: false
          }
        }
      return isEncoded ? "[\(word.utf8.count) encoded characters withheld]" : String(word)
    }.joined(separator: " ")
  }
}
