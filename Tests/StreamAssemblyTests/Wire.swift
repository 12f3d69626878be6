import CaptureFiles
import PacketLayers
import StreamAssembly

/// What the consumer of a connection saw, in order.
enum Event: Equatable {
  case bytes(Direction, [UInt8])
  case missing(Direction, UInt64, MissingReason)

  static func text(_ direction: Direction, _ text: String) -> Event { .bytes(direction, Array(text.utf8)) }
}

/// A connection under test, fed with segments in terms of stream offsets, and drained as a consumer does it.
struct Wire {
  static let client = Endpoint(address: IPAddress(ipv4: 0xC000_0219), port: 3021)
  static let server = Endpoint(address: IPAddress(ipv4: 0xC000_0201), port: 25)

  var connection: Connection
  var clientISN: UInt32
  var serverISN: UInt32
  var milliseconds: Double = 0
  var packet: Int64 = 0
  var identifications: [Direction: UInt16] = [.forward: 100, .backward: 9000]
  var events: [Event] = []
  var streams: [Direction: [UInt8?]] = [.forward: [], .backward: []]
  var map: [Direction: PacketMap] = [.forward: PacketMap(), .backward: PacketMap()]
  var last: Delivery?
  private var scratch: [UInt8] = []

  init(clientISN: UInt32 = 1000, serverISN: UInt32 = 5000, limits: AssemblyLimits = AssemblyLimits()) {
    self.clientISN = clientISN
    self.serverISN = serverISN
    connection = Connection(
      TCPSegment(source: Wire.client, destination: Wire.server, sequence: clientISN, flags: .syn),
      id: PacketID(number: 1), time: Timestamp(nanoseconds: 0), limits: limits)
  }

  /// SYN, SYN-ACK, ACK.
  mutating func shakeHands() {
    send(.forward, at: -1, flags: .syn)
    send(.backward, at: -1, ack: 0, flags: [.syn, .ack])
    send(.forward, at: 0, ack: 0)
  }

  func segment(
    _ direction: Direction, at offset: Int64, _ bytes: [UInt8], ack: Int64?, flags: TCPFlags, wireLength: Int?
  ) -> TCPSegment {
    let (own, other) = direction == .forward ? (clientISN, serverISN) : (serverISN, clientISN)
    let (source, destination) = direction == .forward ? (Wire.client, Wire.server) : (Wire.server, Wire.client)
    return TCPSegment(
      source: source, destination: destination, sequence: own &+ 1 &+ UInt32(truncatingIfNeeded: offset),
      acknowledgment: ack.map { other &+ 1 &+ UInt32(truncatingIfNeeded: $0) } ?? 0, flags: flags,
      capturedPayloadLength: bytes.count, payloadLength: wireLength ?? bytes.count)
  }

  /// Sends one segment, 1 ms after the last one unless told otherwise, with the next IP identification.
  mutating func send(
    _ direction: Direction, at offset: Int64, _ text: String = "", ack: Int64? = nil, flags: TCPFlags? = nil,
    wireLength: Int? = nil, after pause: Double = 1, change: (inout TCPSegment) -> Void = { _ in }
  ) {
    send(
      direction, at: offset, bytes: Array(text.utf8), ack: ack, flags: flags, wireLength: wireLength, after: pause,
      change: change)
  }

  mutating func send(
    _ direction: Direction, at offset: Int64, bytes: [UInt8], ack: Int64? = nil, flags: TCPFlags? = nil,
    wireLength: Int? = nil, after pause: Double = 1, change: (inout TCPSegment) -> Void = { _ in }
  ) {
    identifications[direction, default: 0] &+= 1
    var segment = segment(
      direction, at: offset, bytes, ack: ack, flags: flags ?? (ack == nil ? [] : .ack), wireLength: wireLength)
    segment.identification = identifications[direction]
    change(&segment)
    feed(segment, bytes, after: pause)
  }

  mutating func feed(_ segment: TCPSegment, _ bytes: [UInt8], after pause: Double = 1) {
    packet += 1
    milliseconds += pause
    let id = PacketID(number: packet)
    let time = Timestamp(nanoseconds: Int64(milliseconds * 1_000_000))
    let result = connection.accept(segment, payload: bytes.span, id: id, time: time)
    last = result
    if result.readyBefore {
      while let run = connection.nextReady(result.direction.opposite, into: &scratch) { take(run) }
    }
    if result.freshCount > 0 {
      deliver(
        result.direction, Array(bytes[result.freshStart..<(result.freshStart + result.freshCount)]),
        result.streamOffset, id, time)
    }
    drain()
  }

  mutating func drain() {
    while let run = connection.nextReady(into: &scratch) { take(run) }
  }

  mutating func finish() {
    connection.finish()
    drain()
  }

  private mutating func take(_ run: ReadyRun) {
    switch run.kind {
    case .bytes:
      deliver(run.direction, scratch, run.streamOffset, run.packet, run.time)
    case .missing(let reason):
      events.append(.missing(run.direction, run.count, reason))
      if run.count <= 1 << 22 {
        streams[run.direction]?.append(contentsOf: [UInt8?](repeating: nil, count: Int(run.count)))
      }
    }
  }

  private mutating func deliver(
    _ direction: Direction, _ bytes: [UInt8], _ offset: UInt64, _ id: PacketID, _ time: Timestamp
  ) {
    map[direction]?.append(offset: offset, count: UInt64(bytes.count), packet: id, time: time)
    streams[direction]?.append(contentsOf: bytes)
    events.append(.bytes(direction, bytes))
  }

  var forward: DirectionFacts { connection.facts(.forward) }
  var backward: DirectionFacts { connection.facts(.backward) }
}
