import CaptureFiles
import PacketLayers
import StreamAssembly
import TestSupport
import Testing

@Suite("What was lost before the place of capture is told apart from what the capture lost")
struct PathLossTests {
  private static let full = [UInt8](repeating: 7, count: 1000)

  private func selective(_ wire: Wire, from low: Int64, to high: Int64) -> SelectiveACK {
    let first = wire.serverISN &+ 1
    let (start, end) = (first &+ UInt32(truncatingIfNeeded: low), first &+ UInt32(truncatingIfNeeded: high))
    return SelectiveACK(lowestStart: start, lowestEnd: end, highestEnd: end)
  }

  /// A server's flight of a full segment, which is absent, and a smaller one, of which the client tells by SACK.
  private func flight(isn: UInt32 = 5000) -> Wire {
    var wire = Wire(serverISN: isn)
    wire.shakeHands()
    wire.send(.forward, at: 0, "hello", ack: 0)
    wire.send(.backward, at: 1000, "rest", ack: 5)
    let block = selective(wire, from: 1000, to: 1004)
    wire.send(.forward, at: 5, ack: 0) {
      $0.hasSACKBlocks = true
      $0.selective = block
    }
    return wire
  }

  @Test("a hole that the receiver never acknowledges was lost on the way", arguments: [5000, UInt32.max - 500])
  func behindTheLoss(isn: UInt32) throws {
    var wire = flight(isn: isn)
    for isFinished in [false, true] {
      if isFinished { wire.finish() }
      let lost = try #require(wire.backward.lostOnTheWay)
      #expect(lost.offset == 0 && lost.count == 1000 && lost.bytesBehind == 4)
      #expect(lost.firstProof.packet == PacketID(number: 5) && lost.proofs == 2)
      #expect(lost.requests == 1 && lost.selectiveRequests == 1)
      #expect(lost.lastRequest?.packet == PacketID(number: 6))
    }
    #expect(wire.events.suffix(2) == [.missing(.backward, 1000, .neverArrived), .text(.backward, "rest")])
    #expect(wire.forward.lostOnTheWay == nil)
  }

  @Test("the same hole is the capture's where the receiver acknowledges it, and none where it is filled")
  func acknowledgedOrFilled() {
    var wire = flight()
    wire.send(.forward, at: 5, ack: 1004, after: 300)
    wire.finish()
    #expect(wire.backward.lostOnTheWay == nil && wire.backward.missing.notCaptured == 1000)
    wire = flight()
    wire.send(.backward, at: 0, bytes: Self.full, ack: 5, after: 300)
    #expect(wire.backward.lostOnTheWay == nil && wire.backward.missing.total == 0)
    wire.send(.forward, at: 5, ack: 1004)
    wire.finish()
    #expect(wire.backward.lostOnTheWay == nil && wire.backward.missing.total == 0)
  }

