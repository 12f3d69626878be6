import SMTPSession

extension Rule {
  /// AUTH in clear on a server that wants TLS first.
  static let authEncryptionRequired = Rule(
    id: "auth/encryption-required",
    title: "server wants TLS before the login",
    stage: .auth,
    severity: .problem,
    needs: .auth,
    meaning: """
      The client tried to log in without TLS, and the server answered that the login needs encryption first. Nothing is said about the \
      user or the password: they were not looked at.
      """,
    distinction: """
      The reply is 538, or its words ask for encryption or STARTTLS before the login. A refusal of MAIL with the same demand is a \
      matter of STARTTLS, not of the login.
      """,
    unknowable: """
      Where the client sent the password together with the command, it has crossed the network readable, although the server refused it.
      """,
    remedies: [
      Remedy(
        .client, "Switch STARTTLS on for this server, or use port 465 with TLS from the start.",
        products: [
          .postfix: "smtp_tls_security_level = encrypt for the smart host",
          .exchange: "BasicAuthRequireTLS as SmartHostAuthMechanism with RequireTLS on the send connector",
        ]),
      Remedy(
        .server,
        "The server is right to ask. If clients keep sending passwords early, do not offer AUTH before TLS at all (Postfix: smtpd_tls_auth_only = yes)."
      ),
    ],
    nextCommands: [
      .login
    ],
    logMessages: [
      LogMessage("Postfix, in the reply", "504 5.5.4 Encryption required for requested authentication mechanism")
    ],
    references: ["RFC 4954 section 6", "RFC 8314 section 3"],
    captures: ["auth-encryption-required", "auth-encryption-required-538"]
  ) { it in
    it.authMatch(.encryptionRequired, meaning: "the server wants TLS before a login") { failure in
      "The client tried to log in without TLS, and the server refused: \"\(failure.quotation)\""
    }
  }
}
