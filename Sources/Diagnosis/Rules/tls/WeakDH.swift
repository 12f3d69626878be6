import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsWeakDH = Rule(
    id: "tls/weak-dh",
    title: "server's Diffie-Hellman parameters are too short",
    stage: .serverFlight,
    severity: .problem,
    needs: .tlsAnswer,
    meaning: """
      The server chose key exchange by classic Diffie-Hellman with a prime that is shorter than clients accept today (2048 bits). \
      A client that insists on more breaks off at this point; one that does not is connected with less protection.
      """,
    distinction:
      "The size of the prime is read from the server's message in clear. It is named as the cause only where the client broke off right after it.",
    unknowable: "Under TLS 1.2 the client's alert does not name the prime: another parameter may have been meant.",
    remedies: [
      Remedy(
        .server,
        "Use parameters of 2048 bits or more, or key exchange with curves only. Sendmail: DHParameters; Exim: tls_dhparam; Postfix: smtpd_tls_dh1024_param_file with a file of 2048 bits; Dovecot and others: ssl_dh."
      ),
      Remedy(
        .client,
        "Until then leave classic Diffie-Hellman out for this destination (OpenSSL cipher list: !kDHE), so that curves are used."
      ),
    ],
    nextCommands: [
      .handshake("-tls1_2 -cipher DHE:@SECLEVEL=0"),
      .handshake("-tls1_2 -cipher ECDHE"),
    ],
    logMessages: [LogMessage("OpenSSL", "dh key too small")],
    references: ["RFC 7919", "RFC 9325 section 4.5"],
    captures: [
      "tls-weak-dh",
      "tls-weak-dh-gnutls",
    ]
  ) { it in
    guard let handshake = it.handshake, let bits = handshake.negotiation.primeBits, bits > 0,
      bits < TLSRefusal.shortPrime, !handshake.meetsClearText
    else { return nil }
    let parameters = handshake.lastWords(of: .server, meaning: "the server's part of the handshake")
    let key =
      handshake.tls.serverStream.firstMessage(HandshakeType(rawValue: 12)).map {
        handshake.evidence(
          .server, offset: $0.startOffset, .message(.serverKeyExchange), meaning: "a prime of \(bits) bits")
      } ?? parameters
    if let refusal = it.tlsRefusal, refusal.kind == .weakDH {
      return Match(
        .strong,
        "The server offered Diffie-Hellman with a prime of only \(bits) bits, and the client broke off with \(refusal.words).",
        cause: refusal.cause, evidence: key + [refusal.evidence()])
    }
    if handshake.tls.completed {
      return Match(
        .certain, "The keys were agreed on by Diffie-Hellman with a prime of only \(bits) bits.", evidence: key,
        severity: .exposure)
    }
    guard it.tlsEnding?.kind == .clientAfterServerFlight else { return nil }
    return Match(
      .probable,
      "The server offered Diffie-Hellman with a prime of only \(bits) bits, and the client left without a word.",
      cause: Cause(.stopped, by: .client, basis: .residue), evidence: key + [handshake.endEvidence])
  }
}
