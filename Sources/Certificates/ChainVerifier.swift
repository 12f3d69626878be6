import ByteParsing
import CaptureFiles
import SwiftASN1
import Synchronization
@_spi(FixedExpiryValidationTime) import X509

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Verifies a chain against roots, at a time of the capture's clock (RFC 5280 section 6).
struct ChainVerifier: Sendable {
  /// The most issuers that are looked up among the certificates sent, for one chain: some sets of certificates would
  /// otherwise have more paths through them than could ever be walked.
  static let maximumLookups = 64

  private let roots: RootIndex
  private let failure: String?
  /// Every time at which one of the roots begins or ends, in order: between two of them the roots' dates do not matter.
  private let changes: [Date]

  init(_ loaded: TrustRoots.Loaded) {
    roots = loaded.roots
    failure = loaded.roots.isEmpty ? loaded.failure ?? "none were given" : nil
    changes = loaded.roots.changes
  }

  /// Which of the intervals between the roots' dates holds the time: within one, and with the same certificates of the chain
  /// valid, the outcome is the same.
  func interval(at time: Timestamp) -> Int {
    let date = Self.date(time)
    var low = 0
    var high = changes.count
    while low < high {
      let middle = (low + high) / 2
      if changes[middle] <= date { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func verify(_ chain: [ReadCertificate], path: [Int], at time: Timestamp) -> CertificateExamination.Verification {
    guard let own = chain.first else { return .notPossible("there is no certificate") }
    guard let leaf = own.verifiable else { return .notPossible(own.notVerifiable ?? "it cannot be read") }
    if let failure { return .rootsUnavailable(failure) }
    if let identifier = own.facts.unknownCriticalExtensions.first {
      return .refused("a critical extension of the certificate is not understood: \(identifier)")
    }
    let others = chain.dropFirst().compactMap(\.verifiable)
    let top = path.last.map { chain[$0] } ?? own
    switch outcome(leaf, others, at: Self.date(time)) {
    case .verified(let root): return .verified(root: root)
    case .noIssuer: return .noTrustedIssuer(top.facts.issuer)
    case .refused(let reason):
      // Whether the dates alone stand in the way: the moments at which most of the chain's certificates are valid tell.
      let certificates = [leaf] + others
      let last = certificates.map(\.notValidAfter).min() ?? leaf.notValidAfter
      let first = certificates.map(\.notValidBefore).max() ?? leaf.notValidBefore
      for date in [last.addingTimeInterval(-1), first.addingTimeInterval(1), leaf.notValidAfter.addingTimeInterval(-1)]
      {
        if case .verified(let root) = outcome(leaf, others, at: date) { return .outOfDate(root: root) }
      }
      return .refused(reason)
    case .notRun: return .notPossible("the verification did not come to its end")
    }
  }

  private enum Outcome: Sendable {
    case verified(String), noIssuer, refused(String), notRun
  }

  /// The longest reason that is printed, in bytes.
  private static let maximumReasonBytes = 200

  private func outcome(_ leaf: Certificate, _ others: [Certificate], at date: Date) -> Outcome {
    let roots = self.roots
    let sent = SentStore(others)
    let result = CallingThread.run { () -> Outcome in
      var verifier = Verifier(rootCertificates: CertificateStore(custom: RootStore(index: roots))) {
        RFC5280Policy(fixedExpiryValidationTime: date)
        JudgedElsewhere()
      }
      switch await verifier.validate(leaf: leaf, intermediates: CertificateStore(custom: sent)) {
      case .validCertificate(let chain):
        let names = chain.map { "\($0.subject)" }
        return .verified(PrintableText.string(Array((names.last ?? "").utf8), limit: Self.maximumReasonBytes))
      case .couldNotValidate(let failures):
        guard let failure = failures.first else { return .noIssuer }
        let reason = failure.policyFailureReason.description
        return .refused(PrintableText.string(Array(reason.utf8), limit: Self.maximumReasonBytes))
      }
    }
    return result ?? .notRun
  }

  static func date(_ time: Timestamp) -> Date {
    Date(timeIntervalSince1970: Double(time.nanoseconds) / 1e9)
  }
}

/// Extensions that may be critical and that are judged by the examination itself (names, purposes), or that bind only who
/// asks for policies.
private struct JudgedElsewhere: VerifierPolicy {
  let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [
    [2, 5, 29, 17], [2, 5, 29, 37], [2, 5, 29, 32], [2, 5, 29, 31],
  ]

  mutating func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) async -> PolicyEvaluationResult {
    .meetsPolicy
  }
}

/// Roots by their names, parsed when they are asked for.
private struct RootStore: CustomCertificateStore {
  let index: RootIndex

  subscript(subject: DistinguishedName) -> [Certificate]? {
    get async {
      let found = index.certificates(of: subject)
      return found.isEmpty ? nil : found
    }
  }

  func contains(_ certificate: Certificate) async -> Bool {
    index.certificates(of: certificate.subject).contains(certificate)
  }

  mutating func append(contentsOf certificates: some Sequence<Certificate>) {}

  static func == (left: RootStore, right: RootStore) -> Bool { left.index === right.index }

  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(index)) }
}

/// The certificates that were sent, which answer a limited number of questions.
private final class SentStore: CustomCertificateStore {
  private let bySubject: [DistinguishedName: [Certificate]]
  private let lookups = Mutex(0)

  init(_ certificates: [Certificate]) {
    bySubject = Dictionary(grouping: certificates, by: \.subject)
  }

  subscript(subject: DistinguishedName) -> [Certificate]? {
    get async {
      let count = lookups.withLock { count -> Int in
        count += 1
        return count
      }
      return count <= ChainVerifier.maximumLookups ? bySubject[subject] : nil
    }
  }

  func contains(_ certificate: Certificate) async -> Bool {
    bySubject[certificate.subject]?.contains(certificate) ?? false
  }

  func append(contentsOf certificates: some Sequence<Certificate>) {}

  static func == (left: SentStore, right: SentStore) -> Bool { left === right }

  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
