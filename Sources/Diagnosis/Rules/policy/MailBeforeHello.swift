import SMTPSession
import SMTPTranscript

extension Rule {
  static let policyMailBeforeHello = Rule(
    id: "policy/mail-before-hello",
    title: "client began without EHLO",
    stage: .ehlo,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The client sent a command before it had introduced itself with EHLO (or after STARTTLS had made the server forget the first \
      EHLO), and the server refused it. That is a fault of the client's program.
      """,
    distinction: "The reply is 503 and asks for EHLO or HELO. STARTTLS without EHLO is reported by its own name.",
    unknowable: "",
    remedies: [
      Remedy(.client, "Mend the order of the client's commands: EHLO first, and EHLO again after STARTTLS.")
    ],
    nextCommands: [MailTest.hello],
    logMessages: [
      LogMessage("Postfix, in the reply", "503 5.5.1 Error: send HELO/EHLO first"),
      LogMessage("Exchange, in the reply", "503 5.5.2 Send hello first"),
      LogMessage("Sendmail, in the reply", "503 5.0.0 Polite people say HELO first"),
    ],
    references: ["RFC 5321 section 4.1.4"],
    captures: []
  ) { session in
    let refused = session.exchanges.first { exchange in
      guard let reply = exchange.reply, reply.code == 503, !exchange.command.verb.asksForTLS else { return false }
      return ReplyWords(reply).asksForHello
    }
    guard let refused, let reply = refused.reply else { return nil }
    let after = session.exchanges.contains {
      $0.command.at.packet > refused.command.at.packet && $0.command.verb.isHello
    }
    let stopped = !session.acceptedMail && !after && !session.beganTLS
    let name = refused.command.verb.name ?? "a command"
    return Match(
      .certain, "The client sent \(name) without EHLO before it, and the server refused: \"\(reply.saying)\".",
      cause: stopped ? Cause(.stopped, by: .server, basis: .statement) : nil,
      evidence: [
        session.evidence(refused.command, meaning: "no EHLO or HELO came before this"),
        session.evidence(reply, quoting: 0, meaning: "the server asks for EHLO first"),
      ], severity: stopped ? nil : .note)
  }
}

extension Verb {
  var isHello: Bool { self == .ehlo || self == .helo || self == .lhlo }
}
