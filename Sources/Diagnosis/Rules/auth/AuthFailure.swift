import SMTPSession
import SMTPTranscript

/// One AUTH exchange that led to no login, with the one reason that fits it best: the rules of this group share it, so that
/// they exclude each other.
struct AuthFailure {
  enum Kind {
    /// 538, or a reply that asks for encryption first.
    case encryptionRequired
    /// The reply says that password logins are switched off for the account or the organization.
    case disabled
    /// 534, 432: this kind of credential is not accepted.
    case strongerNeeded
    /// An error report of XOAUTH2 or OAUTHBEARER, or a refusal of a bearer token.
    case bearerToken
    /// Too many attempts.
    case tooMany
    /// The authentication service cannot be reached.
    case temporary
    /// A line of the exchange is longer than the server accepts.
    case tooLong
    /// The server does not take an initial response with the command.
    case initialResponse
    /// What the client sent cannot be decoded.
    case badEncoding
    /// A login was already made, or a mail transaction is open.
    case alreadyOrInTransaction
    /// The server has no AUTH here, or did not offer it.
    case notAdvertised
    /// The server does not know the mechanism.
    case unrecognizedMechanism
    /// Refused, without one of the reasons above.
    case rejected
    /// The client gave up with `*`.
    case cancelled
    /// The client went away instead of answering a challenge.
    case abandoned
    /// The server never answered.
    case noReply
  }

  var kind: Kind
  var exchange: AuthExchange
  var command: Command
  /// Whether the session's purpose ended here: no later login, no accepted mail, nothing hidden that may hold either.
  var isDeciding: Bool
  /// Whether a later login in the same session was accepted.
  var wasFollowedByLogin: Bool

  var mechanism: String { exchange.mechanism.isEmpty ? "AUTH" : exchange.mechanism }
  /// The user's name in quotation marks after a space, where the mechanism shows it.
  var forUser: String { exchange.user.map { " for user \"\($0)\"" } ?? "" }
  var quotation: String { exchange.reply?.saying ?? "" }
}

extension Session {
  /// The AUTH exchanges that led to no login, in order.
  func collectAuthFailures() -> [AuthFailure] {
    guard !authentications.isEmpty else { return [] }
    var failures: [AuthFailure] = []
    for (index, exchange) in authentications.enumerated() {
      guard let kind = kind(of: exchange), exchange.exchange < exchanges.count else { continue }
      let later = authentications[(index + 1)...].contains { $0.outcome == .accepted }
      failures.append(
        AuthFailure(
          kind: kind, exchange: exchange, command: exchanges[exchange.exchange].command, isDeciding: false,
          wasFollowedByLogin: later))
    }
    if let deciding = decidingIndex(of: failures) { failures[deciding].isDeciding = true }
    return failures
  }

  /// Whether a failed login is what the session came to nothing over.
  var failedOverAuth: Bool { authFailures.contains(where: \.isDeciding) }

  /// The failure that ended the session's purpose: the last one; but a refusal for too many attempts points back at the
  /// attempts.
  private func decidingIndex(of failures: [AuthFailure]) -> Int? {
    guard let last = failures.last, !last.wasFollowedByLogin, !acceptedMail, !isCutShort,
      !isHidden(after: last.exchange.exchange)
    else { return nil }
    return failures.lastIndex { $0.kind != .tooMany } ?? failures.indices.last
  }

  private func kind(of exchange: AuthExchange) -> AuthFailure.Kind? {
    switch exchange.outcome {
    case .accepted, .hidden: return nil
    case .cancelled: return exchange.reportsBearerError ? .bearerToken : .cancelled
    case .noReply: return kindWithoutReply(exchange)
    case .rejected: break
    }
    guard let reply = exchange.reply, reply.isNegative else { return nil }
    let words = ReplyWords(reply)
    if words.isIdleTimeout || words.asksForHello { return nil }
    if let kind = AuthFailure.Kind(said: reply, words, in: exchange) { return kind }
    if reply.code == 421 { return nil }
    if let hello = lastHello(before: exchange.exchange), hello.listIsComplete, hello.keyword("AUTH") == nil,
      !hello.keywords.contains(where: \.isMasked), hello.legacyMechanisms.isEmpty, exchange.challenges == 0,
      reply.isPermanentNegative
    {
      return .notAdvertised
    }
    if reply.code == 504 || words.has("authentication type", "mechanism", "auth method") {
      return .unrecognizedMechanism
    }
    if exchange.usesBearerToken { return .bearerToken }
    if reply.code == 535 || exchange.challenges > 0 || exchange.hasInitialResponse { return .rejected }
    return nil
  }

