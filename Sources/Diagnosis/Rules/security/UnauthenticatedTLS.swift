import Certificates
import SMTPSession
import SMTPTranscript

extension Rule {
  static let securityUnauthenticatedTLS = Rule(
    id: "security/unauthenticated-tls",
    title: "session was encrypted to a server that its certificate does not prove",
    stage: .protected,
    severity: .note,
    needs: [.tlsCompleted, .certificate],
    meaning: """
      TLS worked and the session went on inside it, with a certificate that a checking client would refuse. Most mail between \
      servers is sent so: encryption without proof keeps listeners out, but not somebody who can take the server's place.
      """,
    distinction: """
      The certificate was seen in clear, and verified at the packet's time against the roots of the machine that runs the \
      analysis, or those given.
      """,
    unknowable:
      "Whether the client checked the certificate in another way: a pinned fingerprint, a TLSA record, a root of its own.",
    remedies: [
      CertificateAdvice.publicCertificate,
      Remedy(
        .client, "Where a destination must be the right one, demand it.",
        products: [
          .postfix: "level secure or dane for that domain",
          .exchange: "TlsAuthLevel DomainValidation",
        ]),
    ],
    nextCommands: [.verify],
    references: ["RFC 7435", "RFC 3207 section 4.1"],
    captures: ["keys-client-certificate-tls13", "keys-hello-retry-tls13", "tls-unauthenticated-mail-sent"]
  ) { it in
    let session = it.session
    guard let found = it.certificateCase, found.refusal == nil, found.tls.completed, found.tls.carriedData,
      let examination = found.examination, let own = examination.own
    else { return nil }
    var words: [String] = []
    for fault in found.faults {
      switch fault {
      case .expired: words.append("expired")
      case .notYetValid: words.append("not valid yet")
      case .selfSigned: words.append("self-signed")
      case .substituted: words.append("issued by a product that inspects TLS")
      case .incompleteChain: words.append("sent without its intermediate")
      case .unknownCA:
        words.append(
          "of an issuer that is not among the roots of the computer that made this report (\(examination.top?.shortIssuer ?? ""))"
        )
      case .nameMismatch: words.append("for another name")
      case .wrongUse: words.append("not issued for a server")
      case .unreadable, .keyType, .weakKey, .weakSignature: continue
      }
    }
    guard !words.isEmpty else { return nil }
    return Match(
      .certain,
      "The session went on under TLS with a certificate (\(own.shortName)) that is \(words.joined(separator: ", ")).",
      evidence: [session.certificateEvidence(.server, meaning: "the certificate of the session")])
  }
}
