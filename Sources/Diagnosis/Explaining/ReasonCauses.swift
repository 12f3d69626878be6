/// Which findings a refusal stands for, by its reason and by what it answers. What the rules do with a session that ended in
/// the same refusal is held against this table by a test.
enum ReasonCauses {
  /// Ids of findings, the likeliest first.
  static func ids(_ reason: ReplyReason, at place: QuotedReply.Place, of reply: QuotedReply) -> [String] {
    switch place {
    case .greeting: greeting(reason, reply)
    case .hello: hello(reason)
    case .startTLS: startTLS(reason, reply)
    case .login: login(reason, reply)
    case .mail: mail(reason)
    }
  }

  private static func greeting(_ reason: ReplyReason, _ reply: QuotedReply) -> [String] {
    switch reason {
    case .noMailHere: return ["greeting/no-mail-here", "greeting/rejected-554"]
    case .tooManyErrors: return ["policy/too-many-errors"]
    default: break
    }
    if reply.code >= 500 { return ["greeting/rejected-554"] + (reason == .blockList ? ["policy/dnsbl"] : []) }
    let isLoad =
      GreetingReasons.ofTheServer.contains(reason)
      || (reason == .rate && reply.lines.contains { $0.lowercased().contains("connection") })
    return isLoad ? ["greeting/busy-421", "greeting/421-policy"] : ["greeting/421-policy", "greeting/busy-421"]
  }

  private static func hello(_ reason: ReplyReason) -> [String] {
    switch reason {
    case .helloName, .syntax: ["ehlo/rejected-name"]
    case .unknown: ["ehlo/rejected-name", "ehlo/rejected-no-fallback"]
    case .unknownCommand: ["ehlo/rejected-no-fallback", "ehlo/rejected-helo-fallback", "ehlo/command-mangled"]
    case .outOfOrder, .policy, .noMailHere: ["ehlo/rejected-no-fallback"]
    case .perhapsGreylisted: ["policy/server-trouble"]
    default: mail(reason)
    }
  }

  private static func startTLS(_ reason: ReplyReason, _ reply: QuotedReply) -> [String] {
    switch reason {
    case .tlsRate: return ["starttls/rate-limited", "starttls/refused-temporary"]
    case .tlsAlreadyActive: return ["starttls/already-active"]
    case .tooManyErrors: return ["policy/too-many-errors", "starttls/refused-temporary"]
    case .helloRequired: return ["starttls/before-ehlo"]
    case .syntax: return ["starttls/syntax-501"]
    case .unknownCommand, .outOfOrder:
      return ["starttls/attempted-not-advertised", "starttls/refused-permanent", "ehlo/command-mangled"]
    case .busy, .shuttingDown: return ["policy/server-trouble", "starttls/refused-temporary"]
    case .serverTrouble: return ["starttls/refused-temporary", "policy/server-trouble"]
    default:
      return reply.code < 500
        ? ["starttls/refused-temporary", "security/forged-refusal"] : ["starttls/refused-permanent"]
    }
  }

  private static func login(_ reason: ReplyReason, _ reply: QuotedReply) -> [String] {
    switch reason {
    case .loginAlreadyDone: ["auth/already-or-in-transaction"]
    case .loginNeedsEncryption, .tlsRequired: ["auth/encryption-required"]
    case .loginDisabled: ["auth/smtp-auth-disabled", "auth/credentials-rejected"]
    case .strongerLoginNeeded: ["auth/stronger-needed", "auth/credentials-rejected"]
    case .loginAttempts, .tooManyErrors: ["auth/too-many-attempts"]
    case .loginTooLong: ["auth/response-too-long"]
    case .initialResponseRefused: ["auth/initial-response-refused"]
    case .loginMalformed: ["auth/bad-encoding"]
    case .syntax: ["auth/bad-encoding", "auth/credentials-rejected"]
    case .mechanismUnknown: ["auth/unrecognized-mechanism", "auth/no-common-mechanism"]
    case .loginUnavailable, .serverTrouble, .shuttingDown, .busy, .perhapsGreylisted: ["auth/temporary-failure"]
    case .loginNotOffered: ["auth/attempted-not-advertised", "auth/command-refused", "auth/not-advertised-before-tls"]
    case .unknownCommand, .outOfOrder: ["auth/command-refused", "auth/attempted-not-advertised"]
    case .credentials: ["auth/credentials-rejected", "auth/smtp-auth-disabled", "auth/xoauth2"]
    case .rate: ["policy/rate-limited"]
    case .idle: ["policy/server-timeout"]
    case .helloRequired: ["policy/mail-before-hello"]
    case .synchronization: ["policy/protocol-violation"]
    case .tlsTooWeak: ["policy/tls-not-good-enough"]
    case .unknown, .policy, .parameter:
      reply.code < 500 ? ["auth/temporary-failure"] : ["auth/credentials-rejected", "auth/smtp-auth-disabled"]
    default: ["policy/refused"]
    }
  }

