import CaptureFiles
import SMTPSession
import SMTPTranscript
import StreamAssembly

/// A dialogue in clear that one side broke off without a word of leave.
struct Interruption {
  var by: Side
  /// What was broken off: completes "The server closed the connection …".
  var words: String
  var certainty: Certainty
}

extension Session {
  /// What a FIN or an RST broke off; `nil` where somebody had said that he leaves, where a refusal or TLS explains the end
  /// better, where a client left in its own turn (which is a decision), or where bytes are missing that might.
  func interruption(by kind: Ending.Kind) -> Interruption? {
    guard ending.kind == kind, let by = ending.by, kind != .none, tls == nil, dialogueIsWhole, !isAnnounced,
      serverFlow.sentEnd > 0, notSMTP == nil, let last = exchanges.last,
      !exchanges.contains(where: { $0.command.verb.asksForTLS && ($0.reply?.isPositiveCompletion ?? true) }),
      !(exchanges.first?.command.flags.contains(.beforeGreeting) ?? false), !endsWithRefusal, forgedReset == nil,
      unreachableErrors.isEmpty, zeroWindowStall == nil
    else { return nil }
    if let transaction = transactions.last, transaction.dataReply?.isPositiveIntermediate ?? false,
      transaction.finalReply == nil
    {
      let words =
        transaction.messageIsComplete
        ? "while the answer to the message was outstanding" : "in the middle of the message"
      return Interruption(by: by, words: words, certainty: .strong)
    }
    if last.command.verb.beginsSASL { return interruptedLogin(by: by) }
    let name = last.command.verb.name ?? "the last command"
    if last.reply == nil {
      if by == .server { return Interruption(by: by, words: "instead of answering \(name)", certainty: .strong) }
      // A client that has waited long has been waiting for a silent server: that is another finding.
      guard ending.silenceSeconds < 10, !last.command.verb.introduces else { return nil }
      return Interruption(by: by, words: "before the answer to \(name) came", certainty: .strong)
    }
    guard !acceptedMail else { return nil }
    if by == .server {
      return Interruption(by: by, words: "after its positive answer to \(name), unasked", certainty: .strong)
    }
    guard hasAskedForService else { return nil }
    return Interruption(by: by, words: "after the positive answer to \(name)", certainty: .probable)
  }

  /// Whether the server's last word was a refusal, which then explains the end.
  private var endsWithRefusal: Bool {
    allReplies.max { $0.last.packet < $1.last.packet }?.isNegative ?? false
  }

  /// A login that was cut off by the server; a client that leaves a challenge unanswered is another finding.
  private func interruptedLogin(by: Side) -> Interruption? {
    guard by == .server, let login = authentications.last, login.outcome == .noReply, ending.lastSpeaker == .client,
      ending.silenceSeconds < 10
    else { return nil }
    return Interruption(by: by, words: "instead of answering the login", certainty: .strong)
  }

  /// Evidence that the connection was broken off.
  func interruptionEvidence(_ interruption: Interruption, _ act: String) -> [Evidence] {
    let end = wireEvidence([ending.at.packet], meaning: "the \(Self.word(interruption.by)) \(act) the connection here")
    return [lastSpeechEvidence, end].compactMap { $0 }
  }
}

extension Verb {
  /// Whether the client introduces itself with it.
  var introduces: Bool { self == .ehlo || self == .helo || self == .lhlo }
}
