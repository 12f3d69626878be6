import SMTPTranscript

/// Groups exchanges into mail transactions (RFC 5321 section 3.3, RFC 3030 for BDAT, RFC 2033 for LMTP).
struct TransactionReader {
  private(set) var transactions: [MailTransaction] = []
  private var current: MailTransaction?

  init(_ dialogue: DialogueReader, startTLS: Int?) {
    let elements = dialogue.conversation.parser.elements
    var replyOfMessage: [Int32: [Reply]] = [:]
    for entry in dialogue.laterReplies { replyOfMessage[entry.element, default: []].append(entry.reply) }
    for (index, element) in elements.enumerated() {
      switch element.kind {
      case .command:
        guard let exchange = dialogue.exchange(ofElement: Int32(index)) else { continue }
        take(dialogue.exchanges[exchange], at: exchange, isProtected: startTLS.map { exchange > $0 } ?? false)
      case .messageData: takeMessage(element, replies: replyOfMessage[Int32(index)] ?? [])
      default: continue
      }
    }
    close()
  }

  private mutating func take(_ exchange: Exchange, at index: Int, isProtected: Bool) {
    switch exchange.command.verb {
    case .mail:
      close()
      current = MailTransaction(
        mailFrom: Self.path(exchange.command.argument, after: "FROM:"), exchange: index, mailReply: exchange.reply,
        isProtected: isProtected)
    case .rcpt:
      current?.recipients.append(
        MailTransaction.Recipient(address: Self.path(exchange.command.argument, after: "TO:"), reply: exchange.reply))
    case .data: current?.dataReply = exchange.reply
    case .bdat:
      guard let reply = exchange.reply else { return }
      if reply.isNegative || exchange.command.argument.uppercased().hasSuffix("LAST") {
        current?.finalReply = reply
        close()
      }
    // A refused introduction leaves the transaction as it is (RFC 5321 section 4.1.4).
    case .rset, .ehlo, .helo, .lhlo:
      if exchange.reply.map({ !$0.isNegative }) ?? true { close() }
    default: break
    }
  }

  private mutating func takeMessage(_ element: TranscriptElement, replies: [Reply]) {
    guard current != nil, element.verb != .xExch50 else { return }
    current?.messageBytes &+= element.byteCount
    guard element.verb == .data || element.flags.contains(.lastChunk) else { return }
    current?.messageIsComplete = !element.flags.contains(.incomplete)
    guard element.verb == .data else { return }
    // LMTP answers once for each recipient: one that was accepted is enough to call the message accepted.
    current?.finalReply = replies.first(where: \.isPositiveCompletion) ?? replies.last
    close()
  }

  private mutating func close() {
    guard var transaction = current else { return }
    current = nil
    if let reply = transaction.finalReply {
      transaction.outcome = reply.isPositiveCompletion ? .accepted : .rejected
    } else if transaction.decidingReply != nil {
      transaction.outcome = .rejected
    }
    transactions.append(transaction)
  }

  /// What stands between the angle brackets after `FROM:` or `TO:`; the bare word where there are none.
  static func path(_ argument: String, after keyword: String) -> String {
    var rest = Substring(argument)
    if rest.uppercased().hasPrefix(keyword) { rest = rest.dropFirst(keyword.count) }
    while rest.first == " " { rest = rest.dropFirst() }
    if rest.first == "<" {
      rest = rest.dropFirst()
      return String(rest.prefix { $0 != ">" })
    }
    return String(rest.prefix { $0 != " " })
  }
}
