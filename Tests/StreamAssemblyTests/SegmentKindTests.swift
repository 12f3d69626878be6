import CaptureFiles
import PacketLayers
import StreamAssembly
import Testing

@Suite("Every segment is called what it is")
struct SegmentKindTests {
  // MARK: - Captured twice

  @Test("the same packet captured twice is no retransmission", arguments: [true, false])
  func captureDuplicate(ipv6: Bool) {
    var wire = Wire()
    wire.shakeHands()
    var segment = wire.segment(.forward, at: 0, Array("EHLO".utf8), ack: 0, flags: [.ack, .psh], wireLength: nil)
    segment.identification = ipv6 ? nil : 7777
    wire.feed(segment, Array("EHLO".utf8))
    segment.hopLimit = 62
    segment.vlan = 12
    wire.feed(segment, Array("EHLO".utf8), after: ipv6 ? 0.5 : 4)
    #expect(wire.last?.kind == .captureDuplicate)
    #expect(wire.forward.captureDuplicates == 1 && wire.forward.retransmittedSegments == 0)
    wire.feed(segment, Array("EHLO".utf8), after: 30)
    #expect(wire.last?.kind == .retransmission)
    #expect(wire.forward.captureDuplicates == 1 && wire.forward.retransmittedSegments == 1)
  }

