import CaptureFiles
import SMTPSession
import SMTPTranscript
import StreamAssembly
import TLSHandshake

/// How a negotiation ended about which nobody said a word: who closed, and what was due. One kind for each session.
struct TLSEnding {
  enum Kind: Equatable {
    /// The ClientHello never became whole.
    case helloIncomplete
    /// The server said nothing to the ClientHello.
    case noServerHello
    /// The server closed in its own turn.
    case serverAtHello
    /// The client closed when it had seen of the server's messages what there was.
    case clientAfterServerFlight
    /// The server closed instead of finishing.
    case serverAfterClientFlight
    /// Nobody spoke for long, though it was the turn of that side.
    case stalled(silent: Side)
    /// Under TLS 1.3 both had finished, as far as one can see, and nothing was sent.
    case noData
  }

  let handshake: Handshake
  let kind: Kind

  init?(_ it: Case) {
    guard let handshake = it.failedHandshake, handshake.seesAll, !handshake.isEndedByTheWay,
      it.handshakeRefusal == nil, handshake.encryptedRefusal == nil,
      // Where early data cannot be told from the client's part of the handshake, that part may be there.
      !handshake.isTLS13 || !handshake.records.client.isPartial
    else { return nil }
    self.init(handshake)
  }

  private init?(_ handshake: Handshake) {
    guard let kind = Self.kind(handshake) else { return nil }
    self.handshake = handshake
    self.kind = kind
  }

  private static func kind(_ handshake: Handshake) -> Kind? {
    let isSilent = handshake.waited >= Handshake.longSilence
    let closer = handshake.closer
    guard handshake.serverAnswered else { return unanswered(handshake) }
    // A conversation of which the client's hello was not seen tells too little.
    guard handshake.hello != nil else { return nil }
    switch handshake.flight {
    case .none, .clientHello:
      if closer == .server { return .serverAtHello }
      if isSilent { return .stalled(silent: handshake.due ?? .server) }
      return closer == .client ? .clientAfterServerFlight : nil
    case .serverFlight:
      if closer == .client { return .clientAfterServerFlight }
      if isSilent { return .stalled(silent: .client) }
      return closer == .server ? .serverAtHello : nil
    case .clientFlight:
      if handshake.isTLS13 {
        if closer == .server, handshake.records.server.data.isEmpty, !isSilent { return .serverAfterClientFlight }
        return closer != nil || isSilent ? .noData : nil
      }
      if closer == .server { return .serverAfterClientFlight }
      if isSilent { return .stalled(silent: .server) }
      return closer == .client ? .clientAfterServerFlight : nil
    case .complete:
      return nil
    }
  }

  /// What a client can wait at least before it is the server that kept it waiting.
  private static let patience = 5.0

  private static func unanswered(_ handshake: Handshake) -> Kind? {
    guard handshake.session.serverFlow.packets > 0 else { return nil }
    guard let hello = handshake.tls.clientStream.messages.first(where: \.type.isClientHello), hello.isComplete else {
      guard handshake.closer != nil || handshake.waited >= Handshake.longSilence else { return nil }
      // Where the capture begins later, the first record seen is not the hello.
      return handshake.tls.clientStream.firstRecords.first?.contentType == .handshake ? .helloIncomplete : nil
    }
    guard handshake.hello != nil else { return nil }
    if handshake.closer == .server {
      let sent = handshake.tls.moment(.client, at: hello.startOffset)
      // A server that had closed before is another finding.
      guard let sent, sent.packet < handshake.leave.at.packet else { return nil }
      return .serverAtHello
    }
    return handshake.waited >= patience ? .noServerHello : nil
  }
}

/// An encrypted alert that ended a session: known by its type, or under TLS 1.3 by its size, and by its place.
struct EncryptedRefusal {
  let sender: Side
  let offset: UInt64
  let length: Int
  let at: Moment
  let position: TLSInference.AlertPosition
  let isSure: Bool

