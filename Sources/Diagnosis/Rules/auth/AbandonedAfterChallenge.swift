import SMTPSession

extension Rule {
  static let authAbandonedAfterChallenge = Rule(
    id: "auth/abandoned-after-challenge",
    title: "client left instead of answering the server's challenge",
    stage: .auth,
    severity: .problem,
    needs: .auth,
    meaning: """
      The server was ready to go on with the login and had sent its challenge (334); the client closed the connection without an answer. \
      So nobody refused the user: the client had nothing to answer with, or its library failed.
      """,
    distinction: """
      All bytes of both sides were captured up to the end, the last word was a challenge, and the client ended the connection. A client \
      that sends a lone asterisk breaks the login off politely; that is another finding.
      """,
    unknowable: """
      Why: with NTLM usually no account for this target or a demand for channel binding, with GSSAPI no ticket for the service's name, \
      with DIGEST-MD5 an unknown realm. The client's log knows.
      """,
    remedies: [
      Remedy(
        .client,
        "Look for {server} in the log of {source} {time}. GSSAPI: can the machine get a ticket for SMTP/{host} (or SMTPSVC/{host})? NTLM: does it have an account that the other domain knows? Otherwise choose PLAIN or LOGIN inside TLS."
      )
    ],
    nextCommands: [.login],
    logMessages: [LogMessage("Postfix", "SASL authentication failed; cannot authenticate to server")],
    references: ["RFC 4954 section 4"],
    captures: ["auth-gssapi-abandoned"]
  ) { it in
    let session = it.session
    guard
      var match = it.authMatch(
        .abandoned, by: .client, basis: .ending, meaning: "",
        sentence: {
          "The server asked for \(Self.prompt($0.exchange)) of the login by \($0.mechanism), and the client \($0.exchange.quit == nil ? "left without an answer" : "said QUIT instead of answering")"
        })
    else { return nil }
    guard let login = it.authFailures.last(where: { $0.kind == .abandoned })?.exchange else { return match }
    if let quit = login.quit {
      match.evidence.append(
        Evidence(packets: [quit.packet], quote: "QUIT", meaning: "the client says QUIT at the prompt"))
    } else {
      match.evidence.append(session.leavingEvidence)
    }
    return match.telling { abandonedTelling(login) }
  }
}

extension Rule {
  /// What the server had asked for when the client left.
  fileprivate static func prompt(_ login: AuthExchange) -> String {
    guard login.mechanism == "LOGIN" else { return "the next step" }
    switch login.responses + (login.hasInitialResponse ? 1 : 0) {
    case 0: return "the user name"
    case 1: return "the password"
    default: return "the next step"
    }
  }
}

/// Why a client leaves in the middle of a login, by the mechanism that it had chosen.
private func abandonedTelling(_ login: AuthExchange) -> Telling {
  let left = login.quit == nil ? "left without an answer" : "said QUIT instead of an answer"
  let why: String
  let check: String
  switch login.mechanism {
  case "GSSAPI", "GSS-SPNEGO":
    why = "usually the client has no Kerberos ticket for the service's name"
    check = ": can the machine get a ticket for SMTP/{host} (or SMTPSVC/{host})?"
  case "NTLM":
    why = "usually the client has no account for this target, or the server asks for channel binding"
    check = ": does the machine have an account that the other domain knows?"
  case "DIGEST-MD5":
    why = "often the realm that the server names is unknown to the client"
    check = ": does the client know the realm that the server names?"
  default:
    why = "a program that has no name or password stored, or whose user gave up at the prompt, does so; so does a test"
    check = ": are a user name and a password stored for this server?"
  }
  return Telling(
    meaning:
      "The server was ready to go on with the login and had sent its prompt or challenge (334); the client \(left). So nobody refused the user.",
    unknowable: "Why: \(why). The client's log knows.",
    remedies: [Remedy(.client, "Look for {server} in the log of {source} {time}\(check)")])
}
