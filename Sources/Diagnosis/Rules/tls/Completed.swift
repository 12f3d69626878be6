import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsCompleted = Rule(
    id: "tls/completed",
    title: "the TLS negotiation completed",
    stage: .protected,
    severity: .note,
    needs: .tlsCompleted,
    meaning: """
      Both sides finished the handshake and went on in encrypted form. What follows cannot be read; whether the client trusted the server is \
      not known either, because many mail servers encrypt without verifying.
      """,
    distinction:
      "Up to TLS 1.2 the last messages of both sides show it by their type; under TLS 1.3 it is concluded from what followed.",
    unknowable: "Whether the certificate was verified, and what was said inside.",
    references: ["RFC 8446 section 2", "RFC 3207 section 4.2"],
    captures: [
      "any-interface", "capabilities-differ", "cert-expired-tls12-nss", "cert-unknown-ca-tls12-nss",
      "command-injection", "domain-security-mutual-tls", "healthy-ipv6", "healthy-postscreen",
      "healthy-proxy-protocol-v2", "healthy-starttls-exim", "healthy-starttls-opensmtpd", "healthy-starttls-postfix",
      "healthy-starttls-sendmail", "healthy-submission-auth", "healthy-submissions-465", "healthy-tls12",
      "healthy-tls12-anonymous", "healthy-tls13-client-certificate-requested", "healthy-tls13-x25519", "ip-fragments",
      "keys-aria-tls12", "keys-cbc-tls12", "keys-client-certificate-tls13", "keys-client-rejected-exim-tls13",
      "keys-early-data-tls13", "keys-hello-retry-tls13", "keys-renegotiated-tls12", "keys-sender-refused-tls13",
      "keys-updated-tls13", "mtls-complete-tls12", "mtls-complete-tls13", "mtls-missing-postfix",
      "mtls-missing-postfix-tls12", "mtls-rejected-exim-tls12", "non-standard-port", "not-offered-to-this-client",
      "port-reuse", "rate-limited", "response-injection", "span-duplicates", "starttls-lost-in-capture",
      "tls-client-quit-after-handshake", "tls-client-quit-after-handshake-tls12", "tls-exim-verify-tls12",
      "tls-exim-verify-tls13", "tls-hello-retry", "tls-old-tls10", "tls-resumption-12", "tls-resumption-12-session-id",
      "tls-resumption-13", "tls-unauthenticated-mail-sent", "tls-weak-rsa", "x-anonymoustls",
    ]
  ) { it in
    guard let handshake = it.completedHandshake, !handshake.meetsClearText || handshake.tls.carriedData,
      handshake.encryptedRefusal == nil
    else { return nil }
    return Match(
      handshake.negotiation.flightCertainty == .probable ? .probable : .strong,
      "TLS was set up: \(handshake.parameters).\(handshake.reissuedEHLO == nil ? "" : againWords)",
      evidence: handshake.completionEvidence)
  }
}

private let againWords = " The client's first message inside it has the length of its EHLO: it greeted again."

extension Handshake {
  /// What both sides agreed on, for a sentence.
  fileprivate var parameters: String {
    var parts = ["\(tls.version ?? "TLS") with \(tls.cipherSuite ?? "an unseen cipher suite")"]
    if let group = tls.group { parts.append("key exchange with \(group)") }
    if let bits = negotiation.primeBits { parts.append("Diffie-Hellman with a prime of \(bits) bits") }
    if let name = tls.serverName { parts.append("for the name \(name)") }
    if let name = negotiation.protocolName { parts.append("protocol \(name)") }
    if tls.resumed { parts.append("taking up an earlier session") }
    return parts.joined(separator: ", ")
  }

  /// The record that is as long as the EHLO that the client owes after the handshake (RFC 3207 section 4.2); `nil` where there
  /// is none.
  fileprivate var reissuedEHLO: TLSInference.Basis? {
    guard let length = clearEHLOLength else { return nil }
    let inference = negotiation.ehloWasReissued(clearEHLOLength: length)
    return inference.claim == .ehloReissued && inference.certainty > .undetermined ? inference.basis.first : nil
  }

  fileprivate var completionEvidence: [Evidence] {
    var pieces = helloEvidence + serverHelloEvidence
    if let record = reissuedEHLO {
      pieces += evidence(
        .client, offset: record.offset, nil, meaning: "\(record.length) bytes, as long as the EHLO would be")
    }
    return pieces.isEmpty ? [endEvidence] : pieces
  }
}
