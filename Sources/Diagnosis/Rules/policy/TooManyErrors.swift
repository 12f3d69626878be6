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
    nextCommands: [.mail],
    logMessages: [
      LogMessage("Postfix, in the reply", "Error: too many errors"),
      LogMessage("Exim, in the reply", "554 Too many nonmail commands"),
      LogMessage("Sendmail, in the reply", "Too many bad commands"),
    ],
    references: ["RFC 5321 section 4.3.2"],
    captures: ["too-many-errors"]
  ) { it in
    let session = it.session
    guard let last = it.refusals.last(where: { $0.reason == .tooManyErrors }) else { return nil }
    let earlier = it.refusals.filter { $0.reply !== last.reply && $0.reply.isNegative }
    var match = it.match(
      last,
      "The server ended the session"
        + (earlier.isEmpty ? "" : " after \(earlier.count) refused command\(earlier.count == 1 ? "" : "s")")
        + ": \"\(last.words)\".", meaning: "the server has had enough")
    if let first = earlier.first {
      match.evidence =
        it.evidence(of: first, meaning: "the first error") + [
          session.evidence(last.reply, quoting: 0, meaning: "the server has had enough")
        ]
    }
    match.stage = nil
    guard earlier.contains(where: { $0.command?.text.contains("characters withheld]") ?? false }) else { return match }
    return match.telling { hiddenCommands }
  }
}

/// The commands that were refused are no words of SMTP, and are not shown: they may be anything, a password too.
private let hiddenCommands = Telling(
  unknowable:
    "What the refused commands were: this report withholds lines that are no commands of SMTP, because they may hold secrets. The capture has them.",
  remedies: [
    Remedy(
      .client,
      "Look in the log of the program on {source} for what it sent {time}: the refused lines are no commands of SMTP, and this report hides them."
    )
  ], keeping: [.server])
