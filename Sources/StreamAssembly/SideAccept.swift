import ByteParsing
import CaptureFiles
import PacketLayers

extension Side {
  /// The short way: an in-order data segment, or a pure ACK that acknowledges more, in a connection where nothing waits.
  /// `nil`: something is special, and nothing was changed.
  @inline(__always)
  mutating func acceptInOrder(
    _ segment: TCPSegment, _ payload: Span<UInt8>, _ packet: PacketID, _ time: Timestamp, _ direction: Direction,
    peer: inout Side, _ around: inout Surroundings
  ) -> Delivery? {
    guard slow.union(peer.slow).isSubset(of: .provisional), segment.sequence == nextSequence.rawValue,
      segment.flags.subtracting(.psh) == .ack, payload.count == segment.payloadLength, segment.window != 0,
      time >= around.lastTime
    else { return nil }
    let acknowledged = peer.offset(of: segment.acknowledgment)
    guard acknowledged <= peer.next, !payload.isEmpty || acknowledged > peer.acknowledged else { return nil }

    around.arrivals &+= 1
    around.lastTime = time
    around.lastPacket = packet
    observe(segment, packet, time)
    if acknowledged > peer.acknowledged { peer.acknowledge(to: acknowledged) }
    let offset = next
    if payload.isEmpty {
      ledger.recent.noteACK(segment, packet, time)
    } else {
      slow = []
      ledger.recent.note(segment, packet, time)
      remember(payload, of: direction, packet, time, &around)
      advance(by: Int64(payload.count))
      deliveredBytes &+= Int64(payload.count)
      highestSent = next
    }
    return Delivery(
      direction: direction, kind: payload.isEmpty ? .pureACK : .data, freshStart: 0, freshCount: payload.count,
      streamOffset: UInt64(clamping: offset), readyBefore: false, readyAfter: false,
      isRemembered: remembersAll, isOrdinary: true)
  }

  /// Every other segment.
  mutating func acceptAny(
    _ segment: TCPSegment, _ payload: Span<UInt8>, _ packet: PacketID, _ time: Timestamp, _ direction: Direction,
    peer: inout Side, _ around: inout Surroundings
  ) -> Delivery {
    var result = Delivery(
      direction: direction, kind: .pureACK, freshStart: 0, freshCount: 0, streamOffset: 0, readyBefore: false,
      readyAfter: false)
    if hasCopy(of: segment, at: time) {
      irregular.captureDuplicates &+= 1
      encapsulation.formUnion(segment.encapsulation)
      result.kind = .captureDuplicate
      compareCopy(segment, payload, direction, packet, around)
    } else {
      noteTime(time, packet, &around)
      result.kind = acceptNew(segment, payload, packet, time, direction, peer: &peer, &around, &result)
    }
    refreshSlowReasons()
    peer.refreshSlowReasons()
    if result.freshCount == 0 { result.streamOffset = UInt64(clamping: next) }
    if !slow.union(peer.slow).isDisjoint(with: .pending) { noteReady(peer: peer, around, &result) }
    result.isRemembered = remembersAll
    result.isClosed = isClosed(with: peer)
    return result
  }

  /// Notes whether runs that waited may be handed out. Apart, so that only those who have any are lent to it.
  @inline(never)
  private mutating func noteReady(peer: borrowing Side, _ around: borrowing Surroundings, _ result: inout Delivery) {
    result.readyBefore = peer.head(peer: self, around) != .nothing
    result.readyAfter = result.readyBefore || head(peer: peer, around) != .nothing
  }

  private mutating func noteTime(_ time: Timestamp, _ packet: PacketID, _ around: inout Surroundings) {
    around.arrivals &+= 1
    around.lastPacket = packet
    if time >= around.lastTime {
      around.lastTime = time
    } else if time.seconds(since: around.lastTime) < -0.001 {
      irregular.timeBackwards &+= 1
    }
    if ledger.firstPacket == nil { ledger.firstPacket = PacketMoment(packet: packet, time: time) }
  }

