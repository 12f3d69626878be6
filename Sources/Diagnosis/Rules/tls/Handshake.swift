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
  /// Whether both sides had sent all that they owe before anybody left. Under TLS 1.3 nothing later need have confirmed it.
  private(set) var isThrough = false
  /// Whether nothing is missing that could change the story's end.
  private(set) var seesAll = false
  /// Whether what TCP shows explains the end: lost packets, an RST that is not its sender's, an error from the way.
  let isEndedByTheWay: Bool
  /// Seconds between the last word before the first leave-taking and that, or to the end of what the capture shows.
  private(set) var waited = 0.0

  var negotiation: TLSNegotiation { tls.negotiation }
  var records: EncryptedRecords { tls.negotiation.records }

  /// `nil` where the session has no TLS.
  ///
  /// - Parameter hasTrouble: Whether TCP shows anything that could explain the end.
  init?(_ session: Session, leave: LeaveTaking, hasTrouble: Bool) {
    guard let tls = session.tls else { return nil }
    self.session = session
    self.tls = tls
    self.leave = leave
    isEndedByTheWay =
      hasTrouble
      && (!session.icmpErrors.isEmpty || session.clientFlow.endsByTheWay || session.serverFlow.endsByTheWay)
    meetsClearText = findClearText()
    isThrough = findEnd()
    seesAll = findSight()
    waited = findWait()
    serverHelloMoment = findServerHello()
    encryptedRefusal = EncryptedRefusal(self)
  }

  /// The ClientHello that the server's last words answer.
  var hello: ClientHello? { negotiation.secondClientHello ?? negotiation.clientHello }

  var isTLS13: Bool { negotiation.version?.isTLS13 ?? false }

  /// Whether the handshake was completed, and anything that came later shows it.
  var completed: Bool { tls.completed && isThrough }

  /// How far it had come when the first side left.
  var flight: TLSNegotiation.Flight {
    guard negotiation.flight >= .clientFlight, !isThrough, leave.kind != .none else { return negotiation.flight }
    if leave.side == .server {
      // With its Finished out, the client had done its part.
      let finished = records.client.finished.flatMap { moment(.client, $0) }
      return finished.map { !leave.isBefore($0.packet) } ?? false ? .clientFlight : .serverFlight
    }
    return negotiation.flight == .complete ? .clientFlight : negotiation.flight
  }

  /// Whose turn it was when the first side left; `nil` where nobody owed the handshake anything.
  var due: Side? {
    switch flight {
    case .none, .clientHello: negotiation.nextSpeaker?.side ?? .server
    case .serverFlight: .client
    case .clientFlight: isTLS13 ? nil : .server
    case .complete: nil
    }
  }

  private func findEnd() -> Bool {
    guard tls.completed || isTLS13 && negotiation.flight == .clientFlight else { return false }
    guard leave.kind != .none, let leaver = leave.side else { return true }
    // Who had left before the other's last message did not complete it.
    let other = leaver.opposite
    guard let finished = other == .client ? records.client.finished : records.server.finished,
      let at = moment(other, finished)
    else { return true }
    return at.packet <= leave.at.packet
  }

  private func findClearText() -> Bool {
    if spokeClear(.client, tls.clientStream.notTLS) || spokeClear(.server, tls.serverStream.notTLS) { return true }
    if neverBegan { return true }
    if let request = session.startTLSRequests.last, tls.mode == .starttls {
      return request.clientWentOnWith == .plainText || request.serverWentOnWith == .plainText
    }
    guard tls.mode == .implicit else { return false }
    return session.greeting != nil || !session.exchanges.isEmpty || session.notSMTP != nil
      || session.unsolicitedReplies.contains { !leave.isBefore($0.first.packet) }
  }

  /// Whether `side` began with bytes that are no TLS before anybody left.
  private func spokeClear(_ side: Side, _ foreign: TLSStream.ForeignBytes?) -> Bool {
    // Behind a hole anything looks strange.
    guard let foreign, !session.visibility.holes.contains(where: { $0.from == side }) else {
      return false
    }
    return tls.moment(side, at: foreign.offset).map { !leave.isBefore($0.packet) } ?? true
  }

  /// Whether an alert is all that was seen of TLS: it answers clear text, or a client that had left.
  var neverBegan: Bool {
    guard tls.clientStream.recordCount == 0, negotiation.clientHello == nil, session.visibility.seesBothDirections,
      session.visibility.seesStart, !session.visibility.lacksBytes(from: .client)
    else { return false }
    return tls.serverStream.firstRecords.allSatisfy { $0.contentType == .alert }
  }

  /// A hole may have been before the end although it was noticed behind it; clear text behind the end changes nothing.
  private func findSight() -> Bool {
    let visibility = session.visibility
    guard visibility.seesBothDirections, visibility.unlistedHoles == 0, visibility.holes.isEmpty else { return false }
    if tls.clientStream.missingLength > 0 || tls.serverStream.missingLength > 0 { return false }
    if let loss = tls.clientStream.syncLoss, !isAfterLeave(tls.moment(.client, at: loss.offset)) { return false }
    if let loss = tls.serverStream.syncLoss, !isAfterLeave(tls.moment(.server, at: loss.offset)) { return false }
    return true
  }

  private func isAfterLeave(_ moment: Moment?) -> Bool { moment.map { leave.isBefore($0.packet) } ?? false }

  private func findWait() -> Double {
    guard leave.kind != .none else { return session.waitedSeconds }
    // A FIN or an RST that came first is what the session's own silence is measured to.
    if leave.kind == .fin || leave.kind == .reset { return session.ending.silenceSeconds }
    // Words of a transcript cost more than all else here: where the handshake itself tells when it was last heard, it is enough.
    var heard: Moment?
    for moment in tls.reached.values where moment.packet < leave.at.packet {
      if heard.map({ $0.packet < moment.packet }) ?? true { heard = moment }
    }
    let word = heard ?? session.transcript.last { $0.kind != .tcp && $0.at.packet < leave.at.packet }?.at
    return word.map { max(0, leave.at.time.seconds(since: $0.time)) } ?? 0
  }

  /// Who left first, whatever he did it with; `nil` where nobody did.
  var closer: Side? { leave.side }

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
    var offset = records.client.handshake.first?.offset
    for message in tls.clientStream.messages where !message.type.isClientHello {
      offset = min(offset ?? message.startOffset, message.startOffset)
    }
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
  @inline(__always)
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
