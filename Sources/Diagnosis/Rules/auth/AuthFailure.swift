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
    /// The server offers a login and does not know the command.
    case commandRefused
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
  /// How plainly the reply says so.
  var certainty: Certainty
  /// Whether a later login in the same session was accepted.
  var wasFollowedByLogin: Bool

  var mechanism: String { exchange.mechanism.isEmpty ? "AUTH" : exchange.mechanism }
  /// The user's name in quotation marks after a space, where the mechanism shows it.
  var forUser: String { exchange.user.map { " for user \"\($0)\"" } ?? "" }
  var quotation: String { exchange.reply?.saying ?? "" }
}

extension Case {
  /// The AUTH exchanges that led to no login, in order.
  func collectAuthFailures() -> [AuthFailure] {
    guard !session.authentications.isEmpty else { return [] }
    var failures: [AuthFailure] = []
    let lastAccepted = session.authentications.lastIndex { $0.outcome == .accepted }
    var readings: [ObjectIdentifier: ReplyReading] = [:]
    for refusal in refusals {
      readings[ObjectIdentifier(refusal.reply)] = readings[ObjectIdentifier(refusal.reply)] ?? refusal.reading
    }
    for (index, exchange) in session.authentications.enumerated() {
      let reading = exchange.reply.flatMap { readings[ObjectIdentifier($0)] }
      guard let kind = kind(of: exchange, reading), exchange.exchange < session.exchanges.count else { continue }
      let later = lastAccepted.map { $0 > index } ?? false
      failures.append(
        AuthFailure(
          kind: kind, exchange: exchange, command: session.exchanges[exchange.exchange].command,
          isDeciding: decides(exchange), certainty: reading?.certainty ?? .certain,
          wasFollowedByLogin: later))
    }
    return failures
  }

  /// Whether the session stopped at this login.
  private func decides(_ exchange: AuthExchange) -> Bool {
    if session.isHidden(after: exchange.exchange) { return false }
    if let reply = exchange.reply { return point.refusal?.reply === reply }
    return point.place == .login && point.turn?.exchange == exchange.exchange
  }

  private func kind(of exchange: AuthExchange, _ reading: ReplyReading?) -> AuthFailure.Kind? {
    switch exchange.outcome {
    case .accepted, .hidden: return nil
    case .cancelled: return exchange.reportsBearerError ? .bearerToken : .cancelled
    case .noReply: return kindWithoutReply(exchange)
    case .rejected: break
    }
    guard let reading, let reply = exchange.reply, reply.isNegative else { return nil }
    if exchange.reportsBearerError { return .bearerToken }
    switch reading.reason {
    case .loginAlreadyDone: return .alreadyOrInTransaction
    case .loginNeedsEncryption, .tlsRequired: return .encryptionRequired
    case .loginDisabled: return .disabled
    case .strongerLoginNeeded: return .strongerNeeded
    case .loginAttempts, .tooManyErrors: return .tooMany
    case .loginTooLong: return .tooLong
    case .initialResponseRefused: return .initialResponse
    case .loginMalformed: return .badEncoding
    case .syntax: return exchange.problems.isEmpty ? .rejected : .badEncoding
    case .mechanismUnknown: return .unrecognizedMechanism
    case .loginUnavailable, .serverTrouble, .shuttingDown, .busy, .perhapsGreylisted: return .temporary
    case .loginNotOffered, .unknownCommand, .outOfOrder:
      return offersLogin(before: exchange.exchange) == true ? .commandRefused : .notAdvertised
    case .credentials: return exchange.usesBearerToken ? .bearerToken : .rejected
    case .unknown, .policy, .parameter:
      if exchange.challenges == 0, reply.isPermanentNegative, offersLogin(before: exchange.exchange) == false {
        return .notAdvertised
      }
      if exchange.usesBearerToken { return .bearerToken }
      return reply.isTransientNegative ? .temporary : .rejected
    default: return nil
    }
  }

  /// Whether the list before the exchange holds a login; `nil` where it was not captured whole, or a device wrote over it.
  private func offersLogin(before index: Int) -> Bool? {
    guard let hello = session.lastHello(before: index), hello.listIsComplete,
      !hello.keywords.contains(where: \.isMasked)
    else { return nil }
    return hello.keyword("AUTH") != nil || !hello.legacyMechanisms.isEmpty || hello.keyword("X-EXPS") != nil
  }

  /// Nobody answered: the client left a challenge unanswered, or the server stayed silent.
  private func kindWithoutReply(_ exchange: AuthExchange) -> AuthFailure.Kind? {
    // Bytes that are lost may hold the answer; so may packets after the end of the capture.
    guard session.dialogueIsWhole, point.place == .login, point.turn?.exchange == exchange.exchange else { return nil }
    switch point.manner {
    case .silent(.client): return .abandoned
    case .left: return point.turn?.duty == .challengeAnswer ? .abandoned : nil
    case .silent(.server): return .noReply
    default: return nil
    }
  }
}

extension Session {
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
