import ByteParsing
import SMTPTranscript

/// Groups exchanges into mail transactions (RFC 5321 section 3.3, RFC 3030 for BDAT, RFC 2033 for LMTP).
struct TransactionReader {
  private(set) var transactions: [MailTransaction] = []
  private var current: MailTransaction?
  private let isLMTP: Bool

  init(_ dialogue: borrowing DialogueReader, layers: LayerReader) {
    isLMTP = dialogue.conversation.parser.isLMTP
    // Nothing else begins one, and most sessions that go on in TLS have none.
    guard dialogue.exchanges.contains(where: { $0.command.verb == .mail }) else { return }
    let elements = dialogue.conversation.parser.elements
    var later: [Int32: [Reply]] = [:]
    for entry in dialogue.laterReplies { later[entry.element, default: []].append(entry.reply) }
    var dataCommand: Int32?
    for (index, element) in elements.enumerated() {
      let place = Int32(truncatingIfNeeded: index)
      switch element.kind {
      case .command:
        guard let exchange = dialogue.exchange(ofElement: place) else { continue }
        if element.verb == .data { dataCommand = place }
        take(
          dialogue.exchanges[exchange], at: exchange, layer: layers.layer(of: dialogue.exchanges[exchange].command),
          later: later[place] ?? [])
      case .messageData:
        // A reply that came before the end of the message answers its DATA.
        let early = element.verb == .data ? dataCommand.flatMap { later[$0] } ?? [] : []
        takeMessage(element, replies: early + (later[place] ?? []))
        dataCommand = nil
      default: continue
      }
    }
    close()
  }

  private mutating func take(_ exchange: Exchange, at index: Int, layer: Layer, later: [Reply]) {
    switch exchange.command.verb {
    case .mail:
      close()
      current = MailTransaction(
        mailFrom: Self.path(exchange.command.argument, after: "FROM:"), exchange: index, mailReply: exchange.reply,
        layer: layer)
    case .rcpt:
      current?.recipients.append(
        MailTransaction.Recipient(address: Self.path(exchange.command.argument, after: "TO:"), reply: exchange.reply))
    case .data: current?.dataReply = exchange.reply
    case .bdat:
      guard let reply = exchange.reply else { return }
      if reply.isNegative || exchange.command.argument.uppercased().hasSuffix("LAST") { conclude([reply] + later) }
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
    if element.verb == .data { conclude(replies) }
    close()
  }

  /// The server has answered the message.
  private mutating func conclude(_ replies: [Reply]) {
    guard var transaction = current, transaction.finalReply == nil else { return }
    if transaction.isRefusedAtMail {
      transaction.repliesAfterRefusal += replies
    } else {
      // LMTP answers once for each recipient: one that was accepted is enough to call the message accepted.
      transaction.finalReply = replies.first(where: \.isPositiveCompletion) ?? replies.last
      distribute(replies, in: &transaction)
    }
    current = transaction
  }

  /// Gives each recipient that was accepted its reply: in LMTP in the order of the RCPTs (RFC 2033 section 4.2).
  private func distribute(_ replies: [Reply], in transaction: inout MailTransaction) {
    let accepted = transaction.recipients.indices.filter { transaction.recipients[$0].reply?.isNegative != true }
    guard isLMTP else {
      for place in accepted { transaction.recipients[place].finalReply = transaction.finalReply }
      return
    }
    let isKnown =
      accepted.allSatisfy { transaction.recipients[$0].reply != nil }
      && !replies.contains { $0.flags.contains(.uncertainPairing) }
    guard isKnown || replies.count == accepted.count else { return }
    for (place, reply) in zip(accepted, replies) { transaction.recipients[place].finalReply = reply }
  }

  private mutating func close() {
    guard var transaction = current else { return }
    current = nil
    if transaction.isRefusedAtMail {
      if let reply = transaction.dataReply { transaction.repliesAfterRefusal.insert(reply, at: 0) }
      transaction.dataReply = nil
      transaction.outcome = .rejected
    } else if let reply = transaction.finalReply {
      transaction.outcome = reply.isPositiveCompletion ? .accepted : .rejected
    } else if transaction.decidingReply != nil {
      transaction.outcome = .rejected
    }
    transactions.append(transaction)
  }

  /// What stands between the angle brackets after `FROM:` or `TO:`; the bare word where there are none.
  static func path(_ argument: String, after keyword: StaticString) -> String {
    var rest = argument.utf8[...]
    if argument.utf8Span.span.hasASCII(keyword) { rest = rest.dropFirst(keyword.utf8CodeUnitCount) }
    rest = rest.drop { $0 == 0x20 }
    if rest.first == 0x3C {
      rest = rest.dropFirst()
      return String(Substring(rest.prefix { $0 != 0x3E }))
    }
    return String(Substring(rest.prefix { $0 != 0x20 }))
  }
}
