import CaptureFiles
import PacketLayers
import TestSupport
import Testing

@Suite("TCP headers")
struct TCPHeaderTests {
  func decode(flags: UInt8, options: [UInt8]) -> TCPSegment? {
    var decoder = PacketDecoder()
    let frame = PacketBuilder.frame(
      from: SampleFrame.client, 1, to: SampleFrame.server, 2, flags: flags, window: 512, options: options)
    return decoder.decode(frame) == .tcp ? decoder.segment : nil
  }

  @Test("reads the options of a SYN")
  func synOptions() throws {
    let segment = try #require(
      decode(flags: 0x02, options: [2, 4, 5, 0xB4, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7]))
    #expect(segment.maximumSegmentSize == 1460)
    #expect(segment.windowScale == 7)
    #expect(segment.permitsSACK)
    #expect(segment.hasTimestamps)
    #expect(!segment.hasSACKBlocks)
    #expect(segment.window == 512)
  }

  @Test("notices timestamps and SACK blocks elsewhere, and takes no values there")
  func otherOptions() throws {
    let timestamps: [UInt8] = [1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2]
    let plain = try #require(decode(flags: 0x10, options: timestamps))
    #expect(plain.hasTimestamps && !plain.hasSACKBlocks)
    let blocks = try #require(decode(flags: 0x10, options: timestamps + [1, 1, 5, 10, 0, 0, 0, 1, 0, 0, 0, 9]))
    #expect(blocks.hasTimestamps && blocks.hasSACKBlocks)
    let stray = try #require(decode(flags: 0x10, options: [2, 4, 5, 0xB4, 3, 3, 7]))
    #expect(stray.maximumSegmentSize == nil && stray.windowScale == nil)
  }

  @Test("reads the SACK blocks that lie behind the acknowledgment, and leaves out reports of duplicates")
  func selectiveAcknowledgments() throws {
    func selective(_ acknowledgment: UInt32, _ blocks: [(UInt32, UInt32)]) throws -> SelectiveACK? {
      let values = blocks.flatMap { PacketBuilder.long($0.0) + PacketBuilder.long($0.1) }
      var decoder = PacketDecoder()
      let frame = PacketBuilder.frame(
        from: SampleFrame.client, 1, to: SampleFrame.server, 2, acknowledgment: acknowledgment, flags: 0x10,
        options: [1, 1, 5, UInt8(2 + values.count)] + values)
      try #require(decoder.decode(frame) == .tcp)
      #expect(decoder.segment.hasSACKBlocks)
      return decoder.segment.selective
    }
    #expect(
      try selective(100, [(300, 400), (200, 250)]) == SelectiveACK(lowestStart: 200, lowestEnd: 250, highestEnd: 400))
    #expect(
      try selective(100, [(50, 100), (200, 250)]) == SelectiveACK(lowestStart: 200, lowestEnd: 250, highestEnd: 250))
    #expect(try selective(100, [(50, 80)]) == nil)
    #expect(try selective(100, [(300, 200)]) == nil)
    #expect(
      try selective(0xFFFF_FFF0, [(4, 9)]) == SelectiveACK(lowestStart: 4, lowestEnd: 9, highestEnd: 9))
  }

  @Test(
    "survives options that lie about their length",
    arguments: [[2, 0], [2, 1], [2, 40], [8], [1, 1, 1, 5], [0, 2, 4, 5]])
  func hostileOptions(options: [UInt8]) throws {
    let segment = try #require(decode(flags: 0x02, options: options))
    #expect(segment.maximumSegmentSize == nil)
    #expect(!segment.hasTimestamps)
  }

  @Test("forgets what the packet before had")
  func noResidue() {
    var decoder = PacketDecoder()
    #expect(
      decoder.decode(
        PacketBuilder.frame(
          from: SampleFrame.client, 1, to: SampleFrame.server, 2, flags: 2, options: [2, 4, 5, 0xB4], vlans: [3]))
        == .tcp)
    #expect(decoder.segment.maximumSegmentSize == 1460)
    #expect(decoder.decode(SampleFrame.inner) == .tcp)
    #expect(decoder.segment.maximumSegmentSize == nil)
    #expect(decoder.segment.vlan == nil)
    #expect(decoder.segment.encapsulation.isEmpty)
  }

  @Test("reports TTL, identification and don't fragment of the innermost header")
  func ipFields() {
    var decoder = PacketDecoder()
    let inner = PacketBuilder.ipv4(
      from: SampleFrame.client, to: SampleFrame.server, protocol: 6, timeToLive: 55, identification: 0xBEEF,
      dontFragment: true, SampleFrame.tcp)
    for frame in [PacketBuilder.ethernet(inner, type: 0x0800), SampleFrame.outer(4, inner)] {
      #expect(decoder.decode(frame) == .tcp)
      #expect(decoder.segment.hopLimit == 55)
      #expect(decoder.segment.identification == 0xBEEF)
      #expect(decoder.segment.dontFragment)
    }
    #expect(decoder.decode(SampleFrame.outer(41, SampleFrame.ip6)) == .tcp)
    #expect(decoder.segment.identification == nil)
  }

  @Test("tells a wrong checksum from a right one, and says nothing of a cut segment")
  func checksum() {
    var decoder = PacketDecoder()
    var frame = PacketBuilder.frame(from: SampleFrame.client6, 1, to: SampleFrame.server6, 2, payload: [1, 2, 3])
    #expect(decoder.decode(frame) == .tcp)
    #expect(decoder.checksumIsValid(frame.span) == true)
    frame[frame.count - 1] ^= 1
    #expect(decoder.decode(frame) == .tcp)
    #expect(decoder.checksumIsValid(frame.span) == false)
    frame.removeLast()
    #expect(decoder.decode(frame) == .tcp)
    #expect(decoder.checksumIsValid(frame.span) == nil)
  }
}
