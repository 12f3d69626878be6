import ByteParsing
import CaptureFiles

/// What happened to IP fragments, in numbers, over the whole of a capture.
package struct FragmentStatistics: Hashable, Sendable {
  /// Fragments that belong to datagrams that may carry TCP.
  package var received = 0
  /// Datagrams that were put together.
  package var reassembled = 0
  /// Datagrams of which pieces are held now. At the end of the capture: datagrams that never became whole.
  package var held = 0
  /// Fragments that brought nothing new.
  package var duplicates = 0
  /// Fragments that repeated a part of an earlier one.
  package var overlaps = 0
  /// Fragments that disagreed with an earlier one, in their bytes or about the datagram's length. The first is believed.
  package var conflicts = 0
  /// Datagrams given up because their pieces were older than `FragmentTable.maximumAgeSeconds`.
  package var expired = 0
  /// Datagrams given up because a limit of the table was reached.
  package var evicted = 0

  package init() {}
}

/// The pieces of IP datagrams that are not whole yet (RFC 791 section 3.2, RFC 8200 section 4.5).
package struct FragmentTable: Sendable {
  /// The most datagrams held at once; the oldest is given up for a new one.
  package static let maximumDatagrams = 256
  /// The most bytes held in all; the oldest datagrams are given up for new bytes.
  package static let maximumBytes = 4 << 20
  /// The most pieces of one datagram that do not touch each other; a datagram with more is given up.
  package static let maximumPieces = 256
  /// How long the pieces of a datagram wait for the rest, in seconds of the packets' time (RFC 1122 section 3.3.2 and
  /// RFC 8200 section 4.5 tell hosts to wait for about a minute; Linux waits for 30 seconds).
  package static let maximumAgeSeconds = 30.0
  /// The longest payload of an IP datagram.
  static let maximumDatagramLength = 65535

  package private(set) var statistics = FragmentStatistics()
  /// In the order in which their first pieces came.
  private var datagrams: [FragmentedDatagram] = []
  private var heldBytes = 0
  private var begun = 0
  /// The number of the datagram to which the last piece was added.
  private(set) var latest = 0

  init() {}

  func holds(_ key: FragmentKey) -> Bool {
    datagrams.contains { $0.key == key }
  }

  /// Takes the piece at the walk's offset; the datagram where that made it whole, else `nil`.
  mutating func insert(_ frame: Span<UInt8>, _ walk: LayerWalk, _ now: Timestamp) -> WholeDatagram? {
    defer { statistics.held = datagrams.count }
    statistics.received += 1
    expire(now)
    let key = walk.fragmentKey
    var index = datagrams.count
    for candidate in datagrams.indices where datagrams[candidate].key == key { index = candidate }
    if index == datagrams.count {
      if datagrams.count >= Self.maximumDatagrams {
        giveUp(at: 0)
        index -= 1
      }
      begun += 1
      datagrams.append(FragmentedDatagram(key: key, number: begun, firstTime: now))
    }
    latest = datagrams[index].number

    let before = datagrams[index].bytes.count
    let outcome = datagrams[index].insert(
      frame, from: walk.offset, captured: max(0, walk.end - walk.offset), length: walk.wireEnd - walk.offset,
      header: walk.fragment)
    heldBytes += datagrams[index].bytes.count - before
    if outcome.isDuplicate { statistics.duplicates += 1 }
    if outcome.overlaps { statistics.overlaps += 1 }
    if outcome.conflicts { statistics.conflicts += 1 }

    if let whole = datagrams[index].whole {
      remove(at: index)
      statistics.reassembled += 1
      return whole
    }
    if datagrams[index].pieces.count > Self.maximumPieces { giveUp(at: index) }
    // The newest may itself be too much only if the limit were below one datagram.
    while heldBytes > Self.maximumBytes, !datagrams.isEmpty { giveUp(at: 0) }
    return nil
  }

  /// Time may run backwards between packets; a piece from far in the future is as foreign as one from long ago.
  private mutating func expire(_ now: Timestamp) {
    var index = 0
    while index < datagrams.count {
      if now.seconds(since: datagrams[index].firstTime).magnitude > Self.maximumAgeSeconds {
        remove(at: index)
        statistics.expired += 1
      } else {
        index += 1
      }
    }
  }

  private mutating func giveUp(at index: Int) {
    remove(at: index)
    statistics.evicted += 1
  }

  private mutating func remove(at index: Int) {
    heldBytes -= datagrams[index].bytes.count
    datagrams.remove(at: index)
  }
}

/// What makes fragments belong together. IPv6 does not count the protocol, which only the first fragment tells for sure.
struct FragmentKey: Hashable {
  var source: IPAddress
  var destination: IPAddress
  var identification: UInt32
  var payloadProtocol: UInt8
}

extension LayerWalk {
  var fragmentKey: FragmentKey {
    FragmentKey(
      source: source, destination: destination, identification: fragment.identification,
      payloadProtocol: source.isIPv6 ? 0 : fragment.payloadProtocol)
  }

  /// Whether the piece can be part of a datagram at all; sets `problem` where not.
  mutating func checkFragment() -> Bool {
    let length = wireEnd - offset
    // Only the last piece may end anywhere; the others end on the offsets' unit of eight bytes.
    guard length > 0, fragment.offset + length <= FragmentTable.maximumDatagramLength,
      !fragment.moreFragments || length % 8 == 0
    else {
      _ = invalid(.fragment)
      return false
    }
    return true
  }

  /// Whether the piece may carry a part of a TCP segment.
  ///
  /// Large UDP datagrams are common and seldom tunnels, so a UDP datagram is held only from a first fragment that names
  /// a tunnel's port; one whose fragments come out of order is lost.
  func isWorthHolding(_ frame: Span<UInt8>) -> Bool {
    switch fragment.payloadProtocol {
    case IPProtocol.udp:
      guard fragment.offset == 0, end - offset >= 8 else { return false }
      return LayerWalk.tunnel(toPort: frame.bigEndianUInt16(at: offset + 2)) != .other
    case IPProtocol.icmp, IPProtocol.icmpv6: return false
    default: return true
    }
  }
}
