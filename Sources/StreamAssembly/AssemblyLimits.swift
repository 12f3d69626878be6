/// How much the reassembly may hold, and how long it waits. Reaching a limit never stops the analysis; what was given up
/// is counted in `LimitEffects` or `TableEffects`.
package struct AssemblyLimits: Hashable, Sendable {
  package static let maximumQueuedBytes = 1 << 20
  package static let maximumQueuedSegments = 1024
  package static let maximumTotalHeldBytes = 64 << 20
  package static let maximumConnections = 200_000
  package static let maximumRememberedBytes = 4096
  package static let maximumRememberedSegments = 64
  package static let maximumListedGaps = 32
  package static let maximumListedConflicts = 8
  package static let maximumListedResets = 4
  package static let maximumSnapshotCuts = 64
  /// Bytes shown of each side of a conflict.
  package static let maximumConflictBytes = 64
  /// Bytes shown of the lines in which they lie.
  package static let maximumConflictLine = 128
  /// How far ahead of what was seen a segment or an acknowledgment may lie: the largest window that RFC 7323 section 2.3
  /// permits. What lies further away belongs to another connection, or is forged.
  package static let maximumSequenceDistance: Int64 = 1 << 30

  /// Bytes of one direction that wait for earlier ones. When reached, the hole before them is given up
  /// (`MissingReason.queueLimit`).
  package var queuedBytes = maximumQueuedBytes
  /// Segments of one direction that wait for earlier ones. Same consequence.
  package var queuedSegments = maximumQueuedSegments
  /// Bytes held over all connections of a table. When reached, connections stop waiting for holes and stop
  /// remembering delivered bytes.
  package var totalHeldBytes = maximumTotalHeldBytes
  /// Connections open at once. When reached, the longest idle one must go.
  package var connections = maximumConnections
  /// The first bytes of each direction that are remembered after delivery, so that a retransmission with other bytes is
  /// noticed, and so that who reads the stream may do that later. Differences later in the stream are noticed only while the first bytes still wait in the queue.
  package var rememberedBytes = maximumRememberedBytes
  package var listedGaps = maximumListedGaps
  package var listedConflicts = maximumListedConflicts
  package var listedResets = maximumListedResets

  /// Captures swap neighbours (several receive queues, merged files). A hole that the peer has acknowledged counts as
  /// missing only after this many further packets of the connection …
  package var reorderPackets: UInt32 = 16
  /// … or this much packet time, whichever comes first.
  package var reorderNanoseconds: Int64 = 100_000_000
  /// Where the peer was never captured there are no acknowledgments; a hole is then given up after this packet time.
  package var unconfirmedNanoseconds: Int64 = 3_000_000_000
  /// After this packet time without a packet, a SYN with another initial sequence number begins a new connection even
  /// where nothing but the handshake had been seen.
  package var reuseIdleNanoseconds: Int64 = 3_000_000_000

  package init() {}
}

/// What limits did to one direction. All zero in an ordinary capture.
package struct LimitEffects: Hashable, Sendable {
  /// Holes that were given up because too much waited behind them.
  package var holesGivenUp: UInt32 = 0
  /// Segments that were not kept, because the consumer had not taken what was ready and the queue was full.
  package var segmentsDropped: UInt32 = 0
  package var gapsNotListed: UInt32 = 0
  package var conflictsNotListed: UInt32 = 0
  package var resetsNotListed: UInt32 = 0
  /// Snapshot cuts that were forgotten; the bytes they lacked are then reported as not captured.
  package var snapshotCutsNotListed: UInt32 = 0
  /// Whether bytes that should have been remembered for comparison were not, because the table held too much.
  package var bytesNotRemembered = false

  package init() {}
}

/// What limits did to a table of connections.
package struct TableEffects: Hashable, Sendable {
  /// Connections handed out by `slotToEvict()` to make room.
  package var evictedConnections: UInt64 = 0
  /// Connections that `open` closed itself to make room: their story is lost.
  package var droppedConnections: UInt64 = 0
  /// Packets that met a table holding `AssemblyLimits.totalHeldBytes` or more.
  package var packetsOverTotalHeldBytes: UInt64 = 0

  package init() {}
}
