import ByteParsing

// Fingerprints of a hello. Each function gives the text over which the hash is made; the hash itself is the caller's.

extension ClientHello {
  /// The text of JA3, of which the fingerprint is the MD5: version, suites, extensions, groups and point formats as
  /// decimal numbers, without GREASE.
  public var ja3String: String {
    var text = NumberText()
    text.append(legacyVersion.rawValue)
    text.append(UInt8(ascii: ","))
    text.join(cipherSuites.lazy.filter { !$0.isGREASE }.map(\.rawValue))
    text.append(UInt8(ascii: ","))
    text.join(extensions.lazy.filter { !$0.type.isGREASE }.map(\.type.rawValue))
    text.append(UInt8(ascii: ","))
    if let groups = supportedGroups { text.join(groups.lazy.filter { !$0.isGREASE }.map(\.rawValue)) }
    text.append(UInt8(ascii: ","))
    text.join((ecPointFormats ?? []).lazy.map { UInt16($0) })
    return text.string
  }

  /// The parts of JA4 for TLS over TCP.
  public var ja4Parts: JA4Parts {
    // Four digits of the same width sort as their numbers do.
    let suites = cipherSuites.lazy.filter { !$0.isGREASE }.map(\.rawValue).sorted()
    let types = extensions.filter { !$0.type.isGREASE }.map(\.type)
    let sortedTypes = types.lazy.filter { $0 != .serverName && $0 != .applicationLayerProtocolNegotiation }
      .map(\.rawValue).sorted()
    let schemes = signatureAlgorithms?.filter { !$0.isGREASE }.map(\.rawValue) ?? []
    let readable =
      "t" + Self.ja4Version(highestOfferedVersion) + (hasExtension(.serverName) ? "d" : "i")
      + Self.twoDigits(suites.count) + Self.twoDigits(types.count) + ja4Protocol
    var extensionText = Self.hexadecimal(sortedTypes)
    if !schemes.isEmpty { extensionText += "_" + Self.hexadecimal(schemes) }
    return JA4Parts(
      readable: readable, suitesToHash: suites.isEmpty ? nil : Self.hexadecimal(suites),
      extensionsToHash: sortedTypes.isEmpty && schemes.isEmpty ? nil : extensionText)
  }

  /// The first and last character of the first protocol name; of its hexadecimal form where one is no letter or digit.
  private var ja4Protocol: String {
    guard let first = firstProtocolName.first, let last = firstProtocolName.last else { return "00" }
    func isAlphanumeric(_ byte: UInt8) -> Bool {
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
    if isAlphanumeric(first) && isAlphanumeric(last) {
      return String(decoding: [first, last], as: UTF8.self)
    }
    return String(first >> 4, radix: 16) + String(last & 0x0F, radix: 16)
  }

  private static func ja4Version(_ version: TLSVersion) -> String {
    switch version {
    case .ssl2: "s2"
    case .ssl3: "s3"
    case .tls10: "10"
    case .tls11: "11"
    case .tls12: "12"
    case .tls13: "13"
    default: "00"
    }
  }

  private static func twoDigits(_ count: Int) -> String {
    let shown = min(count, 99)
    return shown < 10 ? "0\(shown)" : "\(shown)"
  }

  /// Each number in four digits, with commas between.
  private static func hexadecimal(_ values: some Sequence<UInt16>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(128)
    for value in values {
      if !text.isEmpty { text.append(UInt8(ascii: ",")) }
      text.append(hexadecimalDigit(UInt8(truncatingIfNeeded: value >> 12)))
      text.append(hexadecimalDigit(UInt8(truncatingIfNeeded: value >> 8 & 0x0F)))
      text.append(hexadecimalDigit(UInt8(truncatingIfNeeded: value >> 4 & 0x0F)))
      text.append(hexadecimalDigit(UInt8(truncatingIfNeeded: value & 0x0F)))
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension ServerHello {
  /// The text of JA3S, of which the fingerprint is the MD5: version, suite and extensions as decimal numbers.
  public var ja3sString: String {
    var text = NumberText()
    text.append(legacyVersion.rawValue)
    text.append(UInt8(ascii: ","))
    text.append(cipherSuite.rawValue)
    text.append(UInt8(ascii: ","))
    text.join(extensions.lazy.map(\.type.rawValue))
    return text.string
  }
}

/// A text of decimal numbers.
private struct NumberText {
  private var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(512) }

  var string: String { String(decoding: bytes, as: UTF8.self) }

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  mutating func append(_ number: UInt16) {
    var divisor: UInt16 =
      number >= 10_000 ? 10_000 : number >= 1000 ? 1000 : number >= 100 ? 100 : number >= 10 ? 10 : 1
    while divisor > 0 {
      bytes.append(0x30 + UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }

  /// Numbers with hyphens between.
  mutating func join(_ numbers: some Sequence<UInt16>) {
    var isFirst = true
    for number in numbers {
      if !isFirst { bytes.append(0x2D) }
      isFirst = false
      append(number)
    }
  }
}

/// The parts of a JA4 fingerprint: the readable one, and the texts of which the first 12 hexadecimal digits of their
/// SHA-256 are the other two.
public struct JA4Parts: Sendable, Hashable {
  /// Such as `t13d1516h2`.
  public let readable: String
  /// The suites; `nil` where there are none, and the part is twelve zeros.
  public let suitesToHash: String?
  /// The extensions and, behind `_`, the signature schemes; `nil` where there are none, and the part is twelve zeros.
  public let extensionsToHash: String?

  /// The fingerprint, from the two hashes in hexadecimal.
  public func fingerprint(suitesHash: String?, extensionsHash: String?) -> String {
    let zeros = "000000000000"
    let second = suitesToHash == nil ? zeros : suitesHash.map { String(Substring($0.utf8.prefix(12))) } ?? zeros
    let third = extensionsToHash == nil ? zeros : extensionsHash.map { String(Substring($0.utf8.prefix(12))) } ?? zeros
    return "\(readable)_\(second)_\(third)"
  }
}
