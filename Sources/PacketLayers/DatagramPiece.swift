/// Where the payload of one IP fragment lies, in its packet and in the datagram that it is a part of: what is needed to
/// change bytes of a datagram in the packets that carried it.
package struct DatagramPiece: Hashable, Sendable {
  /// A number of the datagram's own within one decoder.
  package var datagram: Int
  /// Where the piece's payload begins in the packet.
  package var frameOffset: Int
  /// The captured part of the piece, by its place in the datagram's payload.
  package var place: Range<Int>
  /// Whether the datagram is itself made of a datagram that came in fragments; then `frameOffset` is a place in that one.
  package var isNested: Bool
}
