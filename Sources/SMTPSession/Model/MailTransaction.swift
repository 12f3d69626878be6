/// One mail transaction: MAIL, RCPT, and the message (RFC 5321 section 3.3).
public struct MailTransaction: Sendable {
  public enum Outcome: String, Sendable {
    case accepted, rejected, unfinished
  }

  public struct Recipient: Sendable {
    public var address: String
    /// `nil` where no reply was seen.
    public var reply: Reply?

    public init(address: String, reply: Reply?) {
      self.address = address
      self.reply = reply
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
  /// The reply after the message.
  public var finalReply: Reply?
  /// Octets of the message as transferred; 0 where none was.
  public var messageBytes: UInt64
  /// Whether the end of the message (the lone dot, or BDAT LAST) was seen.
  public var messageIsComplete: Bool
  public var outcome: Outcome
  public var isProtected: Bool

  public init(mailFrom: String, exchange: Int, mailReply: Reply?, isProtected: Bool) {
    self.mailFrom = mailFrom
    self.exchange = exchange
    self.mailReply = mailReply
    recipients = []
    dataReply = nil
    finalReply = nil
    messageBytes = 0
    messageIsComplete = false
    outcome = .unfinished
    self.isProtected = isProtected
  }

  /// The reply that decided the transaction's fate; `nil` where it was not seen.
  public var decidingReply: Reply? {
    if let finalReply { return finalReply }
    if let dataReply, dataReply.isNegative { return dataReply }
    if let mailReply, mailReply.isNegative { return mailReply }
    let replies = recipients.compactMap(\.reply)
    if !replies.isEmpty, replies.allSatisfy(\.isNegative) { return replies.last }
    return nil
  }
}
