import Certificates
import SMTPSession

extension Rule {
  static let certificateNameMismatch = Rule(
    id: "certificate/name-mismatch",
    title: "server's certificate is for another name",
    stage: .serverFlight,
    severity: .problem,
    needs: .certificate,
    meaning: """
      A client that must know whom it talks to compares the names in the certificate with the name that it looked for: the MX \
      host, or the one its configuration demands. None of the names in this certificate is the one that is seen here. Clients \
      that only want encryption do not compare.
      """,
    distinction: """
      Where the client asked for a name (SNI) or --server-name gives it, that one is compared. Otherwise the host names of the \
      greeting and of the EHLO reply are: the client may have looked for another.
      """,
    unknowable: "With which name the client compared, unless it asked for it.",
    remedies: [
      Remedy(
        .client, "Compare the name that the sending side demands with the certificate's.",
        products: [
          .postfix: "smtp_tls_secure_cert_match and match= in the policy",
          .exchange: "TlsDomain of the send connector",
        ])
    ],
    nextCommands: [.verify, .finger],
    logMessages: [CertificateAdvice.postfixNotVerified, CertificateAdvice.exchangeOnline],
    references: ["RFC 9525 section 6", "RFC 7817", "RFC 8461 section 4.1"],
    captures: ["cert-name-mismatch-tls12-gnutls", "cert-name-mismatch-tls12-openssl"]
  ) { it in
    guard let found = it.certificateCase, let examination = found.examination,
      let names = examination.nameMismatch, let own = examination.own
    else { return nil }
    let has = own.dnsNames.isEmpty ? own.shortName : own.dnsNames.prefix(3).joined(separator: ", ")
    let more = own.dnsNames.count > 3 ? " and \(own.dnsNames.count - 3) more" : ""
    let wanted = names.map { "\($0.name) (\($0.source.words))" }.joined(separator: " nor ")
    var match = found.match(
      .nameMismatch, fact: "The server's certificate is for \(has)\(more), and not for \(wanted)",
      meaning: "it holds \(has)\(more)", otherwise: nil)
    match?.remedies = nameRemedies(asked: it.session.tls?.serverName)
    return match
  }
}

extension NameComparison.Source {
  /// Where the name comes from, in words.
  var words: String {
    switch self {
    case .serverName: "which the client asked for"
    case .greeting: "of the greeting"
    case .ehloReply: "of the EHLO reply"
    case .given: "as given"
    }
  }
}

/// What the server does: a client that names the server is given the certificate for that name; one that does not gets the
/// default.
private func nameRemedies(asked name: String?) -> [Remedy] {
  guard let name else {
    return [
      Remedy(
        .server,
        "The client named no server, so it was shown the default certificate: let that one hold the host name of the MX record. Postfix: smtpd_tls_chain_files; Exim: tls_certificate where tls_in_sni is empty; Exchange: TlsCertificateName of the receive connector."
      ),
      Remedy(
        .client,
        "If the server has a certificate for the right name beside it, send the name. Postfix: smtp_tls_servername = hostname; Exim: tls_sni = $host in the transport."
      ),
    ]
  }
  return [
    Remedy(
      .server,
      "Use a certificate whose subjectAltName holds \(name), and where the service has several, see which one it shows for that name. Postfix: tls_server_sni_maps; Exim: tls_certificate with $tls_in_sni; HAProxy and nginx: the certificate of that server name."
    ),
    Remedy(
      .client,
      "If \(name) is not the host that was meant, correct the name: the MX record, a smarthost entry, or the server name in the mail program."
    ),
  ]
}
