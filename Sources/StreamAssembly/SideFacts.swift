import CaptureFiles
import PacketLayers

extension Side {
  /// Without a SYN from the peer, a larger payload than this does not fit an Ethernet frame.
  static let ordinaryMaximumSegmentSize = 1460

  /// The state, as values that a rule can read.
  func facts(peer: borrowing Side) -> DirectionFacts {
    var facts = DirectionFacts()
    facts.packets = packets
    facts.firstPacket = ledger.firstPacket
    facts.lastPacket = packets > 0 ? lastPacket : nil
    facts.startKnown = startKnown
    if packets > 0 { facts.firstSequence = sequence(at: 0).rawValue }
    facts.deliveredBytes = UInt64(clamping: deliveredBytes)
    facts.deliveredEnd = UInt64(clamping: next)
    facts.sentEnd = UInt64(clamping: highestSent)
    facts.acknowledgedEnd = UInt64(clamping: acknowledgedData)
    facts.lastData = lastData
    facts.syn = ledger.syn
    facts.fin = ledger.fin
    facts.synHopLimit = ledger.synHopLimit
    if lowestHopLimit <= highestHopLimit { facts.hopLimits = lowestHopLimit...highestHopLimit }
    facts.encapsulation = encapsulation
    facts.vlan = ledger.vlan
    facts.unacknowledgedTail = unacknowledgedTail(peer: peer)
    facts.largestPayload = Int(largestPayload)
    facts.largestAcknowledged = Int(largestAcknowledged)
    let segmentSize = peer.ledger.syn?.maximumSegmentSize.map(Int.init) ?? Side.ordinaryMaximumSegmentSize
    facts.sawOffload = Int(largestPayload) > max(segmentSize, Side.ordinaryMaximumSegmentSize)
    facts.finNotCaptured = finOffset == nil && queue.isEmpty && acknowledged == next &+ 1
    if !isRegular { noteIrregularities(in: &facts, peer: peer) }
    return facts
  }

  private func noteIrregularities(in facts: inout DirectionFacts, peer: borrowing Side) {
    facts.missing = irregular.missing
    facts.gaps = irregular.gaps
    facts.conflicts = irregular.conflicts
    facts.resets = irregular.resets
    facts.resetCount = irregular.resetCount
    facts.retransmittedSegments = irregular.retransmittedSegments
    facts.retransmittedBytes = irregular.retransmittedBytes
    facts.outOfOrderSegments = irregular.outOfOrderSegments
    facts.captureDuplicates = irregular.captureDuplicates
    facts.straySegments = irregular.straySegments
    facts.keepAlives = irregular.keepAlives
    facts.zeroWindowProbes = irregular.zeroWindowProbes
    facts.duplicateACKs = irregular.duplicateACKs
    facts.zeroWindow = irregular.zeroWindow
    if let since = irregular.zeroWindow.openSince {
      facts.zeroWindow.longestSeconds = max(irregular.zeroWindow.longestSeconds, lastPacket.time.seconds(since: since))
    }
    facts.lostOnTheWay = pathLoss(peer: peer)
    facts.snapshotCuts = irregular.snapshotCuts
    facts.timeBackwards = irregular.timeBackwards
    facts.lateBytes = irregular.lateBytes
    facts.acknowledgedAhead = irregular.acknowledgedAhead
    facts.bytesAfterFIN = irregular.bytesAfterFIN
    facts.segmentsAfterReset = irregular.segmentsAfterReset
    facts.finContradicted = irregular.finContradicted
    facts.effects = irregular.effects
  }

  private func unacknowledgedTail(peer: borrowing Side) -> UnacknowledgedTail? {
    let isFINOutstanding = finOffset.map { acknowledged <= $0 } ?? false
    guard peer.packets > 0, highestSent > acknowledged || isFINOutstanding else { return nil }
    let sequence = sequence(at: acknowledged)
    let stall = irregular.stall
    let largest = stall?.largest ?? 0
    return UnacknowledgedTail(
      offset: UInt64(clamping: acknowledged), count: UInt64(clamping: highestSent &- acknowledged),
      firstSent: ledger.recent.earliest(at: sequence), retransmissions: stall?.retransmissions ?? 0,
      lastRetransmission: stall?.last, largestRetransmitted: largest, selectiveACKs: stall?.selectiveACKs ?? 0,
      smallerLaterSegments: ledger.recent.count(after: sequence, smallerThan: largest))
  }
}
