import Certificates
import SMTPSession

/// The certificates of a session for people who want every detail.
struct CertificateText {
  var style: TextStyle
  /// The most alternative names that are printed of one certificate.
  private static let maximumNames = 40

  init(style: TextStyle) {
    self.style = style
  }

  func lines(_ tls: TLSFacts) -> [String] {
    var output: [String] = []
    if let examination = tls.examination { output += lines(examination, heading: "Certificates of the server") }
    if let examination = tls.clientExamination { output += lines(examination, heading: "Certificates of the client") }
    return output
  }

  private func lines(_ examination: CertificateExamination, heading: String) -> [String] {
    var output = ["", style.bold(heading)]
    for (place, facts) in examination.certificates.enumerated() {
      output += lines(facts, number: place + 1)
      if let dates = examination.outOfDate.first(where: { $0.place == place }) {
        output.append(style.red("     \(CertificateWords.age(dates))"))
      }
    }
    if examination.unkept > 0 { output.append("  \(examination.unkept) more certificates were not kept") }
    if !examination.isOrdered || !examination.strangers.isEmpty {
      let order = examination.path.map { String($0 + 1) }.joined(separator: ", ")
      output.append("  the chain leads through certificates \(order) of \(examination.certificates.count)")
    }
    output += field("verified", CertificatePhrases.verification(examination.verification), indent: "  ")
    for comparison in examination.names {
      output += field(
        "name", CertificatePhrases.comparison(comparison), indent: "  ")
    }
    return output
  }

  private func lines(_ facts: CertificateFacts, number: Int) -> [String] {
    if let reason = facts.unreadable {
      return ["  \(number)  cannot be read: \(reason)"] + field("SHA-256", facts.sha256)
    }
    var output = style.wrapped(
      facts.subject.isEmpty ? "(no subject)" : facts.subject, first: "  \(number)  ", rest: "     ")
    output += field("issuer", facts.issuer)
    output += field("valid", "\(facts.notBefore) to \(facts.notAfter)")
    if !facts.subjectAltNames.isEmpty {
      let names = facts.subjectAltNames.prefix(Self.maximumNames).map(\.text).joined(separator: ", ")
      let more = facts.subjectAltNames.count - Self.maximumNames + facts.unlistedAltNames
      output += field("names", more > 0 ? "\(names) and \(more) more" : names)
    }
    output += field("key", "\(facts.key)\(facts.hasWeakKey ? " (weak)" : "")")
    output += field("signature", "\(facts.signature)\(facts.weakHash.map { " (\($0) is outdated)" } ?? "")")
    if let usage = facts.keyUsage { output += field("key usage", usage.joined(separator: ", ")) }
    if let purposes = facts.extendedKeyUsage { output += field("purposes", purposes.joined(separator: ", ")) }
    if let isCA = facts.isCA {
      output += field("authority", isCA ? "yes\(facts.pathLength.map { ", path length \($0)" } ?? "")" : "no")
    }
    if !facts.caIssuers.isEmpty { output += field("issuer at", facts.caIssuers.joined(separator: ", ")) }
    if !facts.ocsp.isEmpty { output += field("OCSP", facts.ocsp.joined(separator: ", ")) }
    output += field("serial", facts.serial)
    output += field("SHA-256", facts.sha256)
    output += field("TLSA 3 1 1", facts.spkiSHA256)
    for problem in facts.problems { output += field("problem", problem) }
    return output
  }

  private func field(_ name: String, _ value: String, indent: String = "     ") -> [String] {
    let space = String(repeating: " ", count: max(0, 11 - name.count))
    return style.wrapped(
      value, first: "\(indent)\(style.dim(name))\(space)", rest: indent + String(repeating: " ", count: 11))
  }
}

/// What an examination found, in words that all writers share.
enum CertificatePhrases {
  static func verification(_ verification: CertificateExamination.Verification) -> String {
    switch verification {
    case .verified(let root): "leads to the root \(root)"
    case .outOfDate(let root): "leads to the root \(root), but was not valid at the time of the packet"
    case .noTrustedIssuer(let issuer): "no root is known for the issuer \(issuer)"
    case .refused(let reason): "not accepted: \(reason)"
    case .notPossible(let reason): "cannot be verified here: \(reason)"
    case .rootsUnavailable(let reason): "no roots to verify with: \(reason)"
    }
  }

  static func comparison(_ comparison: NameComparison) -> String {
    "\(comparison.name) (\(source(comparison.source))): \(result(comparison.result))"
  }

  static func source(_ source: NameComparison.Source) -> String {
    switch source {
    case .serverName: "SNI"
    case .greeting: "greeting"
    case .ehloReply: "EHLO reply"
    case .given: "--server-name"
    }
  }

  static func result(_ result: NameComparison.Result) -> String {
    switch result {
    case .matches(let name): "matches \(name)"
    case .matchesCommonNameOnly(let name): "matches the common name \(name) only"
    case .differs: "is not in the certificate"
    case .unknown: "the certificate has more names than were kept"
    }
  }
}