  private mutating func acceptNew(
    _ segment: TCPSegment, _ payload: Span<UInt8>, _ packet: PacketID, _ time: Timestamp, _ direction: Direction,
    peer: inout Side, _ around: inout Surroundings, _ result: inout Delivery
  ) -> SegmentKind {
    if segment.flags.contains(.rst) {
      noteReset(segment, packet, time, peer: peer, limit: around.limits.value.listedResets)
      return .rst
    }
    let isSYN = segment.flags.contains(.syn)
    let first = SequenceNumber(segment.sequence).advanced(by: isSYN ? 1 : 0)
    guard placeStart(segment, first, isSYN: isSYN) else {
      irregular.straySegments &+= 1
      return .stray
    }
    let start = offset(of: first.rawValue)
    if (start &- next).magnitude > AssemblyLimits.maximumSequenceDistance.magnitude {
      irregular.straySegments &+= 1
      return .stray
    }

    if slow.contains(.resetSeen) { irregular.segmentsAfterReset &+= 1 }
    let previousWindow = window
    let hopRange = (lowestHopLimit, highestHopLimit)
    observe(segment, packet, time)
    if ledger.vlan == nil { ledger.vlan = segment.vlan }
    if isSYN {
      (lowestHopLimit, highestHopLimit) = hopRange
    } else {
      noteWindow(segment, packet, time)
    }
    let length = max(0, segment.payloadLength)
    let isBare = length == 0 && !segment.flags.contains(.fin) && !isSYN

    var acknowledged: Int64?
    if segment.flags.contains(.ack) {
      acknowledged = noteAcknowledgment(
        segment, PacketMoment(packet: packet, time: time), isBare: isBare,
        sameWindow: segment.window == previousWindow, peer: &peer, around)
    }
    if isBare {
      ledger.recent.noteACK(segment, packet, time)
      if start <= highestSent || mayHaveSent(upTo: start, peer: peer) {
        noteSent(upTo: start, packet, time, peer: peer)
      }
      guard isProbe(start: start, length: 0, peer: peer) else { return .pureACK }
      return noteProbe(peer: peer)
    }
    noteRecent(segment, packet, time)
    let isRepeatedSYN = isSYN && noteSYN(segment, packet, time, direction, &around)
    if length == 1, !isSYN, !segment.flags.contains(.fin), isProbe(start: start, length: 1, peer: peer) {
      return noteProbe(peer: peer)
    }
    let isData = length > 0
    var kind: SegmentKind = isRepeatedSYN ? .retransmission : isSYN ? .syn : .data
    if isData {
      let dataKind = acceptPayload(
        segment, payload, direction, start: start, acknowledged: acknowledged, packet, time, peer: &peer, &around,
        &result)
      if !isSYN { kind = dataKind }
    }
    if segment.flags.contains(.fin) {
      let isNew = noteFIN(at: start &+ Int64(length), packet, time)
      if isNew { kind = .fin } else if !isData { kind = .retransmission }
      let end = start &+ Int64(length)
      if end == finOffset, end <= highestSent || mayHaveSent(upTo: end, peer: peer) {
        noteSent(upTo: end, packet, time, peer: peer)
      }
    }
    return kind
  }

  // MARK: - Where the stream starts

  /// Fixes or corrects the sequence number of stream offset 0. False where the segment is a SYN of something else.
  private mutating func placeStart(_ segment: TCPSegment, _ first: SequenceNumber, isSYN: Bool) -> Bool {
    if slow.contains(.unstarted) {
      nextSequence = first
      slow.remove(.unstarted)
      startKnown = isSYN
      slow.insert(.provisional)
    }
    let start = offset(of: first.rawValue)
    let mayMove = slow.contains(.provisional) && next == 0 && queue.isEmpty
    if isSYN {
      if ledger.syn != nil { return start == 0 || sequence(at: 0) == first }
      if sequence(at: 0) != first {
        guard mayMove else { return false }
        moveStart(to: first)
      }
      startKnown = true
    } else if mayMove, !startKnown {
      let length = max(0, segment.payloadLength)
      // Captured before an ACK for it, or after a keep-alive whose sequence number is one less.
      let isEarlier = start < 0 && length > 0 && !(length == 1 && start == -1)
      let followsKeepAlive = start == 1 && acknowledged <= 1
      if isEarlier || followsKeepAlive { moveStart(to: first) }
    }
    if segment.payloadLength > 0 || segment.flags.contains(.fin) { slow.remove(.provisional) }
    return true
  }

  private mutating func moveStart(to first: SequenceNumber) {
    let shift = first.distance(to: nextSequence)
    nextSequence = first
    acknowledged = max(0, acknowledged &+ shift)
    if !isRegular { irregular.moveAheadACKs(by: shift) }
  }

