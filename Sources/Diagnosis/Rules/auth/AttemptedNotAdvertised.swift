import SMTPSession

extension Rule {
  /// AUTH where there is no AUTH.
  static let authAttemptedNotAdvertised = Rule(
    id: "auth/attempted-not-advertised",
    title: "client tried to log in where no login is offered",
    stage: .auth,
    severity: .problem,
    needs: .auth,
    meaning: """
      The client sent AUTH although the server had not put AUTH into its list, and the server refused the command. The usual reasons: \
      the client uses port 25 in place of a submission port, or it logs in before TLS on a server that offers the login only inside TLS.
      """,
    distinction: """
      Either the reply says so in words, or the whole list was captured, holds no AUTH and no masked line, and the reply refuses the \
      command itself. A reply that asks for encryption first, or for EHLO first, is another finding.
      """,
    unknowable: "Whether the server would offer a login inside TLS, or to other addresses.",
    remedies: [
      Remedy(
        .client,
        "Use the submission port (587 with STARTTLS, or 465 with TLS from the start), and switch TLS on before the login."
      ),
      Remedy(.client, "For mail between servers over port 25, switch the login off for this destination."),
      Remedy(
        .server, "If users should log in here, switch it on for this listener.",
        products: [
          .postfix: "smtpd_sasl_auth_enable",
          .exim: "an authenticator and auth_advertise_hosts",
          .exchange: "AuthMechanism of the receive connector",
        ]),
    ],
    nextCommands: [
      .startTLS,
      .startTLS(port: 587),
    ],
    logMessages: [
      LogMessage("Exim", "AUTH command used when not advertised"),
      LogMessage("Postfix, in the reply", "503 5.5.1 Error: authentication not enabled"),
      LogMessage("Sendmail, in the reply", "503 5.3.3 AUTH not available"),
    ],
    references: ["RFC 4954 section 4"],
    captures: ["auth-attempted-not-advertised"]
  ) { it in
    it.authMatch(.notAdvertised, meaning: "the server refuses AUTH here") { failure in
      "The client tried to log in although the server offered no login, and was refused with \(failure.exchange.reply?.code ?? 0)"
    } telling: { failure in
      guard it.session.servicePort != .smtp else { return nil }
      return submissionTelling(it.session.lastHello(before: failure.exchange.exchange))
    }
  }
}

/// On another port than 25 the client is not at the wrong door: the login is kept for TLS, or is not there.
private func submissionTelling(_ hello: Hello?) -> Telling {
  let offered = hello?.offersSTARTTLS ?? false
  let tls = Remedy(
    .client, "Switch STARTTLS on before the login: many servers offer the login only inside TLS.")
  return Telling(
    meaning:
      "The client sent AUTH although the server had not put AUTH into its list, and the server refused the command. "
      + (offered
        ? "STARTTLS stands in the list: the usual reason is a server that offers the login only inside TLS, and a client that logs in before it."
        : "STARTTLS is not in the list either, so the client cannot come by a login here: the server has none switched on for this listener, or keeps it from this client."),
    remedies: offered ? [tls] : [], keeping: [.server], commands: [.startTLS])
}
