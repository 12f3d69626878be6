import ByteParsing
import SMTPSession
import SMTPTranscript
import StreamAssembly

extension Rule {
  static let strippingSuspected = Rule(
    id: "security/stripping-suspected",
    title: "offer of STARTTLS is in one copy of the server's reply and not in the other",
    stage: .capabilities,
    severity: .exposure,
    needs: .trouble,
    meaning: """
      The capture holds the server's list of extensions twice, as it was before and behind some device, and only one of the \
      copies holds the word STARTTLS. Something on the way changes the list, so that the client cannot ask for TLS. Firewalls that inspect mail \
      do this by design; so would somebody who wants to read the mail.
      """,
    distinction: """
      Two copies of the same bytes of the same connection were captured, and they differ; or two connections with other addresses carry \
      one conversation, turn within turn, on both sides of a device. One list alone, however short, proves nothing of the kind.
      """,
    unknowable: "Which device changes the list, and with what intent.",
    remedies: [
      Remedy(
        .network,
        "Turn off the inspection of mail on the firewall between the two places of capture, or let it pass TLS. Cisco ASA: allow-tls in the policy map of type inspect esmtp, or no inspect esmtp."
      ),
      Remedy(.client, "Require TLS for this destination, so that mail waits instead of going in clear."),
    ],
    references: ["RFC 3207 section 6", "RFC 8461 section 1"],
    captures: []
  ) { it in
    let session = it.session
    for conflict in session.serverFlow.conflicts {
      let first = PrintableText.string(conflict.firstBytes.span).uppercased()
      let later = PrintableText.string(conflict.laterBytes.span).uppercased()
      guard first.contains("STARTTLS") != later.contains("STARTTLS") else { continue }
      let words = "The server's list of extensions was captured twice, once with STARTTLS and once without it"
      let outcome: Cause.Outcome? =
        session.tls != nil
        ? nil
        : session.acceptedClearMail != nil
          ? .downgraded : session.clientLeft && !session.hasAskedForService ? .stopped : nil
      let afterword =
        switch outcome {
        case .stopped: ", and the client left."
        case .downgraded: ", and the mail went in clear."
        case nil: "."
        }
      return Match(
        .strong, words + afterword, cause: outcome.map { Cause($0, by: .network, basis: .residue) },
        evidence: [
          Evidence(
            packets: [conflict.firstPacket, conflict.laterPacket].compactMap { $0 },
            quote: "\(first.prefix(40)) / \(later.prefix(40))", meaning: "the two copies of the same place")
        ], severity: outcome == .stopped ? .problem : nil)
    }
    return nil
  }.lookingAgain { it in
    guard it.visit.leftInClear, let copy = it.survey.copy(of: it.visit),
      it.visit.offersSTARTTLS == false, copy.other.offersSTARTTLS == true,
      let own = it.visit.listPacket, let other = copy.other.listPacket
    else { return nil }
    let (visit, sibling) = (it.visit, copy.other)
    let masked = visit.keywords.first { $0.allSatisfy { $0 == "X" } || $0.uppercased().hasPrefix("XXXX") }
    return SiblingMatch(
      Match(
        .strong,
        "The capture holds this conversation twice: in session \(sibling.session) the server's list offers STARTTLS, and here it does not. A device between the two places of capture takes it out.",
        cause: Cause(.stopped, by: .network, basis: .residue),
        evidence: [
          Evidence(
            packets: [other], quote: sibling.keywords.first { $0.uppercased() == "STARTTLS" },
            meaning: "the list in session \(sibling.session), the same conversation elsewhere", session: sibling.session
          ),
          Evidence(
            packets: [own], quote: masked ?? visit.keywords.joined(separator: ", "),
            meaning: masked == nil
              ? "the same list here, without STARTTLS" : "the same list here, with the word written over"),
        ], severity: .problem),
      others: [sibling.session])
  }
}
