package import CaptureFiles

/// One of the two directions of a connection.
package enum Direction: UInt8, Hashable, Sendable {
  /// From `endpoints.first`: the sender of the SYN, or of the first segment seen.
  case forward
  /// From `endpoints.second`.
  case backward

  package var opposite: Direction {
    self == .forward ? .backward : .forward
  }
}

/// What a segment was, in the light of those before it.
package enum SegmentKind: UInt8, Hashable, Sendable {
  /// Payload that begins where the stream had ended.
  case data
  /// No payload, and nothing special about it (also window updates and duplicate ACKs, which are counted apart).
  case pureACK
  /// Payload or a control bit that was captured before, sent again; or payload that fills a hole 20 ms or more after
  /// the hole was noticed.
  case retransmission
  /// The same packet captured twice. It changes no count but `captureDuplicates`.
  case captureDuplicate
  /// No payload or one byte, just before the end of what was sent (RFC 9293 section 3.8.4). Its byte is not data.
  case keepAlive
  /// A probe of a peer whose window is zero (RFC 9293 section 3.8.6.1).
  case zeroWindowProbe
  /// Payload after a hole, or payload that soon fills one.
  case outOfOrder
  case syn
  /// A FIN that was not seen before; may bring payload.
  case fin
  case rst
  /// A segment whose sequence number cannot belong to this connection. Ignored but for its count.
  case stray
}

/// What one accepted segment brought.
///
/// The consumer then, in this order: takes `nextReady` of the opposite direction until `nil` (when `readyBefore`);
/// consumes `payload[freshStart ..< freshStart + freshCount]`; takes `nextReady(into:)` of either direction until `nil`
/// (when `readyAfter`).
package struct Delivery: Hashable, Sendable {
  package var direction: Direction
  package var kind: SegmentKind
  /// The bytes of the payload that are new and in order.
  package var freshStart: Int
  package var freshCount: Int
  /// Stream offset of the first fresh byte; without fresh bytes, how far the direction was delivered.
  package var streamOffset: UInt64
  /// Runs of the opposite direction must be taken first.
  package var readyBefore: Bool
  /// Runs that were queued follow.
  package var readyAfter: Bool
  /// Whether the fresh bytes are remembered, with all that came before them in their direction.
  package var isRemembered = false
  /// Whether both sides have said that they are through, or a valid RST was seen (``Connection/isClosed``).
  package var isClosed = false
  /// Whether it brought bytes in their order, or an acknowledgment, in a connection where nothing waits and nothing has ended.
  package var isOrdinary = false
}

/// Why bytes of a stream are absent.
package enum MissingReason: UInt8, Hashable, Sendable, CaseIterable {
  /// The peer acknowledged them, so they were on the wire, and the capture lacks them.
  case notCaptured
  /// Nobody acknowledged them and they never came: real loss between the sender and the place of capture, or the end of
  /// the capture came first.
  case neverArrived
  /// The capture's snapshot length cut them off.
  case snapshotLength
  /// They had not come when the limit on waiting bytes was reached.
  case queueLimit
  /// The peer acknowledged them, and the capture has no segment at all of this direction.
  case directionNotCaptured
  /// They had not come, and the capture has no segment of the peer, so nobody can tell loss from a gap of the capture.
  case unconfirmed
}

/// The next run of one direction that had to wait.
package struct ReadyRun: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// The bytes are in the scratch buffer.
    case bytes
    case missing(MissingReason)
  }

  package var direction: Direction
  package var kind: Kind
  package var streamOffset: UInt64
  package var count: UInt64
  /// The packet that brought the bytes; for missing bytes, the packet captured after them, or the one that showed that
  /// they are missing.
  package var packet: PacketID
  package var time: Timestamp
  /// Whether the bytes are remembered, with all that came before them in their direction.
  package var isRemembered = false
}
