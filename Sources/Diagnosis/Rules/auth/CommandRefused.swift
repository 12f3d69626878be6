import SMTPSession

extension Rule {
  static let authCommandRefused = Rule(
    id: "auth/command-refused",
    title: "server offers a login and does not know the command",
    stage: .auth,
    severity: .problem,
    needs: .auth,
    meaning: """
      AUTH stands in the server's list, and the server answered the command as if it did not know it. So no user and no password was \
      looked at. Often two different machines or processes speak: one writes the list, another executes the commands; or the \
      service behind the login is not loaded.
      """,
    distinction: """
      The list was captured whole and offers a login; the reply to AUTH is one for an unknown or disabled command (500, 502, 503), and \
      speaks of no password.
      """,
    unknowable: "Which machine or process behind the address refuses.",
    remedies: [
      Remedy(
        .server,
        "Make list and service agree: load the authentication that the list offers, or take AUTH out of the list for the listener on port {port}.",
        products: [
          .postfix: "smtpd_sasl_type and smtpd_sasl_path",
          .exim: "the authenticators' server_condition",
        ]),
      Remedy(.client, "Use the submission port (587 or 465) if this is another one."),
    ],
    nextCommands: [.login],
    references: ["RFC 4954 section 4"]
  ) { it in
    it.authMatch(.commandRefused, meaning: "the server does not know the command that it offers") { failure in
      "The server offers a login and refused the command itself: \"\(failure.quotation)\""
    }
  }
}
