package import SMTPSession
import SMTPTranscript
import StreamAssembly
import TLSHandshake

extension SealedDialogue {
  /// `nil` where there is no TLS, where its handshake was not completed by both sides, where the suite does not tell sizes, or where the client
  /// may have said its first words as early data (RFC 8446 section 4.2.10), before the handshake.
  package init?(_ session: Session) {
    guard let tls = session.tls, let protection = tls.negotiation.protection, Self.isCompleted(session, tls) else {
      return nil
    }
    let negotiation = tls.negotiation
    guard (negotiation.secondClientHello ?? negotiation.clientHello)?.offersEarlyData != true else { return nil }
    var setting = Setting()
    setting.isTLS13 = negotiation.version?.isTLS13 ?? false
    setting.splitsRecords = !protection.isExact && protection.version <= .tls10
    setting.isImplicit = tls.mode == .implicit
    setting.expectsLogin = session.servicePort == .submission || session.servicePort == .submissions
    setting.finishedIsExact = negotiation.records.client.isFinishedExact && negotiation.records.server.isFinishedExact
    if negotiation.clientCertificateInference?.claim == .clientCertificateEmpty { setting.sentEmptyCertificate = true }
    let ends = [(Side.client, negotiation.records.client.finished), (.server, negotiation.records.server.finished)]
      .compactMap { side, record in record.flatMap { tls.moment(side, at: $0.offset) } }
    setting.handshakeEnd = ends.max { $0.packet < $1.packet }
    setting.hello = Self.clearHello(session, tls)
    let ending = session.ending
    if ending.kind != .none, let side = ending.by { setting.end = Setting.End(by: side, at: ending.at) }
    if ending.kind == .none, let seconds = ending.captureWentOnSeconds { setting.open = (session.end, seconds) }
    if session.serverFlow.packets > 0 { setting.acknowledged = session.clientFlow.acknowledgedEnd }

    var isWhole = Self.isWhole(session, tls)
    var records: [Record] = []
    for side in [Side.client, .server] {
      let direction = side == .client ? negotiation.records.client : negotiation.records.server
      let stream = side == .client ? tls.clientStream : tls.serverStream
      let made = Self.records(direction, stream, side, tls, protection)
      guard let made else {
        isWhole = false
        continue
      }
      records += made
    }
    setting.isWhole = isWhole
    self.init(records: records, setting: setting)
  }

  /// Whether both sides finished, as far as one can see, before anybody closed.
  private static func isCompleted(_ session: Session, _ tls: TLSFacts) -> Bool {
    let negotiation = tls.negotiation
    guard negotiation.flight >= .clientFlight, let client = negotiation.records.client.finished,
      let server = negotiation.records.server.finished, negotiation.records.client.alertInsteadOfFinished == nil,
      !negotiation.alerts.contains(where: { $0.alert.level == .fatal })
    else { return false }
    guard negotiation.flight == .complete || negotiation.version?.isTLS13 == true else { return false }
    guard session.ending.kind != .none, let by = session.ending.by else { return true }
    // Who had left before the other's last message did not complete it.
    let (side, finished) = by == .server ? (Side.client, client) : (.server, server)
    guard let at = tls.moment(side, at: finished.offset) else { return true }
    return at.packet <= session.ending.at.packet
  }

  /// Whether nothing is missing between the handshake and the end; what is missing or clear text behind the end harms nothing.
  private static func isWhole(_ session: Session, _ tls: TLSFacts) -> Bool {
    let visibility = session.visibility
    guard visibility.seesBothDirections, visibility.unlistedHoles == 0 else { return false }
    // Who spoke before whom is all that there is to go by: where an answer stands before its question, nothing is.
    guard session.clientFlow.acknowledgedAhead == 0, session.serverFlow.acknowledgedAhead == 0 else { return false }
    func isAfterEnd(_ moment: Moment?) -> Bool {
      guard session.ending.kind != .none, let moment else { return false }
      return moment.packet > session.ending.at.packet
    }
    let sides = [
      (Side.client, tls.clientStream.missingLength, tls.clientStream.syncLoss),
      (.server, tls.serverStream.missingLength, tls.serverStream.syncLoss),
    ]
    for (side, missing, loss) in sides {
      let holes = visibility.holes.filter { $0.from == side && !isAfterEnd($0.at) }
      if !holes.isEmpty { return false }
      if missing > 0, !visibility.holes.contains(where: { $0.from == side }) { return false }
      if let loss {
        let at = tls.moment(side, at: loss.offset)
        if !isAfterEnd(at), !hasClearReply(session, from: side, at: at) { return false }
      }
    }
    return true
  }

