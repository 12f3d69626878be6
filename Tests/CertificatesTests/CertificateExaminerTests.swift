import CaptureFiles
import Crypto
import Testing
import X509

@testable import Certificates

@Suite("Chains are examined at the packet's time")
struct CertificateExaminerTests {
  let root: MadeAuthority
  let intermediate: MadeAuthority

  init() throws {
    root = try MadeAuthority("Test Root")
    intermediate = try MadeAuthority("Test Intermediate", issuer: root)
  }

  private func examine(
    _ chain: [Certificate], days: Double = 0, names: [ReferenceName] = [],
    purpose: CertificateExamination.Purpose = .serverAuth
  ) throws -> CertificateExamination {
    var examiner = CertificateExaminer(roots: TrustRoots(derEncoded: [try Made.der(root.certificate)]))
    return examiner.examine(try chain.map(Made.der), at: Made.time(days), purpose: purpose, names: names)
  }

  @Test("a whole chain is in order and leads to the root")
  func whole() throws {
    let result = try examine([intermediate.leaf(), intermediate.certificate])
    #expect(result.path == [0, 1])
    #expect(result.isOrdered && result.strangers.isEmpty)
    #expect(result.verification == .verified(root: "CN=Test Root"))
    #expect(result.outOfDate.isEmpty && !result.lacksPurpose && !result.isSelfSigned)
    #expect(result.missingIntermediate == nil)
  }

  @Test("a chain in the wrong order is told, and followed all the same")
  func disordered() throws {
    let result = try examine([intermediate.leaf(), root.certificate, intermediate.certificate])
    #expect(result.path == [0, 2, 1])
    #expect(!result.isOrdered)
    #expect(result.verification == .verified(root: "CN=Test Root"))
  }

  @Test("days decide by the packet's clock, to the second")
  func dates() throws {
    let chain = [try intermediate.leaf(from: -10, to: 5), intermediate.certificate]
    let late = try examine(chain, days: 8)
    #expect(late.outOfDate.first?.expiredSeconds == 259_200.0)
    #expect(late.verification == .outOfDate(root: "CN=Test Root"))
    let early = try examine(chain, days: -12)
    #expect(early.outOfDate.first?.beginsAfterSeconds == 172_800.0)
    #expect(try examine(chain, days: 5).outOfDate.isEmpty)
    #expect(try examine(chain, days: 5 + 1.0 / 86_400).outOfDate.count == 1)
  }

  @Test("a missing intermediate is told from an unknown authority by where it can be fetched")
  func missing() throws {
    let published = try examine([intermediate.leaf(caIssuers: "http://ca.example.net/int.cer")])
    #expect(published.missingIntermediate == "CN=Test Intermediate")
    let silent = try examine([intermediate.leaf()])
    #expect(silent.missingIntermediate == nil)
    #expect(silent.verification == .noTrustedIssuer("CN=Test Intermediate"))
    let stranger = try MadeAuthority("Stranger")
    let foreign = try examine([stranger.leaf(), stranger.certificate])
    #expect(foreign.endsAtSelfIssued && foreign.verification == .noTrustedIssuer("CN=Stranger"))
  }

  @Test("a root of the same name with another key verifies nothing")
  func impostor() throws {
    let impostor = try MadeAuthority("Test Root")
    let result = try examine([impostor.leaf()])
    #expect(result.verification == .noTrustedIssuer("CN=Test Root"))
  }

  @Test("a self-signed certificate is one whose own key signed it")
  func selfSigned() throws {
    let result = try examine([Made.selfSigned()])
    #expect(result.isSelfSigned && result.own?.isSelfSigned == true)
    #expect(result.verification == .noTrustedIssuer("CN=mail.local"))
  }

  @Test("the use that the certificate is shown for must be among its uses")
  func uses() throws {
    #expect(try examine([root.leaf(uses: [.emailProtection])]).lacksPurpose)
    #expect(!(try examine([root.leaf(uses: [.any])]).lacksPurpose))
    #expect(try examine([root.leaf(uses: [.serverAuth])], purpose: .clientAuth).lacksPurpose)
  }

