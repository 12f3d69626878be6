import ByteParsing
import CaptureFiles

/// A capture file: its records, blocks and options.
enum CaptureFileTarget {
  static let target = FuzzTarget(
    name: "capture-files",
    about: "packets within bounds; the beginning of a file gives the first packets; what is written is read back",
    maximumLength: 16_384,
    tokens: [
      [0x0A, 0x0D, 0x0D, 0x0A, 28, 0, 0, 0, 0x4D, 0x3C, 0x2B, 0x1A], [0x1A, 0x2B, 0x3C, 0x4D],
      [0xD4, 0xC3, 0xB2, 0xA1],
      [0xA1, 0xB2, 0xCD, 0x34], [6, 0, 0, 0, 32, 0, 0, 0], [3, 0, 0, 0], [5, 0, 0, 0], [10, 0, 0, 0], [4, 0, 0, 0],
      [9, 0, 1, 0, 6, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0x7F],
    ],
    parts: { CaptureParts.of($0) },
    corpus: { Corpus.files(of: "capture-files") + Corpus.captures(upTo: 4000, every: 8) },
    check: { bytes throws(FuzzFailure) in try check(bytes) })

  /// All that is told of one packet.
  private struct Packet: Equatable {
    var header: PacketHeader
    var bytes: [UInt8]
  }

  private static func check(_ bytes: [UInt8]) throws(FuzzFailure) -> Int {
    // A compressed file is handed to another program.
    guard !bytes.starts(with: [0x1F, 0x8B]), !bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) else { return bytes.count }
    let whole = try read(bytes)
    let held = whole.reduce(0) { $0 + $1.bytes.count }
    // Each byte of a packet stands once in the file.
    try hold(held <= bytes.count, "\(held) bytes of packets in a file of \(bytes.count)")
    let cut = try read(Array(bytes[..<(bytes.count - bytes.count / 3)]))
    try hold(cut.count <= whole.count, "more packets in the beginning than in the whole")
    try same(cut, Array(whole[..<cut.count]), "packets of the beginning and of the whole")
    try writeAndRead(whole)
    return bytes.count
  }

  private static func read(_ bytes: [UInt8]) throws(FuzzFailure) -> [Packet] {
    var packets: [Packet] = []
    do throws(CaptureError) {
      var reader = try CaptureReader(bytes: bytes)
      while let header = try reader.next() {
        packets.append(Packet(header: header, bytes: reader.bytes.copied()))
        guard packets.count <= bytes.count else { break }
      }
      let limit = CaptureFacts.maximumInterfaces
      if reader.interfaces.count > limit { throw CaptureError(kind: .damaged, file: "too many interfaces") }
    } catch {
      if error.file == "too many interfaces" { throw FuzzFailure(error.file) }
      try Printed.check(error.description, "an error's text")
    }
    var number: Int64 = 0
    for packet in packets {
      try hold(packet.header.capturedLength == packet.bytes.count, "a packet's length is not that of its bytes")
      // Blocks that are no packets have numbers, too.
      try hold(packet.header.id.number > number, "packet \(packet.header.id.number) comes after \(number)")
      number = packet.header.id.number
      try hold(packet.header.originalLength >= 0, "a packet of less than nothing")
    }
    return packets
  }

  private static func writeAndRead(_ packets: [Packet]) throws(FuzzFailure) {
    var written: [UInt8] = []
    var interfaces: [LinkType: UInt32] = [:]
    do throws(CaptureError) {
      var writer = PcapngWriter()
      for packet in packets.prefix(64) {
        let linkType = packet.header.linkType
        if interfaces[linkType] == nil { interfaces[linkType] = try writer.addInterface(linkType: linkType) }
        try writer.write(
          packet.bytes.span, time: packet.header.time, originalLength: packet.header.originalLength,
          interface: interfaces[linkType] ?? 0)
      }
      written = writer.takeBytes()
    } catch {
      throw FuzzFailure("what was read cannot be written: \(error.description)")
    }
    guard written.count <= 1 << 20 else { return }
    let again = try read(written)
    try same(again.map(\.bytes), packets.prefix(64).map(\.bytes), "bytes that were written and read back")
    for (one, other) in zip(again, packets) where other.header.time.nanoseconds >= 0 {
      try hold(one.header.time == other.header.time, "a time changed: \(other.header.time) to \(one.header.time)")
      try hold(one.header.linkType == other.header.linkType, "a link type changed")
    }
  }
}

/// Where the records of a pcap file, or the blocks of a pcapng file, lie.
enum CaptureParts {
  static func of(_ bytes: [UInt8]) -> [Range<Int>] {
    guard bytes.count >= 28 else { return [] }
    let isPcapng = bytes[0] == 0x0A
    var parts: [Range<Int>] = []
    var start = isPcapng ? 0 : 24
    while start + 16 <= bytes.count, parts.count < 4096 {
      let length = isPcapng ? number(bytes, start + 4) : number(bytes, start + 8) + 16
      guard length >= 12, start + length <= bytes.count else { break }
      parts.append(start..<(start + length))
      start += length
    }
    return isPcapng ? Array(parts.dropFirst()) : parts
  }

  /// Of a file in this machine's order; others have no parts.
  private static func number(_ bytes: [UInt8], _ start: Int) -> Int {
    (0..<4).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
  }
}
