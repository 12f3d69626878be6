import CaptureFiles

/// A packet's place in half the room, for what thousands of connections hold many of: the file in 16 bits, of which a run has fewer, and its
/// number in 48, which no file can hold.
struct PackedPacketID: Sendable {
  private static let numberBits: UInt64 = 48

  private let bits: UInt64

  @inline(__always)
  init(_ id: PacketID) {
    let number = UInt64(bitPattern: id.number) & (1 << Self.numberBits - 1)
    bits = UInt64(UInt16(truncatingIfNeeded: id.file)) << Self.numberBits | number
  }

  @inline(__always)
  var id: PacketID {
    PacketID(file: Int32(bits >> Self.numberBits), number: Int64(bits & (1 << Self.numberBits - 1)))
  }
}
