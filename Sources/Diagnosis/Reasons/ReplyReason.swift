/// What a refusal is about, in the server's own words or by its codes.
package enum ReplyReason: String, Sendable, CaseIterable {
  /// STARTTLS, or an encrypted session, first.
  case tlsRequired
  /// TLS that is stronger than what there is: a version, a cipher, a client certificate that can be verified.
  case tlsTooWeak
  /// This mail is not taken over TLS.
  case tlsMustNotBeUsed
  /// The server cannot start TLS.
  case tlsUnavailable
  /// Too many new TLS sessions.
  case tlsRate
  case tlsAlreadyActive

  /// A login first.
  case loginRequired
  /// Name or password were refused.
  case credentials
  /// Logins of this kind are switched off, or the account is.
  case loginDisabled
  /// Another kind of credential: an application password, a token, a login on a web page first.
  case strongerLoginNeeded
  /// The login service does not work now.
  case loginUnavailable
  case mechanismUnknown
  /// What the client sent cannot be decoded.
  case loginMalformed
  case loginTooLong
  /// The first answer may not come with the command.
  case initialResponseRefused
  /// A login was made before, or a mail is under way, so that it is too late for one.
  case loginAlreadyDone
  /// There is no login here.
  case loginNotOffered
  /// Too many failed logins.
  case loginAttempts
  /// A login only under TLS.
  case loginNeedsEncryption

  /// EHLO or HELO first.
  case helloRequired
  /// Not the turn of this command.
  case outOfOrder
  /// The client did not wait for its turn.
  case synchronization
  case tooManyErrors
  case unknownCommand
  case syntax
  /// The client was silent too long.
  case idle

  /// The caller's address is on a list.
  case blockList
  /// The caller's address, network or reputation; no list is named.
  case callerAddress
  /// The name that belongs to the caller's address in the DNS.
  case reverseName
  /// The name in EHLO or HELO.
  case helloName
  /// Too much, or too many, from this caller or for this recipient.
  case rate
  /// Refused on first sight; it passes.
  case greylisted
  /// Nothing but words of a passing refusal, which greylisting servers use, too.
  case perhapsGreylisted

  /// SPF, DKIM, DMARC.
  case senderAuthentication
  /// The user, or the sender, has no right to send as this address or to this recipient.
  case senderRights
  /// The sender's address or domain.
  case sender
  /// The recipient's address: it does not exist here.
  case recipient
  /// The recipient's mailbox: full, disabled, out of reach.
  case mailbox
  /// The server does not pass on mail to this recipient.
  case relay
  /// Larger than the server takes.
  case messageSize
  /// Larger than this recipient takes.
  case recipientSize
  /// A parameter or an extension that the server does not know or not allow.
  case parameter
  /// What the mail holds.
  case content
  /// A policy that the words do not tell.
  case policy
  /// This host, or this domain, takes mail from nobody.
  case noMailHere
  /// The way on from this server.
  case routing

  /// Something within the server fails: a table, a filter, storage.
  case serverTrouble
  /// Too much to do, whoever calls.
  case busy
  case shuttingDown

  /// Refused; the reason is in its words.
  case unknown

  /// Whose matter a reason is.
  package enum Subject: Sendable, CaseIterable {
    case tls, login, manners, caller, sender, recipient, message, server, unknown
  }

  package var subject: Subject {
    switch self {
    case .tlsRequired, .tlsTooWeak, .tlsMustNotBeUsed, .tlsUnavailable, .tlsRate, .tlsAlreadyActive: .tls
    case .loginRequired, .credentials, .loginDisabled, .strongerLoginNeeded, .loginUnavailable, .mechanismUnknown,
      .loginMalformed, .loginTooLong, .initialResponseRefused, .loginAlreadyDone, .loginNotOffered, .loginAttempts,
      .loginNeedsEncryption:
      .login
    case .helloRequired, .outOfOrder, .synchronization, .tooManyErrors, .unknownCommand, .syntax, .idle: .manners
    case .blockList, .callerAddress, .reverseName, .helloName, .rate, .greylisted, .perhapsGreylisted: .caller
    case .senderAuthentication, .senderRights, .sender: .sender
    case .recipient, .mailbox, .relay, .recipientSize: .recipient
    case .messageSize, .parameter, .content, .policy: .message
    case .noMailHere, .routing, .serverTrouble, .busy, .shuttingDown: .server
    case .unknown: .unknown
    }
  }
}

/// What one reply was found to say.
package struct ReplyReading: Sendable {
  package var reason: ReplyReason
  /// Certain where an unambiguous code or the server's own words say so; probable where only a weak word or code does.
  package var certainty: Certainty
  /// The place in `reply.lines` of the line that says it; `nil` where the codes alone do.
  package var line: Int?
  /// The row that decided; `nil` where none knows the reply.
  package var row: ReplyReasons.Row?
}
