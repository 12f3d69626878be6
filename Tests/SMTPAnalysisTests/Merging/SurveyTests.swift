import CaptureFiles
import Diagnosis
import Foundation
import PacketLayers
import Reports
import TestSupport
import Testing

@testable import SMTPAnalysis

@Suite("What is remembered of sessions is bounded, and does not depend on their order")
struct SurveyTests {
  /// Visits of many clients to many servers; nothing that two of them share is by chance.
  private static func visits(
    _ count: Int, servers: Int, clients: Int, _ generator: inout SeededGenerator
  ) -> [Survey.Visit] {
    let words = (0..<20).map { number in
      Survey.VisitWords(
        serverName: "mx.example.net", greetingText: "mx\(number).example.net ESMTP",
        keywords: ["PIPELINING", number % 3 == 0 ? "8BITMIME" : "STARTTLS"])
    }
    return (0..<count).map { index in
      let client = UInt32.random(in: 0..<UInt32(clients), using: &generator)
      let start = Timestamp(
        nanoseconds: 1_700_000_000_000_000_000 + Int64.random(in: 0..<86_400_000_000_000, using: &generator))
      let isDelivered = Bool.random(using: &generator)
      let offers = Bool.random(using: &generator)
      let packet = PacketID(number: Int64(index + 1))
      var visit = Survey.Visit(
        start: start, end: Timestamp(nanoseconds: start.nanoseconds + 1_000_000_000),
        client: Endpoint(address: IPAddress(ipv4: 0x0A00_0000 + client), port: UInt16(index % 60_000)),
        server: Endpoint(
          address: IPAddress(ipv4: 0xCB00_0000 + UInt32.random(in: 0..<UInt32(servers), using: &generator)), port: 25),
        sequences: UInt64(index), firstPacket: packet, lastPacket: packet,
        disposition: isDelivered ? .delivered : .noIntent, finding: nil, isServed: true, offersSTARTTLS: offers,
        listIsMasked: false, listPacket: packet, clientName: "mail\(client).example.com",
        words: words[Int(client) % words.count],
        tls: isDelivered && offers ? .completed : .none, tlsHello: nil,
        clearMailPacket: isDelivered && !offers ? packet : nil, asksForService: isDelivered, leftInClear: !isDelivered,
        envelope: UInt64.random(in: 0..<500, using: &generator),
        trace: index % 4 == 0
          ? ConversationTrace(
            key: UInt64.random(in: 0..<200, using: &generator), replies: 1,
            beats: ConversationTrace.Beats((0..<5).map { Timestamp(nanoseconds: start.nanoseconds + Int64($0)) }),
            clientSequence: nil, serverSequence: nil, tlsRandom: nil) : nil)
      visit.number(index + 1)
      return visit
    }
  }

  private static func survey(_ visits: some Sequence<Survey.Visit>, bytes: Int) -> Survey {
    var survey = Survey(bytes: bytes)
    for visit in visits { survey.record(visit) }
    survey.settle()
    return survey
  }

  /// What is written of it.
  private static func lines(_ survey: Survey) -> [UInt8] {
    var json = JSONBuffer()
    SurveyJSON.writeLines(survey.contents, sensor: nil, to: &json)
    return json.bytes
  }

  /// Below the bounds; above those of a client and of a server; above that of all.
  @Test(
    "random splits, orders and trees come to the same, below the bounds and above them",
    arguments: [(2000, 30, 20, 4 << 20), (4000, 3, 90, 4 << 20), (6000, 300, 60, 1 << 20)], [1, 2] as [UInt64])
  func merging(_ shape: (count: Int, servers: Int, clients: Int, bytes: Int), seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let visits = Self.visits(shape.count, servers: shape.servers, clients: shape.clients, &generator)
    let one = Self.survey(visits, bytes: shape.bytes)
    let expected = Self.lines(one)
    #expect(Self.lines(Self.survey(visits.shuffled(using: &generator), bytes: shape.bytes)) == expected)
    var parts = [[Survey.Visit]](repeating: [], count: Int.random(in: 2...7, using: &generator))
    for visit in visits { parts[Int.random(in: parts.indices, using: &generator)].append(visit) }
    var left = parts.map { Self.survey($0, bytes: shape.bytes) }
    // All at once, and two at a time.
    var merged = Survey(bytes: shape.bytes)
    for part in left.shuffled(using: &generator) { merged.merge(part.contents) }
    #expect(Self.lines(merged) == expected, "seed \(seed)")
    while left.count > 1 {
      left.shuffle(using: &generator)
      var pair = Survey(bytes: shape.bytes)
      for part in [left.removeLast(), left.removeLast()] { pair.merge(part.contents) }
      left.append(pair)
    }
    #expect(Self.lines(left[0]) == expected, "seed \(seed)")
    #expect(left[0].forgotten == one.forgotten && left[0].replaced == one.replaced)
  }

