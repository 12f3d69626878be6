import CaptureFiles
import PacketLayers

/// The last SYN packets of connections that are not on a mail port.
///
/// Mail on other ports is found by its first words, when the connection's opening has passed already; this remembers the
/// opening of the latest few thousand, so that such a session is as whole as any other. It never grows.
struct HandshakeMemory: Sendable {
  private static let slots = 4096

  struct Opening: Sendable {
    var segment: TCPSegment
    var id: PacketID
    var time: Timestamp
  }

  /// Empty until the first is remembered: a capture of mail alone needs no megabyte for others.
  private var openings: [Opening?] = []

  mutating func remember(_ segment: TCPSegment, id: PacketID, time: Timestamp) {
    if openings.isEmpty { openings = Array(repeating: nil, count: Self.slots * 2) }
    let slot = Self.slot(segment)
    openings[slot] = Opening(segment: segment, id: id, time: time)
  }

  /// The SYN and the SYN-ACK of the connection that `segment` belongs to, as far as they are remembered.
  func openings(of segment: TCPSegment) -> (syn: Opening?, synACK: Opening?) {
    var found: (syn: Opening?, synACK: Opening?) = (nil, nil)
    guard !openings.isEmpty else { return found }
    for (source, destination) in [
      (segment.source, segment.destination), (segment.destination, segment.source),
    ] {
      for isAnswer in [false, true] {
        guard let opening = openings[Self.slot(source, destination, isAnswer: isAnswer)],
          opening.segment.source == source, opening.segment.destination == destination
        else { continue }
        if isAnswer { found.synACK = opening } else { found.syn = opening }
      }
    }
    return found
  }

  private static func slot(_ segment: TCPSegment) -> Int {
    slot(segment.source, segment.destination, isAnswer: segment.flags.contains(.ack))
  }

  private static func slot(_ source: Endpoint, _ destination: Endpoint, isAnswer: Bool) -> Int {
    var word = source.address.low ^ source.address.high &* 31 &+ destination.address.low &* 0x9E37_79B9
    word = word &+ destination.address.high &* 0x85EB_CA6B &+ UInt64(source.port) << 17 &+ UInt64(destination.port)
    word ^= word >> 29
    word = word &* 0xBF58_476D_1CE4_E5B9
    return Int(word >> 52) * 2 + (isAnswer ? 1 : 0)
  }
}
