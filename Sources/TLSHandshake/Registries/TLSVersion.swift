/// A protocol version as it stands on the wire. Unknown values survive and print as numbers.
///
/// Ordered by age: drafts of TLS 1.3 lie between TLS 1.2 and TLS 1.3.
public struct TLSVersion: RawRepresentable, Hashable, Sendable, Comparable, CustomStringConvertible {
  public let rawValue: UInt16

  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  public static let ssl2 = TLSVersion(rawValue: 0x0002)
  public static let ssl3 = TLSVersion(rawValue: 0x0300)
  public static let tls10 = TLSVersion(rawValue: 0x0301)
  public static let tls11 = TLSVersion(rawValue: 0x0302)
  public static let tls12 = TLSVersion(rawValue: 0x0303)
  public static let tls13 = TLSVersion(rawValue: 0x0304)

  public var isGREASE: Bool { rawValue.isGREASE }

  /// The number of the draft of TLS 1.3 that the version stands for; `nil` for every other version.
  public var draft: Int? {
    rawValue >> 8 == 0x7F ? Int(rawValue & 0xFF) : nil
  }

  /// Whether the handshake is that of TLS 1.3, drafts included.
  public var isTLS13: Bool { rawValue == 0x0304 || draft != nil }

  /// Whether the number names a version at all: SSL 2.0 to TLS 1.3 and its drafts.
  public var isKnown: Bool { rawValue == 0x0002 || (0x0300...0x0304).contains(rawValue) || draft != nil }

  public static func < (left: TLSVersion, right: TLSVersion) -> Bool {
    left.age < right.age
  }

  public var description: String {
    switch rawValue {
    case 0x0002: return "SSL 2.0"
    case 0x0300: return "SSL 3.0"
    case 0x0301: return "TLS 1.0"
    case 0x0302: return "TLS 1.1"
    case 0x0303: return "TLS 1.2"
    case 0x0304: return "TLS 1.3"
    default:
      if let draft { return "TLS 1.3 draft \(draft)" }
      return isGREASE ? "GREASE (\(rawValue.hexadecimal))" : "version \(rawValue.hexadecimal)"
    }
  }

  private var age: UInt32 {
    if let draft { return 0x03_0300 + 0x100 + UInt32(draft) }
    return rawValue == 0x0304 ? 0x03_0600 : rawValue < 0x0304 ? UInt32(rawValue) + 0x03_0000 : UInt32(rawValue) << 8
  }
}
