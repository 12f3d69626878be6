import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSRequiredNotOffered = Rule(
    id: "starttls/required-not-offered",
    title: "server demands TLS and does not offer it",
    stage: .mail,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The server refused to go on without TLS, but STARTTLS does not stand in the list that it gave this client. So this \
      client cannot send mail there, in clear or otherwise: what is demanded was not provided to it. Usually the certificate is missing, so that \
      the offer is left out while the demand stays.
      """,
    distinction: "The whole list was captured, no word in it is written over, and the refusal itself names STARTTLS.",
    unknowable: "Whether a device removed the offer without leaving a mark; a capture on the server tells.",
    remedies: [
      Remedy(
        .server, "Offer what is demanded.",
        products: [
          .exchange:
            "Set-ReceiveConnector with AuthMechanism containing Tls and a certificate enabled for SMTP, or RequireTLS $false",
          .postfix:
            "a readable certificate and key, since smtpd_tls_security_level = encrypt without them demands and cannot offer",
        ]),
      .inspection,
      .showThem,
    ],
    nextCommands: [
      .hello,
      .exchange(
        "Get-ReceiveConnector | fl Identity,Bindings,RemoteIPRanges,AuthMechanism,RequireTLS,Fqdn,TlsCertificateName"),
    ],
    logMessages: [
      LogMessage(
        "Exchange 2007 event 1032",
        "The Receive connector requires TLS before the MailFrom command can be run. However, the connector is not configured to accept TLS."
      ),
      LogMessage("Exchange NDR", "530 5.7.0 Must issue a STARTTLS command first"),
    ],
    references: ["RFC 3207 section 4"],
    captures: ["required-not-offered-exchange"]
  ) { it in
    let session = it.session
    guard let demand = it.tlsDemand, it.startTLSAttempts.isEmpty, let hello = session.wholeHello,
      !hello.offersSTARTTLS, hello.maskedKeywords.isEmpty,
      let list = session.listEvidence(hello, meaning: "the list of extensions ends here; STARTTLS is not in it")
    else { return nil }
    var match = it.match(
      demand, "The server answered \"\(demand.words)\", but it had not offered STARTTLS to this client.",
      meaning: "the server demands TLS here")
    match.evidence.insert(list, at: 0)
    match.stage = demand.verb?.stageOfDemand
    return match
  }
}

extension Verb {
  /// The stage at which a command is refused.
  var stageOfDemand: Stage {
    switch self {
    case .auth, .xExps: .auth
    case .rcpt: .rcpt
    case .data, .bdat: .data
    default: .mail
    }
  }
}
