import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsEncryptedAlert = Rule(
    id: "tls/encrypted-alert",
    title: "one side refused, and the reason is encrypted",
    stage: .serverFlight,
    severity: .problem,
    needs: .tlsAnswer,
    points: [.handshake, .sealed],
    meaning: """
      One side ended the handshake with an alert that only the two of them can read. Sent by the client in place of its last message, it \
      nearly always means that it did not accept the server's certificate; sent by the server right after the client's last \
      message, that it wants a client certificate or did not accept the one it got; sent by the server between its own messages, that \
      it failed at them itself, often over its certificate and key.
      """,
    distinction: """
      Up to TLS 1.2 the record's type shows that it is an alert. Under TLS 1.3 its length does: no other message is that short; a \
      command such as QUIT is longer. An alert after data has been exchanged is the usual farewell and is not reported.
      """,
    unknowable: "The alert's number. The log of its sender has it; so has a capture with the session's keys.",
    remedies: [.tlsClientLog],
    nextCommands: [.verify, .clientCertificate],
    references: ["RFC 8446 section 5.2", "RFC 8446 section 6.2"],
    captures: [
      "cert-expired-tls13-gnutls", "cert-expired-tls13-nss", "cert-incomplete-chain-tls13-gnutls",
      "cert-name-mismatch-tls13-gnutls", "cert-not-yet-valid-tls13-gnutls", "cert-revoked-tls13-gnutls",
      "cert-self-signed-tls13-gnutls", "cert-unknown-ca-tls13-gnutls", "cert-unknown-ca-tls13-nss",
      "cert-weak-key-tls13-gnutls", "cert-weak-signature-tls13-gnutls", "cert-wrong-eku-tls13-gnutls",
      "mtls-missing-exim-tls13", "mtls-missing-tls13", "mtls-rejected-exim-tls13", "mtls-rejected-tls13",
      "retry-in-clear-opensmtpd",
    ]
  ) { it in
    guard let handshake = it.handshake, let refusal = handshake.encryptedRefusal, it.tlsRefusal == nil
    else { return nil }
    let isMidway = refusal.position == .unknown
    let place =
      isMidway
      ? "in the middle of its own part of the handshake"
      : refusal.sender == .server
        ? "right after the client's part of the handshake"
        : refusal.position == .insteadOfFinished
          ? "instead of finishing the handshake" : "without waiting for the end of the handshake"
    let how = handshake.isTLS13 ? "a record of the size of an alert" : "an encrypted alert"
    return Match(
      refusal.isSure ? .strong : .probable,
      "The \(refusal.sender.noun) sent \(how) \(place), which is a refusal; the reason cannot be read.",
      cause: it.certificateExplains ? nil : Cause(.stopped, by: refusal.sender.actor, basis: .inference),
      evidence: handshake.serverHelloEvidence
        + handshake.evidence(
          refusal.sender, offset: refusal.offset, nil,
          meaning: "\(refusal.length) bytes: an alert of the \(refusal.sender.noun)") + [handshake.endEvidence],
      stage: isMidway ? .clientHello : refusal.sender == .client ? .serverFlight : .clientFlight,
      severity: it.certificateExplains ? .note : nil, remedies: alertRemedies(refusal, isMidway: isMidway)
    ).telling { alertTelling(refusal, isMidway: isMidway) }
  }
}

/// Which of the three stories it is, and what tests it.
private func alertTelling(_ refusal: EncryptedRefusal, isMidway: Bool) -> Telling {
  if refusal.sender == .client {
    return Telling(
      meaning:
        "The client ended the handshake with an alert that only the two sides can read, in place of its last message or right after it. That nearly always means that it did not accept the server's certificate.",
      unknowable: "The alert's number. The client's log has it; so has a capture with the session's keys.",
      commands: [.verify])
  }
  if isMidway {
    return Telling(
      meaning:
        "The server sent an alert that only the two sides can read between its own messages of the handshake: it failed at them itself, often over its certificate and key.",
      unknowable: "The alert's number. The server's log has it; so has a capture with the session's keys.",
      remedies: alertRemedies(refusal, isMidway: true), commands: [.trace])
  }
  return Telling(
    meaning:
      "The server ended the session with an alert that only the two sides can read, right after the client's last message of the handshake. Most often it wants a client certificate, or did not accept the one that it got.",
    unknowable: "The alert's number. The server's log has it; so has a capture with the session's keys.",
    remedies: alertRemedies(refusal, isMidway: false), commands: [.clientCertificate])
}

/// What to do about an alert that cannot be read: whose it was is known.
private func alertRemedies(_ refusal: EncryptedRefusal, isMidway: Bool) -> [Remedy] {
  if refusal.sender == .client {
    return [
      Remedy(
        .server,
        "Check the certificate as this client sees it: name, dates, intermediate certificates, an authority that it knows."
      )
    ]
  }
  if isMidway { return [.tlsServerLog, .certificateFiles] }
  return [
    .tlsServerLog,
    Remedy(
      .client,
      "If the server requires a client certificate, send one that it knows, with its intermediate certificates. Postfix: smtp_tls_chain_files; Exchange: TlsCertificateName of the send connector."
    ),
  ]
}
