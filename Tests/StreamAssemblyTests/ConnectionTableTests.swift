import CaptureFiles
import PacketLayers
import StreamAssembly
import TestSupport
import Testing

@Suite("The table finds connections, reuses places and stays within its limits")
struct ConnectionTableTests {
  private func segment(_ client: UInt32, port: UInt16 = 25, reply: Bool = false) -> TCPSegment {
    let one = Endpoint(address: IPAddress(ipv4: client), port: 40_000)
    let other = Endpoint(address: IPAddress(ipv4: 1), port: port)
    return TCPSegment(
      source: reply ? other : one, destination: reply ? one : other, sequence: 100, flags: reply ? .ack : .syn)
  }

  private func open(_ table: inout ConnectionTable, _ client: UInt32, milliseconds: Int64 = 0) -> Int {
    let segment = segment(client)
    let (id, time) = (PacketID(number: Int64(client)), Timestamp(nanoseconds: milliseconds * 1_000_000))
    let slot = table.open(segment, id: id, time: time)
    _ = table.connections[slot].accept(segment, payload: [UInt8]().span, id: id, time: time)
    return slot
  }

  @Test("finds a connection by segments of both directions, and no other")
  func finds() {
    var table = ConnectionTable(seed: 1)
    #expect(table.find(segment(9)) == nil)
    let slot = open(&table, 9)
    #expect(table.find(segment(9)) == slot)
    #expect(table.find(segment(9, reply: true)) == slot)
    #expect(table.find(segment(9, port: 26)) == nil)
    #expect(table.find(segment(10)) == nil)
    var ipv6 = segment(9)
    ipv6.source.address = IPAddress(ipv6High: 0, low: 9)
    #expect(table.find(ipv6) == nil)
    table.close(slot)
    table.close(slot)
    #expect(table.find(segment(9)) == nil && table.openCount == 0)
  }

  @Test("agrees with a dictionary over random openings and closings", arguments: [UInt64(1), 2, 3])
  func agreesWithDictionary(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var table = ConnectionTable(seed: random.next())
    var model: [UInt32: Int] = [:]
    var highest = 0
    for step in 0..<30_000 {
      let client = UInt32.random(in: 0..<3000, using: &random)
      let found = table.find(segment(client, reply: step % 2 == 0))
      #expect(found == model[client], "seed \(seed), step \(step)")
      if let slot = found {
        if Int.random(in: 0..<3, using: &random) == 0 {
          table.close(slot)
          model[client] = nil
        }
      } else {
        model[client] = open(&table, client)
      }
      highest = max(highest, model.count)
    }
    #expect(table.openCount == model.count)
    #expect(table.connections.count == highest)
    var walked: Set<Int> = []
    var slot = table.nextOpen()
    while let place = slot {
      walked.insert(place)
      slot = table.nextOpen(from: place + 1)
    }
    #expect(walked == Set(model.values))
  }

  @Test("a place that is used again knows nothing of its last connection")
  func reuse() {
    var table = ConnectionTable(seed: 1)
    let slot = open(&table, 1)
    var data = segment(1)
    data.flags = .ack
    data.sequence = 101
    data.payloadLength = 4
    let text = Array("EHLO".utf8)
    _ = table.connections[slot].accept(
      data, payload: text.span, id: PacketID(number: 2), time: Timestamp(nanoseconds: 5))
    #expect(table.connections[slot].facts(.forward).deliveredBytes == 4)
    table.close(slot)
    #expect(open(&table, 2) == slot)
    let facts = table.connections[slot].facts(.forward)
    #expect(facts.deliveredBytes == 0 && facts.packets == 1 && facts.firstPacket?.packet == PacketID(number: 2))
    #expect(table.connections[slot].heldBytes == 0)
    #expect(table.connections[slot].endpoints.first == segment(2).source)
  }

  @Test("hands out idle connections from the longest idle on")
  func idle() {
    var table = ConnectionTable(seed: 1)
    let slots = (0..<5).map { open(&table, UInt32($0), milliseconds: Int64($0)) }
    let time = Timestamp(nanoseconds: 10_000_000)
    let again = table.find(segment(1))
    #expect(again == slots[1])
    _ = table.connections[slots[1]].accept(
      segment(1, reply: true), payload: [UInt8]().span, id: PacketID(number: 9), time: time)
    #expect(table.nextIdle(before: Timestamp(nanoseconds: 0)) == nil)
    var order: [Int] = []
    while let slot = table.nextIdle(before: time) {
      order.append(slot)
      table.close(slot)
    }
    #expect(order == [slots[0], slots[2], slots[3], slots[4]])
    #expect(table.openCount == 1)
  }

