import ByteParsing

/// The TCP header (RFC 9293 section 3.1) and the options that are looked at (section 3.2, RFC 7323, RFC 2018).
extension LayerWalk {
  private static let tcpLength = 20
  private static let destinationPortOffset = 2
  private static let sequenceOffset = 4
  private static let acknowledgmentOffset = 8
  private static let dataOffsetOffset = 12
  private static let flagsOffset = 13
  private static let windowOffset = 14
  /// The form in which nearly every stack writes timestamps alone: two no-operations, kind 8, length 10.
  private static let alignedTimestamps: UInt32 = 0x0101_080A

  /// Reads the header at `offset` into `segment`; `false` where it cannot be, with `problem` set.
  @inline(__always)
  mutating func tcp(_ frame: Span<UInt8>, into segment: inout TCPSegment) -> Bool {
    let start = offset
    guard end - start >= Self.tcpLength else {
      _ = short(.tcp, needs: Self.tcpLength)
      return false
    }
    let headerLength = Int(frame[start + Self.dataOffsetOffset] >> 4) * 4
    let wireLength = wireEnd - start
    guard headerLength >= Self.tcpLength, headerLength <= wireLength else {
      _ = invalid(.tcp)
      return false
    }
    let payloadOffset = min(start + headerLength, end)
    let flags = TCPFlags(rawValue: frame[start + Self.flagsOffset])
    segment = TCPSegment(
      source: Endpoint(address: source, port: frame.bigEndianUInt16(at: start)),
      destination: Endpoint(
        address: destination, port: frame.bigEndianUInt16(at: start + Self.destinationPortOffset)),
      sequence: frame.bigEndianUInt32(at: start + Self.sequenceOffset),
      acknowledgment: frame.bigEndianUInt32(at: start + Self.acknowledgmentOffset), flags: flags,
      window: frame.bigEndianUInt16(at: start + Self.windowOffset), payloadOffset: payloadOffset,
      capturedPayloadLength: end - payloadOffset, payloadLength: wireLength - headerLength, hopLimit: hopLimit,
      identification: identification, dontFragment: dontFragment, encapsulation: encapsulation, vlan: vlan)
    if headerLength > Self.tcpLength {
      Self.tcpOptions(frame, from: start + Self.tcpLength, to: payloadOffset, into: &segment)
    }
    return true
  }

  /// Reads the options between two offsets that lie in `frame`.
  @inline(__always)
  static func tcpOptions(_ frame: Span<UInt8>, from start: Int, to end: Int, into segment: inout TCPSegment) {
    if end - start == 12, frame.bigEndianUInt32(at: start) == alignedTimestamps {
      segment.hasTimestamps = true
    } else {
      readOptions(frame, from: start, to: end, isSYN: segment.flags.contains(.syn), into: &segment)
    }
  }

  /// The SACK blocks between two offsets, in so far as they lie behind what the segment acknowledges.
  private static func blocks(
    _ frame: Span<UInt8>, from start: Int, to end: Int, of segment: TCPSegment
  ) -> SelectiveACK? {
    guard segment.flags.contains(.ack) else { return nil }
    var found: SelectiveACK?
    var position = start
    while position + 8 <= end {
      let (left, right) = (frame.bigEndianUInt32(at: position), frame.bigEndianUInt32(at: position + 4))
      position += 8
      guard isBefore(segment.acknowledgment, left), isBefore(left, right) else { continue }
      guard var known = found else {
        found = SelectiveACK(lowestStart: left, lowestEnd: right, highestEnd: right)
        continue
      }
      if isBefore(left, known.lowestStart) { (known.lowestStart, known.lowestEnd) = (left, right) }
      if isBefore(known.highestEnd, right) { known.highestEnd = right }
      found = known
    }
    return found
  }

  /// The order of sequence numbers (RFC 9293 section 3.4).
  private static func isBefore(_ one: UInt32, _ other: UInt32) -> Bool { Int32(bitPattern: other &- one) > 0 }

  /// Values of a SYN's options are taken from a SYN only, where they mean something; the kinds are noticed everywhere.
  @inline(never)
  private static func readOptions(
    _ frame: Span<UInt8>, from start: Int, to end: Int, isSYN: Bool, into segment: inout TCPSegment
  ) {
    var position = start
    while position < end {
      let kind = frame[position]
      if kind == 0 { return }
      if kind == 1 {
        position += 1
        continue
      }
      guard position + 1 < end else { return }
      let length = Int(frame[position + 1])
      // A length below 2 never ends; what follows cannot be told apart from it.
      guard length >= 2, position + length <= end else { return }
      switch kind {
      case 2 where isSYN && length == 4: segment.maximumSegmentSize = frame.bigEndianUInt16(at: position + 2)
      case 3 where isSYN && length == 3: segment.windowScale = frame[position + 2]
      case 4 where isSYN && length == 2: segment.permitsSACK = true
      case 5 where length >= 10:
        segment.hasSACKBlocks = true
        segment.selective = blocks(frame, from: position + 2, to: position + length, of: segment)
      case 8 where length == 10: segment.hasTimestamps = true
      default: break
      }
      position += length
    }
  }
}
