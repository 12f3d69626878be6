import CaptureFiles
import SMTPSession
import SMTPTranscript
import StreamAssembly

extension Rule {
  static let rstAfterClose = Rule(
    id: "transport/rst-after-close",
    title: "connection was reset after both sides were done",
    stage: .quit,
    severity: .note,
    needs: .reset,
    meaning: """
      One side had said that it leaves, or had closed, and a reset followed. It happens when a program closes without reading \
      the last words of the other: some mail servers do not wait for the answer to QUIT. It harms nothing.
      """,
    distinction: "QUIT, a 221 or 421, a notice of closing under TLS, or the FIN of both sides came before the reset.",
    references: ["RFC 1122 section 4.2.2.13", "RFC 5321 section 4.1.1.10"],
    captures: [
      "any-interface", "auth-no-common-mechanism", "auth-required-530", "busy-421", "capabilities-differ",
      "cert-expired-tls12-nss", "cert-unknown-ca-tls12-nss", "command-injection", "domain-security-mutual-tls",
      "ehlo-421", "ehlo-rejected-name", "gre-erspan", "greeting-421-policy", "healthy-ipv6", "healthy-postscreen",
      "healthy-proxy-protocol-v2", "healthy-starttls-opensmtpd", "healthy-starttls-postfix",
      "healthy-starttls-sendmail", "healthy-submission-auth", "healthy-submissions-465", "healthy-tls12",
      "healthy-tls12-anonymous", "healthy-tls13-client-certificate-requested", "helo-fallback", "helo-only-client",
      "ip-fragments", "keys-client-certificate-tls13", "keys-client-rejected-exim-tls13", "keys-cut-tls13",
      "keys-hello-retry-tls13", "keys-sender-refused-tls13", "keys-updated-tls13", "loop", "masked-banner-helo",
      "masked-capabilities", "mtls-complete-tls12", "mtls-complete-tls13", "mtls-missing-postfix",
      "mtls-missing-postfix-tls12", "non-standard-port", "not-offered", "not-offered-to-this-client", "port-reuse",
      "rate-limited", "refused-454-postfix", "refused-502", "rejected-554", "required-not-offered-exchange",
      "response-injection", "slow-banner", "span-duplicates", "starttls-lost-in-capture", "suppressed-after-failure",
      "tls-client-quit-after-handshake", "tls-client-quit-after-handshake-tls12", "tls-hello-retry", "tls-old-tls10",
      "tls-resumption-12", "tls-resumption-12-session-id", "tls-resumption-13", "tls-silence-on-465-swaks",
      "tls-unauthenticated-mail-sent", "tls-weak-rsa", "too-many-errors", "vlan-qinq", "vxlan",
    ]
  ) { it in
    let session = it.session
    guard let goodbye = session.leaveTaking else { return nil }
    for side in [Side.client, .server] {
      guard let reset = session[flow: side].resets.first(where: { $0.at.packet >= goodbye }) else { continue }
      return Match(
        .certain, "The \(Session.word(side)) reset the connection after the leave-taking, which harms nothing.",
        evidence: [session.wireEvidence([reset.at.packet], meaning: "a reset after the end: harmless")])
    }
    return nil
  }
}

extension Session {
  /// The packet after which both sides had to expect the end: QUIT, 221 or 421, an alert after the
  /// TLS handshake, a FIN.
  fileprivate var leaveTaking: PacketID? {
    var first = spokenGoodbye
    if let tls, tls.completed { for alert in tls.alerts { first.lower(to: alert.at.packet) } }
    let fins = (clientFlow.fin?.at.packet, serverFlow.fin?.at.packet)
    if let one = fins.0, let other = fins.1 { first.lower(to: max(one, other)) }
    // After TLS, or once mail was accepted, the first FIN is leave enough: what QUIT said under TLS cannot be seen.
    if tls?.completed ?? acceptedMail {
      first.lower(to: fins.0)
      first.lower(to: fins.1)
    }
    return first
  }
}