  @Test("SACK blocks alone prove the bytes before them lost, and their own bytes not captured")
  func selectiveAlone() throws {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.forward, at: 0, "hello", ack: 0)
    wire.send(.backward, at: 0, ack: 5)
    let block = selective(wire, from: 1000, to: 1500)
    wire.send(.forward, at: 5, ack: 0) {
      $0.hasSACKBlocks = true
      $0.selective = block
    }
    wire.finish()
    let lost = try #require(wire.backward.lostOnTheWay)
    #expect(lost.offset == 0 && lost.count == 1000 && lost.bytesBehind == 0)
    #expect(
      wire.events.suffix(2) == [.missing(.backward, 1000, .neverArrived), .missing(.backward, 500, .notCaptured)])
  }

  @Test("the sequence number of a bare ACK or of a FIN proves what was sent before it", arguments: [false, true])
  func passedWithoutBytes(isFIN: Bool) throws {
    var wire = Wire()
    wire.shakeHands()
    wire.send(.backward, at: 0, "220 ready", ack: 0)
    wire.send(.forward, at: 0, ack: 9)
    wire.send(.backward, at: 500, ack: 0, flags: isFIN ? [.ack, .fin] : .ack)
    wire.send(.forward, at: 0, ack: 9)
    let lost = try #require(wire.backward.lostOnTheWay)
    #expect(lost.offset == 9 && lost.count == 491 && lost.requests == 1 && lost.selectiveRequests == 0)
    wire.finish()
    #expect(wire.events.last == .missing(.backward, 491, .neverArrived))
    #expect(wire.backward.lostOnTheWay?.count == 491)
    #expect(wire.connection.hasEnded(.backward) == isFIN)
  }

  @Test("one number is a FIN that was not captured, and a number outside of every window is no proof")
  func noProof() {
    var wire = Wire()
    wire.send(.forward, at: -1, flags: .syn) { $0.windowScale = 2 }
    wire.send(.backward, at: -1, ack: 0, flags: [.syn, .ack]) { $0.windowScale = 2 }
    wire.send(.forward, at: 0, ack: 0)
    wire.send(.backward, at: 0, "220 ready", ack: 0)
    wire.send(.forward, at: 0, ack: 9)
    wire.send(.backward, at: 10, ack: 0)
    #expect(wire.backward.lostOnTheWay == nil)
    wire.send(.backward, at: 400_000, ack: 0)
    wire.finish()
    #expect(wire.backward.lostOnTheWay == nil && wire.backward.missing.total == 0)
  }

  @Test("nobody is said to have lost what a capture in the middle, or of one side, cannot show")
  func notKnown() {
    var wire = Wire()
    wire.send(.forward, at: 20, ack: 0)
    wire.send(.backward, at: 700, ack: 20)
    wire.finish()
    #expect(wire.backward.lostOnTheWay == nil && wire.backward.missing.total == 0)
    wire = Wire()
    wire.send(.backward, at: 0, "220 ready", ack: 0)
    wire.send(.backward, at: 90, "250 ok", ack: 0, after: 5000)
    wire.finish()
    #expect(wire.backward.lostOnTheWay == nil)
  }

  /// Segments of one sender, some of which are lost for good: what the receiver can acknowledge follows from them.
  @Test("whatever is lost, the first of it is found")
  func model() throws {
    for seed in 60_000..<60_400 {
      var random = SeededGenerator(seed: UInt64(seed))
      var wire = Wire(serverISN: UInt32(truncatingIfNeeded: random.next()))
      wire.shakeHands()
      var sent: Int64 = 0
      var lost: Range<Int64>?
      var runs: [Range<Int64>] = []
      var provenEnd: Int64 = 0
      for _ in 0..<Int.random(in: 1...20, using: &random) {
        let range = sent..<(sent + Int64.random(in: 2...60, using: &random))
        sent = range.upperBound
        if Int.random(in: 0..<4, using: &random) == 0 {
          if let known = lost, known.upperBound == range.lowerBound {
            lost = known.lowerBound..<range.upperBound
          } else if lost == nil {
            lost = range
          }
        } else {
          wire.send(.backward, at: range.lowerBound, bytes: [UInt8](repeating: 1, count: range.count), ack: 0)
          runs.append(range)
          provenEnd = range.lowerBound
        }
        let arrived = lost.map(\.lowerBound) ?? sent
        if Bool.random(using: &random) { wire.send(.forward, at: 0, ack: arrived) }
        if Int.random(in: 0..<5, using: &random) == 0 {
          wire.send(.backward, at: sent, ack: 0)
          provenEnd = sent
        }
      }
      wire.finish()
      let found = wire.backward.lostOnTheWay
      guard let lost, provenEnd > lost.lowerBound else {
        #expect(found == nil, "seed \(seed)")
        continue
      }
      let end = runs.first { $0.lowerBound >= lost.upperBound }?.lowerBound ?? provenEnd
      #expect(found?.offset == UInt64(lost.lowerBound), "seed \(seed)")
      #expect(found?.count == UInt64(end - lost.lowerBound), "seed \(seed)")
      #expect(wire.backward.missing.notCaptured == 0, "seed \(seed)")
    }
  }
}
