import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSRefusedTemporary = Rule(
    id: "starttls/refused-temporary",
    title: "server could not start TLS for now",
    stage: .starttls,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The client asked for TLS, and the server answered that it cannot start it at the moment. Behind it usually stands a \
      certificate or key that the server cannot load. A sender that insists on TLS keeps the mail and tries again; one that does not \
      goes on in clear.
      """,
    distinction: "The refusal answers STARTTLS, is a temporary one, and does not speak of too many new TLS sessions.",
    unknowable: "What keeps the server from starting TLS, beyond its words.",
    remedies: [.certificateFiles, .showThem, .requireTLS],
    nextCommands: [.startTLS, .trace],
    logMessages: [
      LogMessage("Postfix", "TLS is required, but host"),
      LogMessage("Postfix", "454 4.7.0 TLS not available due to local problem"),
      LogMessage("Exim", "454 TLS currently unavailable"),
    ],
    references: ["RFC 3207 section 4"],
    captures: ["refused-454-postfix", "refused-454-then-clear"]
  ) { it in
    if let refused = it.refusedStartTLS(.temporary) {
      return it.startTLSMatch(
        refused, by: .server, "The server refused STARTTLS for now: \"\(refused.reply.words(around: nil))\"",
        command: "the client asks for TLS", answer: "the server cannot start it")
    }
    // With the server's direction alone, the reply itself says what it answers.
    guard !it.session.visibility.seesClient || it.session.visibility.lacksBytes(from: .client),
      it.session.hellos.contains(where: \.offersSTARTTLS) || it.session.hellos.isEmpty,
      var match = it.refusalMatch(
        [.tlsUnavailable], answering: .other,
        meaning: "by its words this answers STARTTLS, which is not in the capture",
        sentence: { "The server refused to begin TLS for now, by its words: \"\($0.words)\"" })
    else { return nil }
    match.certainty = min(match.certainty, .strong)
    match.stage = .starttls
    return match
  }
}