  @Test("a reset says for how long nobody had sent a byte, and whether anything was outstanding")
  func silentReset() throws {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.forward, at: 0, "DATA", ack: 0)
    wire.send(.backward, at: 0, "354", ack: 4)
    var waiting = wire
    wire.send(.forward, at: 4, ack: 3)
    for _ in 0..<20 { wire.send(.forward, at: 3, ack: 3, after: 3000) }
    for _ in 0..<12 { wire.send(.backward, at: 3, ack: 4, flags: [.rst, .ack]) }
    let reset = try #require(wire.backward.resets.first)
    #expect(reset.lastData?.packet == PacketID(number: 5) && reset.lastDataIsOwn && reset.foundAllAcknowledged)
    #expect(abs((reset.silenceSeconds ?? 0) - 60.002) < 1e-6)
    #expect(wire.backward.lastData?.packet == PacketID(number: 5))
    #expect(wire.forward.lastData?.packet == PacketID(number: 4))
    waiting.send(.forward, at: 4, ack: 0, flags: [.rst, .ack], after: 20)
    let other = try #require(waiting.forward.resets.first)
    #expect(!other.foundAllAcknowledged && !other.lastDataIsOwn && other.lastData?.packet == PacketID(number: 5))
  }

  @Test("a copy with other bytes is a conflict that tells of both", arguments: [true, false])
  func rewrittenCopy(waits: Bool) throws {
    let lines = [
      "250-mx.example.net\r\n250-STARTTLS\r\n250 8BITMIME\r\n",
      "250-mx.example.net\r\n250-XXXXXXXA\r\n250 8BITMIME\r\n",
    ]
    var wire = Wire()
    wire.shakeHands()
    let first: Int64 = waits ? 10 : 0
    var segment = wire.segment(
      .backward, at: first, Array(lines[0].utf8), ack: 0, flags: [.ack, .psh], wireLength: nil)
    segment.identification = 77
    segment.hopLimit = 113
    wire.feed(segment, Array(lines[0].utf8))
    segment.hopLimit = 112
    wire.feed(segment, Array(lines[1].utf8), after: 0.2)
    #expect(wire.last?.kind == .captureDuplicate)
    #expect(wire.backward.captureDuplicates == 1 && wire.backward.conflicts.count == 1)
    let conflict = try #require(wire.backward.conflicts.first)
    #expect(conflict.offset == UInt64(first) + 24 && conflict.count == 8 && conflict.isCopy)
    #expect(conflict.firstPacket == PacketID(number: 4) && conflict.laterPacket == PacketID(number: 5))
    #expect(conflict.firstHopLimit == 113 && conflict.laterHopLimit == 112)
    #expect(conflict.firstIdentification == 77 && conflict.laterIdentification == 77)
    #expect(conflict.firstLine == Array("250-STARTTLS".utf8) && conflict.laterLine == Array("250-XXXXXXXA".utf8))
    wire.feed(segment, Array(lines[0].utf8), after: 0.2)
    #expect(wire.backward.captureDuplicates == 2 && wire.backward.conflicts.count == 1)
  }

  @Test("another IP identification makes it a retransmission at once")
  func quickRetransmission() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.forward, at: 0, "EHLO", ack: 0)
    wire.send(.forward, at: 0, "EHLO", ack: 0, after: 0.1)
    #expect(wire.last?.kind == .retransmission)
    #expect(wire.forward.captureDuplicates == 0)
  }

  @Test("copied ACKs, SYNs and RSTs are copies, and no duplicate ACKs")
  func controlDuplicates() {
    var wire = Wire()
    for flags: TCPFlags in [.syn, .rst] {
      var segment = wire.segment(.forward, at: -1, [], ack: nil, flags: flags, wireLength: nil)
      segment.identification = 5
      wire.feed(segment, [])
      wire.feed(segment, [], after: 0.01)
      #expect(wire.last?.kind == .captureDuplicate)
    }
    #expect(wire.forward.syn?.retransmissions == 0 && wire.forward.resetCount == 1)

    wire = Wire()
    wire.shakeHands()
    wire.send(.forward, at: 0, "ABCD", ack: 0)
    var ack = wire.segment(.backward, at: 0, [], ack: 2, flags: .ack, wireLength: nil)
    ack.identification = 6
    wire.feed(ack, [])
    wire.feed(ack, [], after: 0.01)
    #expect(wire.backward.captureDuplicates == 1 && wire.backward.duplicateACKs == 0)
    ack.identification = 7
    wire.feed(ack, [], after: 0.01)
    #expect(wire.backward.duplicateACKs == 1)
  }

  // MARK: - Probes

  @Test("keep-alives with a byte and without are no data, and their byte is no conflict")
  func keepAlive() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.forward, at: 0, "EHLO", ack: 0)
    wire.send(.backward, at: 0, ack: 4)
    wire.send(.forward, at: 3, ack: 0, after: 60_000)
    #expect(wire.last?.kind == .keepAlive)
    wire.send(.backward, at: 0, ack: 4)
    wire.send(.forward, at: 3, bytes: [0], ack: 0, after: 60_000)
    #expect(wire.last?.kind == .keepAlive)
    wire.send(.backward, at: 0, ack: 4)
    wire.send(.forward, at: 4, "QUIT", ack: 0)
    #expect(wire.forward.keepAlives == 2 && wire.forward.retransmittedSegments == 0)
    #expect(wire.forward.conflicts.isEmpty)
    #expect(wire.streams[.forward] == Array("EHLOQUIT".utf8))
  }

  @Test("a zero window is timed, and its probes are no retransmissions")
  func zeroWindow() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.forward, at: 0, "DATA", ack: 0)
    wire.send(.backward, at: 0, ack: 4) { $0.window = 0 }
    wire.send(.forward, at: 3, ack: 0, after: 1000)
    #expect(wire.last?.kind == .zeroWindowProbe)
    wire.send(.backward, at: 0, ack: 4) { $0.window = 0 }
    wire.send(.forward, at: 4, "x", ack: 0, after: 1000)
    #expect(wire.last?.kind == .zeroWindowProbe)
    #expect(wire.backward.zeroWindow.openSince != nil)
    wire.send(.backward, at: 0, ack: 5, after: 1000)
    #expect(wire.backward.zeroWindow.episodes == 1)
    #expect(wire.backward.zeroWindow.openSince == nil)
    #expect(abs(wire.backward.zeroWindow.longestSeconds - 3.001) < 1e-6)
    #expect(wire.backward.zeroWindow.first?.packet == PacketID(number: 5))
    #expect(wire.forward.zeroWindowProbes == 2 && wire.forward.retransmittedSegments == 0)
    #expect(wire.backward.duplicateACKs == 0)
    wire.send(.backward, at: 0, ack: 5) { $0.window = 0 }
    wire.send(.backward, at: 0, ack: 5, after: 5000) { $0.window = 0 }
    #expect(wire.backward.zeroWindow.episodes == 2 && wire.backward.zeroWindow.longestSeconds >= 5)
  }

  // MARK: - SYN

  @Test("SYNs sent again are counted, and a refusal is an exact RST")
  func refused() {
    var wire = Wire()
    wire.send(.forward, at: -1, flags: .syn) {
      $0.maximumSegmentSize = 1460
      $0.windowScale = 7
    }
    wire.send(.forward, at: -1, flags: .syn, after: 1000)
    #expect(wire.last?.kind == .retransmission)
    wire.send(.forward, at: -1, flags: .syn, after: 2000)
    #expect(wire.forward.syn?.retransmissions == 2)
    #expect(wire.forward.syn?.maximumSegmentSize == 1460 && wire.forward.syn?.windowScale == 7)
    var reset = wire.segment(.backward, at: 0, [], ack: 0, flags: [.rst, .ack], wireLength: nil)
    reset.sequence = 0
    wire.feed(reset, [])
    #expect(wire.last?.kind == .rst)
    #expect(wire.backward.resets.first?.place == .exact)
    #expect(wire.connection.isClosed)
    wire.finish()
    #expect(wire.events.isEmpty)
  }

  @Test("a SYN that brings data (Fast Open) starts the stream with it")
  func fastOpen() {
    var wire = Wire()
    wire.send(.forward, at: -1, "EHLO", flags: .syn)
    #expect(wire.last?.freshCount == 4 && wire.last?.kind == .syn)
    wire.send(.backward, at: -1, ack: 4, flags: [.syn, .ack])
    wire.send(.forward, at: 4, "QUIT", ack: 0)
    #expect(wire.streams[.forward] == Array("EHLOQUIT".utf8))
    #expect(wire.forward.syn?.payloadLength == 4 && wire.forward.missing.total == 0)
  }

  @Test("a half-open connection has one direction and no answer")
  func halfOpen() {
    var wire = Wire()
    wire.send(.forward, at: -1, flags: .syn)
    wire.finish()
    #expect(wire.events.isEmpty && wire.backward.packets == 0 && wire.connection.initiator == .forward)
    #expect(wire.backward.syn == nil)
  }

  @Test(
    "a SYN with another initial sequence number begins a new connection after data, after the end and after a pause")
  func portReuse() {
    func again(_ wire: Wire, isn: UInt32, after milliseconds: Double = 1) -> Bool {
      let segment = TCPSegment(source: Wire.client, destination: Wire.server, sequence: isn, flags: .syn)
      let time = Timestamp(nanoseconds: Int64((wire.milliseconds + milliseconds) * 1e6))
      return wire.connection.isNewConnection(segment, time: time)
    }
    var wire = Wire(clientISN: 1000)
    #expect(!again(wire, isn: 1000))
    wire.shakeHands()
    #expect(!again(wire, isn: 77))
    #expect(again(wire, isn: 77, after: 3001))
    var closed = wire
    closed.send(.forward, at: 0, ack: 0, flags: [.fin, .ack])
    #expect(again(closed, isn: 77))
    closed = wire
    closed.send(.backward, at: 0, ack: 0, flags: [.rst, .ack])
    #expect(again(closed, isn: 77))
    wire.send(.backward, at: 0, "220", ack: 0)
    #expect(again(wire, isn: 77))
    #expect(!again(wire, isn: 1000))
    var unanswered = Wire(clientISN: 1000)
    unanswered.send(.forward, at: -1, flags: .syn)
    #expect(again(unanswered, isn: 77))
  }

  // MARK: - FIN

  @Test("a FIN with data ends the stream after the data, and its number is no missing byte")
  func finWithData() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.backward, at: 0, "221 bye", ack: 0, flags: [.ack, .fin, .psh])
    #expect(wire.last?.kind == .fin && wire.last?.freshCount == 7)
    #expect(wire.connection.hasEnded(.backward) && !wire.connection.isClosed)
    wire.send(.forward, at: 0, "late", ack: 8)
    wire.send(.forward, at: 4, ack: 8, flags: [.fin, .ack])
    #expect(wire.connection.isClosed)
    wire.send(.backward, at: 8, ack: 5)
    wire.finish()
    #expect(wire.events == [.text(.backward, "221 bye"), .text(.forward, "late")])
    #expect(wire.backward.fin?.isAcknowledged == true && wire.backward.fin?.offset == 7)
    #expect(wire.forward.fin?.isAcknowledged == true && wire.forward.unacknowledgedTail == nil)
    #expect(!wire.forward.finNotCaptured)
  }

  @Test("a FIN that was not captured is one acknowledged number, and no missing byte")
  func finNotCaptured() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.backward, at: 0, "221 bye", ack: 0)
    wire.send(.forward, at: 0, "x", ack: 8)
    wire.send(.forward, at: 1, "y", ack: 8, after: 200)
    #expect(wire.events == [.text(.backward, "221 bye"), .text(.forward, "x"), .text(.forward, "y")])
    wire.finish()
    #expect(wire.backward.missing.total == 0 && wire.backward.finNotCaptured)
  }

  @Test("both ends may close at once, and repeat their FINs")
  func simultaneousClose() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.forward, at: 0, ack: 0, flags: [.fin, .ack])
    wire.send(.backward, at: 0, ack: 0, flags: [.fin, .ack])
    wire.send(.forward, at: 0, ack: 0, flags: [.fin, .ack], after: 300)
    #expect(wire.last?.kind == .retransmission)
    #expect(wire.connection.isClosed)
    #expect(wire.forward.fin?.retransmissions == 1)
    #expect(wire.forward.unacknowledgedTail?.retransmissions == 1)
    wire.finish()
    #expect(wire.events.isEmpty)
  }

  @Test("data after an acknowledged FIN is counted and left out; data in the place of a FIN contradicts it")
  func dataAfterFIN() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.forward, at: 0, "QUIT", ack: 0, flags: [.fin, .ack])
    wire.send(.backward, at: 0, ack: 5)
    wire.send(.forward, at: 5, "MORE", ack: 0)
    #expect(wire.streams[.forward] == Array("QUIT".utf8))
    #expect(wire.forward.bytesAfterFIN == 4 && !wire.forward.finContradicted)

    var forged = Wire()
    forged.shakeHands()
    forged.send(.forward, at: 0, ack: 0, flags: [.fin, .ack])
    forged.send(.forward, at: 0, "EHLO", ack: 0)
    #expect(forged.streams[.forward] == Array("EHLO".utf8))
    #expect(forged.forward.finContradicted && forged.forward.bytesAfterFIN == 4)
  }

  // MARK: - RST

  @Test("an RST is compared with the other segments of its direction")
  func reset() {
    var wire = Wire()
    wire.shakeHands()
    for round in 0..<3 {
      wire.send(.backward, at: Int64(round) * 3, "250", ack: 0) { $0.hasTimestamps = true }
      wire.send(.forward, at: 0, ack: Int64(round) * 3 + 3)
    }
    var genuine = wire
    genuine.send(.backward, at: 9, ack: 0, flags: [.rst, .ack]) { $0.hasTimestamps = true }
    let good = genuine.backward.resets.first
    #expect(good?.place == .exact && good?.hopLimitFits == true)
    #expect(good?.identificationFits == true && good?.timestampsFit == true)

    wire.send(.backward, at: 9, ack: 0, flags: .rst) {
      $0.hopLimit = 251
      $0.identification = 40_000
    }
    let forged = wire.backward.resets.first
    #expect(forged?.hopLimitFits == false && forged?.identificationFits == false && forged?.timestampsFit == false)
    #expect(wire.backward.hopLimits == 64...64)
    wire.send(.backward, at: 9, "250", ack: 0)
    #expect(wire.backward.segmentsAfterReset == 1)
    #expect(wire.streams[.backward]?.count == 12)
  }

  @Test(
    "an RST outside the window does not close the connection",
    arguments: [
      (Int64(9), ResetPlace.exact), (12, .inWindow), (70_000, .outOfWindow), (-400, .outOfWindow),
    ])
  func resetPlace(offset: Int64, place: ResetPlace) {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.backward, at: 0, "220 hello", ack: 0)
    wire.send(.forward, at: 0, ack: 9)
    wire.send(.backward, at: offset, flags: .rst)
    #expect(wire.backward.resets.first?.place == place)
    #expect(wire.connection.isClosed == (place != .outOfWindow))
  }

  @Test("the window scale of the SYNs widens the window for RSTs")
  func windowScale() {
    for scale: UInt8? in [nil, 7] {
      var wire = Wire()
      wire.send(.forward, at: -1, flags: .syn) { $0.windowScale = scale }
      wire.send(.backward, at: -1, ack: 0, flags: [.syn, .ack]) { $0.windowScale = scale }
      wire.send(.forward, at: 0, ack: 0)
      wire.send(.backward, at: 100_000, flags: .rst)
      #expect(wire.backward.resets.first?.place == (scale == nil ? .outOfWindow : .inWindow))
    }
  }

  // MARK: - Loss, offload, time

  @Test("full-size segments that vanish while small ones pass leave a telling tail")
  func blackHole() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.backward, at: 0, "220 ok", ack: 0)
    wire.send(.forward, at: 0, ack: 6)
    wire.send(.backward, at: 6, bytes: [UInt8](repeating: 1, count: 1460), ack: 0)
    wire.send(.backward, at: 1466, bytes: [UInt8](repeating: 2, count: 300), ack: 0)
    wire.send(.forward, at: 0, ack: 6) { $0.hasSACKBlocks = true }
    for pause in [300.0, 600, 1200] {
      wire.send(.backward, at: 6, bytes: [UInt8](repeating: 1, count: 1460), ack: 0, after: pause)
    }
    let tail = wire.backward.unacknowledgedTail
    #expect(tail?.offset == 6 && tail?.count == 1760)
    #expect(tail?.firstSent?.packet == PacketID(number: 6))
    #expect(tail?.retransmissions == 3 && tail?.largestRetransmitted == 1460)
    #expect(tail?.selectiveACKs == 1 && tail?.smallerLaterSegments == 1)
    #expect(tail?.lastRetransmission?.packet == PacketID(number: 11))
    #expect(wire.backward.largestAcknowledged == 6 && wire.forward.duplicateACKs == 1)
    wire.send(.forward, at: 0, ack: 1766)
    #expect(wire.backward.unacknowledgedTail == nil && wire.backward.largestAcknowledged == 1460)
  }

  @Test("segments larger than a packet show offload; jumbo segments that the peer invited do not")
  func offload() {
    for (size, segmentSize, expected) in [(1460, UInt16?.none, false), (1461, nil, true), (4000, 8960, false)] {
      var wire = Wire()
      wire.send(.forward, at: -1, flags: .syn) { $0.maximumSegmentSize = segmentSize }
      wire.send(.backward, at: -1, ack: 0, flags: [.syn, .ack])
      wire.send(.backward, at: 0, bytes: [UInt8](repeating: 0, count: size), ack: 0)
      #expect(wire.backward.sawOffload == expected)
    }
  }

  @Test("time that runs backwards by more than 1 ms is counted, and harmless")
  func timeBackwards() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.forward, at: 0, "A", ack: 0)
    wire.send(.forward, at: 1, "B", ack: 0, after: -0.9)
    wire.send(.forward, at: 2, "C", ack: 0, after: -30)
    wire.send(.forward, at: 3, "D", ack: 0, after: 31)
    #expect(wire.streams[.forward] == Array("ABCD".utf8))
    #expect(wire.forward.timeBackwards == 1)
  }

  @Test("a segment from another place in sequence space is ignored and counted")
  func stray() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.forward, at: 1 << 31 - 100, "junk", ack: 0)
    #expect(wire.last?.kind == .stray)
    wire.send(.forward, at: 0, "EHLO", ack: 1 << 31 - 100)
    #expect(wire.forward.straySegments == 1)
    wire.finish()
    #expect(wire.events == [.text(.forward, "EHLO")])
  }

  // MARK: - Different bytes for one place

  @Test("a retransmission with other bytes is a conflict, and the first captured bytes stay")
  func conflict() {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.backward, at: 0, "250-STARTTLS\r\n", ack: 0)
    wire.send(.backward, at: 0, "250-XXXXXXXX\r\n", ack: 0, after: 5)
    wire.send(.backward, at: 0, "250-STARTTLS\r\n", ack: 0, after: 50)
    #expect(wire.streams[.backward] == Array("250-STARTTLS\r\n".utf8))
    let conflicts = wire.backward.conflicts
    #expect(conflicts.count == 1)
    #expect(conflicts.first?.offset == 4 && conflicts.first?.count == 8)
    #expect(conflicts.first?.firstPacket == PacketID(number: 4))
    #expect(conflicts.first?.laterPacket == PacketID(number: 5))
    #expect(conflicts.first?.firstBytes == Array("STARTTLS".utf8))
    #expect(conflicts.first?.laterBytes == Array("XXXXXXXX".utf8))
  }

  @Test("bytes that still wait are compared as well, and the shown bytes are bounded")
  func conflictInQueue() {
    var wire = Wire()
    wire.shakeHands()
    let first = [UInt8](repeating: 0x41, count: 200)
    wire.send(.backward, at: 10, bytes: first, ack: 0)
    wire.send(.backward, at: 0, bytes: [UInt8](repeating: 0x42, count: 210), ack: 0)
    #expect(wire.streams[.backward] == [UInt8](repeating: 0x42, count: 10) + first)
    #expect(wire.backward.conflicts.first?.offset == 10 && wire.backward.conflicts.first?.count == 200)
    #expect(wire.backward.conflicts.first?.firstBytes.count == AssemblyLimits.maximumConflictBytes)
  }
}
