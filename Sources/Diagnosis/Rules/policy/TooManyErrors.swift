import SMTPSession

extension Rule {
  static let policyTooManyErrors = Rule(
    id: "policy/too-many-errors",
    title: "server ended the session after too many bad commands",
    stage: .ehlo,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The server counted the commands that it had to refuse and ended the session when there were too many. The errors before are the \
      matter: the first one that repeats is what to mend.
      """,
    distinction:
      "The reply speaks of too many errors or bad commands. A refusal of the mail or of a login before it is named first.",
    unknowable: "",
    remedies: [
      Remedy(.client, "Mend what was refused first; read the transcript from the first 5yz reply on."),
      Remedy(
        .server,
        "Postfix: smtpd_hard_error_limit and smtpd_junk_command_limit set how many are allowed; leave them as they are unless the client is right."
      ),
    ],
    nextCommands: [MailTest.mail],
    logMessages: [
      LogMessage("Postfix, in the reply", "Error: too many errors"),
      LogMessage("Exim, in the reply", "554 Too many nonmail commands"),
      LogMessage("Sendmail, in the reply", "Too many bad commands"),
    ],
    references: ["RFC 5321 section 4.3.2"],
    captures: ["too-many-errors"]
  ) { session in
    guard let last = session.firstSaying(where: \.isTooManyErrors) else { return nil }
    let earlier = session.exchanges.filter { exchange in
      guard let reply = exchange.reply else { return false }
      return reply.isNegative && reply.last.packet <= last.reply.first.packet
        && reply.said != last.reply.said
    }
    let stopped = !session.acceptedMail && !session.hasRootRefusal && !session.beganTLS
    var evidence: [Evidence] = []
    if let first = earlier.first, let reply = first.reply {
      evidence.append(session.evidence(first.command, meaning: "the first command that was refused"))
      evidence.append(session.evidence(reply, meaning: "the first error"))
    }
    evidence.append(session.evidence(last.reply, quoting: 0, meaning: "the server has had enough"))
    let count = earlier.count == 0 ? "" : " after \(earlier.count) refused command\(earlier.count == 1 ? "" : "s")"
    return Match(
      .certain, "The server ended the session\(count): \"\(last.reply.saying)\".",
      cause: stopped ? Cause(.stopped, by: .server, basis: .statement) : nil, evidence: evidence,
      severity: stopped ? nil : .note)
  }
}
