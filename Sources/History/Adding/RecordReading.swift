import Reports

/// Makes of a line's session the record of a history. What comes from files is hostile: every text is bounded and printable, a name is one of a
/// host, and what does not hold together is refused.
enum RecordReading {
  /// Bytes of a name or a word, and of a text such as a certificate's subject.
  static let maximumWord = 255
  static let maximumText = 1024
  /// Kinds of negative replies, and mail addresses, that are kept of one session.
  static let maximumCodes = 8
  static let maximumMailboxes = 100

  /// What is wrong with a line's session, for a person.
  struct Refusal: Error {
    let description: String
  }

  static func record(_ session: ResultLine.Session) throws(Refusal) -> SessionRecord {
    var record = try opening(
      key: session.key, start: session.start, client: session.client.address, server: session.server.address,
      port: session.server.port)
    record.sensor = word(session.sensor)
    record.capture = text(session.capture)
    record.number = numbered(session.id)
    let hellos = session.ehlo.filter { !$0.protected }
    record.name = hostName(hellos.lazy.compactMap(\.serverName).first)
    record.requestedName = hostName(session.tls?.serverName)
    record.isImplicit = session.tls?.mode == "implicit"
    if !record.isImplicit { offer(hellos, &record) }
    if let tls = session.tls { handshake(tls, session, &record) }
    record.outcome = word(session.verdict.outcome) ?? record.outcome
    record.disposition = word(session.verdict.disposition) ?? record.disposition
    record.finding = word(session.verdict.finding)
    record.certainty = word(session.verdict.certainty)
    record.codes = codes(session)
    record.isTaken = MailTaken.of(session, codes: record.codes)
    for mail in session.transactions {
      append(mail.mailFrom, to: &record.senders)
      for recipient in mail.recipients { append(recipient.address, to: &record.recipients) }
    }
    return record
  }

  static func record(_ session: ExportedSession) throws(Refusal) -> SessionRecord {
    var record = try opening(
      key: session.key, start: session.start, client: session.client, server: session.server, port: session.port)
    record.sensor = word(session.sensor)
    record.name = hostName(session.name)
    record.requestedName = hostName(session.requestedName)
    record.isOffered = session.starttlsOffered
    record.handshake = session.handshake.flatMap(SessionRecord.Handshake.init)
    record.isImplicit = session.implicitTLS
    record.version = word(session.tlsVersion)
    record.suite = word(session.cipherSuite)
    record.certificate = session.certificate.flatMap {
      certificate($0.sha256, $0.subject, $0.issuer, notAfter: $0.notAfter)
    }
    record.outcome = word(session.outcome) ?? record.outcome
    record.disposition = word(session.disposition) ?? record.disposition
    record.isTaken = session.taken
    record.finding = word(session.finding)
    record.certainty = word(session.certainty)
    record.codes = Array(
      Set(session.codes.compactMap(StatusCode.init(written:)).map(\.text)).sorted().prefix(maximumCodes))
    record.capture = text(session.capture)
    record.number = numbered(session.session)
    record.packet = numbered(session.packet)
    for address in session.senders ?? [] { append(address, to: &record.senders) }
    for address in session.recipients ?? [] { append(address, to: &record.recipients) }
    return record
  }

  private static func opening(
    key: String, start: String, client: String, server: String, port: Int
  ) throws(Refusal) -> SessionRecord {
    guard key.utf8.count == 32, key.utf8.allSatisfy(isHexadecimal) else {
      throw Refusal(description: "expected a key of 32 hexadecimal digits; found \(shown(key))")
    }
    guard let time = RecordedTime.microseconds(start) else {
      throw Refusal(description: "expected a time such as 2026-11-22T05:08:10.143756Z as start; found \(shown(start))")
    }
    for address in [client, server] where !isAddress(address) {
      throw Refusal(description: "expected an IP address; found \(shown(address))")
    }
    guard (0...65535).contains(port) else { throw Refusal(description: "expected a port up to 65535; found \(port)") }
    return SessionRecord(key: key, start: time, client: client, server: server, port: port)
  }

  /// Whether STARTTLS was offered in clear. Absent is only what a whole list lacks, and a list is asked for by EHLO: a reply to HELO has none
  /// (RFC 5321 section 4.1.1.1). Where a result does not say by which word it was asked, an empty list is none.
  private static func offer(_ hellos: [ResultLine.Hello], _ record: inout SessionRecord) {
    let lists = hellos.filter {
      switch $0.verb {
      case "EHLO", "LHLO": !$0.keywords.isEmpty || $0.complete == true
      case nil: !$0.keywords.isEmpty
      default: false
      }
    }
    if let offering = lists.first(where: { $0.keywords.contains(where: isStartTLS) }) {
      record.isOffered = true
      record.packet = numbered(offering.packet)
    } else if let whole = lists.first,
      lists.allSatisfy({ $0.complete == true && !$0.keywords.contains(where: mayHideSTARTTLS) })
    {
      record.isOffered = false
      record.packet = numbered(whole.packet)
    }
  }

