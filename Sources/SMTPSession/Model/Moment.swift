public import CaptureFiles

/// Where and when something was seen.
public struct Moment: Hashable, Sendable {
  public var packet: PacketID
  public var time: Timestamp

  public init(packet: PacketID, time: Timestamp) {
    self.packet = packet
    self.time = time
  }
}