  private static func mail(_ reason: ReplyReason) -> [String] {
    switch reason {
    case .tlsRequired: ["starttls/required-by-server", "starttls/required-not-offered", "starttls/offered-unused"]
    case .tlsTooWeak: ["policy/tls-not-good-enough", "certificate/client-missing"]
    case .tlsMustNotBeUsed: ["policy/must-not-use-tls"]
    case .loginRequired: ["auth/required", "policy/relay-denied"]
    case .helloRequired: ["policy/mail-before-hello"]
    case .outOfOrder, .synchronization: ["policy/protocol-violation"]
    case .tooManyErrors: ["policy/too-many-errors"]
    case .idle: ["policy/server-timeout"]
    case .blockList: ["policy/dnsbl", "greeting/rejected-554"]
    case .callerAddress: ["policy/client-rejected", "policy/dnsbl"]
    case .reverseName: ["policy/client-rejected"]
    case .helloName: ["ehlo/rejected-name"]
    case .rate: ["policy/rate-limited"]
    case .greylisted, .perhapsGreylisted: ["policy/greylisted"]
    case .senderAuthentication: ["policy/sender-authentication"]
    case .senderRights: ["policy/send-as-denied"]
    case .sender: ["policy/sender-rejected"]
    case .recipient, .mailbox: ["policy/recipient-rejected"]
    case .relay: ["policy/relay-denied", "auth/required"]
    case .messageSize, .recipientSize: ["policy/message-size"]
    case .parameter: ["policy/feature-missing"]
    case .content: ["policy/message-rejected"]
    case .noMailHere: ["greeting/no-mail-here", "policy/refused"]
    case .serverTrouble, .busy, .shuttingDown: ["policy/server-trouble"]
    default: ["policy/refused"]
    }
  }
}

extension ReplyReason {
  /// What the server says by it, for the sentence "the server says that …".
  package var saying: String {
    switch self {
    case .tlsRequired: "it wants TLS first"
    case .tlsTooWeak: "TLS as it is does not satisfy it"
    case .tlsMustNotBeUsed: "it does not take this mail over TLS"
    case .tlsUnavailable: "it cannot start TLS"
    case .tlsRate: "there were too many new TLS sessions"
    case .tlsAlreadyActive: "TLS runs already"
    case .loginRequired: "it wants a login first"
    case .credentials: "it does not accept the name or the password"
    case .loginDisabled: "this kind of login is switched off"
    case .strongerLoginNeeded: "it wants a stronger kind of login"
    case .loginUnavailable: "it cannot check logins just now"
    case .mechanismUnknown: "it does not know this login method"
    case .loginMalformed: "it cannot decode the login data"
    case .loginTooLong: "the login data is too long"
    case .initialResponseRefused: "login data may not come with the command"
    case .loginAlreadyDone: "it is too late for a login"
    case .loginNotOffered: "there is no login here"
    case .loginAttempts: "there were too many failed logins"
    case .loginNeedsEncryption: "it takes logins only under TLS"
    case .helloRequired: "it wants EHLO first"
    case .outOfOrder: "it was not the turn of this command"
    case .synchronization: "the client did not wait for its turn"
    case .tooManyErrors: "there were too many errors"
    case .unknownCommand: "it does not know the command"
    case .syntax: "it cannot make sense of the command"
    case .idle: "the client was silent too long"
    case .blockList: "the client's address is on a block list"
    case .callerAddress: "it does not want this client"
    case .reverseName: "the client's address has no fitting name in the DNS"
    case .helloName: "it does not accept the name by which the client introduced itself"
    case .rate: "there was too much, or too many, at a time"
    case .greylisted, .perhapsGreylisted: "the mail is put off on first sight"
    case .senderAuthentication: "the mail fails a check of its sender"
    case .senderRights: "the user may not send as this address"
    case .sender: "it does not accept the sender's address"
    case .recipient: "it does not know the recipient"
    case .mailbox: "the recipient's mailbox takes no mail"
    case .relay: "it does not pass mail on to this recipient"
    case .messageSize, .recipientSize: "the message is too large"
    case .parameter: "it does not know a parameter of the command"
    case .content: "it does not take what the message holds"
    case .policy: "a policy forbids it"
    case .noMailHere: "this host takes no mail"
    case .routing: "it knows no way on"
    case .serverTrouble: "it has trouble of its own"
    case .busy: "it has too much to do"
    case .shuttingDown: "it is being shut down"
    case .unknown: "it refuses; why, its words alone tell"
    }
  }
}
