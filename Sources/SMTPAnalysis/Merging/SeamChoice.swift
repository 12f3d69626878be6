import CaptureFiles
import PacketLayers
import SMTPSession

/// Which packets belong to connections that cross a border: chosen by their ends, from the packet with which each begins.
struct SeamChoice {
  private struct Ends: Hashable {
    var one: Endpoint
    var other: Endpoint

    init(_ first: Endpoint, _ second: Endpoint) {
      (one, other) = first < second ? (first, second) : (second, first)
    }
  }

  /// What becomes of the packets of an opening.
  private var openings: [Ends: [PacketID: Bool]] = [:]
  /// What becomes of the next packets of these ends; nothing where nobody knows.
  private var current: [Ends: Current] = [:]
  /// Ends that were opened within this capture.
  private var opened: Set<Ends> = []
  /// What becomes of packets of which no session is known.
  private let others: Others

  enum Others {
    case kept
    /// Those of these ports, in the time in which a connection may be silent, until its ends are opened anew: what they belong to
    /// began before.
    case headless(ports: Set<UInt16>, until: Timestamp)
  }

  /// Ends are remembered so long only; more would be a flood.
  private static let maximumOpened = 200_000

  init(kept: [BorderSession], dropped: [BorderSession] = [], others: Others) {
    self.others = others
    for session in kept { openings[Ends(session.client, session.server), default: [:]][session.first] = true }
    for session in dropped { openings[Ends(session.client, session.server), default: [:]][session.first] = false }
  }

  mutating func keeps(_ segment: TCPSegment, _ header: PacketHeader) -> Bool {
    let ends = Ends(segment.source, segment.destination)
    let opens = segment.flags.contains(.syn) && !segment.flags.contains(.ack)
    if let known = openings[ends] {
      if let kept = known[header.id] {
        current[ends] = Current(isKept: kept, opening: opens ? segment.sequence : nil)
      } else if opens, let now = current[ends], now.opening != segment.sequence {
        // The same ends began anew.
        current[ends] = nil
      }
      if let now = current[ends] { return now.isKept }
    }
    return keepsOther(ends, opens: opens, segment, header)
  }

  private struct Current {
    var isKept: Bool
    /// The sequence number of the SYN, which may be sent again; `nil` where it was not captured.
    var opening: UInt32?
  }

  private mutating func keepsOther(
    _ ends: Ends, opens: Bool, _ segment: TCPSegment, _ header: PacketHeader
  ) -> Bool {
    guard case .headless(let ports, let until) = others else { return true }
    guard header.time <= until, ports.contains(segment.source.port) || ports.contains(segment.destination.port) else {
      return false
    }
    if opens, opened.count < Self.maximumOpened { opened.insert(ends) }
    return !opened.contains(ends)
  }

  /// The same for an ICMP error about a segment.
  func keeps(_ message: ICMPMessage) -> Bool {
    let ends = Ends(message.quotedSource, message.quotedDestination)
    if let now = current[ends] { return now.isKept }
    if case .kept = others { return true }
    return false
  }
}
