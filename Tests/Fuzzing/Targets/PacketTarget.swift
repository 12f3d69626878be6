import ByteParsing
import CaptureFiles
import PacketLayers

/// The headers of packets, fragments among them: an input is a list of frames, each behind its link type and its length.
enum PacketTarget {
  static let target = FuzzTarget(
    name: "packets",
    about: "payloads within the packet; the glance agrees with the decoder; twice the same",
    maximumLength: 4096,
    tokens: [
      [0x08, 0x00, 0x45, 0], [0x86, 0xDD, 0x60, 0], [0x81, 0x00], [0x88, 0xA8], [0x88, 0x47], [0x88, 0x64],
      [0x65, 0x58],
      [0x12, 0xB5], [0x17, 0xC1], [0x08, 0x68], [0x45, 0, 0, 20], [0x4F], [0x20, 0x00], [0x00, 0x2C], [0, 6], [0, 47],
      [0, 1], [0, 113], [0, 20, 1], [0, 12, 0],
    ],
    parts: { frames($0).map { ($0.lowerBound - 4)..<$0.upperBound } },
    corpus: { Corpus.files(of: "packets") + captured },
    check: { bytes throws(FuzzFailure) in try check(bytes) })

  /// The first frames of some captures in this form.
  private static var captured: [FuzzSeed] {
    Corpus.captures(upTo: 8000, every: 24).compactMap { seed in
      guard var reader = try? CaptureReader(bytes: seed.bytes) else { return nil }
      var bytes: [UInt8] = []
      while bytes.count < 2000, let header = try? reader.next() {
        let length = UInt16(truncatingIfNeeded: min(header.capturedLength, 1500))
        bytes += word(header.linkType.rawValue) + word(length) + reader.bytes.copied().prefix(1500)
      }
      return FuzzSeed(name: seed.name, bytes: bytes)
    }
  }

  /// Where the frames lie; the last may be cut.
  private static func frames(_ bytes: [UInt8]) -> [Range<Int>] {
    var frames: [Range<Int>] = []
    var start = 4
    while start <= bytes.count {
      let length = Int(bytes[start - 2]) << 8 | Int(bytes[start - 1])
      let end = min(bytes.count, start + length)
      frames.append(start..<end)
      start = end + 4
    }
    return frames
  }

  private static func check(_ bytes: [UInt8]) throws(FuzzFailure) -> Int {
    let one = try decode(bytes)
    try same(one, try decode(bytes), "a decoding and the next")
    return bytes.count
  }

  private static func decode(_ bytes: [UInt8]) throws(FuzzFailure) -> [String] {
    var decoder = PacketDecoder()
    var told: [String] = []
    for (number, range) in frames(bytes).enumerated() {
      let linkType = LinkType(rawValue: UInt16(bytes[range.lowerBound - 4]) << 8 | UInt16(bytes[range.lowerBound - 3]))
      let frame = Array(bytes[range])
      let time = Timestamp(nanoseconds: Int64(number) * 400_000_000)
      // Some were longer on the wire, and of some nobody knows.
      let original = [frame.count, frame.count + 100, nil][number % 3]
      let content = decoder.decode(frame.span, linkType: linkType, time: time, originalLength: original)
      told.append("\(content) \(decoder.problem.map(\.description) ?? "")")
      if let piece = decoder.takePiece() { try check(piece, of: frame) }
      guard case .tcp = content else { continue }
      try check(decoder, of: frame)
      told[told.count - 1] += "\(decoder.segment)"
      try agree(decoder.segment, frame, linkType, time, original ?? frame.count)
    }
    let statistics = decoder.fragmentStatistics
    try hold(statistics.held <= FragmentTable.maximumDatagrams, "\(statistics.held) datagrams are held")
    return told
  }

  private static func check(_ piece: DatagramPiece, of frame: [UInt8]) throws(FuzzFailure) {
    try hold(piece.frameOffset >= 0 && piece.frameOffset <= frame.count, "a fragment begins outside its frame")
    try hold(
      piece.place.lowerBound >= 0 && piece.place.upperBound <= 65_536 + 65_536, "a fragment's place \(piece.place)")
  }

  private static func check(_ decoder: borrowing PacketDecoder, of frame: [UInt8]) throws(FuzzFailure) {
    let segment = decoder.segment
    let count = segment.encapsulation.contains(.fragmented) ? decoder.reassembled.count : frame.count
    try hold(segment.payloadOffset >= 0 && segment.capturedPayloadLength >= 0, "a payload before the packet")
    try hold(
      segment.payloadOffset + segment.capturedPayloadLength <= count,
      "a payload of \(segment.capturedPayloadLength) at \(segment.payloadOffset) in \(count) bytes")
    try hold(
      segment.payloadLength >= segment.capturedPayloadLength,
      "\(segment.capturedPayloadLength) bytes captured of \(segment.payloadLength)")
    try hold(
      decoder.tcpHeaderOffset >= 0 && decoder.tcpHeaderOffset + 20 <= count, "a header outside its packet")
  }

  /// The glance must see what the decoder sees, or leave it to the decoder.
  private static func agree(
    _ segment: TCPSegment, _ frame: [UInt8], _ linkType: LinkType, _ time: Timestamp, _ original: Int
  ) throws(FuzzFailure) {
    let header = PacketHeader(
      id: PacketID(number: 1), time: time, linkType: linkType, interface: 0, capturedLength: frame.count,
      originalLength: original)
    switch PacketGlance(frame.span, header) {
    case .unknown: return
    case .other: throw FuzzFailure("the glance sees no segment where the decoder sees one")
    case .segment(let glance):
      let start = segment.payloadOffset
      try hold(
        glance.sourcePort == segment.source.port && glance.destinationPort == segment.destination.port
          && glance.flags == segment.flags && glance.payload == start..<(start + segment.capturedPayloadLength),
        "the glance sees \(glance), the decoder \(segment)")
    }
  }

  private static func word(_ value: UInt16) -> [UInt8] {
    [UInt8(value >> 8), UInt8(truncatingIfNeeded: value)]
  }
}
