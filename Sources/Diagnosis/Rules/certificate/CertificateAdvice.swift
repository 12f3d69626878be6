/// What several rules about certificates advise.
enum CertificateAdvice {
  static let renew = Remedy(
    .server,
    "Renew the certificate, install the new file with its intermediates, and reload the mail service so that it is read.",
    products: [
      .postfix: "smtpd_tls_chain_files",
      .exim: "tls_certificate",
      .exchange:
        "Import-ExchangeCertificate, then Enable-ExchangeCertificate -Services SMTP, and the connector's TlsCertificateName where it is set",
    ])
  static let publicCertificate = Remedy(
    .server,
    "Use a certificate of a public authority whose names hold the MX host name, and install it together with its intermediates. Exchange: the certificate that the receive connector's Fqdn and TlsCertificateName select is the one that is shown."
  )
  static let wholeChain = Remedy(
    .server,
    "Put the server's certificate and all intermediates, in this order, into the file that the mail service reads.",
    products: [
      .postfix: "smtpd_tls_chain_files",
      .exim: "tls_certificate, one file",
      .windows: "import the intermediates into the machine's Intermediate Certification Authorities",
    ])
  static let trustIssuer = Remedy(
    .client, "If this issuer is meant to be trusted, add its root to the store that the sending mail service uses.",
    products: [
      .postfix: "smtp_tls_CAfile",
      .exim: "tls_verify_certificates",
      .windows: "the machine's Trusted Root Certification Authorities",
    ])
  static let opportunistic = Remedy(
    .client, "If this destination need not prove who it is, ask for encryption only.",
    products: [
      .postfix: "level encrypt instead of verify or secure",
      .exim: "leave it out of tls_verify_hosts",
      .exchange: "TlsAuthLevel EncryptionOnly",
    ])

  static let postfixNotVerified = LogMessage("Postfix", "Server certificate not verified")
  static let exchangeOnline = LogMessage("Exchange Online", "450 4.7.320 Certificate validation failed")
}
