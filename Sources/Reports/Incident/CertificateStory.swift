import Certificates
import SMTPSession

/// One certificate as every writer of a report shows it: a heading, and facts with their labels.
struct CertificateStory: Sendable {
  /// Alternative names that are listed; of more, the number is given.
  static let maximumNames = 12
  /// Certificates of one side that are told; a chain has two to four.
  static let maximumCertificates = 6

  var heading: String
  var facts: [(label: String, value: String)]

  /// The certificates of both sides that were seen in clear, the server's first.
  static func all(_ tls: TLSFacts?) -> [CertificateStory] {
    guard let tls else { return [] }
    return (tls.examination.map { stories($0, "server") } ?? [])
      + (tls.clientExamination.map { stories($0, "client") } ?? [])
  }

  private static func stories(_ examination: CertificateExamination, _ side: String) -> [CertificateStory] {
    let count = examination.certificates.count + examination.unkept
    var stories = examination.certificates.prefix(maximumCertificates).enumerated().map { place, facts in
      let which = count > 1 ? ", \(place + 1) of \(count)" : ""
      var story = CertificateStory(heading: "Certificate of the \(side)\(which)", facts: describe(facts))
      if let dates = examination.outOfDate.first(where: { $0.place == place }) {
        story.facts.insert(("Dates", CertificateWords.age(dates)), at: min(story.facts.count, 5))
      }
      return story
    }
    guard !stories.isEmpty else { return [] }
    // What was found about the chain stands beside its first certificate, the sender's own.
    stories[0].facts += comparisons(examination.names)
    stories[0].facts.append(("Chain", CertificatePhrases.verification(examination.verification)))
    if examination.isSelfSigned { stories[0].facts.append(("Self-signed", "yes")) }
    if count > stories.count {
      stories[stories.count - 1].facts.append(("Further certificates", "\(count - stories.count), not shown"))
    }
    return stories
  }

  /// One line for each name and what came of it, however many places the name stands in.
  private static func comparisons(_ names: [NameComparison]) -> [(label: String, value: String)] {
    var groups: [(first: NameComparison, sources: [String])] = []
    for comparison in names {
      let source = CertificatePhrases.source(comparison.source)
      if let place = groups.firstIndex(where: {
        $0.first.name == comparison.name && $0.first.result == comparison.result
      }) {
        groups[place].sources.append(source)
      } else {
        groups.append((comparison, [source]))
      }
    }
    return groups.map { group in
      let sources = group.sources.joined(separator: ", ")
      return ("Name compared", "\(group.first.name) (\(sources)): \(CertificatePhrases.result(group.first.result))")
    }
  }

  private static func describe(_ facts: CertificateFacts) -> [(label: String, value: String)] {
    let fingerprint = facts.sha256.isEmpty ? "withheld" : facts.sha256
    if let reason = facts.unreadable {
      return [("Cannot be read", reason), ("SHA-256 fingerprint", fingerprint)]
    }
    var names = facts.subjectAltNames.prefix(maximumNames).map(\.text).joined(separator: ", ")
    let more = max(0, facts.subjectAltNames.count - maximumNames) + facts.unlistedAltNames
    if more > 0 { names += names.isEmpty ? "\(more) of other kinds" : " and \(more) more" }
    return [
      ("Subject", facts.subject.isEmpty ? "none" : facts.subject),
      ("Issuer", facts.issuer.isEmpty ? "none" : facts.issuer),
      ("Alternative names", names.isEmpty ? "none" : names),
      ("Valid from", facts.notBefore.description),
      ("Valid to", facts.notAfter.description),
      ("Key", facts.key + (facts.hasWeakKey ? " (weak)" : "")),
      ("Signature", facts.signature + (facts.weakHash.map { " (\($0) is outdated)" } ?? "")),
      ("SHA-256 fingerprint", fingerprint),
    ].map { ($0.0, SessionStory.shortened($0.1, SessionStory.maximumLineLength)) }
  }
}
