internal import ByteParsing

/// What a file is, from its first bytes.
enum RecognisedFile: Equatable {
  case pcap(PcapVariant)
  case pcapng
  case gzip
  case zstandard
  /// The beginning of one of the above, and then the file ends.
  case cut
  case unknown

  /// Bytes that decide.
  static let decidingLength = 4

  init(_ bytes: Span<UInt8>) {
    guard bytes.count >= RecognisedFile.decidingLength else {
      self = RecognisedFile.isBeginningOfMagic(bytes) ? .cut : .unknown
      return
    }
    switch bytes.bigEndianUInt32(at: 0) {
    case 0x0A0D_0D0A: self = .pcapng
    case 0x28B5_2FFD: self = .zstandard
    case let word where word & 0xFFFF_FF00 == 0x1F8B_0800: self = .gzip
    case let word:
      if let kind = PcapVariant.Kind(magic: word) {
        self = .pcap(PcapVariant(kind: kind, isBigEndian: true))
      } else if let kind = PcapVariant.Kind(magic: word.byteSwapped) {
        self = .pcap(PcapVariant(kind: kind, isBigEndian: false))
      } else {
        self = .unknown
      }
    }
  }

  /// The program that turns the file into one of the others; `nil` where none is needed.
  var program: Decompression.Program? {
    switch self {
    case .gzip: .gzip
    case .zstandard: .zstd
    default: nil
    }
  }

  private static func isBeginningOfMagic(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count > 0 else { return false }
    var magics: [UInt32] = [0x0A0D_0D0A, 0x28B5_2FFD, 0x1F8B_0800]
    for magic in PcapVariant.Kind.allCases.map(\.rawValue) { magics += [magic, magic.byteSwapped] }
    return magics.contains { magic in
      var matches = true
      for index in 0..<bytes.count where bytes[index] != UInt8(truncatingIfNeeded: magic >> (24 - 8 * index)) {
        matches = false
      }
      return matches
    }
  }
}

/// Which of the formats that share pcap's name.
struct PcapVariant: Equatable {
  /// The magic number, as the writer's byte order shows it.
  enum Kind: UInt32, CaseIterable {
    case microseconds = 0xA1B2_C3D4
    case nanoseconds = 0xA1B2_3C4D
    /// With interface index, protocol and packet type in each packet's header, as some Linux distributions once wrote.
    case modified = 0xA1B2_CD34
    /// As IXIA's analysers write: the length of all records follows the file header.
    case ixiaMicroseconds = 0x1C00_01AB
    case ixiaNanoseconds = 0x1C00_01AC

    init?(magic: UInt32) {
      self.init(rawValue: magic)
    }
  }

  var kind: Kind
  var isBigEndian: Bool

  var fileHeaderLength: Int {
    switch kind {
    case .microseconds, .nanoseconds, .modified: 24
    case .ixiaMicroseconds, .ixiaNanoseconds: 28
    }
  }

  var recordHeaderLength: Int { kind == .modified ? 24 : 16 }

  var countsNanoseconds: Bool { kind == .nanoseconds || kind == .ixiaNanoseconds }

  var name: String {
    let unit = countsNanoseconds ? "nanoseconds" : "microseconds"
    let order = isBigEndian ? "big-endian" : "little-endian"
    switch kind {
    case .microseconds, .nanoseconds: return "pcap (\(order), \(unit))"
    case .modified: return "modified pcap (\(order), \(unit))"
    case .ixiaMicroseconds, .ixiaNanoseconds: return "IXIA pcap (\(order), \(unit))"
    }
  }
}