  @Test("what both remember is remembered once, and what both counted is counted once")
  func twice() {
    var generator = SeededGenerator(seed: 3)
    let visits = Self.visits(1500, servers: 5, clients: 12, &generator)
    let one = Self.survey(visits, bytes: 2 << 20)
    var both = one
    both.merge(one.contents)
    for visit in visits { both.uncount(visit.server, visit.client.address, remembered: visit.remembered) }
    #expect(Self.lines(both) == Self.lines(one))
  }

  @Test("its lines are read as they were written, and refused where a number in them was changed")
  func reading() throws {
    var generator = SeededGenerator(seed: 4)
    let survey = Self.survey(Self.visits(900, servers: 9, clients: 30, &generator), bytes: 4 << 20)
    let text = Self.lines(survey)
    var contents = SurveyContents()
    for line in text.split(separator: 0x0A) {
      var reader = JSONReader(Array(line))
      try SurveyJSON.read(try reader.value(), into: &contents, place: FilePlaces([0]))
    }
    var again = Survey(bytes: 4 << 20)
    again.merge(contents)
    #expect(Self.lines(again) == text)
    // A key belongs to its session.
    let changed = String(decoding: text, as: UTF8.self).replacing(#/"sequences":"([0-9a-f])/#) { match in
      "\"sequences\":\"\(match.1 == "f" ? "e" : "f")"
    }
    var reader = JSONReader(Array(changed.utf8.prefix { $0 != 0x0A }))
    let line = try reader.value()
    #expect(throws: JSONValue.Mismatch.self) {
      var contents = SurveyContents()
      try SurveyJSON.read(line, into: &contents, place: FilePlaces([0]))
    }
  }

  @Test("its size follows its bound, whatever comes")
  func bound() {
    var generator = SeededGenerator(seed: 5)
    var sizes: [Int] = []
    for count in [20_000, 40_000] {
      let visits = Self.visits(count, servers: 4000, clients: 60, &generator)
      let survey = Self.survey(visits, bytes: 4 << 20)
      let kept = survey.contents.clients.reduce(survey.contents.others.count) { $0 + $1.visits.count }
      sizes.append(kept)
      #expect(kept * MemoryLayout<Survey.Visit?>.stride <= 4 << 20)
      #expect(survey.forgotten > 0)
      let counted = survey.contents.clients.reduce(0) { $0 + $1.count }
      #expect(counted + survey.forgotten == count)
    }
    #expect(sizes[0] > 2000 && abs(sizes[0] - sizes[1]) < 600, "\(sizes)")
  }

  @Test("words that take too much are not remembered, and then nothing is concluded from them")
  func words() {
    var survey = Survey(bytes: 1 << 20)
    for index in 0..<3000 {
      let text = String(repeating: "x", count: 200)
      survey.record(
        Survey.Visit(
          session: index + 1, start: Timestamp(nanoseconds: Int64(index) * 1_000_000_000),
          client: Endpoint(address: IPAddress(ipv4: UInt32(index % 50)), port: 1),
          server: Endpoint(address: IPAddress(ipv4: 7), port: 25), serverName: "\(index) \(text)",
          packet: PacketID(number: 1), offersSTARTTLS: true,
          keywords: (0..<10).map { "\($0) \(index) \(text)" }))
    }
    survey.settle()
    let visits = survey.servers.values.flatMap { $0.values.flatMap(\.visits) }
    #expect(visits.contains { $0.offersSTARTTLS == nil && $0.keywords.isEmpty })
    #expect(visits.allSatisfy { ($0.offersSTARTTLS == nil) == $0.keywords.isEmpty })
    #expect(survey.forgotten > 0)
  }
}
