import ByteParsing
import CaptureFiles

/// Bytes of captures, put together field by field in either byte order.
struct CaptureBuilder {
  var bytes: [UInt8] = []
  var isBigEndian = false

  mutating func append(_ value: some FixedWidthInteger & UnsignedInteger) {
    let width = value.bitWidth / 8
    for index in 0..<width {
      let shift = 8 * (isBigEndian ? width - 1 - index : index)
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  // MARK: pcap

  static func pcap(
    bigEndian: Bool, magic: UInt32 = 0xA1B2_C3D4, minor: UInt16 = 4, snapshotLength: UInt32 = 65535,
    network: UInt32 = 1
  ) -> CaptureBuilder {
    var builder = CaptureBuilder(isBigEndian: bigEndian)
    builder.append(magic)
    builder.append(UInt16(2))
    builder.append(minor)
    builder.append(UInt64(0))
    builder.append(snapshotLength)
    builder.append(network)
    return builder
  }

  mutating func record(
    seconds: UInt32, fraction: UInt32, _ data: [UInt8], captured: UInt32? = nil, original: UInt32? = nil,
    extra: [UInt8] = []
  ) {
    append(seconds)
    append(fraction)
    append(captured ?? UInt32(data.count))
    append(original ?? UInt32(data.count))
    bytes += extra + data
  }

  // MARK: pcapng

  mutating func block(_ type: UInt32, trailer: UInt32? = nil, _ body: (inout CaptureBuilder) -> Void) {
    var content = CaptureBuilder(isBigEndian: isBigEndian)
    body(&content)
    while content.bytes.count % 4 != 0 { content.bytes.append(0) }
    let length = UInt32(content.bytes.count + 12)
    append(type)
    append(length)
    bytes += content.bytes
    append(trailer ?? length)
  }

  mutating func section(bigEndian: Bool, length: UInt64 = .max, major: UInt16 = 1, options: [(UInt16, [UInt8])] = []) {
    isBigEndian = bigEndian
    block(0x0A0D_0D0A) {
      $0.append(UInt32(0x1A2B_3C4D))
      $0.append(major)
      $0.append(UInt16(0))
      $0.append(length)
      $0.options(options)
    }
  }

  mutating func options(_ options: [(UInt16, [UInt8])]) {
    guard !options.isEmpty else { return }
    for (code, value) in options {
      append(code)
      append(UInt16(value.count))
      bytes += value
      while bytes.count % 4 != 0 { bytes.append(0) }
    }
    append(UInt32(0))
  }

  mutating func interface(linkType: UInt16 = 1, snapshotLength: UInt32 = 0, options: [(UInt16, [UInt8])] = []) {
    block(1) {
      $0.append(linkType)
      $0.append(UInt16(0))
      $0.append(snapshotLength)
      $0.options(options)
    }
  }

  mutating func enhancedPacket(
    interface: UInt32 = 0, ticks: UInt64, _ data: [UInt8], captured: UInt32? = nil, original: UInt32? = nil,
    options: [(UInt16, [UInt8])] = [], trailer: UInt32? = nil
  ) {
    block(6, trailer: trailer) {
      $0.append(interface)
      $0.append(UInt32(truncatingIfNeeded: ticks >> 32))
      $0.append(UInt32(truncatingIfNeeded: ticks))
      $0.append(captured ?? UInt32(data.count))
      $0.append(original ?? UInt32(data.count))
      $0.bytes += data
      while $0.bytes.count % 4 != 0 { $0.bytes.append(0) }
      $0.options(options)
    }
  }

  /// Eight bytes in the builder's order, for an option.
  func long(_ value: UInt64) -> [UInt8] {
    var builder = CaptureBuilder(isBigEndian: isBigEndian)
    builder.append(value)
    return builder.bytes
  }

  /// A file with every block there is, in both byte orders, for cutting and spoiling.
  static func everyBlock() -> [UInt8] {
    var builder = CaptureBuilder()
    for bigEndian in [false, true] {
      builder.section(
        bigEndian: bigEndian, options: [(1, Array("a comment".utf8)), (2, Array("hw".utf8)), (4, Array("app".utf8))])
      builder.interface(linkType: 1, snapshotLength: 96, options: [(2, Array("eth0".utf8)), (9, [9])])
      builder.interface(linkType: 101, options: [(9, [0x8A]), (14, builder.long(5)), (11, [0] + Array("tcp".utf8))])
      builder.enhancedPacket(ticks: 1_700_000_000_000_000_001, Array(1...5), options: [(1, Array("look".utf8))])
      builder.enhancedPacket(interface: 1, ticks: 1024 * 10 + 512, Array(1...8), original: 1500)
      builder.block(2) {
        $0.append(UInt16(1))
        $0.append(UInt16(3))
        $0.append(UInt64(0))
        $0.append(UInt32(3))
        $0.append(UInt32(3))
        $0.bytes += [7, 8, 9, 0]
      }
      builder.block(3) {
        $0.append(UInt32(6))
        $0.bytes += [1, 2, 3, 4, 5, 6]
      }
      builder.block(4) { $0.append(UInt32(0)) }
      let counts: [(UInt16, [UInt8])] = [(4, builder.long(100)), (5, builder.long(7)), (7, builder.long(2))]
      builder.block(5) {
        $0.append(UInt32(1))
        $0.append(UInt64(0))
        $0.options(counts)
      }
      builder.block(10) {
        $0.append(UInt32(0x544C_534B))
        $0.append(UInt32(6))
        $0.bytes += Array("SECRET".utf8)
      }
      builder.block(0xBAD) { $0.append(UInt32(32473)) }
      builder.block(0x7777) { $0.append(UInt64(1)) }
      builder.enhancedPacket(ticks: 1_700_000_001_000_000_000, [])
    }
    return builder.bytes
  }
}

/// One packet as it was read.
struct ReadPacket: Equatable, Sendable {
  var header: PacketHeader
  var bytes: [UInt8]
}

/// All that a reader gave, and how it ended.
struct ReadCapture: Equatable, Sendable {
  var packets: [ReadPacket] = []
  /// `nil` where the file ended cleanly.
  var error: CaptureError?

  init(_ open: () throws(CaptureError) -> CaptureReader) {
    do throws(CaptureError) {
      var reader = try open()
      take(&reader)
    } catch {
      self.error = error
    }
  }

  init(_ bytes: [UInt8]) {
    self.init { () throws(CaptureError) in try CaptureReader(bytes: bytes) }
  }

  init(path: String) {
    self.init { () throws(CaptureError) in try CaptureReader(path: path) }
  }

  init(reading reader: inout CaptureReader) {
    take(&reader)
  }

  private mutating func take(_ reader: inout CaptureReader) {
    do throws(CaptureError) {
      while let header = try reader.next() {
        packets.append(ReadPacket(header: header, bytes: reader.bytes.copied()))
      }
    } catch {
      self.error = error
    }
  }
}
