import CaptureFiles
import PacketLayers
import TestSupport
import Testing

@testable import Diagnosis

@Suite("The latest visits are remembered, whatever the order in which they come")
struct LatestVisitsTests {
  /// Few moments, so that many visits begin at the border of what is remembered.
  private static func visit(_ number: Int, _ generator: inout SeededGenerator) -> Survey.Visit {
    let start = Timestamp(nanoseconds: Int64.random(in: 0..<12, using: &generator))
    return Survey.Visit(
      session: number, start: start,
      client: Endpoint(address: IPAddress(ipv4: 0x0A00_0000 + UInt32(number)), port: 40_000),
      server: Endpoint(address: IPAddress(ipv4: 0xCB00_7101), port: 25), serverName: nil,
      packet: PacketID(number: Int64(number)))
  }

  @Test("the same as all of them put in order", arguments: 0..<40)
  func model(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let (capacity, perKey) = (Int.random(in: 1...40, using: &generator), Int.random(in: 1...6, using: &generator))
    var table = Survey.VisitTable()
    var latest = Survey.LatestVisits<Int>(capacity: capacity, perKey: perKey)
    var all: [(key: Int, visit: Survey.Visit)] = []
    for number in 1...300 {
      let visit = Self.visit(number, &generator)
      let key = Int.random(in: 0..<30, using: &generator)
      all.append((key, visit))
      let place = table.add(visit, saying: visit.words)
      latest.add(place, under: key, isCounted: false, in: &table)
      table.release(place)
    }
    latest.trim(&table)

    // Of each key the latest, and of those the latest of all.
    all.sort { Survey.Visit.precedes($1.visit, $0.visit) }
    var ofKey: [Int: Int] = [:]
    let kept = all.filter { key, _ in
      ofKey[key, default: 0] += 1
      return ofKey[key, default: 0] <= perKey
    }.prefix(capacity)
    for key in 0..<30 {
      let expected = kept.filter { $0.key == key }.map(\.visit.session)
      #expect(latest[key].reversed().map { table[$0].session } == expected, "seed \(seed), key \(key)")
    }
    #expect(table.count == kept.count, "seed \(seed)")
    #expect(latest.forgotten == 300 - kept.count, "seed \(seed)")
  }
}
