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
    facts.missing = ledger.missing
    facts.gaps = ledger.gaps
    facts.conflicts = ledger.conflicts
    facts.lastData = ledger.lastData
    facts.syn = ledger.syn
    facts.fin = ledger.fin
    facts.resets = ledger.resets
    facts.resetCount = ledger.resetCount
    facts.synHopLimit = ledger.synHopLimit
    if lowestHopLimit <= highestHopLimit { facts.hopLimits = lowestHopLimit...highestHopLimit }
    facts.encapsulation = encapsulation
    facts.vlan = ledger.vlan
    facts.retransmittedSegments = ledger.retransmittedSegments
    facts.retransmittedBytes = ledger.retransmittedBytes
    facts.outOfOrderSegments = ledger.outOfOrderSegments
    facts.captureDuplicates = ledger.captureDuplicates
    facts.straySegments = ledger.straySegments
    facts.keepAlives = ledger.keepAlives
    facts.zeroWindowProbes = ledger.zeroWindowProbes
    facts.duplicateACKs = ledger.duplicateACKs
    facts.zeroWindow = ledger.zeroWindow
    if let since = ledger.zeroWindow.openSince {
      facts.zeroWindow.longestSeconds = max(ledger.zeroWindow.longestSeconds, lastPacket.time.seconds(since: since))
    }
    facts.unacknowledgedTail = unacknowledgedTail(peer: peer)
    facts.lostOnTheWay = pathLoss(peer: peer)
    facts.snapshotCuts = ledger.snapshotCuts
    facts.largestPayload = Int(largestPayload)
    facts.largestAcknowledged = Int(largestAcknowledged)
    let segmentSize = peer.ledger.syn?.maximumSegmentSize.map(Int.init) ?? Side.ordinaryMaximumSegmentSize
    facts.sawOffload = Int(largestPayload) > max(segmentSize, Side.ordinaryMaximumSegmentSize)
    facts.timeBackwards = ledger.timeBackwards
    facts.lateBytes = ledger.lateBytes
    facts.acknowledgedAhead = ledger.acknowledgedAhead
    facts.bytesAfterFIN = ledger.bytesAfterFIN
    facts.segmentsAfterReset = ledger.segmentsAfterReset
    facts.finContradicted = ledger.finContradicted
    facts.finNotCaptured = finOffset == nil && queue.isEmpty && acknowledged == next &+ 1
    facts.effects = ledger.effects
    return facts
  }

  private func unacknowledgedTail(peer: borrowing Side) -> UnacknowledgedTail? {
    let isFINOutstanding = finOffset.map { acknowledged <= $0 } ?? false
    guard peer.packets > 0, highestSent > acknowledged || isFINOutstanding else { return nil }
    let sequence = sequence(at: acknowledged)
    let stall = ledger.stall
    let largest = stall?.largest ?? 0
    return UnacknowledgedTail(
      offset: UInt64(clamping: acknowledged), count: UInt64(clamping: highestSent &- acknowledged),
      firstSent: ledger.recent.earliest(at: sequence), retransmissions: stall?.retransmissions ?? 0,
      lastRetransmission: stall?.last, largestRetransmitted: largest, selectiveACKs: stall?.selectiveACKs ?? 0,
      smallerLaterSegments: ledger.recent.count(after: sequence, smallerThan: largest))
  }
}