  /// Counts a SYN. True where it was seen before.
  private mutating func noteSYN(
    _ segment: TCPSegment, _ packet: PacketID, _ time: Timestamp, _ direction: Direction,
    _ around: inout Surroundings
  ) -> Bool {
    if ledger.syn != nil {
      ledger.syn?.retransmissions &+= 1
      ledger.syn?.lastRetransmission = time
      return true
    }
    ledger.synHopLimit = segment.hopLimit
    ledger.syn = SYNFacts(
      at: PacketMoment(packet: packet, time: time), sequence: segment.sequence,
      payloadLength: max(0, segment.payloadLength),
      acknowledges: segment.flags.contains(.ack), maximumSegmentSize: segment.maximumSegmentSize,
      windowScale: segment.windowScale, permitsSACK: segment.permitsSACK, hasTimestamps: segment.hasTimestamps)
    if around.synSender == nil {
      around.synSender = segment.flags.contains(.ack) ? direction.opposite : direction
    }
    return false
  }

  // MARK: - Acknowledgments and windows

  /// Notes how far the peer's stream is acknowledged; the offset that the segment itself acknowledges, or `nil` where it
  /// cannot be true.
  private mutating func noteAcknowledgment(
    _ segment: TCPSegment, _ moment: PacketMoment, isBare: Bool, sameWindow: Bool, peer: inout Side,
    _ around: borrowing Surroundings
  ) -> Int64? {
    if peer.slow.contains(.unstarted) {
      peer.nextSequence = SequenceNumber(segment.acknowledgment)
      peer.slow.remove(.unstarted)
      peer.slow.insert(.provisional)
      // The SYN-ACK's acknowledgment is the peer's initial sequence number plus one.
      peer.startKnown = segment.flags.contains(.syn)
    }
    let offset = peer.offset(of: segment.acknowledgment)
    let limit = segment.flags.contains(.syn) ? 0 : AssemblyLimits.maximumSequenceDistance
    guard offset <= peer.highestSent &+ limit else { return nil }
    if offset > peer.acknowledged {
      peer.acknowledge(to: offset)
      if let stall = peer.irregular.stall, stall.offset < offset { peer.irregular.stall = nil }
      if let fin = peer.finOffset, offset > fin { peer.ledger.fin?.isAcknowledged = true }
      if offset > peer.next {
        if offset > peer.highestSent &+ 1 { peer.irregular.acknowledgedAhead &+= 1 }
        // That of the FIN alone leaves no hole.
        if peer.acknowledgedData > peer.next {
          peer.irregular.noteAheadACK(AheadACK(offset: offset, arrival: around.arrivals, time: around.lastTime))
        }
      }
    } else if isBare, offset == peer.acknowledged, peer.highestSent > offset {
      if sameWindow { irregular.duplicateACKs &+= 1 }
      if segment.hasSACKBlocks {
        var stall = peer.irregular.stall ?? Stall(offset: offset)
        stall.selectiveACKs &+= 1
        peer.irregular.stall = stall
      }
    }
    if segment.selective != nil || peer.slow.contains(.passed) {
      peer.noteRequest(segment, upTo: offset, moment, peer: self)
    }
    return offset
  }

  private mutating func noteWindow(_ segment: TCPSegment, _ packet: PacketID, _ time: Timestamp) {
    if segment.window == 0 {
      guard !slow.contains(.zeroWindow) else { return }
      slow.insert(.zeroWindow)
      irregular.zeroWindow.episodes &+= 1
      irregular.zeroWindow.openSince = time
      if irregular.zeroWindow.first == nil {
        irregular.zeroWindow.first = PacketMoment(packet: packet, time: time)
      }
    } else if slow.contains(.zeroWindow) {
      slow.remove(.zeroWindow)
      if let since = irregular.zeroWindow.openSince {
        irregular.zeroWindow.longestSeconds = max(irregular.zeroWindow.longestSeconds, time.seconds(since: since))
      }
      irregular.zeroWindow.openSince = nil
    }
  }

  /// Whether a segment with no byte, or one, asks whether the peer is there, rather than bringing data.
  @inline(__always)
  private func isProbe(start: Int64, length: Int64, peer: borrowing Side) -> Bool {
    let afterFIN: Int64 = finOffset == highestSent ? 1 : 0
    if length == 0 {
      let isBeforeOldest = peer.slow.contains(.zeroWindow) && start &+ 1 == acknowledged
      return start &+ 1 == highestSent &+ afterFIN || isBeforeOldest
    }
    if peer.slow.contains(.zeroWindow), start == highestSent, start == next { return false }
    return start &+ 1 == highestSent && start < next && acknowledged >= highestSent && peer.packets > 0
  }

  private mutating func noteProbe(peer: borrowing Side) -> SegmentKind {
    if peer.slow.contains(.zeroWindow) {
      irregular.zeroWindowProbes &+= 1
      return .zeroWindowProbe
    }
    irregular.keepAlives &+= 1
    return .keepAlive
  }

  // MARK: - FIN and RST

