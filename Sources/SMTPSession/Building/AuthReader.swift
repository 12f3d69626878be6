import ByteParsing
import SMTPTranscript

/// Follows each AUTH command through its challenges and responses to the reply that ends it (RFC 4954 section 4).
struct AuthReader {
  let dialogue: DialogueReader
  let conversation: ReadConversation
  let layers: LayerReader

  func authentications() -> [AuthExchange] {
    var result: [AuthExchange] = []
    var later: [Int32: [Reply]] = [:]
    for entry in dialogue.laterReplies { later[entry.element, default: []].append(entry.reply) }
    for (index, element) in conversation.parser.elements.enumerated() where element.isSASLCommand {
      guard let exchange = dialogue.exchange(ofElement: Int32(index)), let decoded = dialogue.text.sasl.exchanges[index]
      else {
        continue
      }
      let responses = dialogue.text.sasl.responses[index] ?? []
      result.append(
        authentication(decoded, responses: responses, exchange: exchange) { later[Int32(truncatingIfNeeded: $0)] ?? [] }
      )
    }
    return result
  }

  /// `later` gives the replies to a line that is no command, by the index of its element.
  private func authentication(
    _ decoded: SASLExchange, responses: [Int], exchange: Int, later: (Int) -> [Reply]
  ) -> AuthExchange {
    let command = dialogue.exchanges[exchange].command
    var replies = dialogue.exchanges[exchange].reply.map { [$0] } ?? []
    for response in responses {
      replies += later(response)
    }
    let challenges = replies.filter { $0.code == 334 }
    // A goodbye is no answer to a login, though its code is positive.
    let final = replies.last { $0.code != 334 && $0.code != 221 }
    let quit = replies.contains { $0.code == 221 } ? responses.last.flatMap(quit(at:)) : nil
    let isCancelled = responses.contains { isLoneAsterisk($0) }
    let outcome: AuthExchange.Outcome
    if let final {
      outcome = final.isPositiveCompletion ? .accepted : isCancelled ? .cancelled : .rejected
    } else {
      outcome = isCancelled ? .cancelled : .noReply
    }
    let layer = layers.layer(of: command)
    return AuthExchange(
      mechanism: decoded.mechanism, outcome: outcome, reply: final, layer: layer,
      exchange: exchange, challenges: challenges.count,
      responses: responses.count - (quit == nil ? 0 : 1),
      hasInitialResponse: decoded.hasInitialResponse, user: decoded.user,
      details: decoded.details.map { AuthExchange.Detail(label: $0.label, value: shown($0.value)) },
      problems: decoded.problems.map(\.description), exposesSecret: decoded.exposesSecret && layer == .clear,
      exposesChallengeResponse: decoded.exposesChallengeResponse && layer == .clear,
      last: final?.last ?? challenges.last?.last ?? command.at, quit: quit)
  }

  /// What a message of the exchange says, unless it repeats a credential.
  private func shown(_ value: String) -> String {
    let text = dialogue.text
    return !text.keepsSecrets && text.disclosure.secrets.areRepeated(in: value) ? "[withheld]" : value
  }

  /// Where the client said QUIT in the place of an answer; `nil` where the line is another. As base64 it would be three bytes:
  /// only the goodbye that answers it tells.
  private func quit(at element: Int) -> Moment? {
    let parser = conversation.parser
    let text = parser.text(of: parser.elements[element])
    guard text.count == 4, text.bigEndianUInt32(at: 0) | 0x2020_2020 == 0x7175_6974 else { return nil }
    return conversation.places[element].last
  }

  private func isLoneAsterisk(_ element: Int) -> Bool {
    let parser = conversation.parser
    let text = parser.text(of: parser.elements[element])
    return text.count == 1 && text[0] == 0x2A
  }
}
