import ByteParsing
import CaptureFiles
import PacketLayers

extension Side {
  /// A hole that is filled this long after it was noticed was filled by a retransmission.
  static let retransmissionNanoseconds: Int64 = 20_000_000

  /// Puts the payload of a segment in its place: at once, in the queue, or nowhere where it is known.
  mutating func acceptPayload(
    _ segment: TCPSegment, _ payload: Span<UInt8>, _ direction: Direction, start: Int64, acknowledged: Int64?,
    _ packet: PacketID, _ time: Timestamp, peer: inout Side, _ around: inout Surroundings, _ result: inout Delivery
  ) -> SegmentKind {
    let wireEnd = start &+ Int64(clamping: segment.payloadLength)
    let end = trimmedToFIN(start: start, end: wireEnd)
    guard end > start else { return .stray }
    let bytes = payload.extracting(first: min(payload.count, Int(end &- start)))
    let capturedEnd = start &+ Int64(bytes.count)
    let previousEnd = highestSent
    if start > previousEnd { irregular.jumpTime = time }
    highestSent = max(highestSent, end)

    if start < next, let conflict = conflict(with: bytes, start: start, of: direction, around.remembered) {
      noteConflict(
        conflict, later: segment, packet, isCopy: false, limit: around.limits.value.listedConflicts)
    }
    if start < next, irregular.missing.total > 0 {
      irregular.lateBytes &+= irregular.missingBytes(from: start, to: min(next, capturedEnd))
    }
    let isAtFrontier = start <= next && capturedEnd > next
    if isAtFrontier { (progressArrival, progressTime) = (around.arrivals, around.lastTime) }

    var added = 0
    if isAtFrontier, queue.isEmpty, peer.queue.isEmpty, irregular.cuts.isEmpty,
      peer.hasDelivered(upTo: acknowledged, around)
    {
      let skipped = Int(next &- start)
      added = bytes.count - skipped
      result.freshStart = skipped
      result.freshCount = added
      result.streamOffset = UInt64(clamping: next)
      remember(bytes.extracting(skipped..<bytes.count), of: direction, packet, time, &around)
      advance(by: Int64(added))
      deliveredBytes &+= Int64(added)
    } else if capturedEnd > next {
      added = enqueue(segment, bytes, start: start, acknowledged: acknowledged, packet, time, around)
    }
    if start > next { noteSent(upTo: start, packet, time, peer: peer) }
    if Int64(bytes.count) < end &- start {
      irregular.snapshotCuts &+= 1
      let cut = max(capturedEnd, next)..<max(end, next)
      if !cut.isEmpty { irregular.addCut(cut) }
    }
    let isNewOnTheWire = end > previousEnd
    return classify(
      start: start, end: end, previousEnd: previousEnd, added: added, isNewOnTheWire: isNewOnTheWire, packet, time,
      isProbe: peer.slow.contains(.zeroWindow) && end &- start == 1)
  }

  /// Compares a packet that was captured a second time with the first: a device between the two places of capture may have written
  /// over its bytes.
  mutating func compareCopy(
    _ segment: TCPSegment, _ payload: Span<UInt8>, _ direction: Direction, _ packet: PacketID,
    _ around: borrowing Surroundings
  ) {
    guard payload.count > 0, !slow.contains(.unstarted) else { return }
    let start = offset(of: segment.sequence) &+ (segment.flags.contains(.syn) ? 1 : 0)
    let waiting = queue.isEmpty ? nil : queue.conflict(with: payload, start: start)
    guard let conflict = conflict(with: payload, start: start, of: direction, around.remembered) ?? waiting else {
      return
    }
    noteConflict(conflict, later: segment, packet, isCopy: true, limit: around.limits.value.listedConflicts)
  }

  /// The end of a segment's payload without what lies after the FIN. Where data takes the FIN's own place before the peer
  /// has acknowledged it, the FIN was not the sender's, and the stream goes on.
  private mutating func trimmedToFIN(start: Int64, end: Int64) -> Int64 {
    guard let fin = finOffset, end > fin else { return end }
    irregular.bytesAfterFIN &+= UInt64(clamping: end &- max(start, fin))
    if acknowledged <= fin, start <= fin, start >= next &- 1 || end > highestSent {
      finOffset = nil
      irregular.finContradicted = true
      irregular.loss = nil
      return end
    }
    return max(start, fin)
  }

