import SMTPSession
import SMTPTranscript

/// A reply and the command that it answers, where it answers one.
struct Saying {
  var reply: Reply
  var command: Command?
}

extension Session {
  /// All replies after the greeting, with what they answer: replies to commands, to logins, to messages, and those that
  /// nobody waited for.
  func collectSayings() -> [Saying] {
    var all = exchanges.compactMap { exchange in exchange.reply.map { Saying(reply: $0, command: exchange.command) } }
    for authentication in authentications {
      if let reply = authentication.reply { all.append(Saying(reply: reply, command: nil)) }
    }
    for transaction in transactions {
      if let reply = transaction.finalReply { all.append(Saying(reply: reply, command: nil)) }
    }
    for reply in unsolicitedReplies { all.append(Saying(reply: reply, command: nil)) }
    return all
  }

  /// Whether the capture ended while the session was open, so that what came next is not known.
  var isCutShort: Bool {
    completion == .captureEnded && ending.kind == .none && quit == nil
  }
}
