import ByteParsing
import TLSHandshake

/// Both directions of a TLS connection. The first four bytes of an input say what happens to it: the length of the client's bytes
/// (the server's follow), and where bytes of the server are missing, and how many.
enum TLSTarget {
  static let target = FuzzTarget(
    name: "tls",
    about:
      "fed whole, in pieces and byte by byte gives the same; messages lie in their stream; what is kept is bounded",
    maximumLength: 8192,
    tokens: [
      [22, 3, 1, 0, 5], [22, 3, 3, 0, 60], [23, 3, 3, 0, 40], [21, 3, 3, 0, 2, 2, 40], [20, 3, 3, 0, 1, 1],
      [0x80, 0x2E, 1, 3, 1],
      [1, 0, 0, 200], [2, 0, 0, 70], [11, 0, 1, 0], [14, 0, 0, 0], [16, 0, 0, 33], [13, 0, 0, 10],
      [0, 43, 0, 3, 2, 3, 4],
      [0, 51, 0, 2, 0, 29], [0, 0, 0, 5, 0, 3, 0], [0x13, 0x01], [0xC0, 0x2F], [3, 0], [24, 3, 3, 0, 3, 1, 0, 9],
    ],
    parts: { records($0) },
    corpus: { Corpus.files(of: "tls") },
    check: { bytes throws(FuzzFailure) in try check(bytes) })

  /// Everything that a direction reports.
  private struct Outcome: Equatable {
    var facts: [String]
    var records: [TLSRecord]
    var messages: [HandshakeMessage]
    var alerts: [Alert]
  }

  private static func check(_ bytes: [UInt8]) throws(FuzzFailure) -> Int {
    guard bytes.count > 4 else { return bytes.count }
    let length = min(Int(bytes[0]) << 8 | Int(bytes[1]), bytes.count - 4)
    let client = Array(bytes[4..<(4 + length)])
    let server = Array(bytes[(4 + length)...])
    let gap = bytes[3] == 0 ? nil : (place: Int(bytes[2]) * server.count / 256, count: UInt64(bytes[3]))
    var cutting = Cutting(of: bytes, longest: 90)
    let one = stream([client], nil)
    let other = stream([server], gap)
    try compare(one, stream(cutting.pieces(client), nil))
    try compare(other, stream(cutting.pieces(server), gap))
    try compare(one, stream(client.map { [$0] }, nil))
    try compare(other, stream(server.map { [$0] }, gap))
    try check(one, end: UInt64(client.count))
    try check(other, end: UInt64(server.count) + (gap?.count ?? 0))
    let negotiation = TLSNegotiation(client: one, server: other)
    try Printed.check(negotiation.serverName ?? "", "the server's name")
    try Printed.check(negotiation.protocolName ?? "", "the protocol's name")
    let again = TLSNegotiation(client: one, server: other)
    try hold(
      "\(negotiation.flight) \(negotiation.flightEvidence) \(negotiation.alerts)"
        == "\(again.flight) \(again.flightEvidence) \(again.alerts)", "one negotiation and the next differ")
    return bytes.count
  }

  private static func stream(_ pieces: [[UInt8]], _ gap: (place: Int, count: UInt64)?) -> TLSStream {
    var stream = TLSStream()
    var fed = 0
    var hasMissed = gap == nil
    for piece in pieces {
      guard let gap, !hasMissed, gap.place <= fed + piece.count else {
        stream.feed(piece.span)
        fed += piece.count
        continue
      }
      let before = Array(piece[..<(gap.place - fed)])
      let after = Array(piece[before.count...])
      stream.feed(before.span)
      stream.missing(gap.count)
      stream.feed(after.span)
      fed += piece.count
      hasMissed = true
    }
    if let gap, !hasMissed { stream.missing(gap.count) }
    stream.end()
    return stream
  }

  private static func compare(_ one: TLSStream, _ other: TLSStream) throws(FuzzFailure) {
    let (whole, cut) = (outcome(one), outcome(other))
    guard whole != cut else { return }
    try same(whole.facts, cut.facts, "facts whole and in pieces")
    try same(whole.records, cut.records, "records whole and in pieces")
    try same(whole.alerts, cut.alerts, "alerts whole and in pieces")
    try same(whole.messages, cut.messages, "messages whole and in pieces")
  }

  private static func outcome(_ stream: TLSStream) -> Outcome {
    Outcome(
      facts: [
        "\(stream.kind)", "\(stream.recordCount)", "\(stream.applicationDataRecords)",
        "\(stream.applicationDataLength)",
        "\(stream.alertCount)", "\(stream.droppedMessages)", "\(stream.changeCipherSpecOffsets)",
        "\(String(describing: stream.notTLS))", "\(String(describing: stream.syncLoss))",
        "\(stream.partialHeaderLength)",
        "\(stream.position)", "\(stream.missingLength)", "\(String(describing: stream.unreadMessagesOffset))",
      ],
      records: stream.keptRecords, messages: stream.messages, alerts: stream.alerts)
  }

  private static func check(_ given: TLSStream, end: UInt64) throws(FuzzFailure) {
    var stream = given
    try hold(stream.position == end, "the end is at \(stream.position), not \(end)")
    for message in stream.messages {
      try hold(
        message.startOffset <= message.endOffset && message.endOffset <= end,
        "a message lies at \(message.startOffset) to \(message.endOffset) of \(end)")
    }
    try hold(stream.keptRecords.allSatisfy { $0.offset < end || $0.length == 0 }, "a record begins behind the end")
    let limits = stream.limits
    try hold(
      stream.messages.count <= limits.messages && stream.alerts.count <= limits.alerts
        && stream.firstRecords.count <= limits.firstRecords && stream.lastRecords.count <= limits.lastRecords,
      "a list is longer than its limit")
    // Each byte as itself, as part of a message, and as what was read in it; a record for five bytes.
    let most = Int(end) * (MemoryLayout<TLSRecord>.stride + 6) + 1024
    let kept = stream.countKept()
    try hold(kept <= most, "\(kept) bytes kept of \(end)")
  }

  /// Where the records lie, the client's and the server's one after another.
  private static func records(_ bytes: [UInt8]) -> [Range<Int>] {
    var records: [Range<Int>] = []
    var start = 4
    while start + 5 <= bytes.count {
      let end = start + 5 + (Int(bytes[start + 3]) << 8 | Int(bytes[start + 4]))
      guard end <= bytes.count else { break }
      records.append(start..<end)
      start = end
    }
    return records
  }
}
