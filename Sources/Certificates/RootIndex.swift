import ByteParsing
import SwiftASN1
import X509

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Root certificates by their subjects. Of those of a file only the subject and the dates are read (RFC 5280 section 4.1); a certificate is
/// parsed when a chain asks for it, because a system has hundreds and a capture needs a few.
final class RootIndex: Sendable {
  private enum Root: Sendable {
    case parsed(Certificate)
    /// Its DER.
    case unparsed([UInt8])
  }

  /// By the subject as it is encoded: two names that differ in nothing but their kinds of strings are two names to the verifier, too.
  private let bySubject: [[UInt8]: [Root]]
  /// Every time at which one of the roots begins or ends, in order.
  let changes: [Date]

  var isEmpty: Bool { bySubject.isEmpty }

  init(_ certificates: [Certificate]) {
    var bySubject: [[UInt8]: [Root]] = [:]
    for certificate in certificates {
      guard let subject = Self.encoded(certificate.subject) else { continue }
      bySubject[subject, default: []].append(.parsed(certificate))
    }
    self.bySubject = bySubject
    changes = certificates.flatMap { [$0.notValidBefore, $0.notValidAfter] }.sorted()
  }

  /// The certificates of a text of PEM (RFC 7468), without those that are none.
  init(pem text: [UInt8]) {
    var bySubject: [[UInt8]: [Root]] = [:]
    var changes: [Date] = []
    for block in Self.blocks(of: text) {
      guard let der = Data(base64Encoded: Data(text[block]), options: .ignoreUnknownCharacters).map([UInt8].init),
        let fields = Fields(der)
      else { continue }
      bySubject[Array(der[fields.subject]), default: []].append(.unparsed(der))
      changes += [fields.notBefore, fields.notAfter]
    }
    self.bySubject = bySubject
    self.changes = changes.sorted()
  }

  /// Those of this subject that can be parsed.
  func certificates(of subject: DistinguishedName) -> [Certificate] {
    guard let key = Self.encoded(subject), let roots = bySubject[key] else { return [] }
    return roots.compactMap { root in
      switch root {
      case .parsed(let certificate): certificate
      case .unparsed(let der): try? Certificate(derEncoded: der)
      }
    }
  }

  private static func encoded(_ name: DistinguishedName) -> [UInt8]? {
    var serializer = DER.Serializer()
    guard (try? serializer.serialize(name)) != nil else { return nil }
    return serializer.serializedBytes
  }

  // MARK: - PEM

  /// What stands between the lines that begin and end a certificate.
  private static func blocks(of text: [UInt8]) -> [Range<Int>] {
    let bytes = text.span
    var blocks: [Range<Int>] = []
    var content: Int?
    var start = 0
    while start < bytes.count {
      let end = bytes.firstOffset(of: 0x0A, from: start) ?? bytes.count
      if bytes.hasASCII("-----BEGIN CERTIFICATE-----", at: start) {
        content = end
      } else if bytes.hasASCII("-----END CERTIFICATE-----", at: start), let first = content {
        blocks.append(first..<start)
        content = nil
      }
      start = end + 1
    }
    return blocks
  }

  // MARK: - DER

  /// The few fields by which a root is found.
  private struct Fields {
    /// Where the subject lies, with its tag and length.
    let subject: Range<Int>
    let notBefore: Date
    let notAfter: Date

    private static let sequence: UInt8 = 0x30

    /// `nil` where the bytes are no certificate.
    init?(_ der: [UInt8]) {
      guard let contents = DERReader.content(of: [Self.sequence, Self.sequence], in: der, 0..<der.count) else {
        return nil
      }
      var reader = DERReader(der, contents)
      // Version and serial number, then four sequences: the signature's algorithm, the issuer, the validity, the subject.
      guard reader.first(Self.sequence) != nil, reader.first(Self.sequence) != nil,
        let validity = reader.first(Self.sequence), let name = reader.next(), name.tag == Self.sequence
      else { return nil }
      subject = validity.upperBound..<name.content.upperBound
      var times = DERReader(der, validity)
      guard let first = times.next(), let second = times.next() else { return nil }
      guard let notBefore = Self.date(der[validity.lowerBound..<first.content.upperBound]),
        let notAfter = Self.date(der[first.content.upperBound..<second.content.upperBound])
      else { return nil }
      (self.notBefore, self.notAfter) = (notBefore, notAfter)
    }

    private static func date(_ bytes: ArraySlice<UInt8>) -> Date? {
      guard let node = try? DER.parse(bytes), let time = CertificateReader.time(node) else { return nil }
      return Date(timeIntervalSince1970: Double(time.secondsSince1970))
    }
  }
}
