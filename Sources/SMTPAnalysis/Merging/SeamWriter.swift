public import CaptureFiles
import PacketLayers
public import Reports
import SMTPSession

/// The packets of connections that cross the borders of a set, as a small capture: with those of the set before and of the one behind
/// it, their sessions are whole.
struct SeamWriter: ~Copyable {
  /// A longer seam is refused: no more is held of it at once.
  static let maximumBytes = 64 << 20

  private var choice: SeamChoice
  private var decoder = PacketDecoder()
  private var fragments = WaitingFragments()
  private var writer: PcapngWriter
  private var interfaces: [Int64: UInt32] = [:]
  private var bytes = 0
  /// Where each of its packets lies in the captures.
  private(set) var packets: [PacketID] = []

  init(_ choice: SeamChoice, tool: String) {
    self.choice = choice
    writer = PcapngWriter(application: tool, comment: "Connections that cross the borders of a set of captures.")
  }

  /// Takes a packet, and writes it where it belongs here.
  mutating func take(_ header: PacketHeader, _ frame: Span<UInt8>) throws {
    let content = decoder.decode(
      frame, linkType: header.linkType, time: header.time, originalLength: header.originalLength)
    var carriers: [WaitingFragments.Fragment] = []
    if let piece = decoder.takePiece() {
      fragments.add(header, frame, piece)
      if content == .fragment { return }
      carriers = fragments.take(piece.datagram)
    }
    switch content {
    case .tcp where choice.keeps(decoder.segment, header): break
    case .icmp where choice.keeps(decoder.icmp): break
    default: return
    }
    if carriers.isEmpty { return try write(header, frame) }
    for carrier in carriers { try write(carrier.header, carrier.bytes.span) }
  }

  private mutating func write(_ header: PacketHeader, _ frame: Span<UInt8>) throws {
    bytes += frame.count
    guard bytes <= Self.maximumBytes else {
      throw OutputError(
        "the connections that cross the borders of the set have more than \(Self.maximumBytes >> 20) MB of packets; leave out --seam"
      )
    }
    let key = Int64(header.id.file) << 32 | Int64(header.linkType.rawValue)
    if interfaces[key] == nil { interfaces[key] = try writer.addInterface(linkType: header.linkType) }
    try writer.write(
      frame, time: header.time, originalLength: header.originalLength, interface: interfaces[key] ?? 0)
    packets.append(header.id)
  }

  mutating func takeBytes() -> [UInt8] { writer.takeBytes() }
}

/// The seam of a run: which sessions cross its borders, and their packets, read again.
public struct Seam: Sendable {
  public let path: String
  private let options: AnalysisOptions
  private var sessions: [BorderSession] = []

  /// More sessions cross no border but that of a capture of one direction, which no seam makes whole.
  private static let maximumSessions = 100_000

  /// - Parameter path: Where it is to be written.
  public init(_ path: String, options: AnalysisOptions) {
    self.path = path
    self.options = options
  }

  package mutating func note(_ ended: borrowing EndedSession) {
    if !ended.border.isEmpty, sessions.count <= Self.maximumSessions { sessions.append(ended.atBorder) }
  }

  /// Leaves out all sessions but those of these numbers.
  package mutating func keepOnly(_ numbers: Set<Int>) { sessions.removeAll { !numbers.contains($0.id) } }

  /// Reads the captures again, and writes the seam.
  ///
  /// - Parameters:
  ///   - captures: With what each was known by before it was read first; `nil` where that is not known.
  ///   - first: The time of their first packet.
  /// - Returns: What the result says of it.
  public func write(
    _ captures: [(name: String, fingerprint: InputFingerprint?)], from first: Timestamp, tool: String,
    overwrites: Bool
  ) throws -> CaptureSummary.Seam {
    guard sessions.count <= Self.maximumSessions else {
      throw OutputError("more than \(Self.maximumSessions) sessions cross the borders of the set; leave out --seam")
    }
    let silence = Int64(min(max(options.idleSeconds, 0), 1e9) * 1e9)
    let until = Timestamp(nanoseconds: first.nanoseconds.addingReportingOverflow(silence).partialValue)
    var writer = SeamWriter(
      SeamChoice(kept: sessions, others: .headless(ports: options.mailPorts, until: until)), tool: tool)
    for (index, capture) in captures.enumerated() {
      do {
        var reader = try CaptureReader(
          path: capture.name, file: Int32(index), maximumExpansion: options.maximumExpansion)
        while let header = try reader.next() { try writer.take(header, reader.bytes) }
      } catch let error as CaptureError {
        // What a damaged file holds before the damage was analysed, and is taken; what cannot be opened was told before.
        guard error.kind != .unsupported else { throw error }
      }
      guard capture.fingerprint == nil || InputFingerprint(capture.name) == capture.fingerprint else {
        throw OutputError(
          "\(CleanText.line(capture.name)): changed while it was read, so the seam would lack packets: run again when it is complete"
        )
      }
    }
    return try SeamWriter.publish(
      writer.takeBytes(), writer.packets, as: path, ports: options.mailPorts, overwrites: overwrites)
  }
}

extension SeamWriter {
  /// Puts what was written under its name.
  static func publish(
    _ bytes: [UInt8], _ packets: [PacketID], as path: String, ports: Set<UInt16>, overwrites: Bool
  ) throws -> CaptureSummary.Seam {
    try OutputFile.write(bytes, to: path, overwrites: overwrites)
    guard let fingerprint = InputFingerprint(path) else {
      throw OutputError("\(CleanText.line(path)): a seam is a file of its own, and cannot be a pipe")
    }
    return CaptureSummary.Seam(
      file: path.split(separator: "/").last.map(String.init) ?? path, fingerprint: fingerprint, ports: ports.sorted(),
      packets: packets)
  }
}
