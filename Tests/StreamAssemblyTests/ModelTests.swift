import CaptureFiles
import PacketLayers
import StreamAssembly
import TestSupport
import Testing

/// A slow and obvious reassembly: every byte by its offset, the first captured wins.
private struct Model {
  var bytes: [Direction: [Int64: UInt8]] = [.forward: [:], .backward: [:]]
  var acknowledged: [Direction: Int64] = [.forward: 0, .backward: 0]
  var passed: [Direction: Int64] = [.forward: 0, .backward: 0]

  mutating func take(_ sent: Sent) {
    for (index, byte) in sent.bytes.enumerated() {
      let offset = sent.start + Int64(index)
      if bytes[sent.direction]?[offset] == nil { bytes[sent.direction]?[offset] = byte }
    }
    // The place of a segment without bytes tells what was sent before it.
    passed[sent.direction] = max(passed[sent.direction] ?? 0, sent.start)
    let opposite = sent.direction.opposite
    acknowledged[opposite] = max(acknowledged[opposite] ?? 0, sent.acknowledged)
  }

  /// The stream from offset 0 on; `nil` for each byte that is missing.
  func stream(_ direction: Direction) -> [UInt8?] {
    let known = bytes[direction] ?? [:]
    let end = (known.keys.max() ?? -1) + 1
    var length = max(end, acknowledged[direction] ?? 0, passed[direction] ?? 0)
    // One number after the last byte may be a FIN and is no missing byte.
    if length == end + 1 { length = end }
    return (0..<max(length, 0)).map { known[$0] }
  }
}

private struct Sent {
  var direction: Direction
  var start: Int64
  var bytes: [UInt8]
  var acknowledged: Int64
  var isLost = false
  var isFirst = true
}

/// What disturbs a random conversation.
private struct Disturbance {
  var loss = false
  var retransmissions = false
  var otherBytes = false
}

@Suite("Random conversations agree with a slow model")
struct ModelTests {
  private static let displacement = 6

