import ByteParsing
import Crypto
import PlainWords
import SwiftASN1
import X509

/// A certificate that was read: what is told of it, and what comparing and verifying need.
struct ReadCertificate: Sendable {
  var facts: CertificateFacts
  /// The two names as they are encoded, by which a chain is followed.
  var subject: ArraySlice<UInt8> = []
  var issuer: ArraySlice<UInt8> = []
  var subjectKeyIdentifier: ArraySlice<UInt8>?
  var authorityKeyIdentifier: ArraySlice<UInt8>?
  /// For verifying; `nil` where the library does not know the key, or is stricter than this reader.
  var verifiable: Certificate?
  /// Why `verifiable` is `nil`.
  var notVerifiable: String?
}

/// Reads a certificate from its DER, field by field (RFC 5280 section 4.1).
///
/// A field that a certificate cannot do without makes it unreadable, with the reason; a malformed extension is noted and the
/// others are read. Keys and algorithms need not be known to be told by name.
enum CertificateReader {
  static func read(_ der: [UInt8]) -> ReadCertificate {
    var facts = CertificateFacts()
    facts.byteCount = der.count
    guard !der.isEmpty else {
      facts.unreadable = "it is empty, or longer than what is kept"
      return ReadCertificate(facts: facts)
    }
    facts.sha256 = Hexadecimal.text(SHA256.hash(data: der))
    var result = ReadCertificate(facts: facts)
    do throws(Defect) {
      try read(der, into: &result)
    } catch {
      facts.unreadable = error.reason
      return ReadCertificate(facts: facts)
    }
    verify(der, &result)
    return result
  }

  private struct Defect: Error {
    var reason: String

    init(_ reason: String) { self.reason = reason }
  }

  private static func read(_ der: [UInt8], into result: inout ReadCertificate) throws(Defect) {
    let root: ASN1Node
    do {
      root = try DER.parse(der)
    } catch {
      throw Defect("it is not DER: \(explained(error))")
    }
    guard root.identifier == .sequence, let outer = root.children, outer.count == 3 else {
      throw Defect("it is not the sequence of three parts that a certificate is")
    }
    guard outer[0].identifier == .sequence, var fields = outer[0].children, fields.count >= 6 else {
      throw Defect("its contents (TBSCertificate) lack fields")
    }
    if fields[0].isTagged(0) { fields.removeFirst() }
    guard fields.count >= 6, fields[0].identifier == .integer, let serial = fields[0].value else {
      throw Defect("the serial number is no number")
    }
    result.facts.serial = Hexadecimal.text(serial.prefix(64))
    guard let signature = SignatureDescription(outer[1]) else { throw Defect("the signature's algorithm is not named") }
    result.facts.signature = signature.text
    result.facts.weakHash = signature.weakHash
    guard let issuer = DistinguishedNameText.text(fields[2]) else { throw Defect("the issuer is no name") }
    guard let subject = DistinguishedNameText.text(fields[4]) else { throw Defect("the subject is no name") }
    result.facts.issuer = issuer
    result.facts.subject = subject
    result.facts.commonName = DistinguishedNameText.commonName(fields[4])
    result.facts.issuerCommonName = DistinguishedNameText.commonName(fields[2])
    result.issuer = fields[2].encodedBytes
    result.subject = fields[4].encodedBytes
    result.facts.isSelfIssued = result.issuer == result.subject
    guard let validity = fields[3].children, validity.count == 2, let notBefore = time(validity[0]),
      let notAfter = time(validity[1])
    else { throw Defect("the validity holds no two times") }
    result.facts.notBefore = notBefore
    result.facts.notAfter = notAfter
    guard let key = KeyDescription(fields[5]) else { throw Defect("the public key cannot be read") }
    result.facts.key = key.text
    result.facts.keyKind = key.kind
    result.facts.keyBits = key.bits
    result.facts.spkiSHA256 = Hexadecimal.text(SHA256.hash(data: Array(fields[5].encodedBytes)))
    if let extensions = fields.dropFirst(6).first(where: { $0.isTagged(3) })?.children?.first {
      ExtensionReader.read(extensions, into: &result)
    }
  }

  /// UTCTime or GeneralizedTime, in seconds and in UTC, as RFC 5280 demands.
  static func time(_ node: ASN1Node) -> CertificateTime? {
    if let time = try? UTCTime(derEncoded: node) {
      return CalendarTime.secondsSince1970(
        year: time.year, month: time.month, day: time.day, hour: time.hours, minute: time.minutes,
        second: time.seconds
      ).map(CertificateTime.init(secondsSince1970:))
    }
    guard let time = try? GeneralizedTime(derEncoded: node) else { return nil }
    return CalendarTime.secondsSince1970(
      year: time.year, month: time.month, day: time.day, hour: time.hours, minute: time.minutes, second: time.seconds
    ).map(CertificateTime.init(secondsSince1970:))
  }

  /// The library's own reading, which verifying needs.
  private static func verify(_ der: [UInt8], _ result: inout ReadCertificate) {
    do {
      let certificate = try Certificate(derEncoded: der)
      result.verifiable = certificate
      if result.facts.isSelfIssued {
        result.facts.isSelfSigned = certificate.publicKey.isValidSignature(certificate.signature, for: certificate)
      } else {
        result.facts.isSelfSigned = false
      }
    } catch {
      // Of cryptography the library tells the number of whatever went wrong last, with another certificate perhaps.
      result.notVerifiable =
        error is CryptoKitError ? "its public key is not a valid one of its kind" : explained(error)
      if !result.facts.isSelfIssued { result.facts.isSelfSigned = false }
    }
  }

  /// The longest reason that is printed, in bytes.
  private static let maximumReasonBytes = 160

  private static func explained(_ error: any Error) -> String {
    // The library's errors end with the place in its own source, which helps nobody who reads a report.
    let words = "\(error)".split(separator: " ").filter { !$0.contains(".swift:") }
    return PrintableText.string(Array(words.joined(separator: " ").utf8), limit: maximumReasonBytes)
  }
}
