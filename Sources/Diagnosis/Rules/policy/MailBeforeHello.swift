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
    nextCommands: [.list],
    logMessages: [
      LogMessage("Postfix, in the reply", "503 5.5.1 Error: send HELO/EHLO first"),
      LogMessage("Exchange, in the reply", "503 5.5.2 Send hello first"),
      LogMessage("Sendmail, in the reply", "503 5.0.0 Polite people say HELO first"),
    ],
    references: ["RFC 5321 section 4.1.4"],
    captures: []
  ) { it in
    it.refusalMatch(.helloRequired, answering: [.login, .mail], meaning: "the server asks for EHLO first") { refusal in
      let name = refusal.verb?.name ?? "a command"
      return "The client sent \(name) without EHLO before it, and the server refused: \"\(refusal.words)\""
    }
  }
}

extension Verb {
  var isHello: Bool { self == .ehlo || self == .helo || self == .lhlo }
}
