import PacketLayers
import TestSupport
import Testing

@Suite("ICMP errors about TCP segments")
struct ICMPMessageTests {
  func icmp(_ header: [UInt8], _ quotation: [UInt8]) -> [UInt8] {
    SampleFrame.outer(1, header + quotation)
  }

  func icmpv6(_ header: [UInt8], _ quotation: [UInt8]) -> [UInt8] {
    PacketBuilder.ethernet(
      PacketBuilder.ipv6(from: SampleFrame.server6, to: SampleFrame.client6, nextHeader: 58, header + quotation),
      type: 0x86DD)
  }

  @Test("reads fragmentation needed, with the eight bytes that RFC 792 promises")
  func fragmentationNeeded() {
    var decoder = PacketDecoder()
    #expect(decoder.decode(icmp([3, 4, 0, 0, 0, 0, 5, 0x78], Array(SampleFrame.ip4.prefix(28)))) == .icmp)
    #expect(decoder.icmp.type == 3)
    #expect(decoder.icmp.code == 4)
    #expect(decoder.icmp.reporter.description == "198.51.100.1")
    #expect(decoder.icmp.quotedSource.description == "192.0.2.1:40000")
    #expect(decoder.icmp.quotedDestination.description == "192.0.2.2:25")
    #expect(decoder.icmp.quotedSequence == 1000)
    #expect(decoder.icmp.nextHopMTU == 1400)
  }

  @Test("reads packet too big and the quotation of IPv6 with an extension header")
  func packetTooBig() {
    var decoder = PacketDecoder()
    #expect(decoder.decode(icmpv6([2, 0, 0, 0, 0, 0, 5, 0], SampleFrame.ip6)) == .icmp)
    #expect(decoder.icmp.nextHopMTU == 1280)
    #expect(decoder.icmp.quotedSource.description == "[2001:db8::1]:40000")
    let quotation = PacketBuilder.ipv6(
      from: SampleFrame.client6, to: SampleFrame.server6, nextHeader: 60, [6, 0, 1, 4, 0, 0, 0, 0] + SampleFrame.tcp6)
    #expect(decoder.decode(icmpv6([1, 4, 0, 0, 0, 0, 0, 0], quotation)) == .icmp)
    #expect(decoder.icmp.quotedDestination.port == 25)
    #expect(decoder.icmp.nextHopMTU == nil)
  }

  @Test("has no sequence number where the quotation ends before it, and no MTU where the router tells none")
  func shortQuotation() {
    var decoder = PacketDecoder()
    #expect(decoder.decode(icmp([3, 4, 0, 0, 0, 0, 0, 0], Array(SampleFrame.ip4.prefix(25)))) == .icmp)
    #expect(decoder.icmp.quotedSequence == nil)
    #expect(decoder.icmp.nextHopMTU == nil)
  }

  @Test("leaves out echoes, errors about UDP, and later fragments")
  func others() {
    var decoder = PacketDecoder()
    #expect(decoder.decode(icmp([8, 0, 0, 0, 0, 0, 0, 0], SampleFrame.ip4)) == .other)
    let udp = PacketBuilder.ip(
      from: SampleFrame.client, to: SampleFrame.server, protocol: 17,
      PacketBuilder.udp(from: SampleFrame.client, 1, to: SampleFrame.server, 53, []))
    #expect(decoder.decode(icmp([3, 3, 0, 0, 0, 0, 0, 0], udp)) == .other)
    let later = PacketBuilder.ipv4(
      from: SampleFrame.client, to: SampleFrame.server, protocol: 6, fragmentOffset: 8, SampleFrame.tcp)
    #expect(decoder.decode(icmp([11, 1, 0, 0, 0, 0, 0, 0], later)) == .other)
    let first = PacketBuilder.ipv4(
      from: SampleFrame.client, to: SampleFrame.server, protocol: 6, moreFragments: true, SampleFrame.tcp)
    #expect(decoder.decode(icmp([11, 1, 0, 0, 0, 0, 0, 0], first)) == .icmp)
    #expect(decoder.fragmentStatistics.received == 0)
  }

  @Test("reads errors cut anywhere without a trap")
  func cuts() {
    let frames = [
      icmp([3, 4, 0, 0, 0, 0, 5, 0x78], SampleFrame.ip4), icmpv6([2, 0, 0, 0, 0, 0, 5, 0], SampleFrame.ip6),
    ]
    for frame in frames {
      var errors = 0
      for length in 0..<frame.count {
        var decoder = PacketDecoder()
        switch decoder.decode(Array(frame[..<length])) {
        case .icmp: errors += 1
        case .malformed: #expect(decoder.problem?.kind == .notCaptured)
        default: Issue.record("cut to \(length)")
        }
      }
      // From the quoted ports on: 16 bytes of the quoted header and 6 of payload, less the whole frame.
      #expect(errors == 22)
    }
  }
}
