/// What a capture says about one packet; its bytes are `CaptureReader.bytes` until the next packet is asked for.
package struct PacketHeader: Sendable, Equatable {
  package var id: PacketID
  /// The time of capture. A packet that carries none (pcapng's Simple Packet Block) has the time of the packet before
  /// it, and the reader warns.
  package var time: Timestamp
  package var linkType: LinkType
  /// The interface's place in `CaptureReader.interfaces`, counted over all sections of the file.
  package var interface: Int32
  /// Bytes that the capture holds: the length of `CaptureReader.bytes`.
  package var capturedLength: Int
  /// Bytes that were on the wire, as the capture tells. Larger than `capturedLength` where a snapshot length cut it.
  package var originalLength: Int

  @inline(__always)
  package init(
    id: PacketID, time: Timestamp, linkType: LinkType, interface: Int32, capturedLength: Int, originalLength: Int
  ) {
    self.id = id
    self.time = time
    self.linkType = linkType
    self.interface = interface
    self.capturedLength = capturedLength
    self.originalLength = originalLength
  }
}
