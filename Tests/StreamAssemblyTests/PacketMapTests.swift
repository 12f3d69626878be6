import CaptureFiles
import StreamAssembly
import Testing

@Suite("The packet of every delivered byte can be found")
struct PacketMapTests {
  private func at(_ number: Int64) -> (PacketID, Timestamp) {
    (PacketID(number: number), Timestamp(nanoseconds: number))
  }

  @Test("finds the packet on both edges of a run, and nothing in a gap or after the end")
  func edges() {
    var map = PacketMap()
    map.append(offset: 0, count: 10, packet: at(3).0, time: at(3).1)
    map.append(offset: 10, count: 5, packet: at(5).0, time: at(5).1)
    map.append(offset: 20, count: 1, packet: at(9).0, time: at(9).1)
    #expect(map.packet(at: 0)?.0 == at(3).0)
    #expect(map.packet(at: 9)?.0 == at(3).0)
    #expect(map.packet(at: 10)?.0 == at(5).0)
    #expect(map.packet(at: 14)?.1 == at(5).1)
    #expect(map.packet(at: 15) == nil)
    #expect(map.packet(at: 19) == nil)
    #expect(map.packet(at: 20)?.0 == at(9).0)
    #expect(map.packet(at: 21) == nil)
  }

  @Test("merges runs of one packet and keeps the first packet of a byte")
  func merging() {
    var map = PacketMap()
    map.append(offset: 0, count: 10, packet: at(1).0, time: at(1).1)
    map.append(offset: 10, count: 10, packet: at(1).0, time: at(1).1)
    #expect(map.count == 1)
    map.append(offset: 15, count: 10, packet: at(2).0, time: at(2).1)
    #expect(map.count == 2)
    #expect(map.packet(at: 19)?.0 == at(1).0)
    #expect(map.packet(at: 20)?.0 == at(2).0)
    map.append(offset: 0, count: 25, packet: at(3).0, time: at(3).1)
    map.append(offset: .max, count: 5, packet: at(3).0, time: at(3).1)
    #expect(map.count == 2)
  }

  @Test("discards what lies before an offset and finds the rest")
  func discarding() {
    var map = PacketMap()
    for number in 0..<200 {
      map.append(offset: UInt64(number) * 10, count: 10, packet: at(Int64(number)).0, time: at(Int64(number)).1)
    }
    map.discard(before: 995)
    #expect(map.count == 101)
    #expect(map.packet(at: 985) == nil)
    #expect(map.packet(at: 990)?.0 == at(99).0)
    #expect(map.packet(at: 1999)?.0 == at(199).0)
    map.discard(before: .max)
    #expect(map.count == 0)
    map.append(offset: 2000, count: 1, packet: at(7).0, time: at(7).1)
    #expect(map.packet(at: 2000)?.0 == at(7).0)
  }

  @Test("forgets the older half when full, and says so")
  func bounded() {
    var map = PacketMap()
    let count = UInt64(PacketMap.maximumRuns) * 3
    for number in 0..<count {
      map.append(offset: number, count: 1, packet: at(Int64(number)).0, time: at(0).1)
      #expect(map.count <= PacketMap.maximumRuns)
    }
    #expect(map.forgottenBefore > 0)
    #expect(map.packet(at: map.forgottenBefore - 1) == nil)
    #expect(map.packet(at: map.forgottenBefore)?.0 == at(Int64(map.forgottenBefore)).0)
    #expect(map.packet(at: count - 1)?.0 == at(Int64(count) - 1).0)
  }
}
