import SMTPSession

extension Rule {
  static let policyMessageRejected = Rule(
    id: "policy/message-rejected",
    title: "server refused the message itself",
    stage: .data,
    severity: .problem,
    needs: .refusal,
    meaning: """
      Sender and recipients were accepted, and the server refused the message: at DATA, or after it had read the whole. That is the \
      work of a content filter, a check of signatures (DKIM, DMARC), or a fault of the server's own. The connection and its protection work.
      """,
    distinction:
      "DATA or the end of the message was refused, at least one recipient was accepted before, and the words name no limit and no block list.",
    unknowable: "What in the message displeased; message contents are not part of this report.",
    remedies: [
      Remedy(
        .client,
        "Compare the message with the words of the reply: an attachment, a link, a header, a line of the wrong form. A temporary refusal (4yz) is tried again by itself."
      ),
      Remedy(
        .server, "Look for {source} in the log of the content filter {time}."),
    ],
    nextCommands: [.mail],
    references: ["RFC 5321 section 4.2.5", "RFC 5321 section 4.1.1.4"],
    captures: ["smuggling-bare-lf"]
  ) { it in
    it.refusalMatch(.content, meaning: "the message is refused") { refusal in
      "The server refused the message\(refusal.isTemporary ? " for now" : "") because of what is in it, or of how it is made: \"\(refusal.words)\""
    } telling: { refusal in
      if refusal.says("bare lf", "bare <lf>", "bare linefeed", "bare line feed", "bare newline", "bare cr", "bare <cr>")
      {
        return bareEnds
      }
      guard let guide = refusal.guide(in: it.session) else { return nil }
      return Telling(remedies: [Remedy(.client, guide.sentence)], keeping: [.client, .server])
    }
  }
}

/// A message whose lines end in the wrong way.
private let bareEnds = Telling(
  meaning:
    "Sender and recipients were accepted, and the server refused the message for the form of its lines: each must end with CR LF, and some end with LF or CR alone. Many servers refuse such messages since 2024, because they can hide a second mail. The connection and its protection work.",
  unknowable: "Which program wrote the lines: the one that sends, or one before it.",
  remedies: [
    Remedy(
      .client,
      "Make the sending program end every line with CR LF: this one ends lines with LF or CR alone. Scripts and devices that write the message themselves are the usual ones."
    ),
    Remedy(
      .server, "If this client must be served as it is, let the server mend such lines instead of refusing them.",
      products: [
        .postfix: "smtpd_forbid_bare_newline = normalize, or smtpd_forbid_bare_newline_exclusions",
        .exchange: "BareLinefeedRejectionEnabled of the receive connector",
      ]),
  ])
