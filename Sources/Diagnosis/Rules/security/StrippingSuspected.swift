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
      Two copies of the same bytes of the same connection were captured, and they differ. One list alone, however short, proves \
      nothing of the kind.
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
      return Match(
        .strong,
        "The server's list of extensions was captured twice, once with STARTTLS and once without it.",
        evidence: [
          Evidence(
            packets: [conflict.firstPacket, conflict.laterPacket].compactMap { $0 },
            quote: "\(first.prefix(40)) / \(later.prefix(40))", meaning: "the two copies of the same place")
        ])
    }
    return nil
  }
}