  /// Notes a FIN whose sequence number follows the byte before `offset`. False where it was known, or cannot be true.
  private mutating func noteFIN(at offset: Int64, _ packet: PacketID, _ time: Timestamp) -> Bool {
    if let known = finOffset {
      if known == offset {
        ledger.fin?.retransmissions &+= 1
        noteStall(start: offset, end: offset, hasFIN: true, packet, time)
      } else {
        irregular.straySegments &+= 1
      }
      return false
    }
    guard offset >= highestSent, offset >= next else {
      irregular.straySegments &+= 1
      return false
    }
    finOffset = offset
    ledger.fin = FINFacts(
      at: PacketMoment(packet: packet, time: time), offset: UInt64(clamping: offset),
      isAcknowledged: acknowledged > offset)
    return true
  }

  private mutating func noteReset(
    _ segment: TCPSegment, _ packet: PacketID, _ time: Timestamp, peer: borrowing Side, limit: Int
  ) {
    let place = placeOfReset(segment, peer: peer)
    let hasOthers = packets > 0 && highestHopLimit >= lowestHopLimit
    packets &+= 1
    lastPacket = PacketMoment(packet: packet, time: time)
    noteRecent(segment, packet, time)
    irregular.resetCount &+= 1
    if place != .outOfWindow { slow.insert(.resetSeen) }
    guard irregular.resets.count < limit else {
      irregular.effects.resetsNotListed &+= 1
      return
    }
    var hopLimitFits: Bool?
    if hasOthers {
      hopLimitFits = segment.hopLimit >= lowestHopLimit && segment.hopLimit <= highestHopLimit
    } else if let syn = ledger.synHopLimit {
      hopLimitFits = segment.hopLimit == syn
    }
    let (own, other) = (lastData, peer.lastData)
    let hasLost = irregular.loss != nil || peer.irregular.loss != nil
    let isOwnLast = own.map { mine in other.map { $0.time <= mine.time } ?? true } ?? false
    irregular.resets.append(
      Reset(
        at: PacketMoment(packet: packet, time: time), place: place, sequence: segment.sequence,
        acknowledgment: segment.acknowledgment, hasAcknowledgment: segment.flags.contains(.ack),
        window: segment.window, hopLimit: segment.hopLimit, identification: segment.identification,
        hasTimestamps: segment.hasTimestamps, hopLimitFits: hopLimitFits,
        identificationFits: identification.fits(segment.identification),
        timestampsFit: packets > 1 && !slow.contains(.unstarted)
          ? segment.hasTimestamps == lastHadTimestamps : nil,
        lastData: isOwnLast ? own : other, lastDataIsOwn: isOwnLast,
        foundAllAcknowledged: packets > 1 && peer.packets > 0 && acknowledged >= highestSent
          && peer.acknowledged >= peer.highestSent && !hasLost))
  }

  private func placeOfReset(_ segment: TCPSegment, peer: borrowing Side) -> ResetPlace {
    // The answer to a SYN: its sender has no sequence numbers yet, and proves itself by the acknowledgment.
    if ledger.syn == nil, packets == 0, segment.flags.contains(.ack), !peer.slow.contains(.unstarted) {
      let acknowledged = peer.offset(of: segment.acknowledgment)
      if acknowledged >= 0, acknowledged <= peer.highestSent { return .exact }
    }
    guard !slow.contains(.unstarted) else { return .outOfWindow }
    let start = offset(of: segment.sequence)
    let afterFIN = finOffset.map { $0 &+ 1 }
    if start == highestSent || start == acknowledged || start == next || start == afterFIN { return .exact }
    let scale: UInt8
    if ledger.syn?.windowScale != nil, let scaleOfPeer = peer.ledger.syn?.windowScale {
      scale = min(scaleOfPeer, 14)
    } else {
      scale = 0
    }
    let windowEnd = acknowledged &+ Int64(peer.window) << Int64(scale)
    return start >= acknowledged && start < windowEnd ? .inWindow : .outOfWindow
  }

  /// Notes that what begins at `start` was sent again while it is the oldest without acknowledgment.
  mutating func noteStall(start: Int64, end: Int64, hasFIN: Bool, _ packet: PacketID, _ time: Timestamp) {
    guard start <= acknowledged, end > acknowledged || (hasFIN && end == acknowledged) else { return }
    var stall = irregular.stall ?? Stall(offset: acknowledged)
    stall.retransmissions &+= 1
    stall.last = PacketMoment(packet: packet, time: time)
    stall.largest = max(stall.largest, Int(end &- start))
    irregular.stall = stall
  }
}
