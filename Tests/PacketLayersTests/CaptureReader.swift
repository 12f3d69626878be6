import ByteParsing
import CaptureFiles
import Foundation

/// Just enough of pcap and pcapng to hand the packets of a public capture to the decoder; what it does not know ends it.
struct CaptureReader {
  struct Packet {
    var linkType: LinkType
    var bytes: [UInt8]
    var originalLength: Int
    var nanoseconds: Int64
  }

  /// The folder of public captures; `nil` where there is none.
  static var corpus: URL? {
    let folder: URL
    if let path = ProcessInfo.processInfo.environment["SMTPTRACE_CORPUS"] {
      folder = URL(fileURLWithPath: path)
    } else {
      let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
      folder = package.deletingLastPathComponent().appendingPathComponent("shared/corpus")
    }
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }

  static func packets(of bytes: [UInt8]) -> [Packet] {
    guard bytes.count >= 24 else { return [] }
    switch bytes.span.bigEndianUInt32(at: 0) {
    case 0xA1B2_C3D4, 0xA1B2_3C4D: return pcap(bytes, isBig: true)
    case 0xD4C3_B2A1, 0x4D3C_B2A1: return pcap(bytes, isBig: false)
    case 0x0A0D_0D0A: return pcapng(bytes)
    default: return []
    }
  }

  private static func pcap(_ bytes: [UInt8], isBig: Bool) -> [Packet] {
    let span = bytes.span
    func long(_ offset: Int) -> Int {
      Int(isBig ? span.bigEndianUInt32(at: offset) : span.littleEndianUInt32(at: offset))
    }
    let linkType = LinkType(rawValue: UInt16(long(20) & 0xFFFF))
    var result: [Packet] = []
    var offset = 24
    while offset + 16 <= bytes.count {
      let length = long(offset + 8)
      guard offset + 16 + length <= bytes.count else { break }
      result.append(
        Packet(
          linkType: linkType, bytes: Array(bytes[(offset + 16)..<(offset + 16 + length)]),
          originalLength: long(offset + 12), nanoseconds: Int64(long(offset)) * 1_000_000_000))
      offset += 16 + length
    }
    return result
  }

  private static func pcapng(_ bytes: [UInt8]) -> [Packet] {
    let span = bytes.span
    var isBig = false
    func long(_ offset: Int) -> Int {
      Int(isBig ? span.bigEndianUInt32(at: offset) : span.littleEndianUInt32(at: offset))
    }
    var interfaces: [LinkType] = []
    var result: [Packet] = []
    var offset = 0
    while offset + 12 <= bytes.count {
      if span.bigEndianUInt32(at: offset) == 0x0A0D_0D0A {
        isBig = span.bigEndianUInt32(at: offset + 8) == 0x1A2B_3C4D
        interfaces = []
      }
      let length = long(offset + 4)
      guard length >= 12, length % 4 == 0, offset + length <= bytes.count else { break }
      switch long(offset) {
      case 1 where length >= 20:
        let word = long(offset + 8)
        interfaces.append(LinkType(rawValue: UInt16(isBig ? word >> 16 : word & 0xFFFF)))
      case 6 where length >= 32:
        let captured = long(offset + 20)
        guard captured <= length - 32, interfaces.indices.contains(long(offset + 8)) else { return result }
        result.append(
          Packet(
            linkType: interfaces[long(offset + 8)], bytes: Array(bytes[(offset + 28)..<(offset + 28 + captured)]),
            originalLength: long(offset + 24), nanoseconds: Int64(result.count)))
      case 2, 3: return result
      default: break
      }
      offset += length
    }
    return result
  }
}
