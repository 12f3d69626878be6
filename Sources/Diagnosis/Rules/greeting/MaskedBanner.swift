import SMTPSession

extension Rule {
  static let greetingMasked = Rule(
    id: "greeting/masked-banner",
    title: "greeting is written over with asterisks",
    stage: .greeting,
    severity: .note,
    needs: .greeting,
    meaning: """
      The text of the greeting consists of asterisks, with a stray 2 or 0 left. Firewalls that inspect SMTP write over the \
      greeting in this way to hide what software answers. Such a device may also hide STARTTLS or harm the TLS that follows.
      """,
    distinction:
      "Only 2, 0, blanks and asterisks stand in the text. An administrator can set such a greeting by hand, which looks the same.",
    unknowable: "Which device does it, and on whose side it stands.",
    remedies: [.inspection],
    nextCommands: [Try.bothSides],
    logMessages: [LogMessage("Postfix", "enabling PIX workarounds")],
    references: ["RFC 5321 section 4.3.1"],
    captures: ["masked-banner-helo", "masked-capabilities", "masked-starttls-tried"]
  ) { session in
    guard session.greetingIsMasked, let greeting = session.greeting else { return nil }
    return Match(
      .strong, "The server's greeting is written over with asterisks, as inspecting firewalls do.",
      evidence: [session.evidence(greeting, meaning: "a device on the way has probably written over this line")])
  }
}
