/// What several rules about certificates advise.
enum CertificateAdvice {
  static let renew = Remedy(
    .server,
    "Renew the certificate, install the new file with its intermediates, and reload the mail service so that it is read. Postfix: smtpd_tls_chain_files; Exim: tls_certificate; Exchange: Import-ExchangeCertificate, then Enable-ExchangeCertificate -Services SMTP, and the connector's TlsCertificateName where it is set."
  )
  static let publicCertificate = Remedy(
    .server,
    "Use a certificate of a public authority whose names hold the MX host name, and install it together with its intermediates. Exchange: the certificate that the receive connector's Fqdn and TlsCertificateName select is the one that is shown."
  )
  static let wholeChain = Remedy(
    .server,
    "Put the server's certificate and all intermediates, in this order, into the file that the mail service reads. Postfix: smtpd_tls_chain_files; Exim: tls_certificate, one file; Windows: import the intermediates into the machine's Intermediate Certification Authorities."
  )
  static let trustIssuer = Remedy(
    .client,
    "If this issuer is meant to be trusted, add its root to the store that the sending mail service uses. Postfix: smtp_tls_CAfile; Exim: tls_verify_certificates; Windows: the machine's Trusted Root Certification Authorities."
  )
  static let opportunistic = Remedy(
    .client,
    "If this destination need not prove who it is, ask for encryption only. Postfix: level encrypt instead of verify or secure; Exim: leave it out of tls_verify_hosts; Exchange: TlsAuthLevel EncryptionOnly."
  )
  static let readLog = Remedy(
    .client, "Read the sending server's log for this moment: it names what it found wrong with the certificate.")

  static let verify =
    "openssl s_client {starttls}-connect {bracketed} -name {name} -servername {host} -showcerts -verify_return_error -verify_hostname {host}"
  static let show = "openssl s_client {starttls}-connect {bracketed} -name {name} -servername {host} -showcerts"
  static let finger = "posttls-finger -t 30 -l secure -L summary,verbose \"[{host}]:{port}\""
  static let withCertificate =
    "openssl s_client {starttls}-connect {bracketed} -name {name} -cert CERT.pem -key KEY.pem -cert_chain CHAIN.pem"

  static let postfixNotVerified = LogMessage("Postfix", "Server certificate not verified")
  static let exchangeOnline = LogMessage("Exchange Online", "450 4.7.320 Certificate validation failed")
}
