import Certificates
import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let certificateClientRejected = Rule(
    id: "certificate/client-rejected",
    title: "server refused the client's certificate",
    stage: .clientFlight,
    severity: .problem,
    needs: .tlsAnswer,
    points: [.handshake, .sealed],
    meaning: """
      The client proved itself with a certificate, and the server ended the handshake over it. Either it does not know the \
      issuer, or the certificate is out of date, not meant for clients, sent without its intermediate, or not the one that is \
      agreed on.
      """,
    distinction: """
      The client's certificate was sent (in TLS 1.3 that is told by sizes) and the server's alert followed. The alert's number \
      says what the server minded, where it is in clear.
      """,
    unknowable: "Which certificates and authorities the server accepts.",
    remedies: [
      Remedy(
        .client,
        "Check the certificate that the sending server uses: its dates, clientAuth among its uses, and the intermediates sent with it."
      ),
      Remedy(
        .server,
        "Check which authorities and names the receiving side accepts. Exchange Online: TlsSenderCertificateName of the inbound connector."
      ),
    ],
    nextCommands: [.clientCertificate],
    logMessages: [LogMessage("Postfix, receiving", "Client certificate not trusted")],
    references: ["RFC 8446 section 4.4.2.4", "RFC 5246 section 7.4.6"],
    captures: [
      "keys-client-rejected-exim-tls13", "mtls-rejected-exim-tls12", "mtls-rejected-exim-tls13", "mtls-rejected-tls12",
      "mtls-rejected-tls13",
    ]
  ) { it in
    let session = it.session
    guard let tls = session.tls, let refusal = it.clientCertificateRefusal else { return nil }
    if tls.clientCertificate == .sent {
      let own = tls.clientExamination?.own
      let reasons = tls.clientExamination.map(Self.doubts) ?? []
      let name = own.map { " (\($0.unreadable == nil ? $0.shortName : "unreadable"))" } ?? ""
      let why = reasons.isEmpty ? "" : " It \(reasons.joined(separator: ", "))."
      let isStated = refusal.basis == .statement
      if case .alert(let alert) = refusal.manner, !alert.namesCertificate, alert != .accessDenied { return nil }
      return Match(
        isStated ? .certain : .probable,
        "The client sent its certificate\(name), and the server \(refusal.words).\(why)",
        cause: Cause(.stopped, by: .server, basis: refusal.basis),
        evidence: [
          session.certificateEvidence(.client, meaning: "the client's certificate"), refusal.evidence,
        ])
    }
    if case .alert(let alert) = refusal.manner, alert.namesCertificate, tls.negotiation.version?.isTLS13 == true {
      return Match(
        .certain, "The server refused the client's certificate (alert \(alert)).",
        cause: Cause(.stopped, by: .server, basis: .statement), evidence: [refusal.evidence])
    }
    guard let inference = tls.negotiation.clientCertificateInference, inference.claim == .clientCertificateSent,
      refusal.manner == .encryptedAlert, let record = inference.basis.first,
      let at = tls.moment(.client, at: record.offset)
    else { return nil }
    return Match(
      .probable,
      "By the sizes of the encrypted messages the client sent a certificate, and the server \(refusal.words).",
      cause: Cause(.stopped, by: .server, basis: .inference),
      evidence: [
        Evidence(
          packets: [at.packet], meaning: "longer than Finished alone: a certificate before it",
          transcriptLines: session.tlsLines(at, from: .client, [.records])),
        refusal.evidence,
      ])
  }

  /// What is visibly wrong with a client's certificate.
  private static func doubts(_ examination: CertificateExamination) -> [String] {
    guard let own = examination.own, own.unreadable == nil else { return [] }
    var words: [String] = []
    if let dates = examination.outOfDate.first {
      words.append(
        dates.expiredSeconds != nil
          ? "expired on \(examination.certificates[dates.place].notAfter.date)"
          : "is valid from \(examination.certificates[dates.place].notBefore.date) only")
    }
    if examination.isSelfSigned { words.append("is self-signed") }
    if examination.lacksPurpose { words.append("was not issued for clients") }
    if examination.hasUnknownIssuer, !examination.isSelfSigned {
      words.append(
        "leads to an issuer that is not among the roots of the computer that made this report (\(examination.top?.shortIssuer ?? ""))"
      )
    }
    if !examination.weakKeys.isEmpty { words.append("has a weak key (\(own.key))") }
    return words
  }
}
