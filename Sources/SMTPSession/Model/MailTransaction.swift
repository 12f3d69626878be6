/// One mail transaction: MAIL, RCPT, and the message (RFC 5321 section 3.3).
public struct MailTransaction: Sendable {
  public enum Outcome: String, Sendable {
    case accepted, rejected, unfinished
  }

  public struct Recipient: Sendable {
    public var address: String
    /// The reply to RCPT; `nil` where no reply was seen.
    public var reply: Reply?
    /// The reply after the message that speaks of this recipient: in LMTP one of its own (RFC 2033 section 4.2), else the one of
    /// the message. `nil` where none was seen, where RCPT was refused, or where it cannot be told which one is meant.
    public var finalReply: Reply?

    public init(address: String, reply: Reply?, finalReply: Reply? = nil) {
      self.address = address
      self.reply = reply
      self.finalReply = finalReply
    }

    /// What became of the message for this recipient.
    public var outcome: Outcome {
      if let reply, reply.isNegative { return .rejected }
      guard let finalReply else { return .unfinished }
      return finalReply.isPositiveCompletion ? .accepted : .rejected
    }

    /// The reply that decided it; `nil` where it was not seen.
    public var decidingReply: Reply? {
      if let reply, reply.isNegative { return reply }
      return finalReply
    }
  }

  /// The reverse-path; empty for the null reverse-path `<>`.
  public var mailFrom: String
  /// The place of MAIL in `Session.exchanges`.
  public var exchange: Int
  public var mailReply: Reply?
  public var recipients: [Recipient]
  /// The reply to DATA itself (354), where DATA was used.
  public var dataReply: Reply?
  /// The reply after the message; in LMTP the first that accepts, or else the last. `nil` where MAIL was refused: what was
  /// pipelined behind it belongs to no transaction.
  public var finalReply: Reply?
  /// Replies to a DATA and to a message that were pipelined behind a refused MAIL. They decide nothing.
  public var repliesAfterRefusal: [Reply] = []
  /// Octets of the message as transferred; 0 where none was.
  public var messageBytes: UInt64
  /// Whether the end of the message (the lone dot, or BDAT LAST) was seen.
  public var messageIsComplete: Bool
  public var outcome: Outcome
  /// Under which cover it crossed the wire.
  public var layer: Layer
  /// Whether it ran inside TLS and could be read all the same.
  public var isProtected: Bool { layer == .tls }

  public init(mailFrom: String, exchange: Int, mailReply: Reply?, layer: Layer) {
    self.mailFrom = mailFrom
    self.exchange = exchange
    self.mailReply = mailReply
    recipients = []
    dataReply = nil
    finalReply = nil
    messageBytes = 0
    messageIsComplete = false
    outcome = .unfinished
    self.layer = layer
  }

  /// Whether the server refused the sender: the transaction never began.
  public var isRefusedAtMail: Bool { mailReply?.isNegative ?? false }

  /// Whether some recipients got the message and others did not.
  public var isPartlyAccepted: Bool {
    recipients.contains { $0.outcome == .accepted } && recipients.contains { $0.outcome == .rejected }
  }

  /// The reply that decided the transaction's fate; `nil` where it was not seen.
  public var decidingReply: Reply? {
    if let mailReply, mailReply.isNegative { return mailReply }
    let replies = recipients.compactMap(\.reply)
    // Without a recipient, what follows is refused for the want of one.
    if !replies.isEmpty, replies.count == recipients.count, replies.allSatisfy(\.isNegative),
      !(finalReply?.isPositiveCompletion ?? false)
    {
      return replies.last
    }
    if let finalReply { return finalReply }
    if let dataReply, dataReply.isNegative { return dataReply }
    if !replies.isEmpty, replies.allSatisfy(\.isNegative) { return replies.last }
    return nil
  }
}
