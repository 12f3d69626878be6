import SMTPSession

extension Rule {
  static let authUnrecognizedMechanism = Rule(
    id: "auth/unrecognized-mechanism",
    title: "server does not accept this login method",
    stage: .auth,
    severity: .problem,
    needs: .auth,
    meaning: """
      The client asked to log in by a method that the server does not know, or does not allow on this connection. The user and the \
      password were not looked at.
      """,
    distinction: """
      The reply is 504 or speaks of the mechanism or authentication type. Whether the method stood in the server's list says who must \
      change: a method that was offered and then refused is the server's fault.
      """,
    unknowable: """
      Some servers give this answer when the method is allowed only inside TLS.
      """,
    remedies: [
      Remedy(
        .client,
        "Choose a method from the server's list (LOGIN or PLAIN, inside TLS), in place of one that is set by hand."),
      Remedy(
        .server,
        "If the method should work, switch it on. Exchange: BasicAuth (with Tls and BasicAuthRequireTLS) in AuthMechanism of the receive connector; behind a load balancer, compare the settings of the machines."
      ),
    ],
    nextCommands: [
      .startTLS,
      .login,
    ],
    logMessages: [
      LogMessage("Exchange, in the reply", "504 5.7.4 Unrecognized authentication type"),
      LogMessage("Sendmail, in the reply", "504 5.3.3 AUTH mechanism"),
    ],
    references: ["RFC 4954 section 4"],
    captures: ["auth-unrecognized-504"]
  ) { it in
    let session = it.session
    return it.authMatch(.unrecognizedMechanism, meaning: "the server refuses the method") { failure in
      let hello = session.lastHello(before: failure.exchange.exchange)
      var offered = ""
      if let hello, hello.listIsComplete, !hello.mechanisms.isEmpty {
        offered =
          hello.mechanisms.contains(failure.exchange.mechanism)
          ? ", although its list offers it" : "; its list offers \(hello.mechanismList)"
      }
      return
        "The server refused the login method \(failure.mechanism) with \(failure.exchange.reply?.code ?? 0)\(offered)"
    }
  }
}