  /// Nobody answered: the client left a challenge unanswered, or the server stayed silent.
  private func kindWithoutReply(_ exchange: AuthExchange) -> AuthFailure.Kind? {
    // Bytes that are lost may hold the answer; so may packets after the end of the capture.
    guard !visibility.lacksBytes(from: .server), !visibility.lacksBytes(from: .client), visibility.seesBothDirections,
      ending.kind != .none, exchange.exchange == (exchanges.lastIndex { $0.command.verb != .quit } ?? -1)
    else { return nil }
    if exchange.challenges > exchange.responses { return ending.by == .client || quit != nil ? .abandoned : nil }
    return ending.by == .client ? .noReply : nil
  }

  /// Whether what followed the exchange at `index` went on inside TLS, where it cannot be read.
  func isHidden(after index: Int) -> Bool {
    startTLSRequests.contains { $0.exchange > index && $0.clientWentOnWith == .tls }
      && !hellos.contains { $0.isProtected && $0.exchange > index }
  }

  /// The EHLO or HELO that the command at `index` came after.
  func lastHello(before index: Int) -> Hello? {
    hellos.last { $0.exchange < index }
  }
}

extension AuthFailure.Kind {
  /// The reason that the reply itself names.
  init?(said reply: Reply, _ words: ReplyWords, in exchange: AuthExchange) {
    if words.has("already authenticated", "in mail transaction", "mail transaction in progress") {
      self = .alreadyOrInTransaction
    } else if reply.code == 538 || words.asksForEncryption {
      self = .encryptionRequired
    } else if words.has("5.7.139", "smtpclientauthentication", "basic authentication is disabled") {
      self = .disabled
    } else if reply.code == 534 || reply.code == 432 || words.has("application-specific password", "web browser") {
      self = .strongerNeeded
    } else if words.has("too many auth", "too many errors", "too many failed", "too many invalid", "too many login") {
      self = .tooMany
    } else if reply.code == 500, words.has("5.5.6", "too long", "limit exceeded") {
      self = .tooLong
    } else if exchange.hasInitialResponse, words.has("initial data not expected", "initial response not") {
      self = .initialResponse
    } else if words.has("not enabled", "when not advertised", "auth not available", "not advertised") {
      self = .notAdvertised
    } else if words.has("base64", "cannot decode", "could not decode", "malformed")
      || (reply.code == 501 && !exchange.problems.isEmpty)
    {
      self = .badEncoding
    } else if exchange.reportsBearerError {
      self = .bearerToken
    } else if reply.isTransientNegative, reply.code != 421 {
      self = .temporary
    } else {
      return nil
    }
  }
}

extension AuthExchange {
  var usesBearerToken: Bool { mechanism == "XOAUTH2" || mechanism == "OAUTHBEARER" }

  /// Whether the server sent an error report in the place of a challenge (RFC 7628 section 3.2.2).
  var reportsBearerError: Bool { usesBearerToken && challenges > 0 && details.contains { $0.isErrorReport } }

  var isNTLM: Bool { mechanism == "NTLM" }
  var isKerberos: Bool { mechanism == "GSSAPI" || mechanism == "GSS-SPNEGO" }

  /// The details in one line: "domain EXAMPLE, workstation PC7".
  var detailsLine: String {
    details.prefix(8).map { "\($0.label) \($0.value)" }.joined(separator: ", ")
  }
}

extension AuthExchange.Detail {
  /// A field of the JSON error report: its status, schemes or scope.
  var isErrorReport: Bool {
    let name = label.lowercased()
    return name.contains("status") || name.contains("error") || name.contains("scope") || name.contains("schemes")
  }
}