  @Test("a chain shown again is neither read nor verified again, until its dates or a root's pass")
  func remembers() throws {
    var examiner = CertificateExaminer(roots: TrustRoots(derEncoded: [try Made.der(root.certificate)]))
    let chain = try [intermediate.leaf(), intermediate.certificate].map(Made.der)
    for second in 0..<1000 {
      _ = examiner.examine(chain, at: Made.time(Double(second) / 86_400), purpose: .serverAuth)
    }
    #expect(examiner.chainsRead == 1)
    #expect(examiner.verificationsRun == 1)
    let late = examiner.examine(chain, at: Made.time(500), purpose: .serverAuth)
    #expect(late.verification == .outOfDate(root: "CN=Test Root"))
    #expect(examiner.chainsRead == 1 && examiner.verificationsRun == 2)
  }

  @Test("certificates that all issue each other do not keep the verifier walking")
  func tangled() throws {
    let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
    let name = try DistinguishedName { CommonName("Knot") }
    var chain: [[UInt8]] = []
    for number in 0..<16 {
      chain.append(
        try Made.der(
          Certificate(
            version: .v3, serialNumber: .init(), publicKey: key.publicKey, notValidBefore: Made.day(-1),
            notValidAfter: Made.day(1), issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions { SubjectAlternativeNames([.dnsName("n\(number).example.net")]) },
            issuerPrivateKey: key)))
    }
    var examiner = CertificateExaminer(roots: TrustRoots(derEncoded: [try Made.der(root.certificate)]))
    let start = ContinuousClock.now
    let result = examiner.examine(chain, at: Made.time(), purpose: .serverAuth)
    #expect(result.verification == .noTrustedIssuer("CN=Knot"))
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test("without roots nothing is said of trust")
  func noRoots() throws {
    var examiner = CertificateExaminer(roots: .none)
    let result = examiner.examine([try Made.der(root.leaf())], at: Made.time(), purpose: .serverAuth)
    #expect(result.verification == .rootsUnavailable("none were given"))
  }

  @Test("names compare by RFC 9525, and the common name is told apart")
  func names() throws {
    func fits(_ names: [String], _ wanted: String) throws -> NameComparison.Result? {
      let reference = try #require(ReferenceName(wanted, source: .serverName))
      return try examine([root.leaf(names: names)], names: [reference]).names.first?.result
    }
    #expect(try fits(["mx.example.net"], "MX.Example.NET.") == .matches("mx.example.net"))
    #expect(try fits(["*.example.net"], "mx.example.net") == .matches("*.example.net"))
    #expect(try fits(["*.example.net"], "a.mx.example.net") == .differs)
    #expect(try fits(["*.example.net"], "example.net") == .differs)
    #expect(try fits(["m*.example.net"], "mx.example.net") == .differs)
    #expect(try fits(["*.net"], "example.net") == .differs)
    #expect(try fits(["www.example.net"], "mx.example.net") == .differs)
    let reference = try #require(ReferenceName("mail.example.org", source: .greeting))
    let common = try examine([Made.selfSigned("mail.example.org")], names: [reference])
    #expect(common.names.first?.result == .matchesCommonNameOnly("mail.example.org"))
    let both = try examine([Made.selfSigned("mail.example.org", dns: ["other.example.org"])], names: [reference])
    #expect(both.names.first?.result == .differs)
    #expect(ReferenceName("localhost", source: .greeting) == nil)
    #expect(ReferenceName("mx.example.net; rm", source: .greeting) == nil)
  }

  @Test("names asked again get the same answer, and others their own, however many are asked")
  func namesAgain() throws {
    var examiner = CertificateExaminer(roots: TrustRoots(derEncoded: [try Made.der(root.certificate)]))
    let chain = [try Made.der(root.leaf(names: ["mx.example.net"]))]
    for round in 0..<2 {
      for number in 0..<(CertificateExaminer.maximumOutcomes * 2) {
        let asked = number % 2 == 0 ? "mx.example.net" : "mx\(number).example.net"
        let names = [try #require(ReferenceName(asked, source: .greeting))]
        let result = examiner.examine(chain, at: Made.time(0), purpose: .serverAuth, names: names).names
        #expect(result.map(\.name) == [asked], "round \(round)")
        #expect(result.first?.fits == (number % 2 == 0))
      }
    }
    #expect(examiner.chainsRead == 1)
  }
}
