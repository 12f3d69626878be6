package import CaptureFiles
package import PacketLayers

/// A packet and its time.
package struct PacketMoment: Hashable, Sendable {
  package var packet: PacketID
  package var time: Timestamp

  package init(packet: PacketID, time: Timestamp) {
    self.packet = packet
    self.time = time
  }
}

/// What is known of one direction of a connection: of its sender, as the capture saw it.
///
/// Counts leave out capture duplicates, except `captureDuplicates` itself. Offsets are stream offsets: 0 is the first
/// byte after the SYN, or the first byte seen where `startKnown` is false.
@usableFromInline
package struct DirectionFacts: Hashable, Sendable {
  /// Packets of this direction; 0 where the capture has none.
  package var packets: UInt64 = 0
  /// `nil` where the capture has no packet of this direction.
  package var firstPacket: PacketMoment?
  /// `nil` where the capture has no packet of this direction.
  package var lastPacket: PacketMoment?
  /// Whether stream offset 0 is the first byte that was sent.
  package var startKnown = false
  /// The sequence number of stream offset 0; `nil` where the capture has no packet of this direction.
  package var firstSequence: UInt32?

  /// Bytes handed out, missing ones left out.
  package var deliveredBytes: UInt64 = 0
  /// Stream offset up to which bytes were handed out or reported missing.
  package var deliveredEnd: UInt64 = 0
  /// Stream offset after the last byte seen.
  package var sentEnd: UInt64 = 0
  /// The highest stream offset that the peer acknowledged. A FIN's own sequence number is left out where it was seen.
  package var acknowledgedEnd: UInt64 = 0
  /// Bytes that the capture lacks, by reason.
  package var missing = MissingBytes()
  /// Where bytes are missing; at most ``AssemblyLimits/listedGaps``.
  package var gaps: [Gap] = []
  /// Places at which two packets disagree; at most ``AssemblyLimits/listedConflicts``.
  package var conflicts: [Conflict] = []

  /// The last segment with payload, sent for the first time or again; `nil` where none was seen.
  package var lastData: PacketMoment?
  /// `nil`: no SYN seen.
  package var syn: SYNFacts?
  /// `nil`: no FIN seen.
  package var fin: FINFacts?
  /// RSTs of this direction; at most ``AssemblyLimits/listedResets``.
  package var resets: [Reset] = []
  /// All RSTs, listed or not.
  package var resetCount: UInt32 = 0

  /// TTL or hop limit of the SYN or SYN-ACK; `nil` where none was seen.
  package var synHopLimit: UInt8?
  /// TTL or hop limit of the other segments, RSTs left out; `nil` where there was none.
  package var hopLimits: ClosedRange<UInt8>?
  /// What lay around any of its packets.
  package var encapsulation: Encapsulation = []
  /// The VLAN of the first tagged packet; `nil` where none was tagged.
  package var vlan: UInt16?

  /// Segments that brought bytes which were there already, keep-alives and probes left out.
  package var retransmittedSegments: UInt32 = 0
  /// Payload of those.
  package var retransmittedBytes: UInt64 = 0
  /// Segments that filled a hole shortly after what lies behind it had come.
  package var outOfOrderSegments: UInt32 = 0
  /// Packets that the capture holds twice, as from a mirror port of both directions.
  package var captureDuplicates: UInt32 = 0
  /// Segments whose sequence numbers lie too far from this connection's to be of it.
  package var straySegments: UInt32 = 0
  /// Segments that ask whether the peer is there (RFC 9293 section 3.8.4).
  package var keepAlives: UInt32 = 0
  /// Segments that ask whether a window of zero has opened (RFC 9293 section 3.8.6.1).
  package var zeroWindowProbes: UInt32 = 0
  /// ACKs that repeated the last one while the peer had bytes unacknowledged (RFC 5681 section 2).
  package var duplicateACKs: UInt32 = 0
  /// The times this direction's sender advertised a window of zero.
  package var zeroWindow = ZeroWindowFacts()
  /// What the peer has not acknowledged; `nil` where it acknowledged everything, or was never captured.
  package var unacknowledgedTail: UnacknowledgedTail?
  /// The oldest bytes that were sent and never reached the peer, where the capture does not hold them; `nil` where there are none, or
  /// the peer was never captured. What the capture holds and the peer never acknowledged is ``unacknowledgedTail``.
  package var lostOnTheWay: PathLoss?

  /// Segments that the snapshot length cut.
  package var snapshotCuts: UInt32 = 0
  /// Bytes of the largest segment.
  package var largestPayload: Int = 0
  /// The largest segment that is known to have been acknowledged.
  package var largestAcknowledged: Int = 0
  /// Segments larger than one packet can be: the capture was made above segmentation offload, and sizes are not those of
  /// the wire.
  package var sawOffload = false
  /// Packets more than 1 ms older than the packet before.
  package var timeBackwards: UInt32 = 0
  /// Bytes that came after they had been reported missing.
  package var lateBytes: UInt64 = 0
  /// Times that the peer acknowledged bytes of this direction before the capture had them, by more than a FIN's one: they were lost
  /// in the capture, or, where none is missing in the end, the packets stand in another order than they were sent in.
  package var acknowledgedAhead: UInt32 = 0
  /// Bytes whose place is after this direction's FIN.
  package var bytesAfterFIN: UInt64 = 0
  /// Segments of this direction, RSTs left out, that came after a valid RST of this direction.
  package var segmentsAfterReset: UInt32 = 0
  /// Data went on where a FIN had stood: the FIN was not the sender's.
  package var finContradicted = false
  /// The peer acknowledged one sequence number after the last byte seen: a FIN that was not captured, or one byte.
  package var finNotCaptured = false
  /// What the limits of this program left out.
  package var effects = LimitEffects()
}

