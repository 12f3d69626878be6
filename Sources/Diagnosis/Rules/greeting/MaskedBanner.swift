import SMTPSession
import SMTPTranscript

extension Rule {
  static let greetingMasked = Rule(
    id: "greeting/masked-banner",
    title: "greeting is written over with asterisks",
    stage: .greeting,
    severity: .note,
    needs: .mask,
    meaning: """
      The text of the greeting consists of asterisks, with a stray 2 or 0 left. Firewalls that inspect SMTP write over the \
      greeting in this way to hide what software answers. Such a device may also hide STARTTLS or harm the TLS that follows.
      """,
    distinction:
      "Only 2, 0, blanks and asterisks stand in the text. An administrator can set such a greeting by hand, which looks the same.",
    unknowable: "Which device does it, and on whose side it stands.",
    remedies: [.markedInspection],
    nextCommands: [.bothSides],
    logMessages: [LogMessage("Postfix", "enabling PIX workarounds")],
    references: ["RFC 5321 section 4.3.1"],
    captures: ["masked-banner-helo", "masked-capabilities", "masked-starttls-tried"]
  ) { it in
    let session = it.session
    guard session.greetingIsMasked, let greeting = session.greeting else { return nil }
    let evidence = [session.evidence(greeting, meaning: "a device on the way has probably written over this line")]
    // A client that takes the stars for such a device says HELO, and has no list and no TLS then.
    if let hello = session.hellos.first, hello.verb == .helo, !session.hellos.contains(where: { $0.verb == .ehlo }),
      it.leave.side == .client, !session.hasAskedForService
    {
      return Match(
        .probable,
        "The server's greeting is written over with asterisks, as inspecting firewalls do; the client said HELO, which brings no list and no TLS, and left.",
        cause: Cause(.stopped, by: .network, basis: .residue), evidence: evidence + [session.leavingEvidence],
        severity: .problem)
    }
    return Match(
      .strong, "The server's greeting is written over with asterisks, as inspecting firewalls do.", evidence: evidence)
  }
}
