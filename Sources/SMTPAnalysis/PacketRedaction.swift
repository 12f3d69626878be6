import PacketLayers
import SMTPTranscript

/// Puts the bytes of a plan into the packets that carry them, and mends the checksums that cover them.
struct PacketRedaction {
  private static let blank = UInt8(ascii: "x")

  private let plan: StreamRedaction
  private let datagrams: [SessionPackets.Datagram]

  init(_ plan: StreamRedaction, _ datagrams: [SessionPackets.Datagram]) {
    self.plan = plan
    self.datagrams = datagrams
  }

  /// The packet with other bytes for those that must not be seen, and checksums that fit as they fitted before.
  func redacted(_ packet: SessionPackets.Packet) -> [UInt8] {
    guard let side = packet.side else {
      // An ICMP error quotes the segment; nobody needs more of it than its header.
      return Array(packet.bytes[..<min(packet.bytes.count, packet.payload.lowerBound)])
    }
    var bytes = packet.bytes
    replace(&bytes, packet.payload, from: packet.sequence, side)
    // Behind a segment lies what filled the frame up, or whatever some device put there.
    if packet.piece == nil {
      for place in packet.payload.upperBound..<max(bytes.count, packet.payload.upperBound) { bytes[place] = 0 }
    }
    if let piece = packet.piece, datagrams.indices.contains(piece.datagram) {
      finish(&bytes, piece, of: datagrams[piece.datagram], side)
    }
    for checksum in packet.checksums { checksum.mend(&bytes, before: packet.bytes) }
    return bytes
  }

  private func replace(_ bytes: inout [UInt8], _ payload: Range<Int>, from sequence: UInt32, _ side: Side) {
    let stream = plan.stream(side)
    let start = stream.offset(of: sequence)
    let payload = payload.clamped(to: 0..<bytes.count)
    var known = payload.lowerBound
    for part in stream.places(of: start..<(start + payload.count)) {
      let begin = payload.lowerBound + part.offset - start
      // What is no part of the stream is nobody's.
      for place in known..<begin { bytes[place] = Self.blank }
      for (index, place) in part.places.enumerated() where stream.isReplaced[place] {
        bytes[begin + index] = stream.replaced[place]
      }
      known = begin + part.places.count
    }
    for place in known..<payload.upperBound { bytes[place] = Self.blank }
  }

  /// What only the whole datagram tells: its checksums, which stand in one of the fragments and cover all of them, and what
  /// is no part of its payload although the fragment carries it.
  private func finish(
    _ bytes: inout [UInt8], _ piece: DatagramPiece, of datagram: SessionPackets.Datagram, _ side: Side
  ) {
    let toFrame = piece.frameOffset - piece.place.lowerBound
    // Behind the payload lies what was not put together, because another fragment disagreed or was cut short.
    for place in piece.place where place >= datagram.payload.upperBound {
      if bytes.indices.contains(place + toFrame) { bytes[place + toFrame] = Self.blank }
    }
    let covered = datagram.checksums.flatMap { [$0.place, $0.place + 1] }.filter(piece.place.contains)
    guard !covered.isEmpty else { return }
    var whole = datagram.bytes
    replace(&whole, datagram.payload, from: datagram.sequence, side)
    for checksum in datagram.checksums { checksum.mend(&whole, before: datagram.bytes) }
    for place in covered where whole.indices.contains(place) && bytes.indices.contains(place + toFrame) {
      bytes[place + toFrame] = whole[place]
    }
  }
}
