import CaptureFiles
import PacketLayers
import TestSupport
import Testing

@Suite("IP fragments")
struct FragmentTableTests {
  let segment = PacketBuilder.tcp(
    from: SampleFrame.client, 40000, to: SampleFrame.server, 25, sequence: 7, payload: (0..<100).map { UInt8($0) })
  let segment6 = PacketBuilder.tcp(
    from: SampleFrame.client6, 40000, to: SampleFrame.server6, 25, sequence: 7, payload: (0..<100).map { UInt8($0) })

  func fragment(_ range: Range<Int>, id: UInt16 = 1, of segment: [UInt8]? = nil) -> [UInt8] {
    let segment = segment ?? self.segment
    return PacketBuilder.ethernet(
      PacketBuilder.ipv4(
        from: SampleFrame.client, to: SampleFrame.server, protocol: 6, identification: id,
        moreFragments: range.upperBound < segment.count, fragmentOffset: range.lowerBound, Array(segment[range])),
      type: 0x0800)
  }

  func fragment6(_ range: Range<Int>, id: UInt32 = 1) -> [UInt8] {
    PacketBuilder.ethernet(
      PacketBuilder.ipv6(
        from: SampleFrame.client6, to: SampleFrame.server6, nextHeader: 44,
        PacketBuilder.ipv6Fragment(
          nextHeader: 6, identification: id, offset: range.lowerBound,
          moreFragments: range.upperBound < segment6.count, Array(segment6[range]))), type: 0x86DD)
  }

  func expectWhole(_ decoder: PacketDecoder, _ note: Comment? = nil) {
    #expect(decoder.segment.encapsulation.contains(.fragmented), note)
    #expect(decoder.segment.sequence == 7, note)
    #expect(decoder.segment.payloadLength == 100, note)
    #expect(decoder.payload([]) == (0..<100).map { UInt8($0) }, note)
    #expect(decoder.checksumIsValid([UInt8]().span) == true, note)
  }