  @Test("knows the longest idle connection over random packets whose times go back", arguments: [UInt64(4), 5, 6])
  func idleOrder(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var table = ConnectionTable(seed: random.next())
    // The longest idle first.
    var model: [(client: UInt32, activity: Int64)] = []
    var now: Int64 = 0
    for step in 0..<20_000 {
      now += Int64.random(in: 0..<10, using: &random)
      let packetTime = now - (Int.random(in: 0..<50, using: &random) == 0 ? 200 : 0)
      let client = UInt32.random(in: 0..<300, using: &random)
      if let place = model.firstIndex(where: { $0.client == client }) {
        let slot = table.find(segment(client))
        var entry = model.remove(at: place)
        // Now and then it is found without a packet.
        if let slot, Int.random(in: 0..<20, using: &random) > 0 {
          _ = table.connections[slot].accept(
            segment(client), payload: [UInt8]().span, id: PacketID(number: Int64(step)),
            time: Timestamp(nanoseconds: packetTime * 1_000_000))
          entry.activity = max(entry.activity, packetTime)
        }
        model.append(entry)
      } else {
        _ = open(&table, client, milliseconds: packetTime)
        model.append((client, packetTime))
      }
      let limit = now - Int64.random(in: 0..<3000, using: &random)
      let idle = table.nextIdle(before: Timestamp(nanoseconds: limit * 1_000_000))
      #expect((idle != nil) == (model[0].activity < limit), "seed \(seed), step \(step)")
      let longest = table.longestIdle()
      let address = longest.map { table.connections[$0].endpoints.first.address }
      #expect(address == IPAddress(ipv4: model[0].client), "seed \(seed), step \(step)")
      #expect(longest == idle ?? longest, "seed \(seed), step \(step)")
      if let idle {
        table.close(idle)
        model.removeFirst()
      }
    }
  }

  @Test("offers the longest idle connection when full, and loses it when nobody asks")
  func eviction() {
    var limits = AssemblyLimits()
    limits.connections = 3
    var table = ConnectionTable(limits: limits, seed: 1)
    let slots = (0..<3).map { open(&table, UInt32($0)) }
    _ = table.find(segment(0))
    let offered = table.slotToEvict()
    #expect(offered == slots[1])
    table.close(slots[1])
    #expect(table.slotToEvict() == nil)
    _ = open(&table, 7)
    #expect(table.effects.evictedConnections == 1 && table.effects.droppedConnections == 0)
    _ = open(&table, 8)
    #expect(table.effects.droppedConnections == 1 && table.openCount == 3)
    #expect(table.find(segment(2)) == nil && table.find(segment(0)) == slots[0])
  }

  @Test("connections stop waiting when the table holds too much")
  func totalLimit() {
    var limits = AssemblyLimits()
    limits.totalHeldBytes = 20_000
    var table = ConnectionTable(limits: limits, seed: 1)
    var scratch: [UInt8] = []
    let bytes = [UInt8](repeating: 1, count: 1000)
    for client in 0..<200 as Range<UInt32> {
      let slot = open(&table, client)
      var data = segment(client)
      data.flags = .ack
      data.sequence = 5000
      data.payloadLength = bytes.count
      #expect(table.find(data) == slot)
      _ = table.connections[slot].accept(
        data, payload: bytes.span, id: PacketID(number: 1), time: Timestamp(nanoseconds: 9))
      while table.connections[slot].nextReady(into: &scratch) != nil {}
      #expect(table.heldBytes <= 22_000)
    }
    #expect(table.effects.packetsOverTotalHeldBytes > 0)
    #expect(table.connections[199].facts(.forward).effects.holesGivenUp == 1)
    #expect(table.connections[0].facts(.forward).effects.holesGivenUp == 0)
    while let slot = table.nextOpen() { table.close(slot) }
    #expect(table.heldBytes == 0)
  }

  @Test("what is out of the ordinary is counted while the connection is open")
  func countsWhatIsIrregular() {
    var table = ConnectionTable(seed: 1)
    let slot = open(&table, 1)
    let bytes = [UInt8](repeating: 1, count: 100)
    func accept(sequence: UInt32, seconds: Int64) -> Int {
      var data = segment(1)
      data.flags = .psh
      data.sequence = sequence
      data.payloadLength = bytes.count
      #expect(table.find(data) == slot)
      _ = table.connections[slot].accept(
        data, payload: bytes.span, id: PacketID(number: seconds), time: Timestamp(nanoseconds: seconds * 1_000_000_000))
      return table.takenBytes(of: slot)
    }
    let start = table.takenBytes(of: slot)
    #expect(accept(sequence: 101, seconds: 1) == start + 100)
    #expect(accept(sequence: 201, seconds: 2) == start + 200)
    // The same once more, a second later: a retransmission is noted.
    #expect(accept(sequence: 201, seconds: 3) > start + 200)
    #expect(table.connections[slot].facts(.forward).retransmittedSegments == 1)
    table.close(slot)
    let next = open(&table, 2)
    #expect(next == slot)
    #expect(table.takenBytes(of: next) == start)
    #expect(table.connections[next].facts(.forward).retransmittedSegments == 0)
  }
}
