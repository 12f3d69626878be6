import SMTPSession
import SMTPTranscript

extension Rule {
  static let policyMessageSize = Rule(
    id: "policy/message-size",
    title: "message is larger than the server takes",
    stage: .mail,
    severity: .problem,
    meaning: """
      The message is larger than this server accepts. The server says its limit in the SIZE line of its list; the client names the size \
      of its message in MAIL, so that the refusal comes before the message is sent.
      """,
    distinction: "The words of the refusal, or its enhanced status code 5.3.4, speak of the size.",
    unknowable: "",
    remedies: [
      Remedy(
        .client,
        "Send the attachment in another way, or in parts; set your own limit no higher than that of your destinations."),
      Remedy(
        .server,
        "If such messages should pass, raise the limit. Postfix: message_size_limit; Exchange: MaxMessageSize of the receive connector, the organization and the mailbox."
      ),
    ],
    nextCommands: [MailTest.hello],
    logMessages: [
      LogMessage("Postfix, in the reply", "552 5.3.4 Message size exceeds"),
      LogMessage("Sendmail, in the reply", "552 5.2.3 Message size exceeds fixed maximum message size"),
    ],
    references: ["RFC 1870 section 6"],
    captures: ["message-size"]
  ) { session in
    guard
      var match = session.refusalMatch(
        .messageSize, meaning: "the server refuses the size",
        sentence: { refusal in
          let size = refusal.command.flatMap { $0.sizeParameter }
          let limit = session.lastHello(before: refusal.exchange)?.keyword("SIZE")?.parameters.first.flatMap {
            UInt64($0)
          }
          let announced = size.map { " (the client announces \($0) bytes" } ?? ""
          let allowed = limit.map { size == nil ? " (the limit is \($0) bytes" : ", the limit is \($0)" } ?? ""
          let close = announced.isEmpty && allowed.isEmpty ? "" : ")"
          return
            "The message is larger than the server takes\(announced)\(allowed)\(close): \"\(refusal.reply.saying)\""
        })
    else { return nil }
    if let hello = session.lastClearHello, hello.keyword("SIZE") != nil,
      let list = session.listEvidence(hello, meaning: "the server's list names its limit (SIZE)")
    {
      match.evidence.insert(list, at: 0)
    }
    return match
  }
}

extension Command {
  /// The value of the SIZE parameter of MAIL (RFC 1870); `nil` where there is none.
  var sizeParameter: UInt64? {
    for word in argument.split(separator: " ") where word.uppercased().hasPrefix("SIZE=") {
      return UInt64(word.dropFirst(5))
    }
    return nil
  }
}
