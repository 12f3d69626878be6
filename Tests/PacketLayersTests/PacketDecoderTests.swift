import ByteParsing
import CaptureFiles
import TestSupport
import Testing

@testable import PacketLayers

let noTime = Timestamp(nanoseconds: 0)

extension PacketDecoder {
  mutating func decode(_ bytes: [UInt8], _ linkType: LinkType = .ethernet, seconds: Double = 0) -> PacketContent {
    decode(bytes.span, linkType: linkType, time: Timestamp(nanoseconds: Int64(seconds * 1e9)))
  }

  /// The payload of the last segment, from where the segment says it lies.
  func payload(_ frame: [UInt8]) -> [UInt8] {
    let bytes = segment.encapsulation.contains(.fragmented) ? reassembled : frame
    return Array(bytes[segment.payloadOffset..<(segment.payloadOffset + segment.capturedPayloadLength)])
  }
}

@Suite("The decoder finds TCP through every encapsulation")
struct PacketDecoderTests {
  @Test("reads the same segment from each encapsulation", arguments: SampleFrame.all)
  func samples(sample: SampleFrame) {
    var decoder = PacketDecoder()
    #expect(decoder.decode(sample.bytes, sample.linkType) == .tcp)
    #expect(decoder.problem == nil)
    let segment = decoder.segment
    #expect(segment.source.description == (sample.isIPv6 ? "[2001:db8::1]:40000" : "192.0.2.1:40000"))
    #expect(segment.destination.description == (sample.isIPv6 ? "[2001:db8::2]:25" : "192.0.2.2:25"))
    #expect(segment.sequence == 1000)
    #expect(segment.acknowledgment == 2000)
    #expect(segment.flags == [.psh, .ack])
    #expect(segment.payloadLength == 6)
    #expect(segment.encapsulation == sample.encapsulation)
    #expect(segment.vlan == sample.vlan)
    #expect(decoder.payload(sample.bytes) == SampleFrame.payload)
    #expect(decoder.checksumIsValid(sample.bytes.span) == true)
  }

  @Test("reads cut frames without a trap and never claims more than there is", arguments: SampleFrame.all)
  func cuts(sample: SampleFrame) {
    for length in 0..<sample.bytes.count {
      let cut = Array(sample.bytes[..<length])
      var decoder = PacketDecoder()
      let content = decoder.decode(
        cut.span, linkType: sample.linkType, time: noTime, originalLength: sample.bytes.count)
      switch content {
      case .tcp:
        let segment = decoder.segment
        #expect(segment.payloadOffset + segment.capturedPayloadLength <= length)
        #expect(segment.payloadLength == 6)
        #expect(segment.capturedPayloadLength == max(0, length - (sample.bytes.count - 6)))
        #expect(decoder.checksumIsValid(cut.span) == nil)
      case .malformed:
        #expect(decoder.problem?.kind == .notCaptured, "cut to \(length): \(String(describing: decoder.problem))")
      // A heuristic that sees too little of a pseudowire.
      case .other: #expect(sample.encapsulation.contains(.mpls), "cut to \(length)")
      default: Issue.record("cut to \(length): \(content)")
      }
    }
  }

