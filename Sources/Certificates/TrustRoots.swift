import ByteParsing
import SwiftASN1
import X509

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The root certificates that chains are verified against: those of the system, or those of a file of PEM.
public struct TrustRoots: Sendable {
  /// The largest file that is read, in bytes.
  public static let maximumFileBytes = 32 << 20

  /// Why a file of roots cannot be used.
  public struct Failure: Error, Sendable, CustomStringConvertible {
    public let path: String
    public let reason: String

    public var description: String { "\(PrintableText.string(path)): \(reason)" }
  }

  enum Source: Sendable {
    case system
    case certificates([Certificate])
    case none(String)
  }

  let source: Source

  private init(source: Source) {
    self.source = source
  }

  /// The system's own, read when the first certificate is verified.
  public static let system = TrustRoots(source: .system)

  /// None: nothing can be verified.
  public static let none = TrustRoots(source: .none("none were given"))

  /// The certificates of a file of PEM, and no others.
  public init(pemFile path: String) throws(Failure) {
    self.init(source: .certificates(try Self.certificates(inFile: path)))
  }

  /// Roots made elsewhere, for tests.
  package init(derEncoded certificates: [[UInt8]]) {
    self.init(source: .certificates(certificates.compactMap { try? Certificate(derEncoded: $0) }))
  }

  /// The roots by their subjects, or why there are none.
  func load() -> Loaded {
    switch source {
    case .certificates(let certificates): return Loaded(roots: RootIndex(certificates), failure: nil)
    case .none(let reason): return Loaded(roots: RootIndex([]), failure: reason)
    case .system:
      for path in Self.systemFiles {
        guard let data = try? Self.contents(ofFile: path) else { continue }
        let roots = RootIndex(pem: [UInt8](data))
        if !roots.isEmpty { return Loaded(roots: roots, failure: nil) }
      }
      return Loaded(roots: RootIndex([]), failure: "this system has none where they are looked for")
    }
  }

  struct Loaded: Sendable {
    var roots: RootIndex
    var failure: String?
  }

  /// Where systems keep their roots in one file.
  private static let systemFiles = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
  ]

  private static func contents(ofFile path: String) throws(Failure) -> Data {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard let attributes else { throw Failure(path: path, reason: "it cannot be opened") }
    let isLink = attributes[.type] as? FileAttributeType == .typeSymbolicLink
    if !isLink, attributes[.type] as? FileAttributeType != .typeRegular {
      throw Failure(path: path, reason: "it is no file of certificates")
    }
    guard let data = try? Data(contentsOf: URL(filePath: path), options: .mappedIfSafe) else {
      throw Failure(path: path, reason: "it cannot be read")
    }
    guard data.count <= maximumFileBytes else {
      throw Failure(path: path, reason: "it is larger than \(maximumFileBytes) bytes")
    }
    return data
  }

  private static func certificates(inFile path: String) throws(Failure) -> [Certificate] {
    let data = try contents(ofFile: path)
    guard let documents = try? PEMDocument.parseMultiple(pemString: String(decoding: data, as: UTF8.self)) else {
      throw Failure(path: path, reason: "its PEM is damaged")
    }
    let texts = documents.filter { $0.discriminator == "CERTIFICATE" }
    guard !texts.isEmpty else { throw Failure(path: path, reason: "it holds no certificate in PEM") }
    let certificates = texts.compactMap { try? Certificate(pemDocument: $0) }
    guard !certificates.isEmpty else { throw Failure(path: path, reason: "none of its certificates can be read") }
    return certificates
  }
}
