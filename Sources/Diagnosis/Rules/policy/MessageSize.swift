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
    distinction: """
      The words of the refusal, or its enhanced status code 5.3.4, speak of the size. Where the client left right after a list with a \
      limit below 64 KiB, that is the best reading, but others remain (STARTTLS may be missing as well).
      """,
    unknowable: "",
    remedies: [
      Remedy(
        .client,
        "Send the attachment in another way, or in parts; set your own limit no higher than that of your destinations."),
      Remedy(
        .server, "If such messages should pass, raise the limit.",
        products: [
          .postfix: "message_size_limit",
          .exchange: "MaxMessageSize of the receive connector, the organization and the mailbox",
        ]),
    ],
    nextCommands: [.list],
    logMessages: [
      LogMessage("Postfix, in the reply", "552 5.3.4 Message size exceeds"),
      LogMessage("Sendmail, in the reply", "552 5.2.3 Message size exceeds fixed maximum message size"),
    ],
    references: ["RFC 1870 section 6"],
    captures: ["message-size", "message-size-client-left"]
  ) { it in
    let session = it.session
    let refused = it.refusalMatch(.messageSize, .recipientSize, meaning: "the server refuses the size") { refusal in
      if refusal.reason == .recipientSize {
        return "The message is larger than this recipient may receive: \"\(refusal.words)\""
      }
      let size = refusal.command.flatMap(\.sizeParameter).map { "the client announces \($0) bytes" }
      let limit = session.lastHello(before: refusal.exchange)?.sizeLimit.map { "the limit is \($0)" }
      let numbers = [size, limit].compactMap { $0 }.joined(separator: ", ")
      return
        "The message is larger than the server takes\(numbers.isEmpty ? "" : " (\(numbers))"): \"\(refusal.words)\""
    }
    guard var match = refused ?? session.leftOverSmallSize else { return nil }
    if let refusal = it.refusals.last(where: { $0.reason == .messageSize || $0.reason == .recipientSize }) {
      match = match.telling { sizeTelling(refusal) }
    }
    if let hello = session.lastClearHello, hello.keyword("SIZE") != nil,
      let reply = session.reply(to: hello)
    {
      let line = reply.lines.firstIndex { $0.uppercased().hasPrefix("SIZE") }
      match.evidence.insert(
        session.evidence(reply, quoting: line, meaning: "the server's list names its limit (SIZE)"), at: 0)
    }
    return match
  }
}

extension Session {
  /// The least that a server must take (RFC 5321 section 4.5.3.1.7), in octets: a limit below it is no ordinary one.
  fileprivate static let leastMessageLimit: UInt64 = 65_536

  /// A client that knows the size of its message does not even try where the limit is too small (RFC 1870 section 5).
  fileprivate var leftOverSmallSize: Match? {
    guard let hello = leftAfterList, let limit = hello.sizeLimit, limit > 0, limit < Self.leastMessageLimit else {
      return nil
    }
    return Match(
      .probable,
      "The server takes no message over \(limit) bytes, which is very little, and the client left after reading that.",
      cause: Cause(.stopped, by: .client, basis: .ending), evidence: [leavingEvidence])
  }
}

extension Hello {
  /// The value of the SIZE keyword (RFC 1870 section 3); `nil` where there is none. 0 stands for no fixed limit.
  var sizeLimit: UInt64? { keyword("SIZE")?.parameters.first.flatMap { UInt64($0) } }
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

/// When the server said so: before the message was sent, or after it.
private func sizeTelling(_ refusal: Refusal) -> Telling {
  let whose = refusal.reason == .recipientSize ? "this recipient may receive" : "this server accepts"
  let place: String =
    switch refusal.verb {
    case .mail where refusal.command?.sizeParameter != nil:
      "The client had named the size of its message in MAIL, so that the refusal came before the message was sent."
    case .data where refusal.isAboutMessage, .bdat:
      "The refusal came only after the message had been sent."
    default: "The refusal came before the message was sent."
    }
  return Telling(meaning: "The message is larger than \(whose). \(place)")
}