/// Bytes that are absent, by reason.
package struct MissingBytes: Hashable, Sendable {
  /// The peer acknowledged them, so they were on the wire.
  package var notCaptured: UInt64 = 0
  /// Nobody acknowledged them, and they never came.
  package var neverArrived: UInt64 = 0
  /// The capture was set to keep only the beginning of each packet.
  package var snapshotLength: UInt64 = 0
  /// They had not come when the limit on waiting bytes was reached.
  package var queueLimit: UInt64 = 0
  /// The peer acknowledged them, and the capture has no segment of this direction.
  package var directionNotCaptured: UInt64 = 0
  /// They had not come, and the capture has no segment of the peer.
  package var unconfirmed: UInt64 = 0

  /// All of them.
  package var total: UInt64 {
    notCaptured &+ neverArrived &+ snapshotLength &+ queueLimit &+ directionNotCaptured &+ unconfirmed
  }

  mutating func add(_ count: UInt64, _ reason: MissingReason) {
    switch reason {
    case .notCaptured: notCaptured &+= count
    case .neverArrived: neverArrived &+= count
    case .snapshotLength: snapshotLength &+= count
    case .queueLimit: queueLimit &+= count
    case .directionNotCaptured: directionNotCaptured &+= count
    case .unconfirmed: unconfirmed &+= count
    }
  }
}

/// A run of bytes that was reported missing.
package struct Gap: Hashable, Sendable {
  /// Stream offset of the first missing byte.
  package var offset: UInt64
  package var count: UInt64
  package var reason: MissingReason
  /// The packet captured after the gap, or the one that showed it.
  package var after: PacketMoment
}

/// Two packets that carried different bytes for one place of the stream. The first captured was delivered.
///
/// Where one segment is in the capture twice, before and after a device that rewrites the conversation, its copy has the same IP
/// identification, other bytes, and a hop limit that differs by the routers between the two places.
package struct Conflict: Hashable, Sendable {
  /// Stream offset of the first byte that differs.
  package var offset: UInt64
  /// From the first to the last byte that differs.
  package var count: UInt64
  /// `nil`: the bytes were delivered so long ago that their packet is no longer known here.
  package var firstPacket: PacketID?
  /// The packet whose bytes were not delivered.
  package var laterPacket: PacketID
  /// From `offset` on, at most `AssemblyLimits.maximumConflictBytes`.
  package var firstBytes: [UInt8]
  /// The same place in the later packet.
  package var laterBytes: [UInt8]
  /// The line, or the lines, in which the difference lies, without the last line end: at most `AssemblyLimits.maximumConflictLine`
  /// bytes.
  package var firstLine: [UInt8] = []
  /// The same line, or lines, in the later packet.
  package var laterLine: [UInt8] = []
  /// Whether the later packet is the first one captured a second time: the same sequence numbers, flags and length, within
  /// milliseconds, and the same IP identification where there is one.
  package var isCopy = false
  /// What the headers of the two packets say; `nil` for the first one where it lies so many segments back that it is no longer known.
  package var firstHopLimit: UInt8?
  /// TTL or hop limit of the later packet.
  package var laterHopLimit: UInt8 = 0
  /// IPv4 identifications; `nil` for IPv6, too.
  package var firstIdentification: UInt16?
  /// The same of the later packet.
  package var laterIdentification: UInt16?
}

/// The SYN or SYN-ACK of a direction.
package struct SYNFacts: Hashable, Sendable {
  package var at: PacketMoment
  /// The initial sequence number (RFC 9293 section 3.4.1).
  package var sequence: UInt32 = 0
  package var retransmissions: UInt32 = 0
  package var lastRetransmission: Timestamp?
  /// Payload that came with the SYN (TCP Fast Open, RFC 7413).
  package var payloadLength: Int = 0
  /// Whether it was a SYN-ACK.
  package var acknowledges = false
  /// Options of the SYN; `nil` where the option was absent.
  package var maximumSegmentSize: UInt16?
  /// The shift count (RFC 7323 section 2.2).
  package var windowScale: UInt8?
  /// Whether the option was there (RFC 2018 section 2).
  package var permitsSACK = false
  /// Whether the option was there (RFC 7323 section 3.2).
  package var hasTimestamps = false
}

/// The FIN of a direction.
package struct FINFacts: Hashable, Sendable {
  package var at: PacketMoment
  /// Stream offset where the stream ends.
  package var offset: UInt64
  package var retransmissions: UInt32 = 0
  /// Whether the peer acknowledged it.
  package var isAcknowledged = false
}

