import CaptureFiles
import SMTPSession
import SMTPTranscript
import StreamAssembly

/// Packets of full size that do not arrive while smaller ones do.
struct SizeStall {
  var sender: Side
  var size: UInt64
  var retransmissions: UInt32
  var isSeenFromSender: Bool
  var certainty: Certainty
  var packets: [PacketID]
}

/// Bytes that were sent and never reached the place of capture, which is on the receiver's side of the loss.
struct LossBeforeCapture {
  var sender: Side
  var loss: PathLoss
  /// From the first packet that shows the loss to the end of what was seen.
  var seconds: Double
  var certainty: Certainty
  var packets: [PacketID]
}

/// A receiver that accepts nothing more.
struct ZeroWindowStall {
  var receiver: Side
  var seconds: Double
  var isOpen: Bool
  var first: PacketMoment
}

extension Session {
  /// A payload from which on one may speak of a packet of full size: links below 1000 bytes are not built any more.
  private static let fullSize: UInt64 = 1000

  /// Whether something was still to be done when the session ended: nobody had taken leave, and no mail had been accepted
  /// that would make the rest unimportant.
  var isUnfinished: Bool { !isAnnounced && !acceptedMail }

  var sizeStall: SizeStall? {
    guard isUnfinished else { return nil }
    for side in [Side.server, .client] {
      if let stall = sizeStallSeenFromSender(side) ?? sizeStallSeenFromReceiver(side) { return stall }
    }
    return nil
  }

  private func sizeStallSeenFromSender(_ side: Side) -> SizeStall? {
    let flow = self[flow: side]
    guard let tail = flow.unacknowledgedTail, tail.count > 0, tail.retransmissions >= 2, flow.acknowledgedEnd > 0,
      UInt64(max(0, tail.largestRetransmitted)) >= Self.fullSize, flow.largestAcknowledged < tail.largestRetransmitted,
      effectiveReset(from: side.peer) == nil, self[flow: side.peer].zeroWindow.openSince == nil
    else { return nil }
    let smallerArrived = tail.selectiveACKs > 0 || self[flow: side.peer].duplicateACKs > 0
    let isSure = smallerArrived && !flow.sawOffload
    let packets = [tail.firstSent, tail.lastRetransmission].compactMap { $0?.packet }
    return SizeStall(
      sender: side, size: UInt64(tail.largestRetransmitted), retransmissions: tail.retransmissions,
      isSeenFromSender: true, certainty: isSure ? .strong : .probable, packets: packets)
  }

  /// On the receiver's side of the hole: smaller packets arrive, the full ones do not.
  private func sizeStallSeenFromReceiver(_ side: Side) -> SizeStall? {
    guard let lost = lossBeforeCapture(of: side), !self[flow: side].sawOffload, lost.loss.count >= Self.fullSize,
      lost.loss.count > UInt64(self[flow: side].largestPayload)
    else { return nil }
    return SizeStall(
      sender: side, size: lost.loss.count, retransmissions: 0, isSeenFromSender: false, certainty: lost.certainty,
      packets: lost.packets)
  }

  /// How long a hole must stay before it is one that nothing filled: a sender has repeated lost bytes more than once by then
  /// (RFC 6298).
  private static let patienceSeconds: Double = 3

  /// A hole of the stream that its receiver kept asking to be filled, until the end.
  private func lossBeforeCapture(of side: Side) -> LossBeforeCapture? {
    guard let loss = self[flow: side].lostOnTheWay, loss.requests > 0, effectiveReset(from: side) == nil,
      self[flow: side.peer].zeroWindow.openSince == nil
    else { return nil }
    var seconds = end.time.seconds(since: loss.firstProof.time)
    if ending.kind == .none { seconds += ending.captureWentOnSeconds ?? 0 }
    guard seconds >= Self.patienceSeconds else { return nil }
    // What the capturing machine dropped would look the same, had the peer died at that moment.
    let isSure = (loss.selectiveRequests > 0 || loss.requests >= 3) && (visibility.kernelDrops ?? 0) == 0
    var packets = [loss.firstProof.packet]
    if let last = loss.lastRequest?.packet, last != loss.firstProof.packet { packets.append(last) }
    return LossBeforeCapture(
      sender: side, loss: loss, seconds: seconds, certainty: isSure ? .strong : .probable, packets: packets)
  }

  /// Bytes that never came, whatever their size, seen on the receiver's side of the loss.
  var lossBeforeCapture: LossBeforeCapture? {
    guard isUnfinished, sizeStall == nil, zeroWindowStall == nil, unreachableErrors.isEmpty else { return nil }
    for side in [Side.server, .client] {
      if let lost = lossBeforeCapture(of: side) { return lost }
    }
    return nil
  }

  /// The longer of the times during which a side's window was shut, where it was shut long enough to hold the session up.
  var zeroWindowStall: ZeroWindowStall? {
    let stalls = [Side.server, .client].compactMap { side -> ZeroWindowStall? in
      let facts = self[flow: side].zeroWindow
      // The peer must have had something to send, or a shut window keeps nobody waiting.
      guard let first = facts.first, facts.longestSeconds >= 2,
        self[flow: side.peer].zeroWindowProbes > 0 || self[flow: side.peer].unacknowledgedTail != nil
      else { return nil }
      return ZeroWindowStall(
        receiver: side, seconds: facts.longestSeconds, isOpen: facts.openSince != nil, first: first)
    }
    return stalls.max { $0.seconds < $1.seconds }
  }

  /// Bytes that were sent again and again, to no answer at all, whatever their size.
  var lossStall: (sender: Side, tail: UnacknowledgedTail)? {
    guard isUnfinished, sizeStall == nil, zeroWindowStall == nil, unreachableErrors.isEmpty else { return nil }
    for side in [Side.client, .server] {
      guard let tail = self[flow: side].unacknowledgedTail, tail.count > 0, tail.retransmissions >= 3,
        self[flow: side.peer].packets > 0, effectiveReset(from: side.peer) == nil
      else { continue }
      return (side, tail)
    }
    return nil
  }
}

extension Session {
  /// Whether something on the way holds the session up at its end, although nobody has left: lost packets that are repeated or
  /// asked for in vain, or a window that stays shut.
  var isHeldUpOnTheWay: Bool {
    sizeStall != nil || lossStall != nil || lossBeforeCapture != nil || (zeroWindowStall?.isOpen ?? false)
  }
}
