import CaptureFiles
import Testing

@Suite("pcap files of every variant")
struct PcapParserTests {
  private static let data: [UInt8] = Array(0..<60)

  @Test(
    "are read in both byte orders with their unit of time",
    arguments: [false, true], [(UInt32(0xA1B2_C3D4), Int64(1000)), (0xA1B2_3C4D, 1)])
  func byteOrders(bigEndian: Bool, variant: (magic: UInt32, unit: Int64)) throws {
    var file = CaptureBuilder.pcap(bigEndian: bigEndian, magic: variant.magic, network: 113)
    file.record(seconds: 1_700_000_000, fraction: 123_456, PcapParserTests.data)
    file.record(seconds: 4_294_967_295, fraction: 1, [1, 2], original: 1500)
    let capture = ReadCapture(file.bytes)
    #expect(capture.error == nil)
    #expect(
      capture.packets.map(\.header) == [
        PacketHeader(
          id: PacketID(number: 1), time: Timestamp(nanoseconds: 1_700_000_000_000_000_000 + 123_456 * variant.unit),
          linkType: .linuxCooked, interface: 0, capturedLength: 60, originalLength: 60),
        PacketHeader(
          id: PacketID(number: 2), time: Timestamp(nanoseconds: 4_294_967_295_000_000_000 + variant.unit),
          linkType: .linuxCooked, interface: 0, capturedLength: 2, originalLength: 1500),
      ])
    #expect(capture.packets.map(\.bytes) == [PcapParserTests.data, [1, 2]])
  }

  @Test("of the modified format have eight more bytes before each packet", arguments: [false, true])
  func modified(bigEndian: Bool) {
    var file = CaptureBuilder.pcap(bigEndian: bigEndian, magic: 0xA1B2_CD34)
    for value in UInt8(1)...3 {
      file.record(seconds: 5, fraction: 6, [value, value], extra: [9, 9, 9, 9, 9, 9, 9, 9])
    }
    #expect(ReadCapture(file.bytes).packets.map(\.bytes) == [[1, 1], [2, 2], [3, 3]])
  }

  @Test(
    "of IXIA have a total length behind the file header", arguments: [UInt32(0x1C00_01AB), 0x1C00_01AC], [false, true])
  func ixia(magic: UInt32, bigEndian: Bool) {
    var file = CaptureBuilder.pcap(bigEndian: bigEndian, magic: magic)
    file.append(UInt32(17))
    file.record(seconds: 5, fraction: 6, [1])
    let capture = ReadCapture(file.bytes)
    #expect(capture.packets.map(\.bytes) == [[1]])
    let expected: Int64 = magic == 0x1C00_01AC ? 5_000_000_006 : 5_000_006_000
    #expect(capture.packets.first?.header.time.nanoseconds == expected)
  }

  @Test("of old formats have their two lengths in the other order", arguments: [(UInt16(2), 3), (3, 3), (4, 7)])
  func swappedLengths(minor: UInt16, expected: Int) {
    var file = CaptureBuilder.pcap(bigEndian: false, minor: minor)
    // 2.2 writes the original length first; 2.3 either; 2.4 the captured length, which is 7 of 3 here and odd.
    file.record(seconds: 1, fraction: 1, Array(repeating: 1, count: expected), captured: 7, original: 3)
    let capture = ReadCapture(file.bytes)
    #expect(capture.error == nil)
    #expect(capture.packets.first?.header.capturedLength == expected)
  }

  @Test("of AIX have AIX's interface types and nanoseconds")
  func aix() {
    var file = CaptureBuilder.pcap(bigEndian: true, minor: 2, network: 6)
    file.record(seconds: 1, fraction: 999_999_999, [1, 2, 3], original: 90)
    let packet = ReadCapture(file.bytes).packets.first
    #expect(packet?.header.linkType == .ethernet)
    #expect(packet?.header.time.nanoseconds == 1_999_999_999)
    #expect(packet?.bytes == [1, 2, 3])
  }

  @Test("tell the length of the frame check sequence in the highest bits of the link type")
  func frameCheckSequence() throws {
    let with = try CaptureReader(bytes: CaptureBuilder.pcap(bigEndian: false, network: 0x2400_0001).bytes)
    #expect(with.interfaces.first?.frameCheckSequenceLength == 4)
    #expect(with.interfaces.first?.linkType == .ethernet)
    let without = try CaptureReader(bytes: CaptureBuilder.pcap(bigEndian: true, network: 0x4000_0001).bytes)
    #expect(without.interfaces.first?.frameCheckSequenceLength == nil)
    #expect(without.interfaces.first?.linkType == .ethernet)
  }

  @Test("hold no packet longer than the limit, which a larger snapshot length raises")
  func lengthLimit() {
    var plain = CaptureBuilder.pcap(bigEndian: false)
    plain.record(seconds: 1, fraction: 1, [1])
    plain.record(seconds: 1, fraction: 1, [], captured: 262_145, original: 262_145)
    let refused = ReadCapture(plain.bytes)
    #expect(refused.packets.count == 1)
    #expect(refused.error?.kind == .damaged)
    #expect(refused.error?.offset == 24 + 17)
    #expect(refused.error?.packet == 2)

    let large = [UInt8](repeating: 7, count: 300_000)
    var raised = CaptureBuilder.pcap(bigEndian: false, snapshotLength: 0x7FFF_FFFF)
    raised.record(seconds: 1, fraction: 1, large)
    #expect(ReadCapture(raised.bytes).packets.map(\.bytes) == [large])
    raised.record(seconds: 1, fraction: 1, [], captured: 0x0100_0001)
    #expect(ReadCapture(raised.bytes).error?.kind == .damaged)
  }

  @Test("with a snapshot length of zero have no limit of it, and no warning")
  func noSnapshotLength() throws {
    var file = CaptureBuilder.pcap(bigEndian: false, snapshotLength: 0)
    file.record(seconds: 1, fraction: 1, PcapParserTests.data)
    var reader = try CaptureReader(bytes: file.bytes)
    #expect(ReadCapture(reading: &reader).packets.count == 1)
    #expect(reader.interfaces.first?.snapshotLength == nil)
    #expect(reader.warnings.isEmpty)
  }

  @Test("with odd values are read, and each oddity is told once with its count")
  func warnings() throws {
    var file = CaptureBuilder.pcap(bigEndian: false, snapshotLength: 4)
    for _ in 0..<3 { file.record(seconds: 1, fraction: 1_000_000, [1, 2, 3, 4, 5], original: 2) }
    var reader = try CaptureReader(bytes: file.bytes)
    let capture = ReadCapture(reading: &reader)
    #expect(capture.packets.count == 3)
    #expect(capture.packets.first?.header.time.nanoseconds == 2_000_000_000)
    #expect(
      Set(reader.warnings.map(\.kind)) == [
        .fractionOfSecondTooLarge, .capturedLengthAboveOriginalLength, .capturedLengthAboveSnapshotLength,
      ])
    #expect(reader.warnings.allSatisfy { $0.count == 3 && $0.firstOffset == 24 && $0.firstPacket == 1 })
  }

  @Test("of a version that nobody knows are refused by name")
  func version() {
    var bytes = CaptureBuilder.pcap(bigEndian: false).bytes
    bytes[4] = 3
    #expect(ReadCapture(bytes).error?.kind == .unsupported)
  }
}