  /// A conversation in the order of capture.
  private func conversation(_ random: inout SeededGenerator, _ disturbance: Disturbance) -> [Sent] {
    var streams: [Direction: [UInt8]] = [.forward: [], .backward: []]
    var lost: [Direction: Set<Int64>] = [.forward: [], .backward: []]
    var log: [Sent] = []
    for _ in 0..<Int.random(in: 1...60, using: &random) {
      let direction: Direction = Bool.random(using: &random) ? .forward : .backward
      let own = streams[direction] ?? []
      let acknowledged = Int64(streams[direction.opposite]?.count ?? 0)
      if disturbance.retransmissions, !own.isEmpty, Int.random(in: 0..<4, using: &random) == 0 {
        let low = Int.random(in: 0..<own.count, using: &random)
        let high = Int.random(in: (low + 1)...own.count, using: &random)
        let range = Int64(low)..<Int64(high)
        // What the capture has lost once stays lost, so that the model needs no clock.
        if lost[direction]?.isDisjoint(with: range) == true {
          var bytes = Array(own[low..<high])
          if disturbance.otherBytes, Bool.random(using: &random) { bytes = bytes.map { ~$0 } }
          log.append(
            Sent(
              direction: direction, start: Int64(low), bytes: bytes, acknowledged: acknowledged, isFirst: false))
          continue
        }
      }
      let count = Int.random(in: 0...40, using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      var sent = Sent(direction: direction, start: Int64(own.count), bytes: bytes, acknowledged: acknowledged)
      if disturbance.loss, Int.random(in: 0..<6, using: &random) == 0 {
        sent.isLost = true
        lost[direction]?.formUnion(Int64(own.count)..<Int64(own.count + count))
      }
      log.append(sent)
      streams[direction]?.append(contentsOf: bytes)
    }
    let captured = log.filter { !$0.isLost }
    let keys = captured.indices.map { Double($0) + Double.random(in: 0..<Double(Self.displacement), using: &random) }
    return captured.indices.sorted { keys[$0] < keys[$1] }.map { captured[$0] }
  }

  private func check(_ disturbance: Disturbance, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let near = UInt32.random(in: 0...2000, using: &random)
    var wire = Wire(clientISN: Bool.random(using: &random) ? 0 &- near : random.next32(), serverISN: 0 &- near / 3)
    wire.shakeHands()
    var model = Model()
    for sent in conversation(&random, disturbance) {
      model.take(sent)
      wire.send(sent.direction, at: sent.start, bytes: sent.bytes, ack: sent.acknowledged, after: 0.05)
    }
    wire.finish()
    for direction in [Direction.forward, .backward] {
      let expected = model.stream(direction)
      let facts = wire.connection.facts(direction)
      #expect(wire.streams[direction] == expected, "seed \(seed), \(direction)")
      #expect(facts.missing.total == UInt64(expected.count { $0 == nil }), "seed \(seed), \(direction)")
      #expect(facts.deliveredBytes == UInt64(expected.count { $0 != nil }), "seed \(seed), \(direction)")
      #expect(facts.lateBytes == 0, "seed \(seed)")
      if !disturbance.otherBytes { #expect(facts.conflicts.isEmpty, "seed \(seed)") }
    }
    #expect(wire.connection.heldBytes <= 2 * AssemblyLimits.maximumRememberedBytes)
  }

  @Test("with segments out of order")
  func reordered() {
    for seed in 0..<400 { check(Disturbance(), seed: UInt64(seed)) }
  }

  @Test("with loss by the capture")
  func lost() {
    for seed in 10_000..<10_500 { check(Disturbance(loss: true), seed: UInt64(seed)) }
  }

  @Test("with loss and overlapping retransmissions")
  func retransmitted() {
    for seed in 20_000..<20_500 { check(Disturbance(loss: true, retransmissions: true), seed: UInt64(seed)) }
  }

  @Test("with retransmissions that bring other bytes: the first captured win")
  func otherBytes() {
    for seed in 30_000..<30_500 {
      check(Disturbance(loss: true, retransmissions: true, otherBytes: true), seed: UInt64(seed))
    }
  }

  @Test("what a sender had acknowledged is handed out before what it then sent")
  func causalOrder() {
    for seed in 40_000..<40_300 {
      var random = SeededGenerator(seed: UInt64(seed))
      var wire = Wire()
      wire.shakeHands()
      let log = conversation(&random, Disturbance())
      for sent in log {
        wire.send(sent.direction, at: sent.start, bytes: sent.bytes, ack: sent.acknowledged, after: 0.05)
      }
      wire.finish()
      var delivered: [Direction: Int64] = [.forward: 0, .backward: 0]
      for event in wire.events {
        guard case .bytes(let direction, let bytes) = event else {
          Issue.record("something is missing, seed \(seed)")
          continue
        }
        let start = delivered[direction] ?? 0
        let sent = log.first { $0.direction == direction && $0.start == start && !$0.bytes.isEmpty }
        #expect(sent != nil && (delivered[direction.opposite] ?? 0) >= sent?.acknowledged ?? .max, "seed \(seed)")
        delivered[direction] = start + Int64(bytes.count)
      }
    }
  }

  @Test("however a stream is cut into segments, the bytes are the same")
  func chunks() {
    let text = Array("EHLO client.example\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n".utf8)
    for size in 1...text.count {
      for reversed in [false, true] {
        var wire = Wire(clientISN: 0 &- 20)
        wire.shakeHands()
        var starts = Array(stride(from: 0, to: text.count, by: size))
        if reversed { starts.reverse() }
        for start in starts {
          wire.send(
            .forward, at: Int64(start), bytes: Array(text[start..<min(start + size, text.count)]), ack: 0)
        }
        #expect(wire.streams[.forward] == text)
        #expect(wire.forward.missing.total == 0)
      }
    }
  }

  // MARK: - Hostile input

  @Test("garbage never traps, everything can be drained, and memory stays within its limits")
  func hostile() {
    var limits = AssemblyLimits()
    limits.queuedBytes = 4096
    limits.queuedSegments = 32
    for seed in 50_000..<50_100 {
      var random = SeededGenerator(seed: UInt64(seed))
      let isn = random.next32()
      var wire = Wire(clientISN: isn, serverISN: random.next32(), limits: limits)
      let reach = Int64(1) << Int64.random(in: 3...33, using: &random)
      for _ in 0..<150 {
        let count = Int.random(in: 0...60, using: &random)
        let bytes = (0..<count).map { _ in UInt8.random(in: 0...1, using: &random) }
        let wireLength = count + (Bool.random(using: &random) ? 0 : Int.random(in: 0...100_000, using: &random))
        let usual = Bool.random(using: &random)
        wire.send(
          Bool.random(using: &random) ? .forward : .backward, at: Int64.random(in: -reach...reach, using: &random),
          bytes: bytes, ack: Int64.random(in: -reach...reach, using: &random),
          flags: usual ? .ack : TCPFlags(rawValue: UInt8.random(in: 0...255, using: &random)),
          wireLength: wireLength, after: Double.random(in: -50...60, using: &random)
        ) {
          $0.window = UInt16.random(in: 0...3, using: &random)
          $0.identification = Bool.random(using: &random) ? nil : UInt16.random(in: 0...3, using: &random)
          $0.hopLimit = UInt8.random(in: 0...255, using: &random)
          $0.windowScale = UInt8.random(in: 0...255, using: &random)
          $0.hasSACKBlocks = Bool.random(using: &random)
          if $0.hasSACKBlocks {
            let start = $0.acknowledgment &+ UInt32(truncatingIfNeeded: Int64.random(in: 0...reach, using: &random))
            let end = start &+ UInt32.random(in: 0...100, using: &random)
            $0.selective = SelectiveACK(lowestStart: start, lowestEnd: end, highestEnd: end &+ start % 3)
          }
        }
        #expect(wire.connection.heldBytes <= 40_000, "seed \(seed)")
      }
      let (one, other) = (wire.forward, wire.backward)
      #expect(one.gaps.count <= limits.listedGaps && other.conflicts.count <= limits.listedConflicts)
      #expect(one.resets.count <= limits.listedResets)
      wire.finish()
      var scratch: [UInt8] = []
      #expect(wire.connection.nextReady(.forward, into: &scratch) == nil, "seed \(seed)")
      #expect(wire.connection.nextReady(.backward, into: &scratch) == nil, "seed \(seed)")
      #expect(wire.connection.heldBytes <= 2 * limits.rememberedBytes, "seed \(seed)")
    }
  }

  @Test("a hole is given up when too much waits behind it")
  func queueLimit() {
    var limits = AssemblyLimits()
    limits.queuedBytes = 1000
    var wire = Wire(limits: limits)
    wire.shakeHands()
    for index in 0..<10 {
      wire.send(.forward, at: 100 + Int64(index) * 100, bytes: [UInt8](repeating: 7, count: 100), ack: 0)
      #expect(wire.events.isEmpty)
    }
    wire.send(.forward, at: 1100, "x", ack: 0)
    #expect(wire.events.first == .missing(.forward, 100, .queueLimit))
    #expect(wire.streams[.forward]?.count == 1101)
    #expect(wire.forward.effects.holesGivenUp == 1)
  }
}

extension SeededGenerator {
  fileprivate mutating func next32() -> UInt32 { UInt32(truncatingIfNeeded: next()) }
}
