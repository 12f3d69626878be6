import CaptureFiles
import PacketLayers

/// A hole of the capture at the front of a direction, which its sender has passed and its receiver has not acknowledged.
struct OpenLoss: Sendable {
  /// The first byte that is absent.
  var offset: Int64
  /// Bytes before this offset are known to have been sent.
  var sentEnd: Int64
  var firstProof: PacketMoment
  var lastProof: PacketMoment
  var proofs: UInt32 = 1
  var requests: UInt32 = 0
  var selectiveRequests: UInt32 = 0
  var lastRequest: PacketMoment?
  /// Bytes behind the hole that the receiver says it has: the first run of them.
  var arrived: Range<Int64>?
  /// Whether the hole was reported as bytes that never arrived: nothing changes it any more.
  var isSettled = false
}

extension Side {
  /// Notes that a packet of this direction, or an answer to it, shows that everything before `offset` was sent. Where the capture
  /// lacks the byte that comes next, and the peer has not acknowledged it, it may be lost on the way.
  mutating func noteSent(upTo offset: Int64, _ packet: PacketID, _ time: Timestamp, peer: borrowing Side) {
    // Behind a FIN stands its own sequence number, and nothing else.
    let offset = min(offset, finOffset ?? offset)
    guard offset > next, peer.packets > 0, acknowledgedData <= next, queue.firstStart != next,
      startKnown || !slow.contains(.provisional)
    else { return }
    // What the snapshot length cut off was there.
    if let cut = irregular.cuts.first(where: { $0.upperBound > next }), cut.lowerBound <= next { return }
    let moment = PacketMoment(packet: packet, time: time)
    guard var loss = irregular.loss, loss.offset == next else {
      irregular.loss = OpenLoss(offset: next, sentEnd: offset, firstProof: moment, lastProof: moment)
      return
    }
    loss.sentEnd = max(loss.sentEnd, offset)
    loss.lastProof = moment
    loss.proofs &+= 1
    irregular.loss = loss
  }

  /// Whether the peer's window (RFC 9293 section 3.8.6) allows its sender to have sent so much; where the scale of the window is not
  /// known, whether any window does.
  func mayHaveSent(upTo offset: Int64, peer: borrowing Side) -> Bool {
    guard ledger.syn != nil, let syn = peer.ledger.syn else {
      return offset &- acknowledged <= AssemblyLimits.maximumSequenceDistance
    }
    let scale = ledger.syn?.windowScale == nil ? 0 : Int64(min(syn.windowScale ?? 0, 14))
    return offset &- acknowledged <= Int64(UInt16.max) << scale
  }

  /// Notes an acknowledgment of the peer, up to `offset`, that may leave a hole where it is.
  mutating func noteRequest(_ segment: TCPSegment, upTo offset: Int64, _ moment: PacketMoment, peer: borrowing Side) {
    var arrived: Range<Int64>?
    if let selective = segment.selective {
      let low = self.offset(of: selective.lowestStart)
      let (lowEnd, end) = (self.offset(of: selective.lowestEnd), self.offset(of: selective.highestEnd))
      if low > offset, lowEnd > low, end >= lowEnd, mayHaveSent(upTo: end, peer: peer) {
        arrived = low..<lowEnd
        noteSent(upTo: low > next ? end : low, moment.packet, moment.time, peer: peer)
      }
    }
    guard var loss = irregular.loss, !loss.isSettled, offset <= loss.offset else { return }
    loss.requests &+= 1
    loss.lastRequest = moment
    if let arrived, arrived.lowerBound > loss.offset {
      loss.selectiveRequests &+= 1
      loss.arrived = arrived
    }
    irregular.loss = loss
  }

  /// Lets go of a hole that was filled, or that the peer has acknowledged: it was the capture's, or is none any more.
  mutating func refreshLoss() {
    guard var loss = irregular.loss, !loss.isSettled else { return }
    if acknowledgedData > loss.offset {
      irregular.loss = nil
    } else if next > loss.offset {
      guard loss.sentEnd > next, queue.firstStart != next else {
        irregular.loss = nil
        return
      }
      loss.offset = next
      loss.requests = 0
      loss.selectiveRequests = 0
      loss.lastRequest = nil
      irregular.loss = loss
    }
  }

  /// Up to where bytes are known to have been sent that the capture does not hold and nothing follows; `nil` where there are none. One
  /// sequence number may be a FIN that was not captured.
  var sentUnseenEnd: Int64? {
    guard let loss = irregular.loss, loss.sentEnd > next, loss.sentEnd > next &+ 1 || finOffset != nil else {
      return nil
    }
    return loss.sentEnd
  }

  /// What is missing for good from `next` on, up to `end` at most, of what the peer has not acknowledged.
  func lostHead(upTo end: Int64) -> Head {
    guard let arrived = irregular.loss?.arrived, arrived.upperBound > next, arrived.lowerBound < end else {
      return .missing(end: end, .neverArrived)
    }
    // The receiver has these, so it is the capture that lacks them.
    if arrived.lowerBound <= next { return .missing(end: min(end, arrived.upperBound), .notCaptured) }
    return .missing(end: arrived.lowerBound, .neverArrived)
  }

  /// The oldest bytes that were lost before they reached the peer.
  func pathLoss(peer: borrowing Side) -> PathLoss? {
    guard peer.packets > 0, irregular.loss != nil || !irregular.gaps.isEmpty else { return nil }
    let acknowledged = UInt64(clamping: acknowledgedData)
    if let gap = irregular.gaps.first(where: { $0.reason == .neverArrived && $0.offset >= acknowledged }) {
      let end = gap.offset &+ gap.count
      let missingBehind = irregular.gaps.reduce(into: UInt64(0)) { if $1.offset >= end { $0 &+= $1.count } }
      let behind = UInt64(clamping: next &- Int64(clamping: end) &- Int64(clamping: missingBehind))
      var found = PathLoss(offset: gap.offset, count: gap.count, firstProof: gap.after, lastProof: gap.after)
      found.bytesBehind = behind
      if let loss = irregular.loss, UInt64(clamping: loss.offset) == gap.offset { found.take(loss) }
      return found
    }
    guard let loss = irregular.loss, let end = queue.firstStart ?? sentUnseenEnd, end > loss.offset else { return nil }
    let stop = min(end, loss.arrived?.lowerBound ?? end)
    var found = PathLoss(
      offset: UInt64(clamping: loss.offset), count: UInt64(clamping: stop &- loss.offset),
      firstProof: loss.firstProof, lastProof: loss.lastProof)
    found.bytesBehind = UInt64(clamping: queue.byteCount)
    found.take(loss)
    return found
  }
}

extension PathLoss {
  fileprivate mutating func take(_ loss: OpenLoss) {
    firstProof = loss.firstProof
    lastProof = loss.lastProof
    proofs = loss.proofs
    requests = loss.requests
    selectiveRequests = loss.selectiveRequests
    lastRequest = loss.lastRequest
  }
}
