import SMTPSession
import SMTPTranscript

extension Rule {
  static let ehloHeloOnly = Rule(
    id: "ehlo/helo-only-client",
    title: "client used HELO and never asked what the server offers",
    stage: .ehlo,
    severity: .note,
    needs: [.helo, .clearOnly],
    meaning: """
      The client introduced itself with HELO, the old greeting to which the server answers without a list of extensions. So the \
      client cannot know of STARTTLS or AUTH and goes without them. Old devices and simple scripts do this, and mail servers that \
      were told to.
      """,
    distinction:
      "HELO is the session's first command, and no EHLO follows it. A client that tried EHLO first is another finding.",
    unknowable: "Whether the client cannot do better, or remembers that EHLO failed here before.",
    remedies: [.sayEHLO],
    nextCommands: [.hello],
    references: ["RFC 5321 section 3.2"],
    captures: ["helo-only-client", "masked-banner-helo", "must-not-pipeline"]
  ) { it in
    guard let command = it.onlyHELO else { return nil }
    var evidence = [it.session.evidence(command, meaning: "HELO asks for no list of extensions")]
    let demand = it.tlsDemand ?? it.refusals.last { $0.reason == .loginRequired && !$0.isOvercome }
    guard let demand else {
      return Match(
        .certain,
        "The client introduced itself with HELO, so it never learned whether the server offers TLS or a login.",
        evidence: evidence)
    }
    evidence.append(it.session.evidence(demand.reply, meaning: "what it never asked for is demanded"))
    return Match(
      .strong,
      "The client introduced itself with HELO, so it was given no list, and could not know how to do what the server demands: \"\(demand.words)\".",
      cause: Cause(.stopped, by: .client, basis: .residue), evidence: evidence, stage: demand.stage)
  }
}

extension Case {
  /// The HELO of a client that never said EHLO, and was accepted; `nil` where it was not so, or where the capture may lack an EHLO.
  var onlyHELO: Command? {
    guard session.visibility.seesStart, !session.visibility.lacksBytes(from: .client), session.tls == nil,
      let first = session.exchanges.first, first.command.verb == .helo, first.reply?.isPositiveCompletion ?? false,
      !session.hellos.contains(where: { $0.verb != .helo })
    else { return nil }
    return first.command
  }
}

extension Remedy {
  static let sayEHLO = Remedy(
    .client, "Let the client use EHLO, so that it is told of TLS and of logins.",
    products: [
      .exchange: "Set-SendConnector with ForceHELO $false",
      .postfix: "smtp_never_send_ehlo = no, and no disable_esmtp in smtp_pix_workarounds",
      .programs: "newer firmware or another program",
    ])
}
