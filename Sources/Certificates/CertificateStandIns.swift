/// What a certificate names, for whoever has to put something else in its place.
package enum CertificateName: Sendable {
  /// A whole subject, and its commonName where it has one.
  case subject(String, commonName: String?)
  /// The same of an issuer, or of a root.
  case issuer(String, commonName: String?)
  /// An entry of subjectAltName, or a name that was compared with.
  case alternative(CertificateFacts.AltName.Kind, String)
}

extension CertificateExamination {
  /// The same with other names. Dates, keys and what was found to be wrong stay.
  ///
  /// - Parameter isTraceable: Whether fingerprints, serial numbers and addresses of the issuer stay. By them anyone finds the
  ///   certificate, and its names, in the public logs.
  package func replacingNames(isTraceable: Bool, _ replace: (CertificateName) -> String) -> CertificateExamination {
    var copy = self
    copy.certificates = certificates.map { $0.replacingNames(isTraceable: isTraceable, replace) }
    copy.names = names.map { comparison in
      func name(_ text: String) -> String { replace(.alternative(.dns, text)) }
      let result: NameComparison.Result =
        switch comparison.result {
        case .matches(let pattern): .matches(name(pattern))
        case .matchesCommonNameOnly(let pattern): .matchesCommonNameOnly(name(pattern))
        case .differs: .differs
        case .unknown: .unknown
        }
      return NameComparison(name: name(comparison.name), source: comparison.source, result: result)
    }
    switch verification {
    case .verified(let root): copy.verification = .verified(root: replace(.issuer(root, commonName: nil)))
    case .outOfDate(let root): copy.verification = .outOfDate(root: replace(.issuer(root, commonName: nil)))
    case .noTrustedIssuer(let issuer):
      copy.verification = .noTrustedIssuer(replace(.issuer(issuer, commonName: top?.issuerCommonName)))
    // What a library says may hold any name.
    case .refused where !isTraceable: copy.verification = .refused("the reason is withheld")
    case .refused, .notPossible, .rootsUnavailable: break
    }
    return copy
  }
}

extension CertificateFacts {
  fileprivate func replacingNames(isTraceable: Bool, _ replace: (CertificateName) -> String) -> CertificateFacts {
    var copy = self
    copy.subject = subject.isEmpty ? "" : replace(.subject(subject, commonName: commonName))
    copy.issuer = issuer.isEmpty ? "" : replace(.issuer(issuer, commonName: issuerCommonName))
    copy.commonName = commonName.map { replace(.alternative(.dns, $0)) }
    copy.issuerCommonName = issuerCommonName.map { replace(.issuer($0, commonName: $0)) }
    copy.subjectAltNames = subjectAltNames.map { AltName(kind: $0.kind, text: replace(.alternative($0.kind, $0.text))) }
    guard !isTraceable else { return copy }
    copy.caIssuers = []
    copy.ocsp = []
    copy.serial = ""
    copy.sha256 = ""
    copy.spkiSHA256 = ""
    copy.problems = []
    return copy
  }
}
