public import CaptureFiles
import Crypto

/// Examines chains of certificates, and remembers what it read of each: a chain that a server shows to a million clients is
/// parsed and verified once.
public struct CertificateExaminer: Sendable {
  /// The most chains that are remembered; when there are more, all are forgotten and reading begins anew.
  public static let maximumChains = 512
  /// The most outcomes that are remembered of one chain.
  static let maximumOutcomes = 64

  private let roots: TrustRoots
  /// `nil` until the first chain is verified.
  private var verifier: ChainVerifier?
  private var chains: [SHA256.Digest: Chain] = [:]
  /// How many chains were read, not remembered.
  package private(set) var chainsRead = 0
  /// How many verifications were run, not remembered.
  package private(set) var verificationsRun = 0

  public init(roots: TrustRoots = .system) {
    self.roots = roots
  }

  private struct Chain: Sendable {
    var certificates: [ReadCertificate]
    var path: [Int]
    var outcomes: [Circumstances: CertificateExamination.Verification] = [:]
    /// How the sender's own certificate compares with names: mostly the same few are asked again and again.
    var comparisons: [[ReferenceName]: [NameComparison]] = [:]
  }

  /// What an outcome depends on, the chain aside.
  private struct Circumstances: Hashable, Sendable {
    /// For each certificate: before its time, in it, or after it.
    var validity: [Int8]
    var interval: Int
  }

  /// - Parameters:
  ///   - chain: DER, the sender's own first.
  ///   - count: How many the message held, where not all were kept.
  ///   - time: That of the packet that brought them: "now" for every question of dates.
  public mutating func examine(
    _ chain: [[UInt8]], count: Int? = nil, at time: Timestamp, purpose: CertificateExamination.Purpose,
    names: [ReferenceName] = []
  ) -> CertificateExamination {
    var examination = CertificateExamination(purpose: purpose)
    guard !chain.isEmpty else { return examination }
    let key = Self.digest(chain)
    if chains[key] == nil {
      if chains.count >= Self.maximumChains { chains.removeAll(keepingCapacity: true) }
      let certificates = chain.map(CertificateReader.read)
      chains[key] = Chain(certificates: certificates, path: ChainPath.path(certificates))
      chainsRead += 1
    }
    guard let known = chains[key] else { return examination }
    examination.certificates = known.certificates.map(\.facts)
    examination.unkept = max(0, (count ?? chain.count) - chain.count)
    examination.path = known.path
    examination.outOfDate = known.path.compactMap { Self.outOfDate($0, known.certificates[$0].facts, time) }
    if let own = examination.own, own.unreadable == nil, !names.isEmpty {
      examination.names = comparisons(of: own, with: names, key)
    }
    examination.verification = verification(of: known, key, at: time)
    return examination
  }

  private mutating func comparisons(
    of own: CertificateFacts, with names: [ReferenceName], _ key: SHA256.Digest
  ) -> [NameComparison] {
    if let known = chains[key]?.comparisons[names] { return known }
    let comparisons = names.map(own.comparison)
    if let count = chains[key]?.comparisons.count, count >= Self.maximumOutcomes { chains[key]?.comparisons = [:] }
    chains[key]?.comparisons[names] = comparisons
    return comparisons
  }

  private mutating func verification(
    of chain: Chain, _ key: SHA256.Digest, at time: Timestamp
  ) -> CertificateExamination.Verification {
    let verifier = self.verifier ?? ChainVerifier(roots.load())
    self.verifier = verifier
    let circumstances = Circumstances(
      validity: chain.certificates.map { Self.validity($0.facts, time) }, interval: verifier.interval(at: time))
    if let outcome = chain.outcomes[circumstances] { return outcome }
    let outcome = verifier.verify(chain.certificates, path: chain.path, at: time)
    verificationsRun += 1
    if chain.outcomes.count >= Self.maximumOutcomes { chains[key]?.outcomes.removeAll() }
    chains[key]?.outcomes[circumstances] = outcome
    return outcome
  }

  private static func digest(_ chain: [[UInt8]]) -> SHA256.Digest {
    var hash = SHA256()
    for certificate in chain {
      // The length keeps two chains apart whose bytes are cut differently.
      hash.update(data: withLength(certificate.count))
      hash.update(data: certificate)
    }
    return hash.finalize()
  }

  private static func withLength(_ count: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
  }

  private static func validity(_ facts: CertificateFacts, _ time: Timestamp) -> Int8 {
    guard facts.unreadable == nil else { return 0 }
    if time < facts.notBefore.timestamp { return -1 }
    return time > facts.notAfter.timestamp ? 1 : 0
  }

  private static func outOfDate(
    _ place: Int, _ facts: CertificateFacts, _ time: Timestamp
  ) -> CertificateExamination.OutOfDate? {
    switch validity(facts, time) {
    case 1:
      CertificateExamination.OutOfDate(
        place: place, expiredSeconds: time.seconds(since: facts.notAfter.timestamp), beginsAfterSeconds: nil)
    case -1:
      CertificateExamination.OutOfDate(
        place: place, expiredSeconds: nil, beginsAfterSeconds: facts.notBefore.timestamp.seconds(since: time))
    default: nil
    }
  }
}

/// Follows a chain through the certificates as they were sent.
enum ChainPath {
  /// The places from the sender's own certificate up: each one's subject is the issuer of the one before.
  static func path(_ certificates: [ReadCertificate]) -> [Int] {
    guard let first = certificates.first else { return [] }
    var path = [0]
    var current = first
    while !current.facts.isSelfIssued, current.facts.unreadable == nil {
      let candidates = certificates.indices.filter { index in
        !path.contains(index) && certificates[index].facts.unreadable == nil
          && certificates[index].subject == current.issuer && isKey(of: certificates[index], thatOf: current)
      }
      // The next in the order of sending is meant, where it fits.
      guard let next = candidates.first(where: { $0 == (path.last ?? 0) + 1 }) ?? candidates.first else { break }
      path.append(next)
      current = certificates[next]
    }
    return path
  }

  /// Whether the key identifiers agree, where both certificates have one (RFC 5280 section 4.2.1.1).
  private static func isKey(of issuer: ReadCertificate, thatOf subject: ReadCertificate) -> Bool {
    guard let wanted = subject.authorityKeyIdentifier, let own = issuer.subjectKeyIdentifier else { return true }
    return wanted == own
  }
}
