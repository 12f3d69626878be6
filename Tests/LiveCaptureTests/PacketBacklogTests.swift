import CaptureFiles
import LiveCapture
import TestSupport
import Testing

@Suite("Packets that wait for the analysis")
struct PacketBacklogTests {
  private func header(_ number: Int, length: Int) -> PacketHeader {
    PacketHeader(
      id: PacketID(number: Int64(number)), time: Timestamp(nanoseconds: Int64(number)), linkType: .ethernet,
      interface: 0, capturedLength: length, originalLength: length)
  }

  @Test(
    "they come out as they went in, however putting in and taking out take turns",
    arguments: 1...6 as ClosedRange<UInt64>)
  func order(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var backlog = PacketBacklog(maximumBytes: 64 << 20)
    var (put, taken) = (0, 0)
    func length(_ number: Int) -> Int { number * 7919 % 3000 }
    for _ in 0..<400 {
      for _ in 0..<Int.random(in: 0..<40, using: &generator) {
        let bytes = [UInt8](repeating: UInt8(put % 251), count: length(put))
        let isKept = backlog.append(header(put, length: bytes.count), bytes.span)
        #expect(isKept)
        put += 1
      }
      for _ in 0..<Int.random(in: 0..<40, using: &generator) {
        guard let next = backlog.next() else {
          #expect(taken == put)
          break
        }
        // What cannot be copied cannot stand in an expectation.
        let (size, last) = (backlog.bytes.count, backlog.bytes.count > 0 ? backlog.bytes[backlog.bytes.count - 1] : nil)
        #expect(next.id.number == Int64(taken))
        #expect(size == length(taken))
        if let last { #expect(last == UInt8(taken % 251)) }
        taken += 1
      }
      let left = backlog.count
      #expect(left == put - taken)
    }
    while backlog.next() != nil { taken += 1 }
    #expect(taken == put)
  }

  @Test("there is room for so much, and again when it was taken")
  func limit() {
    var backlog = PacketBacklog(maximumBytes: 1 << 20)
    let bytes = [UInt8](repeating: 1, count: 1500)
    var kept = 0
    while backlog.append(header(kept, length: 1500), bytes.span) { kept += 1 }
    #expect(kept > 500 && kept < 800)
    let hasRoom = backlog.hasRoom
    #expect(!hasRoom)
    for _ in 0..<kept {
      let next = backlog.next()
      #expect(next != nil)
    }
    let isKept = backlog.append(header(0, length: 1500), bytes.span)
    #expect(isKept)
  }
}
