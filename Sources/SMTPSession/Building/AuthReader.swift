import ByteParsing
import SMTPTranscript

/// Follows each AUTH command through its challenges and responses to the reply that ends it (RFC 4954 section 4).
struct AuthReader {
  let dialogue: DialogueReader
  let conversation: Conversation
  let startTLS: Int?

  func authentications() -> [AuthExchange] {
    let elements = conversation.parser.elements
    var result: [AuthExchange] = []
    for (index, element) in elements.enumerated() where element.kind == .command && element.verb.beginsSASL {
      guard let exchange = dialogue.exchangeOfElement[Int32(index)] else { continue }
      var responses: [Int] = []
      for later in (index + 1)..<elements.count {
        if elements[later].kind == .authResponse { responses.append(later) }
        if elements[later].kind == .command { break }
      }
      result.append(authentication(index, responses: responses, exchange: exchange))
    }
    return result
  }

  private func authentication(_ index: Int, responses: [Int], exchange: Int) -> AuthExchange {
    let command = dialogue.exchanges[exchange].command
    var replies = dialogue.exchanges[exchange].reply.map { [$0] } ?? []
    for response in responses {
      replies += dialogue.laterReplies.filter { $0.element == Int32(response) }.map(\.reply)
    }
    let challenges = replies.filter { $0.code == 334 }
    let final = replies.last { $0.code != 334 }
    let words = command.text.split(separator: " ").map(String.init)
    let isCancelled = responses.contains { isLoneAsterisk($0) }
    let outcome: AuthExchange.Outcome
    if let final {
      outcome = final.isPositiveCompletion ? .accepted : isCancelled ? .cancelled : .rejected
    } else {
      outcome = isCancelled ? .cancelled : .noReply
    }
    return AuthExchange(
      mechanism: words.count > 1 ? words[1].uppercased() : "", outcome: outcome, reply: final,
      isProtected: startTLS.map { exchange > $0 } ?? false,
      exchange: exchange, challenges: challenges.count, responses: responses.count,
      hasInitialResponse: words.count > 2, user: nil, details: [], problems: [], exposesSecret: false,
      exposesChallengeResponse: false, last: final?.last ?? replies.last?.last ?? command.at)
  }

  private func isLoneAsterisk(_ element: Int) -> Bool {
    let text = conversation.parser.text(of: conversation.parser.elements[element])
    return text.count == 1 && text[0] == 0x2A
  }
}
