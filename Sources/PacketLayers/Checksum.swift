import ByteParsing

extension PacketDecoder {
  /// Whether the checksum of the last segment's TCP header fits (RFC 9293 section 3.1); `nil` where the capture does not
  /// hold the whole segment, so nobody can tell. To be asked directly after `decode` answered `.tcp`, with its frame.
  ///
  /// A packet captured on the machine that sends it often has a wrong one, because the network card fills it in later.
  package func checksumIsValid(_ frame: Span<UInt8>) -> Bool? {
    segment.encapsulation.contains(.fragmented) ? isValid(in: reassembled.span) : isValid(in: frame)
  }

  private func isValid(in bytes: Span<UInt8>) -> Bool? {
    let end = segment.payloadOffset + segment.capturedPayloadLength
    guard segment.capturedPayloadLength == segment.payloadLength, end <= bytes.count, headerOffset + 20 <= end else {
      return nil
    }
    // A header whose options were cut has its payload begin where the capture ends, which may hide that.
    let headerLength = Int(bytes[headerOffset + 12] >> 4) * 4
    guard headerOffset + headerLength == segment.payloadOffset else { return nil }
    let length = end - headerOffset
    var sum = UInt64(IPProtocol.tcp) + UInt64(length)
    sum += Self.halves(segment.source.address) + Self.halves(segment.destination.address)
    var position = headerOffset
    while position + 1 < end {
      sum += UInt64(bytes.bigEndianUInt16(at: position))
      position += 2
    }
    if position < end { sum += UInt64(bytes[position]) << 8 }
    while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
    return sum == 0xFFFF
  }

  /// The sum of an address's 16-bit words. For IPv4 all but the low two are 0.
  private static func halves(_ address: IPAddress) -> UInt64 {
    var sum: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 16) {
      sum += (address.high >> shift) & 0xFFFF
      sum += (address.low >> shift) & 0xFFFF
    }
    return sum
  }
}