  private mutating func enqueue(
    _ segment: TCPSegment, _ bytes: Span<UInt8>, start: Int64, acknowledged: Int64?, _ packet: PacketID,
    _ time: Timestamp, _ around: borrowing Surroundings
  ) -> Int {
    let limits = around.limits.value
    guard queue.byteCount / 2 <= limits.queuedBytes, queue.count / 2 <= limits.queuedSegments else {
      irregular.effects.segmentsDropped &+= 1
      return 0
    }
    let from = max(start, next)
    let (added, conflict) = queue.insert(
      bytes.extracting(Int(from &- start)..<bytes.count), start: from, acknowledged: acknowledged ?? .min,
      packet: packet, time: time, arrival: around.arrivals)
    if let conflict {
      noteConflict(conflict, later: segment, packet, isCopy: false, limit: limits.listedConflicts)
    }
    if !around.mayHold {
      releaseBelow = max(releaseBelow, queue.end)
    } else if queue.byteCount > limits.queuedBytes || queue.count > limits.queuedSegments, let first = queue.first {
      releaseBelow = max(releaseBelow, first.end)
    }
    return added
  }

  private mutating func classify(
    start: Int64, end: Int64, previousEnd: Int64, added: Int, isNewOnTheWire: Bool, _ packet: PacketID,
    _ time: Timestamp, isProbe: Bool
  ) -> SegmentKind {
    if start >= previousEnd {
      if isProbe {
        irregular.zeroWindowProbes &+= 1
        return .zeroWindowProbe
      }
      return start > previousEnd ? .outOfOrder : .data
    }
    let fillsHole = added > 0 && !isNewOnTheWire
    let apart = time.nanoseconds &- irregular.jumpTime.nanoseconds
    if fillsHole, irregular.snapshotCuts == 0, apart < Side.retransmissionNanoseconds {
      irregular.outOfOrderSegments &+= 1
      return .outOfOrder
    }
    irregular.retransmittedSegments &+= 1
    irregular.retransmittedBytes &+= UInt64(clamping: min(end, previousEnd) &- start)
    noteStall(start: start, end: end, hasFIN: false, packet, time)
    return isNewOnTheWire ? .data : .retransmission
  }

  // MARK: - What may be handed out

  /// What stands at the front of a direction.
  enum Head: Equatable {
    /// Nothing that may be handed out now.
    case nothing
    case bytes
    case missing(end: Int64, MissingReason)
  }

  /// Whether everything that the peer's segment acknowledged was handed out, or need not be waited for.
  func hasDelivered(upTo offset: Int64?, _ around: borrowing Surroundings) -> Bool {
    guard let offset else { return true }
    let needed = min(offset, acknowledgedData)
    if needed <= next { return true }
    // One sequence number more than bytes seen, and nothing behind it: a FIN that was not captured.
    return needed == next &+ 1 && queue.isEmpty && finOffset == nil && isPatienceOver(around)
  }

  func head(peer: borrowing Side, _ around: borrowing Surroundings) -> Head {
    guard !slow.isDisjoint(with: .pending) else { return .nothing }
    let start = queue.firstStart
    if let start, start <= next { return queuedHead(peer: peer, around) }

    // A hole. Up to the next bytes at most.
    let end = start ?? .max
    let isReleased = next < releaseBelow
    let data = acknowledgedData
    if let cut = irregular.cuts.first(where: { $0.upperBound > next }), cut.lowerBound <= next {
      let known = isReleased || peer.packets == 0 ? cut.upperBound : min(cut.upperBound, data)
      let stop = min(end, known)
      return stop > next ? .missing(end: stop, .snapshotLength) : .nothing
    }
    let beforeCut = irregular.cuts.first { $0.lowerBound > next }.map { min(end, $0.lowerBound) } ?? end
    if data > next {
      // One sequence number that nothing follows may be a FIN.
      if start == nil, beforeCut == .max, finOffset == nil, data == next &+ 1 { return .nothing }
      guard isReleased || isPatienceOver(around) else { return .nothing }
      return .missing(end: min(beforeCut, data), packets == 0 ? .directionNotCaptured : .notCaptured)
    }
    guard beforeCut != .max else {
      guard around.isFinished, let end = sentUnseenEnd else { return .nothing }
      return lostHead(upTo: end)
    }
    if isReleased {
      guard around.isFinished else { return .missing(end: beforeCut, .queueLimit) }
      return peer.packets == 0 ? .missing(end: beforeCut, .unconfirmed) : lostHead(upTo: beforeCut)
    }
    let waited = around.lastTime.nanoseconds &- irregular.jumpTime.nanoseconds
    if peer.packets == 0, waited >= around.limits.value.unconfirmedNanoseconds {
      return .missing(end: beforeCut, .unconfirmed)
    }
    return .nothing
  }

