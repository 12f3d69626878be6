import Certificates
import PlainWords
import SMTPSession

extension Rule {
  static let certificateNotYetValid = Rule(
    id: "certificate/not-yet-valid",
    title: "server's certificate is not valid yet",
    stage: .serverFlight,
    severity: .problem,
    needs: .certificate,
    meaning: """
      The first day of the certificate's validity lies after the moment at which the server showed it. Either it was installed \
      too early, or one of the clocks is wrong: the authority's, the server's, or that of the machine that captured. Clients \
      that check certificates refuse it.
      """,
    distinction: "The date is compared with the time of the packet.",
    unknowable: "Whether the capture's clock was right.",
    remedies: [
      Remedy(
        .server, "Check the clock of the machine on which the certificate was made, and install one that is valid now."),
      Remedy(
        .client, "Check the clock of the sending server: one that is behind sees new certificates as not yet valid."),
    ],
    nextCommands: [.verify],
    logMessages: [LogMessage("Postfix", "not yet valid"), CertificateAdvice.postfixNotVerified],
    references: ["RFC 5280 section 4.1.2.5"],
    captures: ["cert-not-yet-valid-tls12-gnutls", "cert-not-yet-valid-tls12-openssl"]
  ) { it in
    let session = it.session
    guard let found = it.certificateCase, let examination = found.examination,
      let dates = examination.outOfDate.first(where: { $0.beginsAfterSeconds != nil })
    else { return nil }
    let facts = examination.certificates[dates.place]
    let whose = dates.place == 0 ? "The server's certificate" : "A certificate of the server's chain"
    let fact =
      "\(whose) (\(facts.shortName)) becomes valid \(LengthOfTime.rough(dates.beginsAfterSeconds ?? 0)) after this session, on \(facts.notBefore.date)"
    return found.match(
      .notYetValid, fact: fact, meaning: "valid from \(facts.notBefore.date) only", otherwise: .exposure
    )?.telling {
      found.doubt.isEmpty ? nil : Telling(unknowable: "Whether the capture's clock was right. \(found.doubt)")
    }
  }
}
