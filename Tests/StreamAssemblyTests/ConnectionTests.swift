import CaptureFiles
import PacketLayers
import StreamAssembly
import Testing

@Suite("A connection hands out bytes in order and knows what is absent")
struct ConnectionTests {
  @Test(
    "delivers an ordinary dialogue at once, whatever the initial sequence numbers",
    arguments: [
      UInt32(1000), 0xFFFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FFF0, 0x7FFF_FFFF,
    ])
  func dialogue(isn: UInt32) {
    var wire = Wire(clientISN: isn, serverISN: isn &+ 7)
    wire.shakeHands()
    wire.send(.backward, at: 0, "220 mx ESMTP\r\n", ack: 0)
    #expect(wire.last?.freshCount == 14)
    wire.send(.forward, at: 0, "EHLO a\r\n", ack: 14)
    #expect(wire.last?.kind == .data)
    wire.send(.backward, at: 14, "250 mx\r\n", ack: 8)
    wire.send(.forward, at: 8, ack: 22)
    #expect(
      wire.events == [
        .text(.backward, "220 mx ESMTP\r\n"), .text(.forward, "EHLO a\r\n"), .text(.backward, "250 mx\r\n"),
      ])
    #expect(wire.connection.initiator == .forward)
    #expect(wire.connection.startKnown(.forward) && wire.connection.startKnown(.backward))
    #expect(wire.forward.retransmittedSegments == 0 && wire.backward.outOfOrderSegments == 0)
    #expect(wire.backward.acknowledgedEnd == 22 && wire.backward.unacknowledgedTail == nil)
    #expect(wire.map[.backward]?.packet(at: 21)?.0 == PacketID(number: 6))
    wire.finish()
    #expect(wire.events.count == 3)
  }

  @Test("puts swapped neighbours in order")
  func outOfOrder() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.forward, at: 3, "DEF", ack: 0)
    #expect(wire.last?.kind == .outOfOrder && wire.last?.freshCount == 0)
    wire.send(.forward, at: 0, "ABC", ack: 0)
    #expect(wire.last?.kind == .outOfOrder)
    #expect(wire.events == [.text(.forward, "ABC"), .text(.forward, "DEF")])
    #expect(wire.forward.outOfOrderSegments == 1 && wire.forward.retransmittedSegments == 0)
    #expect(wire.map[.forward]?.packet(at: 0)?.0 == PacketID(number: 5))
    #expect(wire.map[.forward]?.packet(at: 3)?.0 == PacketID(number: 4))
  }

  @Test("calls a hole that is filled much later a retransmission")
  func lateFill() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.forward, at: 3, "DEF", ack: 0)
    wire.send(.forward, at: 0, "ABC", ack: 0, after: 200)
    #expect(wire.last?.kind == .retransmission)
    #expect(wire.forward.retransmittedSegments == 1)
    #expect(wire.streams[.forward] == Array("ABCDEF".utf8))
  }

  @Test("drops and counts a retransmission")
  func retransmission() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.forward, at: 0, "EHLO a\r\n", ack: 0)
    wire.send(.forward, at: 0, "EHLO a\r\n", ack: 0, after: 200)
    #expect(wire.last?.kind == .retransmission)
    #expect(wire.last?.freshCount == 0)
    wire.send(.forward, at: 4, " a\r\nQUIT\r\n", ack: 0, after: 400)
    #expect(wire.last?.freshStart == 4)
    #expect(wire.streams[.forward] == Array("EHLO a\r\nQUIT\r\n".utf8))
    #expect(wire.forward.retransmittedSegments == 2 && wire.forward.retransmittedBytes == 12)
    #expect(wire.forward.conflicts.isEmpty)
  }

  // MARK: - Missing bytes

  @Test("reports a hole as not captured only after the peer acknowledged it and late packets had their chance")
  func gapAfterTolerance() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.forward, at: 0, "ABC", ack: 0)
    wire.send(.forward, at: 6, "GHI", ack: 0)
    for _ in 0..<40 { wire.send(.backward, at: 0, ack: 3, after: 50) }
    #expect(wire.events.count == 1)
    wire.send(.backward, at: 0, ack: 9)
    #expect(wire.events.count == 1)
    wire.send(.backward, at: 0, ack: 9, after: 99)
    #expect(wire.events.count == 1)
    wire.send(.backward, at: 0, ack: 9, after: 1)
    #expect(
      wire.events == [.text(.forward, "ABC"), .missing(.forward, 3, .notCaptured), .text(.forward, "GHI")])
    #expect(wire.forward.missing.notCaptured == 3)
    #expect(wire.forward.gaps.map(\.offset) == [3])
    #expect(wire.forward.gaps.first?.after.packet == PacketID(number: 5))
    wire.send(.forward, at: 3, "DEF", ack: 0)
    #expect(wire.forward.lateBytes == 3)
    #expect(wire.events.count == 3)
  }

  @Test("reports a hole after a number of packets, too")
  func gapAfterPackets() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.forward, at: 6, "GHI", ack: 0, after: 0.1)
    var packets = 0
    while wire.events.isEmpty, packets < 100 {
      wire.send(.backward, at: 0, ack: 9, after: 0.1)
      packets += 1
    }
    #expect(packets == 17)
    #expect(wire.events == [.missing(.forward, 6, .notCaptured), .text(.forward, "GHI")])
  }

  @Test("a late packet within the tolerance fills the hole")
  func lateWithinTolerance() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.forward, at: 3, "DEF", ack: 0)
    wire.send(.backward, at: 0, ack: 6)
    wire.send(.backward, at: 0, "250 ok", ack: 6)
    #expect(wire.events.isEmpty)
    wire.send(.forward, at: 0, "ABC", ack: 0)
    #expect(wire.events == [.text(.forward, "ABC"), .text(.forward, "DEF"), .text(.backward, "250 ok")])
    #expect(wire.forward.missing.total == 0)
  }

  @Test("a hole that nobody acknowledged never arrived")
  func neverArrived() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.forward, at: 0, "ABC", ack: 0)
    wire.send(.forward, at: 6, "GHI", ack: 0)
    wire.send(.backward, at: 0, ack: 4, after: 1000)
    wire.finish()
    #expect(
      wire.events == [
        .text(.forward, "ABC"), .missing(.forward, 1, .notCaptured), .missing(.forward, 2, .neverArrived),
        .text(.forward, "GHI"),
      ])
  }

  @Test("bytes that only an ACK tells of are missing before the answer to them")
  func acknowledgedUnseen() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.backward, at: 0, "220 ok\r\n", ack: 0)
    wire.send(.backward, at: 8, "250 ok\r\n", ack: 6, after: 10)
    #expect(wire.events.count == 1)
    wire.send(.forward, at: 6, ack: 16, after: 200)
    #expect(
      wire.events == [
        .text(.backward, "220 ok\r\n"), .missing(.forward, 6, .notCaptured), .text(.backward, "250 ok\r\n"),
      ])
  }

  @Test("a segment cut by the snapshot length gives its bytes, and says what was cut")
  func snapshotLength() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.backward, at: 0, "220 ", ack: 0, wireLength: 40)
    wire.send(.backward, at: 40, "250 ", ack: 0, wireLength: 10)
    #expect(wire.events == [.text(.backward, "220 ")])
    wire.send(.forward, at: 0, "EHLO", ack: 50)
    #expect(
      wire.events == [
        .text(.backward, "220 "), .missing(.backward, 36, .snapshotLength), .text(.backward, "250 "),
        .missing(.backward, 6, .snapshotLength), .text(.forward, "EHLO"),
      ])
    #expect(wire.backward.snapshotCuts == 2 && wire.backward.missing.snapshotLength == 42)
  }

  @Test("a retransmission brings what the snapshot length had cut")
  func snapshotLengthRefilled() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.backward, at: 0, "ABC", ack: 0, wireLength: 6)
    wire.send(.backward, at: 3, "DEF", ack: 0, after: 300)
    #expect(wire.last?.kind == .retransmission)
    wire.send(.forward, at: 0, ack: 6)
    wire.finish()
    #expect(wire.streams[.backward] == Array("ABCDEF".utf8))
    #expect(wire.backward.missing.total == 0)
  }

  @Test("a cut tail that nobody acknowledged is reported at the end")
  func snapshotTail() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.backward, at: 0, "ABC", ack: 0, wireLength: 6)
    wire.finish()
    #expect(wire.events == [.text(.backward, "ABC"), .missing(.backward, 3, .snapshotLength)])
  }

  @Test("a direction that was never captured is reported as far as the other side acknowledged it, without waiting")
  func oneDirection() {
    var wire = Wire()
    wire.send(.backward, at: 0, "220 ok\r\n", ack: 0)
    wire.send(.backward, at: 8, "250 ok\r\n", ack: 8)
    wire.send(.backward, at: 16, "354 go\r\n", ack: 30)
    #expect(
      wire.events == [
        .text(.backward, "220 ok\r\n"), .missing(.forward, 8, .directionNotCaptured), .text(.backward, "250 ok\r\n"),
        .missing(.forward, 22, .directionNotCaptured), .text(.backward, "354 go\r\n"),
      ])
    #expect(wire.forward.packets == 0 && wire.forward.firstPacket == nil)
    #expect(wire.forward.gaps.count == 1)
    #expect(!wire.connection.startKnown(.backward))
  }

  @Test("without the peer's ACKs a hole is given up after a while, and nobody is blamed")
  func oneDirectionHole() {
    var wire = Wire()
    wire.send(.forward, at: 0, "ABC")
    wire.send(.forward, at: 6, "GHI")
    wire.send(.forward, at: 9, "JKL", after: 2900)
    #expect(wire.events.count == 1)
    wire.send(.forward, at: 12, "MNO", after: 200)
    #expect(
      wire.events == [
        .text(.forward, "ABC"), .missing(.forward, 3, .unconfirmed), .text(.forward, "GHI"), .text(.forward, "JKL"),
        .text(.forward, "MNO"),
      ])
    #expect(wire.forward.unacknowledgedTail == nil)
  }

  // MARK: - Causal order

  @Test("an answer captured before its question is handed out after it")
  func answerFirst() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.backward, at: 0, "250 ok", ack: 4)
    #expect(wire.events.isEmpty)
    wire.send(.forward, at: 0, "EHLO", ack: 0)
    wire.send(.forward, at: 4, "QUIT", ack: 6)
    #expect(wire.events == [.text(.forward, "EHLO"), .text(.backward, "250 ok"), .text(.forward, "QUIT")])
  }

  @Test("a whole batch of one direction before the other is put in order")
  func swappedBatches() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.backward, at: 0, "a", ack: 0, after: 0.01)
    wire.send(.backward, at: 1, "b", ack: 1, after: 0.01)
    wire.send(.backward, at: 2, "c", ack: 2, after: 0.01)
    wire.send(.backward, at: 3, "d", ack: 3, after: 0.01)
    wire.send(.forward, at: 0, "A", ack: 1, after: 0.01)
    wire.send(.forward, at: 1, "B", ack: 2, after: 0.01)
    wire.send(.forward, at: 2, "C", ack: 3, after: 0.01)
    let text = wire.events.map { event -> String in
      if case .bytes(_, let bytes) = event { return String(decoding: bytes, as: UTF8.self) }
      return "?"
    }
    #expect(text.joined() == "aAbBcCd")
  }

  @Test("two segments that each acknowledge the other do not wait for ever")
  func mutualWait() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.backward, at: 0, "250 ok", ack: 4)
    wire.send(.forward, at: 0, "EHLO", ack: 6)
    #expect(wire.events == [.text(.forward, "EHLO"), .text(.backward, "250 ok")])
  }

  @Test("the SYN-ACK captured before the SYN changes nothing")
  func handshakeSwapped() {
    var wire = Wire()
    wire.send(.backward, at: -1, ack: 0, flags: [.syn, .ack])
    wire.send(.forward, at: -1, flags: .syn)
    wire.send(.forward, at: 0, ack: 0)
    wire.send(.forward, at: 0, "EHLO", ack: 0)
    #expect(wire.connection.initiator == .forward)
    #expect(wire.events == [.text(.forward, "EHLO")])
    #expect(wire.connection.startKnown(.forward) && wire.connection.startKnown(.backward))
    #expect(wire.forward.syn?.acknowledges == false && wire.backward.syn?.acknowledges == true)
  }

  @Test("a capture that starts in the middle counts from the first byte seen")
  func middle() {
    var wire = Wire()
    wire.send(.forward, at: 500, "MAIL", ack: 900)
    wire.send(.backward, at: 900, "250 ok", ack: 504)
    wire.send(.forward, at: 504, "RCPT", ack: 906)
    #expect(wire.events == [.text(.forward, "MAIL"), .text(.backward, "250 ok"), .text(.forward, "RCPT")])
    #expect(wire.connection.initiator == nil)
    #expect(!wire.connection.startKnown(.forward) && !wire.connection.startKnown(.backward))
    #expect(wire.forward.syn == nil)
  }

  @Test("a capture that starts with a keep-alive, or with an ACK before its data, loses no byte")
  func middleOddStart() {
    var wire = Wire()
    wire.send(.forward, at: 499, ack: 900)
    wire.send(.backward, at: 900, ack: 500)
    wire.send(.forward, at: 500, "MAIL", ack: 900)
    wire.send(.backward, at: 900, "250 ok", ack: 504)
    wire.finish()
    #expect(wire.events == [.text(.forward, "MAIL"), .text(.backward, "250 ok")])

    var early = Wire()
    early.send(.backward, at: 900, ack: 504)
    early.send(.forward, at: 500, "MAIL", ack: 900)
    early.finish()
    #expect(early.events == [.text(.forward, "MAIL")])
  }
}
