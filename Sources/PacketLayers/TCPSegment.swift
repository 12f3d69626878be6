/// The control bits of a TCP header (RFC 9293 section 3.1), as they stand in its fourteenth octet.
public struct TCPFlags: OptionSet, Hashable, Sendable {
  public var rawValue: UInt8

  @inline(__always)
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// No more data from the sender.
  @inline(__always) public static var fin: TCPFlags { TCPFlags(rawValue: 0x01) }
  /// Begins a connection.
  @inline(__always) public static var syn: TCPFlags { TCPFlags(rawValue: 0x02) }
  /// Ends it at once.
  @inline(__always) public static var rst: TCPFlags { TCPFlags(rawValue: 0x04) }
  /// Hand it on now.
  @inline(__always) public static var psh: TCPFlags { TCPFlags(rawValue: 0x08) }
  /// The acknowledgment number counts.
  @inline(__always) public static var ack: TCPFlags { TCPFlags(rawValue: 0x10) }
  /// The urgent pointer counts.
  @inline(__always) public static var urg: TCPFlags { TCPFlags(rawValue: 0x20) }
}

/// What lay around the IP packet that carried a segment. Reported, because it limits what may be claimed.
public struct Encapsulation: OptionSet, Hashable, Sendable {
  public var rawValue: UInt16

  @inline(__always)
  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// 802.1Q or 802.1ad tags.
  @inline(__always) public static var vlan: Encapsulation { Encapsulation(rawValue: 1 << 0) }
  /// Labels of RFC 3032.
  @inline(__always) public static var mpls: Encapsulation { Encapsulation(rawValue: 1 << 1) }
  /// RFC 2516.
  @inline(__always) public static var pppoe: Encapsulation { Encapsulation(rawValue: 1 << 2) }
  /// RFC 2784.
  @inline(__always) public static var gre: Encapsulation { Encapsulation(rawValue: 1 << 3) }
  /// A mirrored frame in GRE.
  @inline(__always) public static var erspan: Encapsulation { Encapsulation(rawValue: 1 << 4) }
  /// RFC 7348.
  @inline(__always) public static var vxlan: Encapsulation { Encapsulation(rawValue: 1 << 5) }
  /// RFC 8926.
  @inline(__always) public static var geneve: Encapsulation { Encapsulation(rawValue: 1 << 6) }
  /// RFC 2003, RFC 4213, RFC 2473.
  @inline(__always) public static var ipInIP: Encapsulation { Encapsulation(rawValue: 1 << 7) }
  /// The datagram came in fragments.
  @inline(__always) public static var fragmented: Encapsulation { Encapsulation(rawValue: 1 << 8) }
  /// Linux cooked capture: no Ethernet header was kept.
  @inline(__always) public static var cooked: Encapsulation { Encapsulation(rawValue: 1 << 9) }
  /// GTP-U, as mobile networks use it.
  @inline(__always) public static var gtp: Encapsulation { Encapsulation(rawValue: 1 << 10) }
}

/// What the SACK blocks of a segment (RFC 2018) say of bytes behind those that it acknowledges. A block that reports bytes received
/// twice (RFC 2883) says nothing of them and is left out.
package struct SelectiveACK: Hashable, Sendable {
  /// The block that begins first: bytes that arrived, while some before them are missing.
  package var lowestStart: UInt32
  /// Where that block ends.
  package var lowestEnd: UInt32
  /// The end of the block that ends last.
  package var highestEnd: UInt32

  package init(lowestStart: UInt32, lowestEnd: UInt32, highestEnd: UInt32) {
    self.lowestStart = lowestStart
    self.lowestEnd = lowestEnd
    self.highestEnd = highestEnd
  }
}

/// One TCP header and where its payload lies, as the decoder read it from a packet.
package struct TCPSegment: Sendable {
  package var source: Endpoint
  package var destination: Endpoint
  /// The sequence number, of the first payload byte, or of the SYN.
  package var sequence: UInt32
  /// The next sequence number that the sender expects; it counts only with the ACK bit.
  package var acknowledgment: UInt32
  package var flags: TCPFlags
  /// The window field as it stands in the header, not scaled.
  package var window: UInt16
  /// Where the captured payload begins, in the packet's bytes, or in the decoder's reassembled datagram where
  /// `encapsulation` has `.fragmented`.
  package var payloadOffset: Int
  /// Payload bytes that the capture holds.
  package var capturedPayloadLength: Int
  /// Payload bytes that were on the wire, from the IP header's length. Larger than `capturedPayloadLength` where a
  /// snapshot length cut the packet.
  package var payloadLength: Int
  /// TTL or hop limit of the innermost IP header.
  package var hopLimit: UInt8
  /// IPv4 identification; `nil` for IPv6.
  package var identification: UInt16?
  /// The DF bit of IPv4; `false` for IPv6.
  package var dontFragment: Bool
  /// What lay around the IP packet.
  package var encapsulation: Encapsulation
  /// The innermost 802.1Q VLAN identifier; `nil` where there was no tag.
  package var vlan: UInt16?
  /// TCP options (RFC 9293 section 3.2, RFC 7323, RFC 2018); `nil` where the option was absent.
  package var maximumSegmentSize: UInt16?
  /// The shift count (RFC 7323 section 2.2).
  package var windowScale: UInt8?
  /// Whether SACK is permitted (RFC 2018 section 2).
  package var permitsSACK: Bool
  /// Whether there are SACK blocks, of whatever kind.
  package var hasSACKBlocks: Bool
  /// `nil` where there are no blocks behind the acknowledged bytes.
  package var selective: SelectiveACK?
  /// Whether the option was there (RFC 7323 section 3.2).
  package var hasTimestamps: Bool

  package init(
    source: Endpoint, destination: Endpoint, sequence: UInt32, acknowledgment: UInt32 = 0, flags: TCPFlags,
    window: UInt16 = 65535, payloadOffset: Int = 0, capturedPayloadLength: Int = 0, payloadLength: Int = 0,
    hopLimit: UInt8 = 64, identification: UInt16? = nil, dontFragment: Bool = false, encapsulation: Encapsulation = [],
    vlan: UInt16? = nil, maximumSegmentSize: UInt16? = nil, windowScale: UInt8? = nil, permitsSACK: Bool = false,
    hasSACKBlocks: Bool = false, selective: SelectiveACK? = nil, hasTimestamps: Bool = false
  ) {
    self.source = source
    self.destination = destination
    self.sequence = sequence
    self.acknowledgment = acknowledgment
    self.flags = flags
    self.window = window
    self.payloadOffset = payloadOffset
    self.capturedPayloadLength = capturedPayloadLength
    self.payloadLength = payloadLength
    self.hopLimit = hopLimit
    self.identification = identification
    self.dontFragment = dontFragment
    self.encapsulation = encapsulation
    self.vlan = vlan
    self.maximumSegmentSize = maximumSegmentSize
    self.windowScale = windowScale
    self.permitsSACK = permitsSACK
    self.hasSACKBlocks = hasSACKBlocks
    self.selective = selective
    self.hasTimestamps = hasTimestamps
  }
}