  @Test("reads random and damaged frames of every link type without a trap")
  func fuzz() {
    var linkTypes = PacketDecoder.supportedLinkTypes.map(\.linkType)
    linkTypes.append(LinkType(rawValue: 147))
    for seed in UInt64(1)...40 {
      var random = SeededGenerator(seed: seed)
      var decoder = PacketDecoder()
      for round in 0..<600 {
        var frame: [UInt8]
        var linkType = linkTypes[Int(random.next() % UInt64(linkTypes.count))]
        if round % 3 == 0 {
          frame = (0..<Int(random.next() % 120)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        } else {
          let sample = SampleFrame.all[Int(random.next() % UInt64(SampleFrame.all.count))]
          (frame, linkType) = (sample.bytes, sample.linkType)
          for _ in 0...(random.next() % 6) {
            frame[Int(random.next() % UInt64(frame.count))] = UInt8(truncatingIfNeeded: random.next())
          }
          frame = Array(frame.prefix(Int(random.next() % UInt64(frame.count * 2))))
        }
        let original = random.next() % 2 == 0 ? nil : Int(random.next() % 200)
        let time = Timestamp(nanoseconds: Int64(bitPattern: random.next()))
        let content = decoder.decode(frame.span, linkType: linkType, time: time, originalLength: original)
        if content == .tcp {
          let segment = decoder.segment
          let available = segment.encapsulation.contains(.fragmented) ? decoder.reassembled.count : frame.count
          #expect(segment.capturedPayloadLength >= 0, "seed \(seed), round \(round)")
          #expect(segment.payloadOffset + segment.capturedPayloadLength <= available, "seed \(seed), round \(round)")
          #expect(segment.payloadLength >= segment.capturedPayloadLength, "seed \(seed), round \(round)")
          _ = decoder.checksumIsValid(frame.span)
        }
        #expect((content == .malformed) == (decoder.problem != nil), "seed \(seed), round \(round)")
      }
    }
  }

  @Test("answers the same for common frames as the walk does")
  func shortcut() {
    let samples = SampleFrame.all.filter { $0.linkType == .ethernet }
    var shortcuts = 0
    for seed in UInt64(1)...40 {
      var random = SeededGenerator(seed: seed)
      for round in 0..<500 {
        var frame = samples[Int(random.next() % UInt64(samples.count))].bytes
        if round % 2 == 0 { frame += Array(repeating: 0, count: Int(random.next() % 20)) }
        for _ in 0..<(random.next() % 4) {
          frame[Int(random.next() % UInt64(min(frame.count, 60)))] = UInt8(truncatingIfNeeded: random.next())
        }
        if round % 5 == 0 { frame = Array(frame.prefix(Int(random.next() % UInt64(frame.count)))) }
        let wireEnd = max(frame.count, random.next() % 2 == 0 ? .max : Int(random.next() % 150))
        expectGlance(frame, wireEnd: wireEnd, "seed \(seed), round \(round)")
        var first = PacketDecoder()
        guard let content = first.decodeCommon(frame.span, wireEnd: wireEnd) else { continue }
        shortcuts += 1
        var second = PacketDecoder()
        let walked = second.decodeByWalk(frame.span, .ethernet, noTime, wireEnd: wireEnd)
        #expect(content == walked, "seed \(seed), round \(round)")
        if content == .tcp {
          #expect("\(first.segment)" == "\(second.segment)", "seed \(seed), round \(round)")
          #expect(first.headerOffset == second.headerOffset, "seed \(seed), round \(round)")
        }
      }
    }
    #expect(shortcuts > 1000)
  }

  /// A glance tells the same as decoding, or nothing.
  private func expectGlance(_ frame: [UInt8], wireEnd: Int, _ place: Comment) {
    let header = PacketHeader(
      id: PacketID(number: 1), time: noTime, linkType: .ethernet, interface: 0, capturedLength: frame.count,
      originalLength: wireEnd)
    var decoder = PacketDecoder()
    let content = decoder.decodeByWalk(frame.span, .ethernet, noTime, wireEnd: wireEnd)
    switch PacketGlance(frame.span, header) {
    case .unknown: break
    case .other: #expect(content == .other, place)
    case .segment(let glance):
      #expect(content == .tcp, place)
      #expect(glance.sourcePort == decoder.segment.source.port, place)
      #expect(glance.destinationPort == decoder.segment.destination.port, place)
      #expect(glance.flags == decoder.segment.flags, place)
      #expect(glance.payload.lowerBound == decoder.segment.payloadOffset, place)
      #expect(glance.payload.count == decoder.segment.capturedPayloadLength, place)
      var second = PacketDecoder()
      #expect(second.decode(glance, in: frame.span) == .tcp, place)
      #expect("\(second.segment)" == "\(decoder.segment)", place)
      #expect(second.tcpHeaderOffset == decoder.tcpHeaderOffset, place)
    }
  }

  @Test("stops at its limit of headers inside one another")
  func nesting() {
    var packet = SampleFrame.ip4
    for _ in 0..<(PacketDecoder.maximumNestedHeaders - 3) {
      packet = PacketBuilder.ip(from: SampleFrame.outerFrom, to: SampleFrame.outerTo, protocol: 4, packet)
    }
    var decoder = PacketDecoder()
    #expect(decoder.decode(PacketBuilder.ethernet(packet, type: 0x0800)) == .tcp)
    packet = PacketBuilder.ip(from: SampleFrame.outerFrom, to: SampleFrame.outerTo, protocol: 4, packet)
    #expect(decoder.decode(PacketBuilder.ethernet(packet, type: 0x0800)) == .malformed)
    #expect(decoder.problem?.kind == .tooDeep)

    #expect(
      decoder.decode(PacketBuilder.ethernet(SampleFrame.ip4, type: 0x0800, vlans: Array(repeating: 1, count: 8)))
        == .tcp)
    #expect(
      decoder.decode(PacketBuilder.ethernet(SampleFrame.ip4, type: 0x0800, vlans: Array(repeating: 1, count: 9)))
        == .malformed)
    #expect(decoder.problem?.kind == .tooDeep)
    #expect(decoder.problem?.layer == .vlan)
  }

  @Test("leaves out what is not TCP")
  func others() {
    var decoder = PacketDecoder()
    #expect(decoder.decode(PacketBuilder.ethernet(Array(repeating: 0, count: 46), type: 0x0806)) == .other)
    #expect(decoder.decode(SampleFrame.udp(53, SampleFrame.inner)) == .other)
    #expect(decoder.decode(SampleFrame.udp(4789, [0, 0, 0, 0, 0, 0, 1, 0] + SampleFrame.inner)) == .other)
    #expect(decoder.decode(SampleFrame.outer(50, Array(repeating: 1, count: 40))) == .other)
    #expect(decoder.decode(SampleFrame.v6(59, [])) == .other)
    let v6DNS = PacketBuilder.udp(from: SampleFrame.client6, 1, to: SampleFrame.server6, 53, SampleFrame.inner)
    #expect(
      decoder.decode(
        PacketBuilder.ethernet(
          PacketBuilder.ip(from: SampleFrame.client6, to: SampleFrame.server6, protocol: 17, v6DNS), type: 0x86DD))
        == .other)
    let radio =
      [0x08, 0x41] + Array(repeating: UInt8(0), count: 22) + [0xAA, 0xAA, 3, 0, 0, 0, 8, 0] + SampleFrame.ip4
    #expect(decoder.decode(radio, LinkType(rawValue: 105)) == .other, "encrypted")
    let several = [0x88, 1] + Array(repeating: UInt8(0), count: 22) + [0x80, 0, 0xAA, 0xAA, 3, 0, 0, 0, 8, 0]
    #expect(decoder.decode(several + SampleFrame.ip4, LinkType(rawValue: 105)) == .other, "several frames in one")
    let discovery = PacketBuilder.ethernet([0x11, 9, 0, 0, 0, 4, 1, 1, 0, 0], type: 0x8864)
    #expect(decoder.decode(discovery) == .other)
    #expect(decoder.decode([7, 0, 0, 0] + SampleFrame.ip4, .null) == .other, "an address family of another kind")
    #expect(decoder.decode(SampleFrame.ip4, LinkType(rawValue: 147)) == .unsupportedLinkType)
    #expect(!PacketDecoder.isSupported(LinkType(rawValue: 147)))
    for supported in PacketDecoder.supportedLinkTypes { #expect(PacketDecoder.isSupported(supported.linkType)) }
    let named = PacketDecoder.supportedLinkTypes.map(\.linkType)
    for number in UInt16(0)...400 where PacketDecoder.isSupported(LinkType(rawValue: number)) {
      #expect(named.contains(LinkType(rawValue: number)))
    }
  }

  @Test("trims padding, follows the frame where the IP length is 0, and believes neither beyond the wire")
  func lengths() {
    var decoder = PacketDecoder()
    #expect(decoder.decode(SampleFrame.inner + [0, 0, 0, 0, 0, 0, 0, 0]) == .tcp)
    #expect(decoder.segment.capturedPayloadLength == 6)
    #expect(decoder.segment.payloadLength == 6)

    let offloaded = PacketBuilder.ethernet(
      PacketBuilder.ipv4(
        from: SampleFrame.client, to: SampleFrame.server, protocol: 6, totalLength: 0, SampleFrame.tcp), type: 0x0800)
    #expect(decoder.decode(offloaded) == .tcp)
    #expect(decoder.segment.payloadLength == 6)
    #expect(decoder.payload(offloaded) == SampleFrame.payload)
    #expect(decoder.decode(offloaded.span, linkType: .ethernet, time: noTime, originalLength: 80) == .tcp)
    #expect(decoder.segment.payloadLength == 80 - 54)

    let long = PacketBuilder.ethernet(
      PacketBuilder.ipv4(
        from: SampleFrame.client, to: SampleFrame.server, protocol: 6, totalLength: 500, SampleFrame.tcp), type: 0x0800)
    #expect(decoder.decode(long) == .tcp)
    #expect(decoder.segment.payloadLength == 460)
    #expect(decoder.segment.capturedPayloadLength == 6)
    #expect(decoder.decode(long.span, linkType: .ethernet, time: noTime, originalLength: 60) == .tcp)
    #expect(decoder.segment.payloadLength == 6)
  }

  @Test("says what is wrong with a header")
  func problems() {
    var decoder = PacketDecoder()
    var frame = SampleFrame.inner
    frame[14] = 0x43
    #expect(decoder.decode(frame) == .malformed)
    #expect(decoder.problem == PacketProblem(kind: .invalid, layer: .ipv4, offset: 14))
    #expect(decoder.problem?.description == "the IPv4 header at byte 14 is not valid")
    frame = SampleFrame.inner
    frame[46] = 0x40
    #expect(decoder.decode(frame) == .malformed)
    #expect(decoder.problem == PacketProblem(kind: .invalid, layer: .tcp, offset: 34))
    frame[46] = 0xF0
    #expect(decoder.decode(frame) == .malformed)
    let short = PacketBuilder.ethernet(
      PacketBuilder.ip(from: SampleFrame.client, to: SampleFrame.server, [0, 25, 0, 25]), type: 0x0800)
    #expect(decoder.decode(short) == .malformed)
    #expect(decoder.problem == PacketProblem(kind: .tooShort, layer: .tcp, offset: 34))
  }
}
