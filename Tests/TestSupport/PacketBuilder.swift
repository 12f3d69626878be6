/// Packets for tests, built from the inside out: each function puts one header, with right lengths and checksums, before
/// what it is given.
///
///     let segment = PacketBuilder.tcp(from: client, 40_000, to: server, 25, flags: 0x18, payload: Array("QUIT\r\n".utf8))
///     let frame = PacketBuilder.ethernet(PacketBuilder.ip(from: client, to: server, segment), type: 0x0800)
///
/// An address is its 4 or 16 bytes; the count says which version of IP is meant.
package enum PacketBuilder {
  // MARK: Link layer

  /// An Ethernet II frame with VLAN tags (outermost first; `tagType` for all of them).
  package static func ethernet(
    _ payload: [UInt8], type: UInt16, vlans: [UInt16] = [], tagType: UInt16 = 0x8100
  ) -> [UInt8] {
    var frame: [UInt8] = [0x02, 0, 0, 0, 0, 0x01, 0x02, 0, 0, 0, 0, 0x02]
    for vlan in vlans { frame += word(tagType) + word(vlan) }
    return frame + word(type) + payload
  }

  /// An Ethernet frame with the EtherType that fits the IP packet, and TCP in it.
  package static func frame(
    from source: [UInt8], _ sourcePort: UInt16, to destination: [UInt8], _ destinationPort: UInt16,
    sequence: UInt32 = 1, acknowledgment: UInt32 = 0, flags: UInt8 = 0x10, window: UInt16 = 65535,
    options: [UInt8] = [], payload: [UInt8] = [], vlans: [UInt16] = []
  ) -> [UInt8] {
    let segment = tcp(
      from: source, sourcePort, to: destination, destinationPort, sequence: sequence, acknowledgment: acknowledgment,
      flags: flags, window: window, options: options, payload: payload)
    return ethernet(
      ip(from: source, to: destination, segment), type: source.count == 4 ? 0x0800 : 0x86DD, vlans: vlans)
  }

  // MARK: IP

  /// An IP packet of the version that the addresses have.
  package static func ip(
    from source: [UInt8], to destination: [UInt8], protocol number: UInt8 = 6, hopLimit: UInt8 = 64, _ payload: [UInt8]
  ) -> [UInt8] {
    source.count == 4
      ? ipv4(from: source, to: destination, protocol: number, timeToLive: hopLimit, payload)
      : ipv6(from: source, to: destination, nextHeader: number, hopLimit: hopLimit, payload)
  }

  /// An IPv4 packet, or a fragment of one. `options` must fill words of 4 bytes; `fragmentOffset` is in bytes;
  /// `totalLength` replaces the true one.
  package static func ipv4(
    from source: [UInt8], to destination: [UInt8], protocol number: UInt8, timeToLive: UInt8 = 64,
    identification: UInt16 = 0, dontFragment: Bool = false, moreFragments: Bool = false, fragmentOffset: Int = 0,
    options: [UInt8] = [], totalLength: Int? = nil, _ payload: [UInt8]
  ) -> [UInt8] {
    let headerLength = 20 + options.count
    let fragment =
      UInt16(fragmentOffset / 8) | (dontFragment ? 0x4000 : 0) | (moreFragments ? 0x2000 : 0)
    var header: [UInt8] = [0x40 | UInt8(headerLength / 4), 0]
    header += word(UInt16(truncatingIfNeeded: totalLength ?? headerLength + payload.count)) + word(identification)
    header += word(fragment) + [timeToLive, number, 0, 0] + source + destination + options
    let checksum = word(internetChecksum(header))
    header[10] = checksum[0]
    header[11] = checksum[1]
    return header + payload
  }

  /// An IPv6 packet; extension headers are part of `payload`.
  package static func ipv6(
    from source: [UInt8], to destination: [UInt8], nextHeader: UInt8, hopLimit: UInt8 = 64, _ payload: [UInt8]
  ) -> [UInt8] {
    [0x60, 0, 0, 0] + word(UInt16(truncatingIfNeeded: payload.count)) + [nextHeader, hopLimit] + source + destination
      + payload
  }

  /// An IPv6 fragment header and its piece of the datagram. `offset` is in bytes.
  package static func ipv6Fragment(
    nextHeader: UInt8, identification: UInt32, offset: Int, moreFragments: Bool, _ piece: [UInt8]
  ) -> [UInt8] {
    [nextHeader, 0] + word(UInt16(offset) | (moreFragments ? 1 : 0)) + long(identification) + piece
  }

  // MARK: Transport

  /// A TCP segment. `options` are filled up to words of 4 bytes with zeros.
  package static func tcp(
    from source: [UInt8], _ sourcePort: UInt16, to destination: [UInt8], _ destinationPort: UInt16,
    sequence: UInt32 = 1, acknowledgment: UInt32 = 0, flags: UInt8 = 0x10, window: UInt16 = 65535,
    options: [UInt8] = [], payload: [UInt8] = []
  ) -> [UInt8] {
    let filled = options + Array(repeating: 0, count: (4 - options.count % 4) % 4)
    var segment = word(sourcePort) + word(destinationPort) + long(sequence) + long(acknowledgment)
    segment += [UInt8((20 + filled.count) / 4) << 4, flags] + word(window) + [0, 0, 0, 0] + filled + payload
    let checksum = word(internetChecksum(pseudoHeader(source, destination, 6, segment.count) + segment))
    segment[16] = checksum[0]
    segment[17] = checksum[1]
    return segment
  }

  package static func udp(
    from source: [UInt8], _ sourcePort: UInt16, to destination: [UInt8], _ destinationPort: UInt16, _ payload: [UInt8]
  ) -> [UInt8] {
    var datagram = word(sourcePort) + word(destinationPort) + word(UInt16(8 + payload.count)) + [0, 0] + payload
    let sum = internetChecksum(pseudoHeader(source, destination, 17, datagram.count) + datagram)
    let checksum = word(sum == 0 ? 0xFFFF : sum)
    datagram[6] = checksum[0]
    datagram[7] = checksum[1]
    return datagram
  }

  // MARK: Parts

  /// The Internet checksum (RFC 1071).
  package static func internetChecksum(_ bytes: [UInt8]) -> UInt16 {
    var sum: UInt32 = 0
    for (index, byte) in bytes.enumerated() {
      sum += index % 2 == 0 ? UInt32(byte) << 8 : UInt32(byte)
      sum = (sum & 0xFFFF) + (sum >> 16)
    }
    return ~UInt16(sum)
  }

  /// 16 bits in network order.
  package static func word(_ value: UInt16) -> [UInt8] {
    [UInt8(value >> 8), UInt8(value & 0xFF)]
  }

  /// 32 bits in network order.
  package static func long(_ value: UInt32) -> [UInt8] {
    word(UInt16(value >> 16)) + word(UInt16(value & 0xFFFF))
  }

  private static func pseudoHeader(
    _ source: [UInt8], _ destination: [UInt8], _ number: UInt8, _ length: Int
  ) -> [UInt8] {
    source + destination + long(UInt32(length)) + [0, 0, 0, number]
  }
}
