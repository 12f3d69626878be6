import ByteParsing
package import CaptureFiles

/// As much of a packet as shows that the rest need not be read.
///
/// Of a hundred packets of an ordinary capture, two are mail; the ports and the first bytes of the others say so. Looking at
/// these alone, in place, costs a tenth of decoding the packet.
package enum PacketGlance {
  /// A TCP segment in a frame of a common shape.
  case segment(SegmentGlance)
  /// What `PacketDecoder.decode` would call `.other`.
  case other
  /// Only `PacketDecoder.decode` can tell.
  case unknown

  /// - Parameter header: what the capture says about the packet whose bytes are `frame`.
  @inline(__always)
  package init(_ frame: Span<UInt8>, _ header: borrowing PacketHeader) {
    guard NextHeader.isEthernet(header.linkType),
      let common = CommonFrame(frame, wireEnd: max(header.originalLength, frame.count))
    else {
      self = .unknown
      return
    }
    guard common.transport == .tcp else {
      self = .other
      return
    }
    guard let payload = common.payload(in: frame) else {
      self = .unknown
      return
    }
    self = .segment(
      SegmentGlance(
        sourcePort: frame.bigEndianUInt16(at: common.tcpStart),
        destinationPort: frame.bigEndianUInt16(at: common.tcpStart + 2),
        flags: TCPFlags(rawValue: frame[common.tcpStart + 13]), payload: payload, frame: common))
  }
}

/// The few fields of a TCP segment that decide whether it may be mail.
package struct SegmentGlance {
  package var sourcePort: UInt16
  package var destinationPort: UInt16
  package var flags: TCPFlags
  /// Where the captured payload lies, in the packet's bytes.
  package var payload: Range<Int>
  /// Where the headers lie.
  let frame: CommonFrame
}
