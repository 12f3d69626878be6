import CaptureFiles
import PacketLayers

extension Side {
  /// Without a SYN from the peer, a larger payload than this does not fit an Ethernet frame.
  static let ordinaryMaximumSegmentSize = 1460

  /// The state, as values that a rule can read.
  func facts(peer: Side) -> DirectionFacts {
    let book = ledger
    var facts = DirectionFacts()
    facts.packets = packets
    facts.firstPacket = book.firstPacket
    facts.lastPacket = packets > 0 ? lastPacket : nil
    facts.startKnown = startKnown
    if packets > 0 { facts.firstSequence = sequence(at: 0).rawValue }
    facts.deliveredBytes = UInt64(clamping: deliveredBytes)
    facts.deliveredEnd = UInt64(clamping: next)
    facts.sentEnd = UInt64(clamping: highestSent)
    facts.acknowledgedEnd = UInt64(clamping: acknowledgedData)
    facts.missing = book.missing
    facts.gaps = book.gaps
    facts.conflicts = book.conflicts
    facts.lastData = book.lastData
    facts.syn = book.syn
    facts.fin = book.fin
    facts.resets = book.resets
    facts.resetCount = book.resetCount
    facts.synHopLimit = book.synHopLimit
    if lowestHopLimit <= highestHopLimit { facts.hopLimits = lowestHopLimit...highestHopLimit }
    facts.encapsulation = encapsulation
    facts.vlan = book.vlan
    facts.retransmittedSegments = book.retransmittedSegments
    facts.retransmittedBytes = book.retransmittedBytes
    facts.outOfOrderSegments = book.outOfOrderSegments
    facts.captureDuplicates = book.captureDuplicates
    facts.straySegments = book.straySegments
    facts.keepAlives = book.keepAlives
    facts.zeroWindowProbes = book.zeroWindowProbes
    facts.duplicateACKs = book.duplicateACKs
    facts.zeroWindow = book.zeroWindow
    if let since = book.zeroWindow.openSince {
      facts.zeroWindow.longestSeconds = max(book.zeroWindow.longestSeconds, lastPacket.time.seconds(since: since))
    }
    facts.unacknowledgedTail = unacknowledgedTail(peer: peer)
    facts.lostOnTheWay = pathLoss(peer: peer)
    facts.snapshotCuts = book.snapshotCuts
    facts.largestPayload = Int(largestPayload)
    facts.largestAcknowledged = Int(largestAcknowledged)
    let segmentSize = peer.ledger.syn?.maximumSegmentSize.map(Int.init) ?? Side.ordinaryMaximumSegmentSize
    facts.sawOffload = Int(largestPayload) > max(segmentSize, Side.ordinaryMaximumSegmentSize)
    facts.timeBackwards = book.timeBackwards
    facts.lateBytes = book.lateBytes
    facts.acknowledgedAhead = book.acknowledgedAhead
    facts.bytesAfterFIN = book.bytesAfterFIN
    facts.segmentsAfterReset = book.segmentsAfterReset
    facts.finContradicted = book.finContradicted
    facts.finNotCaptured = finOffset == nil && queue.isEmpty && acknowledged == next &+ 1
    facts.effects = book.effects
    return facts
  }

  private func unacknowledgedTail(peer: Side) -> UnacknowledgedTail? {
    let isFINOutstanding = finOffset.map { acknowledged <= $0 } ?? false
    guard peer.packets > 0, highestSent > acknowledged || isFINOutstanding else { return nil }
    let sequence = sequence(at: acknowledged)
    let book = ledger
    let stall = book.stall
    let largest = stall?.largest ?? 0
    return UnacknowledgedTail(
      offset: UInt64(clamping: acknowledged), count: UInt64(clamping: highestSent &- acknowledged),
      firstSent: book.recent.earliest(at: sequence), retransmissions: stall?.retransmissions ?? 0,
      lastRetransmission: stall?.last, largestRetransmitted: largest, selectiveACKs: stall?.selectiveACKs ?? 0,
      smallerLaterSegments: book.recent.count(after: sequence, smallerThan: largest))
  }
}
