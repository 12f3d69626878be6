import ByteParsing
package import CaptureFiles

/// The packets of one session: its beginning, and the latest.
package struct KeptPackets: Sendable {
  /// Bytes kept of a session's beginning: greeting, EHLO, handshake and the first commands are in it.
  package static let maximumHeadBytes = 256 << 10
  /// Bytes kept of its end. Up to twice as much is held, and the older half let go of.
  package static let maximumTailBytes = 64 << 10

  private struct Run: Sendable {
    var headers: [PacketHeader] = []
    var bytes: [UInt8] = []

    mutating func append(_ header: PacketHeader, _ frame: Span<UInt8>) {
      headers.append(header)
      bytes.append(contentsOf: frame)
    }

    /// What it costs: the bytes, and the headers.
    var cost: Int { bytes.count + headers.count * MemoryLayout<PacketHeader>.stride }
  }

  /// Packets between the beginning and the end that were let go of.
  package private(set) var leftOut = 0
  private var head = Run()
  private var older = Run()
  private var newer = Run()
  private var headIsFull = false

  package var cost: Int { head.cost + older.cost + newer.cost }

  package var count: Int { head.headers.count + older.headers.count + newer.headers.count }

  mutating func append(_ header: PacketHeader, _ frame: Span<UInt8>) {
    if !headIsFull, head.cost + frame.count <= Self.maximumHeadBytes {
      head.append(header, frame)
      return
    }
    headIsFull = true
    if newer.cost + frame.count > Self.maximumTailBytes {
      leftOut += older.headers.count
      older = newer
      newer = Run()
    }
    newer.append(header, frame)
  }

  mutating func leaveOut() { leftOut += 1 }

  /// Writes the packets in their order; `comments` are those of each packet.
  package func write(
    to writer: inout PcapngWriter, comments: [PacketID: [String]]
  ) throws(CaptureError) {
    var interfaces: [LinkType: UInt32] = [:]
    for run in [head, older, newer] {
      var start = 0
      for header in run.headers {
        let interface: UInt32
        if let known = interfaces[header.linkType] {
          interface = known
        } else {
          interface = try writer.addInterface(linkType: header.linkType)
          interfaces[header.linkType] = interface
        }
        let end = start + header.capturedLength
        try writer.write(
          run.bytes.span.extracting(start..<end), time: header.time, originalLength: header.originalLength,
          interface: interface, comments: comments[header.id] ?? [])
        start = end
      }
    }
  }
}

/// The packets of all open sessions.
struct PacketStore: Sendable {
  /// Bytes kept of all sessions together; beyond, packets are counted and not kept.
  static let maximumTotalBytes = 128 << 20

  private(set) var leftOut = 0
  private var sessions: [Int: KeptPackets] = [:]
  private var held = 0

  mutating func keep(_ header: PacketHeader, _ frame: Span<UInt8>, session: Int) {
    guard held + frame.count <= Self.maximumTotalBytes else {
      leftOut += 1
      sessions[session]?.leaveOut()
      return
    }
    held += update(session, header, frame)
  }

  /// The packets of a session, which are then no longer kept; `nil` where none were.
  mutating func take(session: Int) -> KeptPackets? {
    guard let packets = sessions.removeValue(forKey: session) else { return nil }
    held -= packets.cost
    return packets
  }

  private mutating func update(_ session: Int, _ header: PacketHeader, _ frame: Span<UInt8>) -> Int {
    // Taken out and put back, so that it is changed in place and can be measured before and after.
    var packets = sessions.removeValue(forKey: session) ?? KeptPackets()
    let before = packets.cost
    packets.append(header, frame)
    let after = packets.cost
    sessions[session] = packets
    return after - before
  }
}