  /// The front is bytes. They wait for what their sender had seen of the peer.
  private func queuedHead(peer: borrowing Side, _ around: borrowing Surroundings) -> Head {
    guard let mine = queue.first else { return .nothing }
    if peer.hasDelivered(upTo: mine.acknowledged, around) { return .bytes }
    if next < releaseBelow, !around.isFinished { return .bytes }
    // Both wait for each other: then one of them is a retransmission, whose acknowledgment is younger than its bytes. It
    // is the one captured later.
    if let theirs = peer.queue.first, theirs.start <= peer.next, !hasDelivered(upTo: theirs.acknowledged, around),
      mine.arrival > theirs.arrival
    {
      return .bytes
    }
    return .nothing
  }

  /// Whether a hole that the peer has acknowledged has had its time to be filled by a late packet.
  private func isPatienceOver(_ around: borrowing Surroundings) -> Bool {
    if around.isFinished || packets == 0 || next < releaseBelow { return true }
    guard let first = irregular.firstACK(of: next) else { return true }
    let limits = around.limits.value
    // Where bytes keep coming in order, a batch of ACKs was captured before the batch of segments.
    let arrival = max(first.arrival, progressArrival)
    let time = max(first.time, progressTime)
    return around.arrivals &- arrival >= limits.reorderPackets
      || around.lastTime.nanoseconds &- time.nanoseconds >= limits.reorderNanoseconds
  }

  /// Takes what stands at the front.
  mutating func takeReady(
    _ direction: Direction, peer: borrowing Side, _ around: inout Surroundings, into scratch: inout [UInt8]
  ) -> ReadyRun? {
    let offset = UInt64(clamping: next)
    switch head(peer: peer, around) {
    case .nothing:
      return nil
    case .bytes:
      guard let segment = queue.removeFirst() else { return nil }
      scratch.removeAll(keepingCapacity: true)
      scratch.append(contentsOf: segment.bytes.span)
      remember(segment.bytes.span, of: direction, segment.packet, segment.time, &around)
      advance(by: Int64(segment.bytes.count))
      deliveredBytes &+= Int64(segment.bytes.count)
      if !isRegular { irregular.dropCuts(before: next) }
      refreshSlowReasons()
      return ReadyRun(
        direction: direction, kind: .bytes, streamOffset: offset, count: UInt64(segment.bytes.count),
        packet: segment.packet, time: segment.time, isRemembered: remembersAll)
    case .missing(let end, let reason):
      let following = queue.first
      let after = PacketMoment(
        packet: following?.packet ?? around.lastPacket, time: following?.time ?? around.lastTime)
      irregular.noteGap(
        offset: next, count: end &- next, reason: reason, after: after, limit: around.limits.value.listedGaps)
      if reason == .queueLimit { irregular.effects.holesGivenUp &+= 1 }
      if reason == .neverArrived, irregular.loss?.offset == next { irregular.loss?.isSettled = true }
      remembers = false
      let count = end &- next
      advance(by: count)
      highestSent = max(highestSent, next)
      irregular.dropCuts(before: next)
      refreshSlowReasons()
      return ReadyRun(
        direction: direction, kind: .missing(reason), streamOffset: offset, count: UInt64(clamping: count),
        packet: after.packet, time: after.time)
    }
  }
}
