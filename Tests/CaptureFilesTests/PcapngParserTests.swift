import CaptureFiles
import Testing

@Suite("pcapng files")
struct PcapngParserTests {
  @Test("are read with every block there is, section by section in its own byte order")
  func everyBlock() throws {
    var reader = try CaptureReader(bytes: CaptureBuilder.everyBlock())
    let capture = ReadCapture(reading: &reader)
    #expect(capture.error == nil)
    // The custom block takes the number before the last packet, as Wireshark counts.
    #expect(capture.packets.map(\.header.id.number) == [1, 2, 3, 4, 6, 7, 8, 9, 10, 12])
    #expect(capture.packets.map(\.header.interface) == [0, 1, 1, 0, 0, 2, 3, 3, 2, 2])
    for section in [0, 5] {
      let packets = capture.packets[section..<(section + 5)].map(\.self)
      #expect(packets.map(\.bytes) == [Array(1...5), Array(1...8), [7, 8, 9], Array(1...6), []])
      #expect(packets.map(\.header.linkType) == [.ethernet, .raw, .raw, .ethernet, .ethernet])
      #expect(packets.map(\.header.originalLength) == [5, 1500, 3, 6, 0])
      #expect(
        packets.map(\.header.time.nanoseconds) == [
          1_700_000_000_000_000_001, 15_500_000_000, 5_000_000_000, 5_000_000_000, 1_700_000_001_000_000_000,
        ])
    }
    #expect(reader.facts.sections == 2)
    #expect(reader.facts.sectionComments == ["a comment", "a comment"])
    #expect(reader.facts.hardware == "hw")
    #expect(reader.facts.operatingSystem == nil)
    #expect(reader.facts.application == "app")
    #expect(reader.packetComments.map(\.comment) == ["look", "look"])
    #expect(reader.packetComments.map(\.packet.number) == [1, 7])
    #expect(reader.facts.nameResolutionBlocks == 2)
    #expect(reader.facts.droppedBeforePackets == 6)
    #expect(reader.facts.secrets.map(\.content) == [Array("SECRET".utf8), Array("SECRET".utf8)])
    #expect(reader.facts.secrets.first?.type == DecryptionSecrets.tlsKeyLog)
    #expect(Set(reader.warnings.map(\.kind)) == [.packetWithoutTime, .customBlock, .unknownBlock])
    #expect(reader.bytesRead == reader.totalBytes)
  }

  @Test("tell their interfaces' descriptions and statistics")
  func interfaces() throws {
    var reader = try CaptureReader(bytes: CaptureBuilder.everyBlock())
    _ = ReadCapture(reading: &reader)
    #expect(reader.interfaces.map(\.name) == ["eth0", nil, "eth0", nil])
    #expect(reader.interfaces.map(\.section) == [0, 0, 1, 1])
    #expect(reader.interfaces.map(\.snapshotLength) == [96, nil, 96, nil])
    #expect(reader.interfaces.map(\.filter) == [nil, "tcp", nil, "tcp"])
    #expect(reader.interfaces[0].timestampResolution == .decimal(exponent: 9))
    #expect(reader.interfaces[1].timestampResolution == .binary(exponent: 10))
    #expect(reader.interfaces[1].timestampOffsetSeconds == 5)
    #expect(reader.interfaces[0].statistics == nil)
    #expect(reader.interfaces[1].statistics?.received == 100)
    #expect(reader.interfaces[1].statistics?.dropped == 9)
    #expect(reader.interfaces[1].statistics?.delivered == nil)
  }

  @Test("end with an error at the block that lies, after the packets before it")
  func lyingBlocks() {
    func file(_ spoil: (inout CaptureBuilder) -> Void) -> ReadCapture {
      var builder = CaptureBuilder()
      builder.section(bigEndian: false)
      builder.interface()
      builder.enhancedPacket(ticks: 1, [1])
      spoil(&builder)
      return ReadCapture(builder.bytes)
    }
    // Section header 28, interface 20, packet 36.
    let spoiled = [
      file { $0.enhancedPacket(interface: 1, ticks: 1, [1]) },
      file { $0.enhancedPacket(ticks: 1, [1], captured: 5) },
      file { $0.enhancedPacket(ticks: 1, [1], captured: 0xFFFF_FFFF) },
      file { $0.enhancedPacket(ticks: 1, [1], trailer: 40) },
      file { $0.bytes += [6, 0, 0, 0, 8, 0, 0, 0] },
      file { $0.bytes += [6, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF] },
      file { $0.bytes += [6, 0, 0, 0, 0xF0, 0xFF, 0xFF, 0xFF] },
      file { $0.bytes += [99, 0, 0, 0, 0, 0, 0, 0] },
      file { $0.bytes += [99, 0, 0, 0, 13, 0, 0, 0] },
      file { $0.block(99, trailer: 0) { $0.append(UInt32(1)) } },
      file {
        $0.block(10) {
          $0.append(UInt32(1))
          $0.append(UInt32(9))
        }
      },
      file {
        $0.interface(options: [(2, [1, 2])]); $0.bytes[$0.bytes.count - 14] = 200
      },
    ]
    for (index, capture) in spoiled.enumerated() {
      #expect(capture.packets.count == 1, "case \(index)")
      #expect(capture.error?.kind == .damaged, "case \(index)")
      #expect(capture.error?.offset == 84, "case \(index)")
    }
    let cut = file { $0.bytes += [99, 0, 0, 0, 0xF0, 0xFF, 0xFF, 0xFF] }
    #expect(cut.error?.kind == .truncated)
    #expect(cut.error?.offset == 84)
  }

  @Test("whose packet options run out of the block keep the packet and warn")
  func damagedPacketOption() throws {
    var builder = CaptureBuilder()
    builder.section(bigEndian: true)
    builder.interface()
    builder.enhancedPacket(ticks: 1, [1], options: [(1, Array("text".utf8))])
    builder.bytes[builder.bytes.count - 13] = 200
    var reader = try CaptureReader(bytes: builder.bytes)
    #expect(ReadCapture(reading: &reader).packets.count == 1)
    #expect(reader.warnings.map(\.kind) == [.damagedOption])
    #expect(reader.packetComments.isEmpty)
  }

  @Test("with explicit section lengths are read, and a wrong length is told")
  func sectionLength() throws {
    for (length, expected) in [
      (UInt64(56), []), (60, [CaptureWarning.Kind.sectionLengthWrong]), (.max - 1, [.sectionLengthWrong]),
    ] {
      var builder = CaptureBuilder()
      builder.section(bigEndian: false, length: length)
      builder.interface()
      builder.enhancedPacket(ticks: 1, [1])
      builder.section(bigEndian: true)
      builder.interface()
      builder.enhancedPacket(ticks: 1, [2])
      var reader = try CaptureReader(bytes: builder.bytes)
      #expect(ReadCapture(reading: &reader).packets.map(\.bytes) == [[1], [2]])
      #expect(reader.warnings.map(\.kind) == expected)
    }
  }

  @Test("keep a bounded number of comments, interfaces and secrets")
  func limits() throws {
    var builder = CaptureBuilder()
    builder.section(bigEndian: false)
    builder.interface()
    for _ in 0...CaptureFacts.maximumComments {
      builder.enhancedPacket(ticks: 1, [], options: [(1, Array(repeating: 0x61, count: 2000))])
    }
    let content = [UInt8](repeating: 1, count: CaptureFacts.maximumSecretsLength / 2 + 4)
    for _ in 0..<2 {
      builder.block(10) {
        $0.append(UInt32(1))
        $0.append(UInt32(content.count))
        $0.bytes += content
      }
    }
    var reader = try CaptureReader(bytes: builder.bytes)
    #expect(ReadCapture(reading: &reader).packets.count == CaptureFacts.maximumComments + 1)
    #expect(reader.packetComments.count == CaptureFacts.maximumComments)
    #expect(reader.packetComments.allSatisfy { $0.comment.hasSuffix("… (976 more bytes)") })
    #expect(reader.facts.secrets.map(\.length) == [content.count, content.count])
    #expect(reader.facts.secrets.map { $0.content == nil } == [false, true])
    #expect(reader.warnings.map(\.kind) == [.commentsNotKept, .secretsNotKept])

    var crowded = CaptureBuilder()
    crowded.section(bigEndian: false)
    for _ in 0...CaptureFacts.maximumInterfaces { crowded.interface() }
    #expect(ReadCapture(crowded.bytes).error?.kind == .unsupported)
  }

  @Test("show their texts without control characters")
  func hostileTexts() throws {
    var builder = CaptureBuilder()
    builder.section(bigEndian: false, options: [(1, Array("\u{1b}[2J".utf8)), (4, [0xFF])])
    let reader = try CaptureReader(bytes: builder.bytes)
    #expect(reader.facts.sectionComments == ["\\x1b[2J"])
    #expect(reader.facts.application == "\\xff")
  }

  @Test("that are no pcapng 1.x, or have no byte-order magic, are refused")
  func refused() {
    var builder = CaptureBuilder()
    builder.section(bigEndian: false, major: 2)
    #expect(ReadCapture(builder.bytes).error?.kind == .unsupported)
    var text = builder.bytes
    text.replaceSubrange(8..<12, with: Array("text".utf8))
    #expect(ReadCapture(text).error?.kind == .damaged)
  }
}
