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
  var sayings: [Saying] {
    var all = exchanges.compactMap { exchange in exchange.reply.map { Saying(reply: $0, command: exchange.command) } }
    all += authentications.compactMap(\.reply).map { Saying(reply: $0, command: nil) }
    all += transactions.compactMap(\.finalReply).map { Saying(reply: $0, command: nil) }
    all += unsolicitedReplies.map { Saying(reply: $0, command: nil) }
    return all
  }

  /// The first reply whose words satisfy `condition`.
  func firstSaying(where condition: (ReplyWords) -> Bool) -> Saying? {
    sayings.first { $0.reply.isNegative && condition(ReplyWords($0.reply)) }
  }

  /// Whether another refusal of this session explains its end: then what came last only follows from it.
  var hasRootRefusal: Bool {
    failedOverAuth || refusals.contains { $0.isDeciding && $0.kind != .tooManyErrors && $0.kind != .idleTimeout }
  }
}