  /// Whether what stands where records end is a reply in clear: no record is missing there, the server has left TLS.
  private static func hasClearReply(_ session: Session, from side: Side, at moment: Moment?) -> Bool {
    guard side == .server, let moment else { return false }
    return session.unsolicitedReplies.contains {
      $0.flags.contains(.clearAfterTLS) && $0.first.packet == moment.packet
    }
  }

  private static func clearHello(_ session: Session, _ tls: TLSFacts) -> Setting.ClearHello? {
    guard tls.mode == .starttls, let hello = session.lastClearHello, hello.exchange < session.exchanges.count else {
      return nil
    }
    let exchange = session.exchanges[hello.exchange]
    let command = exchange.command
    var list: Int?
    var leastList: Int?
    if let reply = exchange.reply, reply.isComplete, hello.listIsComplete {
      // Code, separator and line end stand beside the text of each line.
      var length = reply.lines.reduce(0) { $0 + $1.utf8.count + 6 }
      if hello.offersSTARTTLS { length -= "250-STARTTLS".utf8.count + 2 }
      list = length
      for keyword in hello.keywords where keyword.name == "AUTH" || keyword.name.hasPrefix("X") {
        length -= keyword.parameters.reduce(keyword.name.utf8.count + 6) { $0 + $1.utf8.count + 1 }
      }
      leastList = max(0, length)
    }
    return Setting.ClearHello(
      length: command.text.utf8.count + (command.flags.contains(.bareLF) ? 1 : 2), list: list,
      leastList: leastList, offersLogin: hello.keyword("AUTH") != nil,
      offersPipelining: hello.keyword("PIPELINING") != nil)
  }

  /// Data and alerts of one side; `nil` where a record's packet or size is not known.
  private static func records(
    _ direction: EncryptedRecords.Direction, _ stream: TLSStream, _ side: Side, _ tls: TLSFacts,
    _ protection: RecordProtection
  ) -> [Record]? {
    var result: [Record] = []
    var previous: TLSRecord?
    let firstOfLast = stream.hasDroppedRecords ? stream.lastRecords.first?.offset : nil
    for record in (direction.data + direction.alerts).sorted(by: { $0.offset < $1.offset }) {
      guard let first = tls.moment(side, at: record.offset),
        let last = tls.moment(side, at: max(record.offset, record.endOffset &- 1)),
        let plaintext = protection.plaintextLengths(record: Int(record.length))
      else {
        // The last record may have been under way when the connection ended: its sender was not done.
        guard record.flags.contains(.cutShort), let first = tls.moment(side, at: record.offset) else { return nil }
        let seen = stream.position > record.offset ? Int(clamping: stream.position - record.offset) : 0
        result.append(
          Record(
            side: side, plaintext: min(seen, Int(record.length))...max(seen, Int(record.length)), first: first,
            last: result.last.map { $0.last.packet > first.packet ? $0.last : first } ?? first, offset: record.offset,
            endOffset: record.endOffset, length: Int(record.length)))
        continue
      }
      if let previous, record.offset == firstOfLast, record.offset > previous.endOffset, let before = result.last {
        let skipped = Int(clamping: min(record.offset - previous.endOffset, 1 << 40))
        result.append(
          Record(
            side: side, plaintext: min(skipped, max(1, skipped / 2))...max(1, skipped), first: before.last, last: first,
            offset: previous.endOffset, endOffset: record.offset, length: skipped,
            count: Int(clamping: stream.recordCount &- UInt64(stream.firstRecords.count + stream.ringCount))))
      }
      result.append(
        Record(
          side: side, plaintext: plaintext, first: first, last: last,
          isAlert: protection.version.isTLS13 ? false : record.contentType == .alert, offset: record.offset,
          endOffset: record.endOffset, length: Int(record.length)))
      previous = record
    }
    return result
  }
}

extension TLSStream {
  fileprivate var ringCount: Int { lastRecords.count }
}
