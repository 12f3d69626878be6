/// What a history keeps of one session: no word of the conversation, and no mail address unless it was asked for.
///
/// `nil` means that the capture does not show it, never that it was absent.
package struct SessionRecord: Sendable, Equatable {
  /// What became of the negotiation of TLS, where one was begun and its end was captured: it failed where the server ended it, for what a client or the
  /// network breaks off says nothing of the server.
  package enum Handshake: String, Sendable {
    case completed, failed
  }

  /// A server's own certificate, as it was presented in clear.
  package struct Certificate: Sendable, Equatable {
    /// SHA-256 of the certificate, 64 hexadecimal digits.
    package var sha256: String
    package var subject: String?
    package var issuer: String?
    /// As the result writes it: a day and a time in UTC.
    package var notAfter: String?

    package init(sha256: String, subject: String? = nil, issuer: String? = nil, notAfter: String? = nil) {
      self.sha256 = sha256
      self.subject = subject
      self.issuer = issuer
      self.notAfter = notAfter
    }

    /// How much is known of it, and then the words, so that of two the same one stands wherever it comes first.
    func says(moreThan other: Certificate?) -> Bool {
      guard let other else { return true }
      let (mine, theirs) = ([subject, issuer, notAfter], [other.subject, other.issuer, other.notAfter])
      let (known, there) = (mine.count { $0 != nil }, theirs.count { $0 != nil })
      if known != there { return known > there }
      return theirs.map { $0 ?? "" }.lexicographicallyPrecedes(mine.map { $0 ?? "" })
    }
  }

  /// The session's stable key, 32 hexadecimal digits: by it the same session is known however often it is added.
  package var key: String
  /// When the session began, in microseconds since 1970-01-01 00:00:00 UTC by the clock of the machine that captured.
  package var start: Int64
  /// Who captured; `nil` where nobody was named.
  package var sensor: String?
  /// IP addresses, and the server's port.
  package var client: String
  package var server: String
  package var port: Int
  /// What the server calls itself in its reply to the first EHLO in clear (RFC 5321 section 4.1.1.1), in lower case.
  package var name: String?
  /// The name that the client asked for in the TLS handshake (RFC 6066 section 3), in lower case.
  package var requestedName: String?
  /// Whether STARTTLS stood in the list of extensions in clear; `nil` where the list was not captured whole and did not show it, where none was
  /// asked for, or where TLS began with the first byte.
  package var isOffered: Bool?
  package var handshake: Handshake?
  /// Whether TLS began with the first byte (RFC 8314 section 3).
  package var isImplicit: Bool
  /// Of a handshake that completed.
  package var version: String?
  package var suite: String?
  package var certificate: Certificate?
  /// The words of the verdict, as results write them.
  package var outcome: String
  package var disposition: String
  /// Whether mail was taken. `nil` where nobody offered any, where the capture does not show it, and where what was refused was a login, a recipient, a
  /// sender or a message, or nobody said no: that is no refusal of the server to take mail.
  package var isTaken: Bool?
  package var finding: String?
  package var certainty: String?
  /// Negative replies of the server, each once: the reply code, and the enhanced status code (RFC 3463) where there was one; such as `450 4.7.1`.
  package var codes: [String]
  /// Where the session can be looked up: the capture, its number in it, and the packet that shows whether STARTTLS was offered.
  package var capture: String?
  package var number: Int?
  package var packet: Int?
  /// Mail addresses; empty unless they were asked for.
  package var senders: [String]
  package var recipients: [String]

  package init(key: String, start: Int64, client: String, server: String, port: Int) {
    self.key = key
    self.start = start
    self.client = client
    self.server = server
    self.port = port
    isImplicit = false
    outcome = "undetermined"
    disposition = "unknown"
    codes = []
    senders = []
    recipients = []
  }

  /// How much is known, and then the words themselves: of two records of one session the greater one is kept, so that it does not matter
  /// which came first.
  private var rank: (known: Int, words: [String]) {
    let words = [
      sensor, name, requestedName, isOffered.map { $0 ? "1" : "0" }, handshake?.rawValue, version, suite,
      certificate?.sha256, certificate?.subject, certificate?.issuer, certificate?.notAfter, finding, certainty,
      capture,
      number.map(String.init), packet.map(String.init), disposition == "unknown" ? nil : disposition,
      outcome == "undetermined" ? nil : outcome, isTaken.map { $0 ? "1" : "0" },
    ]
    let rest = [client, server, String(port), String(start), isImplicit ? "1" : "0", codes.joined(separator: ",")]
    return (words.count { $0 != nil } + codes.count, words.map { $0 ?? "" } + rest)
  }

  /// The same without mail addresses.
  func withoutMailboxes() -> SessionRecord {
    var record = self
    record.senders = []
    record.recipients = []
    record.certificate?.subject = certificate?.subject.map(NameWithoutMailboxes.text)
    record.certificate?.issuer = certificate?.issuer.map(NameWithoutMailboxes.text)
    return record
  }

  /// Whether this record is to stand where `other`, of the same session, stands now.
  package func replaces(_ other: SessionRecord) -> Bool {
    let (mine, theirs) = (rank, other.rank)
    if mine.known != theirs.known { return mine.known > theirs.known }
    return theirs.words.lexicographicallyPrecedes(mine.words)
  }
}
