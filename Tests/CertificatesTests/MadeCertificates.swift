import CaptureFiles
import Crypto
import Foundation
import SwiftASN1
import X509

@testable import Certificates

/// Certificates made for a test, so that no test needs files.
struct MadeAuthority {
  let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
  let name: DistinguishedName
  let certificate: Certificate

  /// A root, or below `issuer` an intermediate.
  init(_ commonName: String, issuer: MadeAuthority? = nil) throws {
    name = try DistinguishedName { CommonName(commonName) }
    certificate = try Certificate(
      version: .v3, serialNumber: .init(), publicKey: key.publicKey, notValidBefore: Made.day(-1000),
      notValidAfter: Made.day(1000), issuer: issuer?.name ?? name, subject: name,
      signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
        Critical(KeyUsage(keyCertSign: true))
      }, issuerPrivateKey: issuer?.key ?? key)
  }

  func leaf(
    _ commonName: String = "mx.example.net", names: [String] = ["mx.example.net"], from: Double = -10, to: Double = 90,
    uses: [ExtendedKeyUsage.Usage] = [.serverAuth], caIssuers: String? = nil
  ) throws -> Certificate {
    let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
    let subject = try DistinguishedName {
      CountryName("DE")
      OrganizationName("Example, Inc.")
      CommonName(commonName)
    }
    return try Certificate(
      version: .v3, serialNumber: .init(), publicKey: key.publicKey, notValidBefore: Made.day(from),
      notValidAfter: Made.day(to), issuer: name, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        SubjectAlternativeNames(names.map { .dnsName($0) })
        try ExtendedKeyUsage(uses)
        if let caIssuers {
          AuthorityInformationAccess([.init(method: .issuingCA, location: .uniformResourceIdentifier(caIssuers))])
        }
      }, issuerPrivateKey: self.key)
  }
}

enum Made {
  /// The tests' "now": 2026-01-01 00:00:00 UTC.
  static let epoch = 1_767_225_600.0

  static func day(_ days: Double) -> Date { Date(timeIntervalSince1970: epoch + days * 86_400) }

  static func time(_ days: Double = 0) -> Timestamp { Timestamp(nanoseconds: Int64((epoch + days * 86_400) * 1e9)) }

  static func der(_ certificate: Certificate) throws -> [UInt8] {
    var serializer = DER.Serializer()
    try serializer.serialize(certificate)
    return serializer.serializedBytes
  }

  static func selfSigned(_ name: String = "mail.local", dns: [String] = []) throws -> Certificate {
    let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
    let subject = try DistinguishedName { CommonName(name) }
    return try Certificate(
      version: .v3, serialNumber: .init(), publicKey: key.publicKey, notValidBefore: day(-10), notValidAfter: day(90),
      issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        if !dns.isEmpty { SubjectAlternativeNames(dns.map { .dnsName($0) }) }
      }, issuerPrivateKey: key)
  }
}
