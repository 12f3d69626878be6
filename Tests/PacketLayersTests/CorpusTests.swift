import CaptureFiles
import Foundation
import PacketLayers
import Testing

enum Tshark {
  static let program: URL? = {
    let found = ["/usr/bin/tshark", "/usr/local/bin/tshark"].first { FileManager.default.isExecutableFile(atPath: $0) }
    return found.map { URL(fileURLWithPath: $0) }
  }()
}

@Suite(
  "Public captures decode as tshark decodes them",
  .enabled(if: Tshark.program != nil, "tshark is not installed"),
  .enabled(if: CaptureReader.corpus != nil, "no public captures (set SMTPTRACE_CORPUS to their folder)"))
struct CorpusTests {
  /// What both programs say of one packet.
  struct Line: Hashable, CustomStringConvertible {
    var packet: Int
    var isQuotation = false
    var sourcePort: UInt16
    var destinationPort: UInt16
    var sequence: UInt32?
    var length: Int?

    var description: String {
      "\(packet)\(isQuotation ? " quoted" : ""): \(sourcePort) > \(destinationPort) seq \(sequence ?? 0) len \(length ?? -1)"
    }
  }

  static let files: [URL] = {
    guard let corpus = CaptureReader.corpus else { return [] }
    return ["formats", "smtp"].flatMap { folder in
      (try? FileManager.default.contentsOfDirectory(
        at: corpus.appendingPathComponent(folder), includingPropertiesForKeys: nil)) ?? []
    }.filter { ["pcap", "pcapng"].contains($0.pathExtension) }.sorted { $0.path < $1.path }
  }()

  @Test("with the same ports, sequence numbers and lengths", arguments: files)
  func sameAsTshark(file: URL) throws {
    let tshark = try #require(Tshark.program)
    let packets = CaptureReader.packets(of: Array(try Data(contentsOf: file)))
    // A file of another format, or broken where this reader looks first: the real reader's tests have it.
    guard !packets.isEmpty else { return }
    var expected: [Line] = []
    for line in try Self.run(tshark, on: file) where line.packet <= packets.count { expected.append(line) }
    let found = Self.decode(packets)
    let missing = Set(expected).subtracting(found).sorted { $0.packet < $1.packet }
    let surplus = Set(found).subtracting(expected).sorted { $0.packet < $1.packet }
    #expect(missing.isEmpty, "tshark only: \(missing.prefix(5))")
    #expect(surplus.isEmpty, "decoder only: \(surplus.prefix(5))")
  }

  private static func decode(_ packets: [CaptureReader.Packet]) -> [Line] {
    var decoder = PacketDecoder()
    var lines: [Line] = []
    for (index, packet) in packets.enumerated() {
      let content = decoder.decode(
        packet.bytes.span, linkType: packet.linkType, time: Timestamp(nanoseconds: packet.nanoseconds),
        originalLength: packet.originalLength)
      switch content {
      case .tcp:
        let segment = decoder.segment
        lines.append(
          Line(
            packet: index + 1, sourcePort: segment.source.port, destinationPort: segment.destination.port,
            sequence: segment.sequence, length: segment.payloadLength))
      case .icmp:
        let icmp = decoder.icmp
        lines.append(
          Line(
            packet: index + 1, isQuotation: true, sourcePort: icmp.quotedSource.port,
            destinationPort: icmp.quotedDestination.port))
      default: break
      }
    }
    return lines
  }

  private static func run(_ tshark: URL, on file: URL) throws -> [Line] {
    let process = Process()
    process.executableURL = tshark
    process.arguments =
      [
        "-n", "-r", file.path, "-Y", "tcp", "-o", "tcp.desegment_tcp_streams:FALSE", "-T", "fields", "-E",
        "occurrence=l",
      ]
      + ["frame.number", "tcp.srcport", "tcp.dstport", "tcp.seq_raw", "tcp.len", "icmp.type", "icmpv6.type"]
      .flatMap { ["-e", $0] }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap { row in
      let fields = row.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count == 7, let packet = Int(fields[0]), let source = UInt16(fields[1]),
        let destination = UInt16(fields[2])
      else { return nil }
      let isQuotation = !fields[5].isEmpty || !fields[6].isEmpty
      return Line(
        packet: packet, isQuotation: isQuotation, sourcePort: source, destinationPort: destination,
        sequence: isQuotation ? nil : UInt32(fields[3]), length: isQuotation ? nil : Int(fields[4]))
    }
  }
}
