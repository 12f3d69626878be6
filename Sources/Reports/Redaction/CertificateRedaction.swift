import Certificates
import PacketLayers
import SMTPSession
import SMTPTranscript

/// Stand-ins for what certificates name: hosts, companies, authorities, and people.
struct CertificateRedaction {
  private let pseudonyms: Pseudonyms

  init(_ pseudonyms: Pseudonyms) {
    self.pseudonyms = pseudonyms
  }

  /// Where hosts are hidden, so is everything by which a certificate could be found: a company's own authority says whose
  /// host it is.
  func standIn(_ name: CertificateName, _ redactor: TextRedactor) -> String {
    switch name {
    case .subject(let whole, let commonName), .issuer(let whole, let commonName):
      return "CN=\(pseudonyms.host(Self.plain(commonName ?? whole)))"
    case .alternative(.dns, let text): return pseudonyms.host(text)
    case .alternative(.ip, let text): return redactor.wire(text)
    case .alternative(.email, let text): return redactor.user(text)
    case .alternative(.uri, _): return "withheld"
    }
  }

  /// Where only people are hidden: mailboxes, and the name of a client that is not the name of a host.
  func withoutPeople(_ name: CertificateName, of side: Side, _ redactor: TextRedactor) -> String {
    switch name {
    case .subject(_, let commonName?) where side == .client && Self.isPerson(commonName):
      return "CN=\(pseudonyms.localPart(commonName.lowercased()))"
    case .subject(let whole, _), .issuer(let whole, _): return redactor.wire(whole)
    case .alternative(.email, let text): return redactor.user(text)
    case .alternative(_, let text): return redactor.wire(text)
    }
  }

  private static func isPerson(_ commonName: String) -> Bool { commonName.contains(" ") || !commonName.contains(".") }

  /// The names of a session's certificates as they stand in sentences, each with its stand-in, the longest first.
  func phrases(of tls: TLSFacts?, _ redaction: Redaction) -> [(name: String, standIn: String)] {
    var phrases: [String: String] = [:]
    func add(_ whole: String, _ commonName: String?, _ standIn: String) {
      guard !whole.isEmpty else { return }
      phrases[whole] = "CN=\(standIn)"
      guard let commonName, !commonName.isEmpty else { return }
      phrases["CN=\(commonName)"] = "CN=\(standIn)"
      // One word alone may stand anywhere; what looks like the name of a host is found as such.
      if commonName.contains(" ") { phrases[commonName] = standIn }
    }
    func addHost(_ whole: String, _ commonName: String?) {
      add(whole, commonName, pseudonyms.host(Self.plain(commonName ?? whole)))
    }
    if redaction.contains(.addresses), let own = tls?.clientCertificates.first, let name = own.commonName,
      Self.isPerson(name)
    {
      add(own.subject, name, pseudonyms.localPart(name.lowercased()))
    }
    for examination in [tls?.examination, tls?.clientExamination].compactMap({ $0 })
    where redaction.contains(.hosts) {
      for facts in examination.certificates {
        // Anybody finds a certificate by its number and by its sum.
        for number in [facts.serial, facts.sha256, facts.spkiSHA256] where number.utf8.count >= 6 {
          phrases[number] = "withheld"
        }
        addHost(facts.subject, facts.commonName)
        addHost(facts.issuer, facts.issuerCommonName)
      }
      switch examination.verification {
      case .verified(let root), .outOfDate(let root): addHost(root, nil)
      case .noTrustedIssuer, .refused, .notPossible, .rootsUnavailable: break
      }
    }
    return phrases.sorted { left, right in
      left.key.count != right.key.count ? left.key.count > right.key.count : left.key < right.key
    }.map { (name: $0.key, standIn: $0.value) }
  }

  /// A root is known by its whole name alone, of which the commonName is the part that others know it by.
  private static func plain(_ name: String) -> String {
    name.hasPrefix("CN=") && !name.contains(",") ? String(name.dropFirst(3)) : name
  }
}