  /// `nil` where there is no such alert, or where it is the usual farewell.
  init?(_ handshake: Handshake) {
    guard handshake.negotiation.serverHello != nil, !handshake.meetsClearText else { return nil }
    for inference in handshake.negotiation.encryptedAlerts {
      guard case .encryptedAlert(let peer, let position) = inference.claim, let basis = inference.basis.first,
        let at = handshake.tls.moment(peer.side, at: basis.offset),
        Self.isRefusal(handshake, from: peer.side, position: position, at: at)
      else { continue }
      sender = peer.side
      offset = basis.offset
      length = basis.length
      self.at = at
      self.position = position
      isSure = inference.certainty >= .strong
      return
    }
    return nil
  }

  private static func isRefusal(
    _ handshake: Handshake, from side: Side, position: TLSInference.AlertPosition, at: Moment
  ) -> Bool {
    switch position {
    case .insteadOfFinished: return true
    case .afterData: return false
    case .unknown:
      // TLS 1.3: the server broke off in the middle of its messages, before the client could answer.
      return side == .server && handshake.isTLS13 && handshake.seesAll && handshake.records.server.finished == nil
        && handshake.tls.clientStream.encryptedRecords.isEmpty && !handshake.hadEnded(.client, before: at)
    case .afterFinished: break
    }
    let records = handshake.records
    guard !records.client.isPartial, !records.server.isPartial else { return false }
    if side == .client {
      // A client that finishes first and refuses then does not wait for the server's Finished.
      guard !handshake.isTLS13 else { return false }
      guard let answer = records.server.finished, let answered = handshake.moment(.server, answer) else { return true }
      return answered.packet > at.packet
    }
    guard handshake.closer == .server || handshake.session.serverFlow.fin != nil else { return false }
    // Where the client had left before, the server's alert is its own farewell.
    if let left = handshake.clientFarewell, left.packet < at.packet { return false }
    if let last = records.client.finished, let finished = handshake.moment(.client, last), finished.packet > at.packet {
      return false
    }
    // A server that has finished as well has taken what it got: what it sends then may be a plain goodbye.
    if handshake.isTLS13 { return handshake.data(of: .server).isEmpty }
    guard let own = records.server.finished, let finished = handshake.moment(.server, own) else {
      return records.server.data.isEmpty
    }
    return finished.packet > at.packet
  }
}

extension Handshake {
  /// Whether the server said anything in TLS before the client had ended the connection.
  var serverAnswered: Bool {
    guard let first = tls.serverStream.firstRecords.first, let at = moment(.server, first) else { return false }
    return !hadEnded(.client, before: at)
  }

  /// Application data of `side`, without the farewell that looks like data under TLS 1.3.
  func data(of side: Side) -> [TLSRecord] {
    var data = side == .client ? records.client.data : records.server.data
    if isTLS13, let last = data.last, let size = negotiation.protection?.alertLength, Int(last.length) == size {
      data.removeLast()
    }
    return data
  }

  /// When the client said goodbye inside TLS or closed the connection; `nil` where it did not.
  var clientFarewell: Moment? {
    var moments: [Moment] = []
    if let alert = records.client.alerts.first, let at = moment(.client, alert) { moments.append(at) }
    if data(of: .client).count < records.client.data.count, let last = records.client.data.last,
      let at = moment(.client, last)
    {
      moments.append(at)
    }
    if let fin = session.clientFlow.fin { moments.append(Moment(packet: fin.at.packet, time: fin.at.time)) }
    return moments.min { $0.packet < $1.packet }
  }

  /// Whether the first message lies in more than one packet.
  var helloSpansPackets: Bool {
    guard let message = clientHelloMessage, message.endOffset > 0,
      let first = tls.moment(.client, at: message.startOffset),
      let last = tls.moment(.client, at: message.endOffset - 1)
    else { return false }
    return first.packet != last.packet
  }

  /// The length in bytes of the EHLO line before TLS, its line end included; `nil` where none was seen.
  var clearEHLOLength: Int? {
    guard tls.mode == .starttls, let hello = session.lastClearHello, hello.verb == .ehlo,
      hello.exchange < session.exchanges.count
    else { return nil }
    let command = session.exchanges[hello.exchange].command
    return command.text.utf8.count + (command.flags.contains(.bareLF) ? 1 : 2)
  }
}
