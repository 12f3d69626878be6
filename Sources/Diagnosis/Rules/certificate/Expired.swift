import Certificates
import PlainWords
import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let certificateExpired = Rule(
    id: "certificate/expired",
    title: "server's certificate has expired",
    stage: .serverFlight,
    severity: .problem,
    needs: .tlsAnswer,
    meaning: """
      A certificate is valid between two dates, and the second of them had passed when the server showed it. A client that checks \
      certificates refuses it; one that only wants encryption goes on all the same. An intermediate certificate that has run out \
      counts just as the server's own.
      """,
    distinction: """
      The date is compared with the time of the packet, not with today. Where the certificate is encrypted (TLS 1.3), only the \
      client's alert certificate_expired tells, and it is quoted as the client's word.
      """,
    unknowable: "Whether a client that went on looked at the date at all.",
    remedies: [
      CertificateAdvice.renew,
      Remedy(
        .client,
        "If the certificate is in date, compare the clock of the sending server with the true time: a clock that is ahead sees certificates expire early."
      ),
    ],
    nextCommands: [.verify],
    logMessages: [
      LogMessage("Postfix", "certificate has expired"), CertificateAdvice.postfixNotVerified,
      LogMessage("Exchange Online", "5.7.322 certificate-expired"),
    ],
    references: ["RFC 5280 section 4.1.2.5", "RFC 8446 section 6.2"],
    captures: [
      "cert-expired-tls12-gnutls", "cert-expired-tls12-nss", "cert-expired-tls12-openssl", "cert-expired-tls13-openssl",
      "keys-expired-tls13-gnutls", "keys-expired-tls13-openssl", "tls-unauthenticated-mail-sent", "trace-expired-tls13",
    ]
  ) { it in
    let session = it.session
    guard let found = it.certificateCase else { return nil }
    if let examination = found.examination,
      let dates = examination.outOfDate.first(where: { $0.expiredSeconds != nil })
    {
      let facts = examination.certificates[dates.place]
      let whose = dates.place == 0 ? "The server's certificate" : "A certificate of the server's chain"
      let fact =
        "\(whose) (\(facts.shortName)) expired \(LengthOfTime.rough(dates.expiredSeconds ?? 0)) before this session, on \(facts.notAfter.date)"
      let match = found.match(
        .expired, fact: fact, meaning: "it expired on \(facts.notAfter.date)", otherwise: .exposure)
      return found.refusal == nil
        ? match
        : match?.telling {
          Telling(unknowable: found.doubt, remedies: [], keeping: [.server])
        }
    }
    // The alert stands for a certificate that is not valid yet as well.
    guard found.alert == .certificateExpired, found.leading == nil, let refusal = found.refusal else { return nil }
    let summary: String
    var evidence = [refusal.evidence]
    if let own = found.examination?.own, own.unreadable == nil {
      summary =
        "The client says that the server's certificate has expired, but by the capture's clock it is valid until \(own.notAfter.date): the client's clock may be wrong, or it chose another chain."
      evidence.insert(
        session.certificateEvidence(.server, meaning: "valid until \(own.notAfter.date)"), at: 0)
    } else {
      summary = "The client refused the server's certificate as expired (alert certificate_expired)."
    }
    let match = Match(
      .certain, summary, cause: Cause(.stopped, by: .client, basis: .statement), evidence: evidence,
      stage: refusal.stage)
    return match.telling { clientsWord }
  }
}

/// Nothing but the client's alert says that a date has passed.
private let clientsWord = Telling(
  meaning:
    "The client says that the server's certificate is out of date. The capture does not show it: the date may have passed, or the client's clock may be ahead.",
  unknowable: "Whether the date had really passed.",
  remedies: [
    Remedy(
      .server,
      "Check the date of the certificate first (command below); if it has passed, renew the certificate and reload the mail service."
    ),
    Remedy(
      .client,
      "If the certificate is in date, compare the clock of {source} with the true time: a clock that is ahead sees certificates expire early."
    ),
  ])
