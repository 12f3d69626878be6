import CaptureFiles
import SMTPSession
import SMTPTranscript
import StreamAssembly
import TLSHandshake

/// The TLS negotiation of a session as the rules look at it: what came before what, and whether the capture shows enough.
///
/// A class, because two dozen rules look at the one handshake of a session, and what it holds is large.
final class Handshake {
  let session: Session
  let tls: TLSFacts
  /// Who left first: what comes after it is no part of the negotiation.
  let leave: LeaveTaking
  /// The encrypted alert that ended it; `nil` where none did.
  private(set) var encryptedRefusal: EncryptedRefusal?
  /// Whether one side spoke TLS and the other clear text: that is another story.
  private(set) var meetsClearText = false
  /// Where the ServerHello came; `nil` where none did.
  private(set) var serverHelloMoment: Moment?

  var negotiation: TLSNegotiation { tls.negotiation }
  var records: EncryptedRecords { tls.negotiation.records }

  /// `nil` where the session has no TLS.
  init?(_ session: Session, leave: LeaveTaking) {
    guard let tls = session.tls else { return nil }
    self.session = session
    self.tls = tls
    self.leave = leave
    meetsClearText = findClearText()
    serverHelloMoment = findServerHello()
    encryptedRefusal = EncryptedRefusal(self)
  }

  /// The ClientHello that the server's last words answer.
  var hello: ClientHello? {
    _read {
      if negotiation.secondClientHello == nil {
        yield negotiation.clientHello
      } else {
        yield negotiation.secondClientHello
      }
    }
  }

  /// Whether either side began a handshake: an alert alone answers something else, or the end.
  var isBegun: Bool {
    tls.clientStream.recordCount > 0 || !tls.serverStream.messages.isEmpty || !tls.serverStream.encryptedRecords.isEmpty
  }

  var isTLS13: Bool { negotiation.version?.isTLS13 ?? false }

  private func findClearText() -> Bool {
    // Clear text that answers a goodbye is no part of the negotiation.
    for (side, stream) in [(Side.client, tls.clientStream), (.server, tls.serverStream)] {
      guard let foreign = stream.notTLS else { continue }
      if let at = tls.moment(side, at: foreign.offset), leave.isBefore(at.packet) { continue }
      return true
    }
    if let request = session.startTLSRequests.last, tls.mode == .starttls {
      return request.clientWentOnWith == .plainText || request.serverWentOnWith == .plainText
    }
    guard tls.mode == .implicit else { return false }
    return session.greeting != nil || !session.exchanges.isEmpty || session.notSMTP != nil
      || session.unsolicitedReplies.contains { !leave.isBefore($0.first.packet) }
  }

  /// Whether nothing is missing that could change the story's end.
  var seesAll: Bool {
    !tls.lostSight && session.visibility.seesBothDirections && session.visibility.unlistedHoles == 0
      && !session.visibility.lacksBytes(from: .client) && !session.visibility.lacksBytes(from: .server)
  }

  /// Whether what TCP shows explains the end: lost packets, an RST that is not its sender's, an error from the way.
  var isEndedByTheWay: Bool {
    if !session.icmpErrors.isEmpty { return true }
    for side in [Side.client, .server] {
      if session[flow: side].endsByTheWay { return true }
    }
    return false
  }

  /// Who left first, whatever he did it with; `nil` where nobody did.
  var closer: Side? { leave.side }

  /// Seconds of silence before the end, or to the end of the capture where the connection stayed open.
  var waited: Double {
    let ending = session.ending
    return ending.kind == .none ? ending.silenceSeconds + (ending.captureWentOnSeconds ?? 0) : ending.silenceSeconds
  }

  /// A silence from which on it is the silent side that stopped the session, and not the one that closed it.
  static let longSilence = 10.0

  private func findServerHello() -> Moment? {
    let message = tls.serverStream.messages.first { message in
      if case .serverHello(let hello) = message.content { !hello.isHelloRetryRequest } else { false }
    }
    return message.flatMap { tls.moment(.server, at: $0.startOffset) }
  }

  var clientHelloMessage: HandshakeMessage? { tls.clientStream.messages.last { $0.type.isClientHello } }

  /// Where the client began to answer the server's flight; `nil` where it did not.
  var clientFlightMoment: Moment? {
    let answers = tls.clientStream.messages.filter { !$0.type.isClientHello }.map(\.startOffset)
    let offset = (answers + [records.client.handshake.first?.offset].compactMap { $0 }).min()
    return offset.flatMap { tls.moment(.client, at: $0) }
  }

  /// Whether `side` had closed or reset the connection before `moment`.
  func hadEnded(_ side: Side, before moment: Moment) -> Bool {
    let flow = session[flow: side]
    if let fin = flow.fin, fin.at.packet < moment.packet { return true }
    return flow.resets.contains { $0.place != .outOfWindow && $0.at.packet < moment.packet }
  }

  func moment(_ side: Side, _ record: TLSRecord) -> Moment? { tls.moment(side, at: record.offset) }
}

extension DirectionFacts {
  /// Whether packets of this direction were lost for good, or it was reset by another, or its receiver took nothing more.
  fileprivate var endsByTheWay: Bool {
    if let tail = unacknowledgedTail, tail.count > 0, tail.retransmissions >= 2 { return true }
    if gaps.contains(where: { $0.reason == .neverArrived }) { return true }
    if resets.contains(where: { $0.place != .outOfWindow && $0.hopLimitFits == false }) { return true }
    return (!resets.isEmpty && segmentsAfterReset > 0) || zeroWindow.openSince != nil
  }
}

extension HandshakeType {
  var isClientHello: Bool { rawValue == 1 }
}

extension Side {
  /// In a sentence.
  var noun: String { self == .client ? "client" : "server" }
  var actor: Actor { self == .client ? .client : .server }
  var opposite: Side { self == .client ? .server : .client }
}

extension TLSPeer {
  var side: Side { self == .client ? .client : .server }
}
