public import SMTPTranscript

/// What the capture does not show of a session. Absent is not the same as not captured: every claim that something was
/// *not* said rests on these.
public struct Visibility: Sendable {
  /// Bytes that are known to have been sent and that the capture lacks.
  public struct Hole: Sendable {
    public enum Reason: Sendable {
      /// The peer acknowledged the bytes; the capture lost them.
      case notCaptured
      /// The snapshot length cut them off their packet.
      case snapshotLength
      /// Sent before, or lost on the way: nobody acknowledged them.
      case neverArrived
      /// A named limit of the analysis was reached.
      case limit
      /// TLS sealed them, the rest of the session was opened, and no key at hand opened these.
      case notOpened
    }

    public var from: Side
    public var reason: Reason
    /// Offset of the first missing byte in its direction.
    public var offset: UInt64
    public var count: UInt64
    /// The first packet after the hole.
    public var at: Moment

    public init(from: Side, reason: Reason, offset: UInt64, count: UInt64, at: Moment) {
      self.from = from
      self.reason = reason
      self.offset = offset
      self.count = count
      self.at = at
    }
  }

  /// Whether the opening of the connection (a SYN) was captured.
  public var seesStart = false
  /// Whether any packet of the client was captured.
  public var seesClient = false
  public var seesServer = false
  public var holes: [Hole] = []
  /// Holes beyond the ones listed.
  public var unlistedHoles = 0
  /// Whether the capture's file ended in the middle of a packet.
  public var fileIsTruncated = false
  /// Packets that the capturing kernel reports as dropped while this capture ran; `nil` where it reports nothing.
  public var kernelDrops: UInt64?
  /// Names of limits of the analysis that took effect on this session.
  public var limits: [String] = []
  /// Whether one of these limits hid what a claim could rest on.
  public var limitsBearOnClaims = false
  /// Names of limits that only shortened a list of details.
  public var shortenedLists: [String] = []

  public init() {}

  @inlinable
  public var seesBothDirections: Bool { seesClient && seesServer }

  /// Whether bytes that the peer received are missing from what `side` sent.
  @inlinable
  public func lacksBytes(from side: Side) -> Bool {
    holes.contains { $0.from == side && $0.reason != .neverArrived }
  }

  /// Whether nothing that the client sent is missing from the capture, from its first byte on.
  @inlinable
  public var seesAllOfClient: Bool { seesStart && seesClient && !lacksBytes(from: .client) }

  /// Whether everything from the connection's first byte on was captured, in both directions.
  @inlinable
  public var isWhole: Bool {
    seesStart && seesBothDirections && !lacksBytes(from: .client) && !lacksBytes(from: .server)
  }
}
