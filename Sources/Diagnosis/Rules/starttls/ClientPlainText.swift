import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSClientPlainText = Rule(
    id: "starttls/220-then-client-plaintext",
    title: "client went on in clear text after TLS had been agreed",
    stage: .starttls,
    severity: .problem,
    needs: [.startTLS, .clearAfterStartTLS],
    meaning: """
      The client asked for TLS, the server agreed, and the client went on with a command in clear text instead of beginning TLS. \
      The server waits for TLS and cannot read it as that. It is a fault of the client's program, or its TLS is switched off at the \
      wrong place.
      """,
    distinction:
      "The command was sent after the agreement had arrived, and no TLS came from either side. Where the server answers such commands as if nothing were amiss, the capture has been decrypted or neither side switched; that is only noted.",
    remedies: [
      Remedy(.client, "Repair or replace the program on {source}: after 220 it must begin the TLS handshake at once.")
    ],
    nextCommands: [.startTLS],
    references: ["RFC 3207 section 4"],
    captures: ["220-then-client-plaintext"]
  ) { it in
    let session = it.session
    guard let attempt = it.acceptedStartTLS, let agreed = attempt.reply, !it.beganTLS,
      attempt.request.clientWentOnWith == .plainText,
      let next = session.exchanges[(attempt.request.exchange + 1)...].first(where: { exchange in
        exchange.command.flags.contains(.afterSTARTTLS) && exchange.command.at.packet > agreed.last.packet
      })
    else { return nil }
    // Who says QUIT gives up; that is no attempt to go on without TLS.
    guard next.command.verb != .quit else { return nil }
    let evidence = [
      session.evidence(agreed, meaning: "the server agrees to TLS"),
      session.evidence(next.command, meaning: "the client goes on in clear text"),
    ]
    if next.reply?.isPositiveCompletion ?? false {
      return Match(
        .certain,
        "After STARTTLS both sides go on in readable text: the capture was decrypted, or neither side began TLS.",
        evidence: evidence, severity: .note)
    }
    return Match(
      .certain, "The client asked for TLS, the server agreed, and the client went on in clear text.",
      cause: session.succeeded ? nil : Cause(.stopped, by: .client, basis: .residue), evidence: evidence)
  }
}
