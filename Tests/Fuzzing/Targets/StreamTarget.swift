import ByteParsing
import CaptureFiles
import PacketLayers
import StreamAssembly

/// One connection: an input is two initial sequence numbers and a list of segments of eight bytes each, as they come to the assembler.
///
/// What a byte is follows from its direction and its sequence number, so that the bytes that come out can be told from all others
/// wherever a segment was put.
enum StreamTarget {
  static let target = FuzzTarget(
    name: "streams",
    about:
      "bytes come out in order, once, and are those that went in at their place; what is held is bounded; nothing is left",
    maximumLength: 4096,
    tokens: [
      [0, 0, 40, 0, 0x10, 0, 1, 1], [1, 0, 40, 0, 0x10, 0, 1, 1], [0, 0, 0, 0, 0x02, 0, 1, 1],
      [0, 0, 0, 0, 0x11, 0, 1, 1],
      [1, 0, 0, 0, 0x04, 0, 1, 1], [4, 200, 90, 0, 0x10, 0, 1, 1], [6, 1, 90, 0, 0x10, 0, 1, 1],
      [0, 0, 20, 0, 0x10, 255, 251, 1], [0x80, 0, 20, 30, 0x10, 0, 1, 1],
    ],
    parts: { bytes in stride(from: 8, to: max(8, bytes.count - 7), by: 8).map { $0..<($0 + 8) } },
    corpus: { Corpus.files(of: "streams") },
    check: { bytes throws(FuzzFailure) in try check(bytes) })

  private static func check(_ bytes: [UInt8]) throws(FuzzFailure) -> Int {
    guard bytes.count >= 16 else { return bytes.count }
    var wire = StreamWire(clientISN: number(bytes, 0), serverISN: number(bytes, 4))
    for start in stride(from: 8, to: bytes.count - 7, by: 8) { try wire.send(bytes[start..<(start + 8)]) }
    try wire.finish()
    return wire.fed
  }

  private static func number(_ bytes: [UInt8], _ start: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 << 8 | UInt32(bytes[start + $1]) }
  }
}

/// The consumer of a connection, which checks everything that it is given.
private struct StreamWire {
  /// Small, so that they are reached.
  private static let limits: AssemblyLimits = {
    var limits = AssemblyLimits()
    limits.queuedBytes = 4096
    limits.queuedSegments = 32
    return limits
  }()
  private static let ends = [
    Endpoint(address: IPAddress(ipv4: 0xC000_0219), port: 3021),
    Endpoint(address: IPAddress(ipv4: 0xC000_0201), port: 25),
  ]

  /// What was delivered of one direction.
  private struct Output {
    var position: UInt64 = 0
    /// The sequence number of offset 0, as soon as something tells it.
    var base: UInt32?
    var delivered: UInt64 = 0
  }

  private(set) var fed = 0
  private var connection: Connection?
  private var outputs = [Output(), Output()]
  private var initial: [UInt32]
  /// The sequence number that each end would send next.
  private var next: [UInt32]
  private var milliseconds: Int64 = 0
  private var packet: Int64 = 0
  private var payloads: [UInt64] = [0, 0]
  private var hasOtherBytes = false
  private var scratch: [UInt8] = []

  init(clientISN: UInt32, serverISN: UInt32) {
    initial = [clientISN, serverISN]
    next = [clientISN, serverISN]
  }

  /// Byte 0: bit 0 the sender, bits 1 and 2 where it is put, bit 7 longer on the wire; 1: how far from there; 2: the length; 3: how
  /// much longer; 4: flags; 5: what is acknowledged; 6: when; 7: what else.
  mutating func send(_ form: ArraySlice<UInt8>) throws(FuzzFailure) {
    let form = Array(form)
    let own = Int(form[0] & 1)
    let flags = TCPFlags(rawValue: form[4])
    let far = UInt32(form[1])
    let sequence: UInt32
    switch form[0] >> 1 & 3 {
    case 0: sequence = next[own]
    case 1: sequence = next[own] &- far * 16
    case 2: sequence = next[own] &- far
    default: sequence = next[own] &+ far << (far & 1 == 0 ? 1 : 24)
    }
    let length = Int(form[2])
    // The payload's first byte stands behind a SYN.
    let first = sequence &+ (flags.contains(.syn) ? 1 : 0)
    var payload = (0..<length).map { Self.byte(own, first &+ UInt32($0)) }
    if form[7] >> 4 == 0xF, !payload.isEmpty {
      payload = payload.map { ~$0 }
      hasOtherBytes = true
    }
    let longer = form[0] & 0x80 != 0 ? Int(form[3]) * 64 : 0
    var segment = TCPSegment(
      source: Self.ends[own], destination: Self.ends[1 - own], sequence: sequence,
      acknowledgment: acknowledgment(form[5], 1 - own), flags: flags, capturedPayloadLength: length,
      payloadLength: length + longer)
    segment.identification = form[7] & 1 == 0 ? nil : UInt16(truncatingIfNeeded: packet)
    segment.window = UInt16(form[7] >> 2 & 3) * 1000
    if form[7] & 2 != 0 {
      segment.hasSACKBlocks = true
      let start = next[1 - own] &+ far
      segment.selective = SelectiveACK(lowestStart: start, lowestEnd: start &+ 100, highestEnd: start &+ far &* 200)
    }
    milliseconds += form[6] >= 250 ? Int64(form[6] - 249) * 4000 : Int64(form[6])
    try feed(segment, payload, first: first, own)
    if form[0] >> 1 & 3 == 0 || form[0] >> 1 & 3 == 3 {
      let controls: UInt32 = (flags.contains(.syn) ? 1 : 0) + (flags.contains(.fin) ? 1 : 0)
      next[own] = sequence &+ UInt32(length + longer) &+ controls
    }
  }

