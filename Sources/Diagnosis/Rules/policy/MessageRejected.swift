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
      Remedy(.client, "Do what the words of the reply ask. A temporary refusal (4yz) is tried again by itself."),
      Remedy(
        .server, "Look the message up in the log of the content filter by time, sender and client address {source}."),
    ],
    nextCommands: [.mail],
    references: ["RFC 5321 section 4.2.5", "RFC 5321 section 4.1.1.4"],
    captures: ["smuggling-bare-lf"]
  ) { it in
    it.refusalMatch(.content, meaning: "the message is refused") { refusal in
      "The server refused the message\(refusal.isTemporary ? " for now" : "") because of what is in it, or of how it is made: \"\(refusal.words)\""
    }
  }
}
