import SMTPSession
import SMTPTranscript

extension Rule {
  static let ehloHeloOnly = Rule(
    id: "ehlo/helo-only-client",
    title: "client used HELO and never asked what the server offers",
    stage: .ehlo,
    severity: .note,
    needs: .command,
    meaning: """
      The client introduced itself with HELO, the old greeting to which the server answers without a list of extensions. So the \
      client cannot know of STARTTLS or AUTH and goes without them. Old devices and simple scripts do this, and mail servers that \
      were told to.
      """,
    distinction:
      "HELO is the session's first command, and no EHLO follows it. A client that tried EHLO first is another finding.",
    unknowable: "Whether the client cannot do better, or remembers that EHLO failed here before.",
    remedies: [
      Remedy(
        .client,
        "Let the client use EHLO. Exchange: Set-SendConnector with ForceHELO $false; Postfix: smtp_never_send_ehlo = no, and no disable_esmtp in smtp_pix_workarounds; scanners and printers: newer firmware."
      )
    ],
    nextCommands: [.hello],
    references: ["RFC 5321 section 3.2"],
    captures: ["helo-only-client", "masked-banner-helo", "must-not-pipeline"]
  ) { it in
    let session = it.session
    guard session.visibility.seesStart, !session.visibility.lacksBytes(from: .client), session.tls == nil,
      let first = session.exchanges.first, first.command.verb == .helo, first.reply?.isPositiveCompletion ?? false,
      !session.hellos.contains(where: { $0.verb != .helo })
    else { return nil }
    return Match(
      .certain, "The client introduced itself with HELO, so it never learned whether the server offers TLS or a login.",
      evidence: [session.evidence(first.command, meaning: "HELO asks for no list of extensions")])
  }
}
