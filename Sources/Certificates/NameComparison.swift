import ByteParsing

/// A name under which the client may have looked for the server, and how the certificate's names compare with it.
public struct NameComparison: Sendable, Hashable {
  /// Where the name comes from.
  public enum Source: String, Sendable, Hashable {
    /// The client asked for it in its ClientHello (RFC 6066 section 3).
    case serverName
    /// The server's greeting begins with it.
    case greeting
    /// The reply to EHLO begins with it.
    case ehloReply
    /// Whoever runs the analysis gave it.
    case given
  }

  public enum Result: Sendable, Hashable {
    /// An alternative name fits (RFC 9525 section 6); with a wildcard, the pattern.
    case matches(String)
    /// Only the commonName fits, which RFC 9525 no longer counts; many mail servers still do where there is no dNSName.
    case matchesCommonNameOnly(String)
    case differs
    /// More alternative names than were kept: the fitting one may be among the others.
    case unknown
  }

  public let name: String
  public let source: Source
  public let result: Result

  public init(name: String, source: Source, result: Result) {
    self.name = name
    self.source = source
    self.result = result
  }

  /// Whether a client that compares with this name would be content, by today's rules or by those of old.
  public var fits: Bool {
    switch result {
    case .matches, .matchesCommonNameOnly, .unknown: true
    case .differs: false
    }
  }
}

/// A name to compare with.
public struct ReferenceName: Sendable, Hashable {
  public let name: String
  public let source: NameComparison.Source

  /// - Returns: `nil` where the text is neither a host name with a dot nor an address.
  public init?(_ text: String, source: NameComparison.Source) {
    var bytes = text.utf8[...]
    if bytes.first == 0x5B, bytes.last == 0x5D { bytes = bytes.dropFirst().dropLast() }
    if Self.begins(bytes, with: "ipv6:") { bytes = bytes.dropFirst(5) }
    if bytes.last == 0x2E { bytes = bytes.dropLast() }
    var name: [UInt8] = []
    name.reserveCapacity(bytes.count)
    var hasDot = false
    for byte in bytes {
      let byte = asciiLowercase(byte)
      switch byte {
      // No label is empty (RFC 1035 section 2.3.1).
      case 0x2E:
        guard let last = name.last, last != 0x2E else { return nil }
        hasDot = true
      case 0x3A: hasDot = true
      case 0x30...0x39, 0x61...0x7A, 0x2D, 0x5F: break
      default: return nil
      }
      name.append(byte)
    }
    guard hasDot, name.count <= 253 else { return nil }
    self.name = String(decoding: name, as: UTF8.self)
    self.source = source
  }

  private static func begins(_ bytes: Substring.UTF8View, with prefix: StaticString) -> Bool {
    Array(bytes.prefix(prefix.utf8CodeUnitCount)).span.hasASCII(prefix)
  }

  /// Digits and dots, or colons: an address, which only an iPAddress entry can hold.
  var isAddress: Bool {
    name.contains(":") || name.split(separator: ".").allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }
}

extension CertificateFacts {
  /// How this certificate's names compare with `reference` (RFC 9525 section 6, RFC 6125 section 6.4.4 for the commonName).
  public func comparison(with reference: ReferenceName) -> NameComparison {
    NameComparison(name: reference.name, source: reference.source, result: result(for: reference))
  }

  private func result(for reference: ReferenceName) -> NameComparison.Result {
    if reference.isAddress {
      let fits = subjectAltNames.contains { $0.kind == .ip && $0.text == reference.name }
      return fits ? .matches(reference.name) : unlistedAltNames > 0 ? .unknown : .differs
    }
    let labels = reference.name.split(separator: ".", omittingEmptySubsequences: false)
    var hasNames = false
    for entry in subjectAltNames where entry.kind == .dns {
      hasNames = true
      if Self.pattern(entry.text, fits: labels) { return .matches(entry.text) }
    }
    if unlistedAltNames > 0, subjectAltNames.count == Self.maximumAltNames { return .unknown }
    if !hasNames, let commonName, Self.pattern(commonName, fits: labels) { return .matchesCommonNameOnly(commonName) }
    return .differs
  }

  /// A wildcard stands for one whole label, the leftmost, and never for the last two (RFC 9525 section 6.3).
  static func pattern(_ pattern: String, fits labels: [Substring]) -> Bool {
    var text = pattern.lowercased()
    if text.hasSuffix(".") { text.removeLast() }
    let own = text.split(separator: ".", omittingEmptySubsequences: false)
    guard own.count == labels.count, own.count >= 1, let first = own.first else { return false }
    if first == "*" { return own.count > 2 && own.dropFirst().elementsEqual(labels.dropFirst()) }
    return own.elementsEqual(labels)
  }
}
