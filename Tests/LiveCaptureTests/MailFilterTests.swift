import LiveCapture
import TestSupport
import Testing

@Suite("The filter for mail")
struct MailFilterTests {
  static let expression = MailFilter.candidates(ports: [25, 465])[0]
  static let client: [UInt8] = [192, 0, 2, 25]
  static let server: [UInt8] = [203, 0, 113, 25]
  static let client6: [UInt8] = [0x20, 0x01, 0x0D, 0xB8] + Array(repeating: 0, count: 11) + [1]

  @Test("every candidate for Ethernet is one that libpcap takes")
  func candidates() {
    for candidate in MailFilter.candidates(ports: [25, 465, 587, 2525]) {
      #expect(MailFilter.problem(in: candidate) == nil)
    }
    for candidate in MailFilter.candidates(ports: []) { #expect(MailFilter.problem(in: candidate) == nil) }
  }

  @Test(
    "mail passes in both directions, plain and inside one or two VLAN tags",
    arguments: [[], [7], [7, 8]] as [[UInt16]])
  func mail(vlans: [UInt16]) {
    let there = PacketBuilder.frame(
      from: Self.client, 40_000, to: Self.server, 25, payload: Array("QUIT".utf8), vlans: vlans)
    let back = PacketBuilder.frame(from: Self.server, 465, to: Self.client, 40_000, vlans: vlans)
    let other = PacketBuilder.frame(from: Self.client, 40_000, to: Self.server, 443, vlans: vlans)
    #expect(MailFilter.passes(there, expression: Self.expression) == true)
    #expect(MailFilter.passes(back, expression: Self.expression) == true)
    #expect(MailFilter.passes(other, expression: Self.expression) == false)
  }

  @Test("mail over IPv6 passes, and its fragments")
  func version6() {
    let segment = PacketBuilder.frame(from: Self.client6, 40_000, to: Self.client6, 25)
    #expect(MailFilter.passes(segment, expression: Self.expression) == true)
    let piece = PacketBuilder.ipv6Fragment(
      nextHeader: 6, identification: 9, offset: 1232, moreFragments: false, [1, 2, 3])
    let fragment = PacketBuilder.ethernet(
      PacketBuilder.ipv6(from: Self.client6, to: Self.client6, nextHeader: 44, piece), type: 0x86DD)
    #expect(MailFilter.passes(fragment, expression: Self.expression) == true)
  }

  @Test("later fragments of TCP pass, those of UDP do not", arguments: [UInt8(6), 17])
  func fragments(number: UInt8) {
    let packet = PacketBuilder.ipv4(
      from: Self.client, to: Self.server, protocol: number, fragmentOffset: 1480, Array(repeating: 0, count: 40))
    let frame = PacketBuilder.ethernet(packet, type: 0x0800)
    #expect(MailFilter.passes(frame, expression: Self.expression) == (number == 6))
  }

  @Test("ICMP errors pass, an echo does not", arguments: [(UInt8(3), true), (11, true), (8, false)])
  func icmp(type: UInt8, passes: Bool) {
    let message: [UInt8] = [type, 1, 0, 0] + Array(repeating: 0, count: 32)
    let frame = PacketBuilder.ethernet(
      PacketBuilder.ip(from: Self.server, to: Self.client, protocol: 1, message), type: 0x0800)
    #expect(MailFilter.passes(frame, expression: Self.expression) == passes)
  }

  @Test("libpcap's words tell what is wrong with an expression")
  func problems() {
    #expect(MailFilter.grammarProblem(in: "tcp prot 25")?.contains("syntax error") == true)
    #expect(MailFilter.grammarProblem(in: "tcp port 25") == nil)
    #expect(MailFilter.problem(in: "tcp port smtpx") != nil)
    // Known on an interface alone; the grammar is right.
    #expect(MailFilter.grammarProblem(in: "inbound and tcp port 25") == nil)
  }
}
