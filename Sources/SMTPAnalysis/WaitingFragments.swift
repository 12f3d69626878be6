import ByteParsing
import CaptureFiles
import PacketLayers

/// The packets of IP datagrams that are not whole yet, and of which nobody knows whether they belong to the session.
struct WaitingFragments {
  struct Fragment {
    var header: PacketHeader
    var bytes: [UInt8]
    var piece: DatagramPiece
  }

  /// The most bytes that are held; the oldest datagrams are let go for new ones. More than the decoder itself holds, so that
  /// whatever it still puts together is here.
  static let maximumBytes = 4 * FragmentTable.maximumBytes

  private var fragments: [Int: [Fragment]] = [:]
  private var heldBytes = 0

  mutating func add(_ header: PacketHeader, _ bytes: Span<UInt8>, _ piece: DatagramPiece) {
    fragments[piece.datagram, default: []].append(Fragment(header: header, bytes: bytes.copied(), piece: piece))
    heldBytes += bytes.count
    while heldBytes > Self.maximumBytes, let oldest = fragments.keys.min(), oldest != piece.datagram {
      _ = take(oldest)
    }
  }

  /// The fragments of a datagram, which are then no longer held.
  mutating func take(_ datagram: Int) -> [Fragment] {
    let taken = fragments.removeValue(forKey: datagram) ?? []
    heldBytes -= taken.reduce(0) { $0 + $1.bytes.count }
    return taken
  }
}
