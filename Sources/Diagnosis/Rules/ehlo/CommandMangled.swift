import SMTPSession
import SMTPTranscript

extension Rule {
  static let ehloMangled = Rule(
    id: "ehlo/command-mangled",
    title: "a command was written over on the way",
    stage: .ehlo,
    severity: .problem,
    needs: .mask,
    meaning: """
      A command arrived at the server as nothing but X, or the server's refusal repeats such a word although the client sent a \
      proper command. A device between the two wrote over a command that its inspection does not allow. When that command is EHLO \
      or STARTTLS, TLS cannot come about.
      """,
    distinction:
      "The run of X stands in the bytes: in the command as captured near the server, or in the server's answer as captured near the client.",
    unknowable: "Which device, and whose it is. In a capture near the server, which command it was.",
    remedies: [.markedInspection],
    nextCommands: [.bothSides, .byHand],
    references: ["RFC 3207 section 6", "RFC 5321 section 4.1.1"],
    captures: ["masked-command"]
  ) { it in
    let session = it.session
    guard let index = it.mangledExchange else { return nil }
    let exchange = session.exchanges[index]
    let isAtServer = exchange.command.verb == .masked
    var evidence = [
      session.evidence(
        exchange.command, meaning: isAtServer ? "what a device left of a command" : "what the client really sent")
    ]
    if let reply = exchange.reply {
      evidence.append(session.evidence(reply, meaning: "the server does not know the command that reached it"))
    }
    let lostTLS = exchange.command.verb == .startTLS || (isAtServer && exchange.command.text.utf8.count == 8)
    let lostHello = exchange.command.verb == .ehlo || (isAtServer && session.hellos.allSatisfy { $0.exchange > index })
    let word = lostTLS ? "STARTTLS" : lostHello ? "EHLO" : "a command"
    let summary =
      "A device on the way wrote over \(isAtServer && word != "a command" ? "a command, probably \(word)" : word)"
    guard lostTLS || lostHello, let outcome = session.outcomeWithoutTLS(after: index) else {
      return Match(.strong, summary + ".", evidence: evidence, severity: .note)
    }
    return Match(
      isAtServer ? .probable : .strong,
      summary + (outcome == .downgraded ? ", and the mail went in clear." : ", so TLS could not begin."),
      cause: Cause(outcome, by: .network, basis: .residue), evidence: evidence, stage: lostTLS ? .starttls : .ehlo,
      severity: outcome == .downgraded ? .exposure : nil)
  }
}