  /// Whether a device on the way wrote over a word as long as STARTTLS (`XXXXXXXA`): what the server offered cannot be told then.
  private static func mayHideSTARTTLS(_ keyword: String) -> Bool {
    let first = keyword.utf8.prefix { $0 != 0x20 }
    return first.count == 8 && first.dropLast().allSatisfy { $0 == 0x58 }
  }

  private static func isStartTLS(_ keyword: String) -> Bool {
    let first = keyword.utf8.prefix { $0 != 0x20 }
    return first.count == 8 && zip(first, "starttls".utf8).allSatisfy { ($0 | 0x20) == $1 }
  }

  private static func handshake(_ tls: ResultLine.TLS, _ session: ResultLine.Session, _ record: inout SessionRecord) {
    if tls.completed {
      record.handshake = .completed
      record.version = word(tls.version)
      record.suite = word(tls.cipherSuite)
    } else if session.verdict.isServers,
      session.stages.contains(where: { $0.state == "failed" && handshakeStages.contains($0.stage) })
    {
      record.handshake = .failed
    }
    if let own = tls.certificates.first, let digest = own.sha256 {
      record.certificate = certificate(digest, own.subject, own.issuer, notAfter: own.notAfter)
    }
  }

  private static let handshakeStages: Set<String> = ["starttls", "clientHello", "serverFlight", "clientFlight"]

  private static func certificate(
    _ sha256: String, _ subject: String?, _ issuer: String?, notAfter: String?
  ) -> SessionRecord.Certificate? {
    guard sha256.utf8.count == 64, sha256.utf8.allSatisfy(isHexadecimal) else { return nil }
    return SessionRecord.Certificate(
      sha256: sha256, subject: text(subject), issuer: text(issuer), notAfter: word(notAfter))
  }

  /// Negative replies as the conversation has them; without it, as far as findings quote them.
  private static func codes(_ session: ResultLine.Session) -> [String] {
    var found: Set<String> = []
    func take(_ line: String) {
      if let code = StatusCode(reply: line), code.isNegative { found.insert(code.text) }
    }
    for line in session.transcript ?? []
    where line.from == "server" && (line.kind == "reply" || line.kind == "greeting") {
      take(line.text)
    }
    for finding in session.findings {
      for evidence in finding.evidence { if let quote = evidence.quote { take(quote) } }
    }
    return Array(found.sorted().prefix(maximumCodes))
  }

  private static func append(_ address: String?, to list: inout [String]) {
    guard list.count < maximumMailboxes, let address = text(address), !address.isEmpty, !list.contains(address) else {
      return
    }
    list.append(address)
  }

  // MARK: Texts

  /// A name of a host in lower case; `nil` where the text is none that can be told from others, such as one without a dot.
  private static func hostName(_ name: String?) -> String? {
    guard let name, name.utf8.count <= maximumWord, name.utf8.contains(0x2E) else { return nil }
    let trimmed = name.lowercased().utf8.last == 0x2E ? String(name.lowercased().dropLast()) : name.lowercased()
    let isHost = trimmed.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
    }
    return isHost && !trimmed.isEmpty && trimmed.utf8.contains(where: { (0x61...0x7A).contains($0) }) ? trimmed : nil
  }

  private static func word(_ text: String?) -> String? { bounded(text, maximumWord) }

  private static func text(_ text: String?) -> String? { bounded(text, maximumText) }

  private static func bounded(_ text: String?, _ limit: Int) -> String? {
    guard let text, !text.isEmpty else { return nil }
    return CleanText.line(text.utf8.count > limit ? String(text.prefix(limit / 4)) : text)
  }

  private static func shown(_ text: String) -> String { "\"\(CleanText.line(String(text.prefix(60))))\"" }

  /// A number of a session or a packet; `nil` where it is none that a capture can have.
  private static func numbered(_ number: Int?) -> Int? {
    number.flatMap { (1...Int(Int32.max)).contains($0) ? $0 : nil }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }

  /// Only what can stand in an address: a redacted result has stand-ins, which are addresses too.
  private static func isAddress(_ text: String) -> Bool {
    (2...45).contains(text.utf8.count) && text.utf8.allSatisfy { isHexadecimal($0) || $0 == 0x2E || $0 == 0x3A }
  }
}