/// How the sequence number of an RST lies (RFC 9293 section 3.5.3, RFC 5961 section 3).
package enum ResetPlace: UInt8, Hashable, Sendable {
  /// Just where its receiver expected the next byte, or the answer to a SYN.
  case exact
  /// Within the receiver's window: a careful receiver asks back.
  case inWindow
  /// Outside: a receiver ignores it.
  case outOfWindow
}

/// An RST. "Fits" compares it with the other segments of its direction; `nil` where there is nothing to compare with, or
/// where honest hosts differ as well.
package struct Reset: Hashable, Sendable {
  package var at: PacketMoment
  /// Whether its receiver had to believe it.
  package var place: ResetPlace
  package var sequence: UInt32
  package var acknowledgment: UInt32
  /// Whether the ACK bit was set; `acknowledgment` means nothing without it.
  package var hasAcknowledgment: Bool
  /// The window field, not scaled.
  package var window: UInt16
  package var hopLimit: UInt8
  package var identification: UInt16?
  /// Whether it had the timestamps option.
  package var hasTimestamps: Bool
  /// Whether the hop limit is among those seen in this direction.
  package var hopLimitFits: Bool?
  /// Whether the IP identification continues a sequence that this direction showed; also `nil` for an identification of
  /// 0, which hosts use for answers without a socket.
  package var identificationFits: Bool?
  /// Whether the segment has the timestamps option as the last other segment of its direction had or had not. Hosts leave
  /// it out of RSTs sent for a closed socket, so a misfit alone proves nothing.
  package var timestampsFit: Bool?
  /// The last segment with payload of either side before it, and whether the sender of the reset sent it; `nil` where none was seen.
  /// From it to the reset no byte was sent.
  package var lastData: PacketMoment?
  /// Whether ``lastData`` came from the sender of the reset.
  package var lastDataIsOwn = false
  /// Whether nothing was outstanding when it came: each side had acknowledged all bytes of the other, and both were captured.
  package var foundAllAcknowledged = false

  /// Seconds for which no side had sent a byte when the reset came; `nil` where none was seen before.
  package var silenceSeconds: Double? { lastData.map { max(0, at.time.seconds(since: $0.time)) } }
}

/// Times in which a receiver accepted no more data.
package struct ZeroWindowFacts: Hashable, Sendable {
  /// How often the window closed.
  package var episodes: UInt32 = 0
  package var first: PacketMoment?
  /// The longest time for which it stayed closed.
  package var longestSeconds: Double = 0
  /// Since when the window is zero; `nil` where it is open.
  package var openSince: Timestamp?
}

/// Bytes that were lost between their sender and the place of capture: something shows that they were sent, the capture does not
/// hold them, and their receiver never acknowledged them. A hole that the receiver did acknowledge is the capture's, and not this.
///
/// A receiver hands nothing on that lies behind such bytes: for its program, the stream ends here.
package struct PathLoss: Hashable, Sendable {
  package var offset: UInt64
  package var count: UInt64
  /// The first packet that shows that they were sent: a later segment of their sender, whether it brings bytes or its sequence number
  /// tells of them, or an ACK of the receiver with SACK blocks (RFC 2018) behind them.
  package var firstProof: PacketMoment
  /// The last packet that shows it.
  package var lastProof: PacketMoment
  /// Packets that show it.
  package var proofs: UInt32 = 1
  /// Packets of the receiver, after the first proof, that acknowledge nothing of them: with each, it asks for them.
  package var requests: UInt32 = 0
  /// Those among them with SACK blocks behind the bytes: later ones had arrived.
  package var selectiveRequests: UInt32 = 0
  /// `nil` where the receiver sent nothing after the first proof.
  package var lastRequest: PacketMoment?
  /// Bytes behind them that the capture holds.
  package var bytesBehind: UInt64 = 0

  package init(offset: UInt64, count: UInt64, firstProof: PacketMoment, lastProof: PacketMoment) {
    self.offset = offset
    self.count = count
    self.firstProof = firstProof
    self.lastProof = lastProof
  }
}

/// Bytes that were sent and not acknowledged, from the oldest on.
package struct UnacknowledgedTail: Hashable, Sendable {
  /// The first byte without acknowledgment.
  package var offset: UInt64
  /// Bytes from there to the last one sent; 0 where only a FIN is unacknowledged.
  package var count: UInt64
  /// When the segment at `offset` was first captured; `nil` where that is more segments ago than are remembered.
  package var firstSent: PacketMoment?
  /// How often the segment at `offset` was sent again.
  package var retransmissions: UInt32
  /// The last time it was sent again; `nil` where it was not.
  package var lastRetransmission: PacketMoment?
  /// Payload of the largest retransmission at `offset`.
  package var largestRetransmitted: Int
  /// ACKs with SACK blocks (RFC 2018) that left `offset` unacknowledged: later segments arrived.
  package var selectiveACKs: UInt32
  /// Later segments, among the last few, that are smaller than `largestRetransmitted`.
  package var smallerLaterSegments: Int
}