  private func acknowledgment(_ form: UInt8, _ peer: Int) -> UInt32 {
    switch form {
    case 0...127: next[peer]
    case 255: next[peer] &+ 4096
    default: next[peer] &- UInt32(form - 128) * 8
    }
  }

  private static func byte(_ own: Int, _ sequence: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: ((sequence &+ UInt32(own) &* 0x51ED) &* 0x9E37_79B1) >> 21)
  }

  private mutating func feed(_ segment: TCPSegment, _ payload: [UInt8], first: UInt32, _ own: Int) throws(FuzzFailure) {
    packet += 1
    fed += payload.count + 40
    let id = PacketID(number: packet)
    let time = Timestamp(nanoseconds: milliseconds * 1_000_000)
    if connection?.isNewConnection(segment, time: time) == true {
      try finish()
      outputs = [Output(), Output()]
      payloads = [0, 0]
      connection = nil
    }
    var connection = self.connection ?? Connection(segment, id: id, time: time, limits: Self.limits)
    self.connection = nil
    let result = connection.accept(segment, payload: payload.span, id: id, time: time)
    let direction = connection.direction(of: segment)
    try hold(result.direction == direction, "a segment was taken for the other end's")
    payloads[Int(direction.rawValue)] += UInt64(payload.count)
    if result.readyBefore {
      while let run = connection.nextReady(direction.opposite, into: &scratch) { try take(run, connection) }
    }
    try hold(
      result.freshStart >= 0 && result.freshCount >= 0 && result.freshStart + result.freshCount <= payload.count,
      "fresh bytes outside the payload")
    if result.freshCount > 0 {
      let bytes = Array(payload[result.freshStart..<(result.freshStart + result.freshCount)])
      let sequence = first &+ UInt32(result.freshStart)
      let base = sequence &- UInt32(truncatingIfNeeded: result.streamOffset)
      if outputs[Int(direction.rawValue)].base == nil { outputs[Int(direction.rawValue)].base = base }
      try hold(outputs[Int(direction.rawValue)].base == base, "a direction's offsets moved against its numbers")
      try deliver(direction, bytes, at: result.streamOffset, connection)
    }
    while let run = connection.nextReady(into: &scratch) { try take(run, connection) }
    let most = 2 * (Self.limits.queuedBytes + Self.limits.rememberedBytes) + 2048
    try hold(connection.heldBytes <= most, "\(connection.heldBytes) bytes are held")
    self.connection = connection
  }

  private mutating func take(_ run: ReadyRun, _ connection: borrowing Connection) throws(FuzzFailure) {
    switch run.kind {
    case .bytes:
      try hold(run.count == UInt64(scratch.count), "a run's length is not that of its bytes")
      try deliver(run.direction, scratch, at: run.streamOffset, connection)
    case .missing:
      try hold(run.count > 0, "nothing is missing")
      try advance(run.direction, from: run.streamOffset, by: run.count)
    }
  }

  private mutating func deliver(
    _ direction: Direction, _ bytes: [UInt8], at offset: UInt64, _ connection: borrowing Connection
  ) throws(FuzzFailure) {
    let place = Int(direction.rawValue)
    try advance(direction, from: offset, by: UInt64(bytes.count))
    outputs[place].delivered += UInt64(bytes.count)
    try hold(outputs[place].delivered <= payloads[place], "more bytes came out than went in")
    guard !hasOtherBytes, let base = outputs[place].base else { return }
    let sender = connection.endpoints.first == Self.ends[0] ? place : 1 - place
    for (index, byte) in bytes.enumerated() {
      let sequence = base &+ UInt32(truncatingIfNeeded: offset) &+ UInt32(index)
      try hold(byte == Self.byte(sender, sequence), "byte \(offset + UInt64(index)) of \(direction) is another")
    }
  }

  private mutating func advance(_ direction: Direction, from offset: UInt64, by count: UInt64) throws(FuzzFailure) {
    let place = Int(direction.rawValue)
    try hold(
      outputs[place].position == offset, "\(direction) goes on at \(offset), and had come to \(outputs[place].position)"
    )
    outputs[place].position += count
  }

  mutating func finish() throws(FuzzFailure) {
    guard var connection else { return }
    self.connection = nil
    connection.finish()
    while let run = connection.nextReady(into: &scratch) { try take(run, connection) }
    for direction in [Direction.forward, .backward] {
      try hold(connection.nextReady(direction, into: &scratch) == nil, "something is left of \(direction)")
      let facts = connection.facts(direction)
      let output = outputs[Int(direction.rawValue)]
      try hold(
        facts.deliveredBytes == output.delivered, "\(facts.deliveredBytes) bytes are said, \(output.delivered) came")
      try hold(
        facts.missing.total + facts.deliveredBytes == output.position,
        "\(facts.missing.total) missing and \(facts.deliveredBytes) delivered make another length than \(output.position)"
      )
      try hold(facts.gaps.count <= Self.limits.listedGaps, "too many gaps are listed")
      try hold(facts.conflicts.count <= Self.limits.listedConflicts, "too many conflicts are listed")
      try hold(hasOtherBytes || facts.conflicts.isEmpty, "a conflict where no two copies differ")
    }
    try hold(connection.heldBytes <= 2 * Self.limits.rememberedBytes, "bytes are held after the end")
  }
}
