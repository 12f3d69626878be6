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
  private var allNames = KnownNames()

  public init(_ redaction: Redaction, pseudonyms: Pseudonyms = Pseudonyms()) {
    self.redaction = redaction
    self.pseudonyms = pseudonyms
  }

  /// The same session with stand-ins.
  public mutating func redact(_ diagnosed: DiagnosedSession) -> DiagnosedSession {
    guard !redaction.isEmpty else { return diagnosed }
    let names = KnownNames(diagnosed.session)
    allNames.formUnion(names, limit: Self.maximumNames)
    var redactor = TextRedactor(NameFinder(redaction: redaction, names: names), pseudonyms: pseudonyms)
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
      let stand = Self.standIn(forCapture: index)
      let hide = { (text: String) in
        text.split(separator: name, omittingEmptySubsequences: false).joined(separator: stand)
      }
      result.files[index].name = stand
      result.files[index].error = capture.files[index].error.map(hide)
      result.caveatSentences = result.caveatSentences.map(hide)
    }
    return result
  }

  /// What stands for the name of a file, a folder or an interface.
  private static func standIn(forCapture index: Int) -> String { "capture \(index + 1)" }

  /// What lines say beside their sessions: captures are called as in the summary.
  public func redact(_ line: LineContext) -> LineContext {
    var result = line
    result.redacted = redaction.words
    guard redaction.contains(.hosts) else { return result }
    result.captures = line.captures.indices.map(Self.standIn)
    result.sensor = line.sensor.map(redact)
    return result
  }

  /// What is selected. A part of a name, and a network, say more of it than any stand-in would.
  public func redact(_ selection: Selection) -> [String] {
    selection.words(hidesPatterns: !redaction.isEmpty).map(redact)
  }

  /// The user's own words, with the same stand-ins.
  public func redact(_ text: String) -> String {
    redaction.isEmpty ? text : textRedactor.wire(text)
  }

  private var textRedactor: TextRedactor {
    var names = allNames
    names.link()
    return TextRedactor(NameFinder(redaction: redaction, names: names), pseudonyms: pseudonyms)
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
