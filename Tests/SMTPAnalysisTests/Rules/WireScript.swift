import Foundation
import TestSupport

/// A conversation written packet by packet, for what no real software does on demand: packets that vanish, windows that stay
/// shut, resets from elsewhere.
struct WireScript {
  enum Peer { case client, server }

  var client: [UInt8] = [192, 0, 2, 25]
  var server: [UInt8] = [203, 0, 113, 25]
  var clientPort: UInt16 = 40_000
  var serverPort: UInt16 = 25
  /// The most bytes that are captured of a packet; `nil` where all are.
  var snapshotLength: Int?
  /// The most bytes of an IP payload that one packet carries, a multiple of 8; `nil` where nothing is cut.
  var fragmentLength: Int?
  /// Whether the last fragment of a datagram comes first.
  var reversesFragments = false
  /// Puts each frame into a tunnel.
  var tunnel: (([UInt8]) -> [UInt8])?
  private(set) var seconds = 1_700_000_000.0
  private(set) var next: [Peer: UInt32] = [.client: 1000, .server: 5000]
  private var file: [UInt8] = WireScript.header
  private var identification: UInt16 = 1

  private static let header: [UInt8] =
    [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 1, 0, 0, 0]

  enum Flags {
    static let syn: UInt8 = 0x02
    static let ack: UInt8 = 0x10
    static let push: UInt8 = 0x18
    static let fin: UInt8 = 0x11
    static let reset: UInt8 = 0x04
  }

  mutating func wait(_ time: Double) { seconds += time }

  /// The sequence number that a side has reached.
  func place(_ peer: Peer) -> UInt32 { next[peer, default: 0] }

  /// Goes on with a connection where it was left.
  mutating func resume(client: [UInt8], port: UInt16, _ places: (client: UInt32, server: UInt32)) {
    self.client = client
    clientPort = port
    next = [.client: places.client, .server: places.server]
  }

  /// The three packets that open the connection.
  mutating func open() {
    send(.client, flags: Flags.syn, options: [2, 4, 0x05, 0xB4])
    next[.client, default: 0] &+= 1
    send(.server, flags: Flags.syn | Flags.ack, options: [2, 4, 0x05, 0xB4])
    next[.server, default: 0] &+= 1
    send(.client, flags: Flags.ack)
  }

  /// Another connection between other ends, in the same file.
  mutating func reopen(client newClient: [UInt8]? = nil, server newServer: [UInt8]? = nil) {
    if let newClient { client = newClient }
    if let newServer { server = newServer }
    clientPort += 1
    next = [.client: 1000, .server: 5000]
    open()
  }

  /// One line or several, in one packet.
  mutating func say(_ peer: Peer, _ text: String) {
    let bytes = Array(text.utf8)
    send(peer, flags: Flags.push, payload: bytes)
    next[peer, default: 0] &+= UInt32(bytes.count)
  }

  /// The same with bytes that need not be text.
  mutating func say(_ peer: Peer, bytes: [UInt8]) {
    send(peer, flags: Flags.push, payload: bytes)
    next[peer, default: 0] &+= UInt32(bytes.count)
  }

  mutating func finish(_ peer: Peer) {
    send(peer, flags: Flags.fin)
    next[peer, default: 0] &+= 1
  }

  /// A packet at the place that the conversation has reached, or at another; it moves nothing on.
  mutating func send(
    _ peer: Peer, flags: UInt8, offset: UInt32 = 0, window: UInt16 = 65_000, hopLimit: UInt8 = 64,
    options: [UInt8] = [],
    payload: [UInt8] = []
  ) {
    seconds += 0.001
    let isClient = peer == .client
    let (from, to) = isClient ? (client, server) : (server, client)
    let ports: (UInt16, UInt16) = isClient ? (clientPort, serverPort) : (serverPort, clientPort)
    let acknowledgment = flags & Flags.ack == 0 ? 0 : next[isClient ? .server : .client, default: 0]
    let segment = PacketBuilder.tcp(
      from: from, ports.0, to: to, ports.1, sequence: next[peer, default: 0] &+ offset, acknowledgment: acknowledgment,
      flags: flags, window: window, options: options, payload: payload)
    identification &+= 1
    let size = fragmentLength ?? segment.count
    let offsets = Array(stride(from: 0, to: segment.count, by: size))
    for offset in reversesFragments ? offsets.reversed() : offsets {
      let piece = Array(segment[offset..<min(offset + size, segment.count)])
      let packet = PacketBuilder.ipv4(
        from: from, to: to, protocol: 6, timeToLive: hopLimit, identification: identification,
        moreFragments: offset + size < segment.count, fragmentOffset: offset, piece)
      append(PacketBuilder.ethernet(packet, type: 0x0800))
    }
  }

  /// Moves a side's place on by one, as a SYN does.
  mutating func skip(_ peer: Peer) { next[peer, default: 0] &+= 1 }

  /// A frame of any kind.
  mutating func append(_ inner: [UInt8]) {
    let frame = tunnel?(inner) ?? inner
    let whole = UInt32(seconds)
    let captured = frame.prefix(snapshotLength ?? frame.count)
    for value in [whole, UInt32((seconds - Double(whole)) * 1e6), UInt32(captured.count), UInt32(frame.count)] {
      file += [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value >> 16 & 0xFF), UInt8(value >> 24)]
    }
    file += captured
  }

  /// The capture so far.
  var capture: [UInt8] { file }

  /// Writes the packets into a file, analyses it, and takes it away again.
  func run() throws -> AnalysisRun {
    let url = FileManager.default.temporaryDirectory.appending(path: "smtptrace-\(UUID().uuidString).pcap")
    defer { try? FileManager.default.removeItem(at: url) }
    try Data(file).write(to: url)
    return AnalysisRun([url])
  }
}