  @Test("become one segment in whatever order they come")
  func order() {
    let ranges = [0..<24, 24..<80, 80..<120]
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      var decoder = PacketDecoder()
      #expect(decoder.decode(fragment(ranges[order[0]])) == .fragment)
      #expect(decoder.fragmentStatistics.held == 1)
      #expect(decoder.decode(fragment(ranges[order[1]])) == .fragment)
      #expect(decoder.decode(fragment(ranges[order[2]])) == .tcp)
      expectWhole(decoder)
      #expect(decoder.fragmentStatistics.held == 0)
      #expect(decoder.fragmentStatistics.reassembled == 1)

      #expect(decoder.decode(fragment6(ranges[order[0]])) == .fragment)
      #expect(decoder.decode(fragment6(ranges[order[1]])) == .fragment)
      #expect(decoder.decode(fragment6(ranges[order[2]])) == .tcp)
      expectWhole(decoder)
    }
  }

  @Test("of several datagrams are kept apart by identification")
  func interleaved() {
    var decoder = PacketDecoder()
    #expect(decoder.decode(fragment(0..<64, id: 1)) == .fragment)
    #expect(decoder.decode(fragment(64..<120, id: 2)) == .fragment)
    #expect(decoder.decode(fragment(64..<120, id: 1)) == .tcp)
    #expect(decoder.decode(fragment(0..<64, id: 2)) == .tcp)
    expectWhole(decoder)
  }

  @Test("may repeat and overlap; what came first stays, and disagreement is counted")
  func overlaps() {
    var decoder = PacketDecoder()
    #expect(decoder.decode(fragment(0..<48)) == .fragment)
    #expect(decoder.decode(fragment(0..<48)) == .fragment)
    #expect(decoder.fragmentStatistics.duplicates == 1)
    #expect(decoder.fragmentStatistics.conflicts == 0)
    #expect(decoder.decode(fragment(88..<120)) == .fragment)
    var altered = segment
    for index in altered.indices { altered[index] ^= 0xFF }
    #expect(decoder.decode(fragment(40..<48, of: altered)) == .fragment)
    #expect(decoder.fragmentStatistics.conflicts == 1)
    #expect(decoder.decode(fragment(40..<96)) == .tcp)
    #expect(decoder.fragmentStatistics.overlaps == 3)
    #expect(decoder.fragmentStatistics.conflicts == 1)
    expectWhole(decoder)
  }

  @Test("that disagree about the datagram's length do not lengthen it")
  func lengthConflict() {
    var decoder = PacketDecoder()
    #expect(decoder.decode(fragment(64..<120)) == .fragment)
    let long = segment + Array(repeating: 0, count: 80)
    #expect(decoder.decode(fragment(120..<200, of: long)) == .fragment)
    #expect(decoder.fragmentStatistics.conflicts == 1)
    #expect(decoder.decode(fragment(0..<64)) == .tcp)
    expectWhole(decoder)
  }

  @Test("grow old by the packets' time, and time may run backwards")
  func age() {
    var decoder = PacketDecoder()
    #expect(decoder.decode(fragment(0..<64), seconds: 100) == .fragment)
    #expect(decoder.decode(fragment(0..<64, id: 2), seconds: 129) == .fragment)
    #expect(decoder.decode(fragment(64..<120), seconds: 131) == .fragment)
    #expect(decoder.fragmentStatistics.expired == 1)
    #expect(decoder.decode(fragment(64..<120, id: 2), seconds: 120) == .tcp)
    for nanoseconds in [Int64.min, .max, .min, 0] {
      _ = decoder.decode(
        fragment(0..<8, id: 9).span, linkType: .ethernet, time: Timestamp(nanoseconds: nanoseconds))
    }
    #expect(decoder.fragmentStatistics.held == 1)
  }

  @Test("are given up, oldest first, where the table is full")
  func limits() {
    var decoder = PacketDecoder()
    for id in 0..<300 { #expect(decoder.decode(fragment(0..<64, id: UInt16(id))) == .fragment) }
    #expect(decoder.fragmentStatistics.held == FragmentTable.maximumDatagrams)
    #expect(decoder.fragmentStatistics.evicted == 300 - FragmentTable.maximumDatagrams)
    #expect(decoder.decode(fragment(64..<120, id: 299)) == .tcp)
    #expect(decoder.decode(fragment(64..<120, id: 0)) == .fragment)

    var big = PacketDecoder()
    let large = Array(repeating: UInt8(1), count: 65000)
    for id in 0..<100 { #expect(big.decode(fragment(64000..<64800, id: UInt16(id), of: large)) == .fragment) }
    #expect(big.fragmentStatistics.held * 64800 <= FragmentTable.maximumBytes)
    #expect(big.fragmentStatistics.evicted > 0)

    var scattered = PacketDecoder()
    for index in 0...FragmentTable.maximumPieces {
      _ = scattered.decode(fragment((index * 16)..<(index * 16 + 8), of: large))
    }
    #expect(scattered.fragmentStatistics.held == 0)
    #expect(scattered.fragmentStatistics.evicted == 1)
  }

  @Test("that the capture cut leave a segment with fewer captured bytes")
  func cutFragments() {
    var decoder = PacketDecoder()
    #expect(decoder.decode(fragment(0..<64)) == .fragment)
    #expect(decoder.decode(Array(fragment(64..<120).dropLast(6))) == .tcp)
    #expect(decoder.segment.payloadLength == 100)
    #expect(decoder.segment.capturedPayloadLength == 94)
    #expect(decoder.checksumIsValid([UInt8]().span) == nil)
    #expect(decoder.decode(Array(fragment(0..<64).dropLast(6))) == .fragment)
    #expect(decoder.decode(fragment(64..<120)) == .tcp)
    #expect(decoder.segment.capturedPayloadLength == 38)
    #expect(decoder.payload([]) == (0..<38).map { UInt8($0) })
  }

  @Test("of a tunnel are put together before the tunnel is opened")
  func tunnels() {
    let inner = [0, 0, 0x08, 0x00] + SampleFrame.ip4
    func piece(_ range: Range<Int>, _ whole: [UInt8], _ number: UInt8) -> [UInt8] {
      PacketBuilder.ethernet(
        PacketBuilder.ipv4(
          from: SampleFrame.outerFrom, to: SampleFrame.outerTo, protocol: number, identification: 5,
          moreFragments: range.upperBound < whole.count, fragmentOffset: range.lowerBound, Array(whole[range])),
        type: 0x0800)
    }
    var decoder = PacketDecoder()
    #expect(decoder.decode(piece(0..<16, inner, 47)) == .fragment)
    #expect(decoder.decode(piece(16..<inner.count, inner, 47)) == .tcp)
    #expect(decoder.segment.encapsulation == [.gre, .fragmented])
    #expect(decoder.payload([]) == SampleFrame.payload)

    let vxlan = PacketBuilder.udp(
      from: SampleFrame.outerFrom, 1, to: SampleFrame.outerTo, 4789, [8, 0, 0, 0, 0, 0, 1, 0] + SampleFrame.inner)
    #expect(decoder.decode(piece(0..<16, vxlan, 17)) == .fragment)
    #expect(decoder.decode(piece(16..<vxlan.count, vxlan, 17)) == .tcp)
    #expect(decoder.segment.encapsulation == [.vxlan, .fragmented])
    let dns = PacketBuilder.udp(from: SampleFrame.outerFrom, 1, to: SampleFrame.outerTo, 53, SampleFrame.inner)
    #expect(decoder.decode(piece(0..<16, dns, 17)) == .other)
    #expect(decoder.decode(piece(16..<dns.count, dns, 17)) == .other)
    #expect(decoder.fragmentStatistics.held == 0)
  }

  @Test("within fragments are followed as far as headers inside one another are")
  func nestedFragments() {
    func pieces(_ payload: [UInt8], _ number: UInt8, id: UInt16) -> [[UInt8]] {
      let middle = payload.count / 16 * 8
      return [0..<middle, middle..<payload.count].map { range in
        PacketBuilder.ipv4(
          from: SampleFrame.outerFrom, to: SampleFrame.outerTo, protocol: number, identification: id,
          moreFragments: range.upperBound < payload.count, fragmentOffset: range.lowerBound, Array(payload[range]))
      }
    }
    var decoder = PacketDecoder()
    var content = PacketContent.other
    for (index, inner) in pieces(SampleFrame.tcp, 6, id: 1).enumerated() {
      for outer in pieces(inner, 4, id: UInt16(2 + index)) {
        content = decoder.decode(PacketBuilder.ethernet(outer, type: 0x0800))
      }
    }
    #expect(content == .tcp)
    #expect(decoder.payload([]) == SampleFrame.payload)
  }

  @Test("that cannot belong to a datagram are refused")
  func refused() {
    var decoder = PacketDecoder()
    // Not a multiple of eight bytes, and past the longest datagram.
    #expect(decoder.decode(fragment(0..<63)) == .malformed)
    #expect(decoder.problem?.layer == .fragment)
    let large = Array(repeating: UInt8(1), count: 65600)
    #expect(decoder.decode(fragment(65528..<65544, of: large)) == .malformed)
    #expect(decoder.fragmentStatistics.held == 0)
  }

  @Test("in random order, repeated and cut out at random, always give the same segment")
  func random() {
    for seed in UInt64(1)...200 {
      var random = SeededGenerator(seed: seed)
      var frames: [[UInt8]] = []
      var position = 0
      while position < segment.count {
        let end = min(segment.count, position + 8 * (1 + Int(random.next() % 5)))
        let from = max(0, position - 8 * Int(random.next() % 3))
        frames.append(fragment(from..<end))
        position = end
      }
      frames += frames.filter { _ in random.next() % 4 == 0 }
      frames.shuffle(using: &random)
      var decoder = PacketDecoder()
      let contents = frames.map { decoder.decode($0) }
      #expect(contents.contains(.tcp), "seed \(seed)")
      #expect(decoder.fragmentStatistics.conflicts == 0, "seed \(seed)")
      expectWhole(decoder, "seed \(seed)")
    }
  }
}
