import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSStripped = Rule(
    id: "starttls/stripped",
    title: "the line that offers STARTTLS looks damaged",
    stage: .capabilities,
    severity: .problem,
    needs: [.clearOnly, .withoutOffer],
    meaning: """
      In the server's list stands a word as long as STARTTLS that is STARTTLS but for a few letters, or a line with nothing but \
      blanks. No server writes such a line. Something between the two has probably written over the offer and kept its length, so \
      that the connection goes on: a firewall's inspection, or a possible interference with the encryption of mail.
      """,
    distinction:
      "The damaged line itself was captured. Words of X and a counting letter, as one firewall writes them, are another finding.",
    unknowable:
      "Who does it and why. Captures on both sides of the suspected device, at the same time, show it beyond doubt.",
    remedies: [.markedInspection, .requireTLS],
    nextCommands: [.bothSides, .hello],
    references: ["RFC 3207 section 6", "RFC 8461 section 1"]
  ) { it in
    let session = it.session
    guard let hello = session.wholeHello, !hello.offersSTARTTLS, let reply = session.reply(to: hello),
      session.tls == nil,
      let line = reply.lines.indices.dropFirst().first(where: { Self.isDamaged(reply.lines[$0]) })
    else { return nil }
    let evidence = [session.evidence(reply, quoting: line, meaning: "this line has probably been written over")]
    let summary = "The server's list holds a damaged line where STARTTLS probably stood"
    if session.acceptedClearMail != nil {
      return Match(
        .probable, summary + ", and the mail went in clear.", cause: Cause(.downgraded, by: .network, basis: .residue),
        evidence: evidence, severity: .exposure)
    }
    let left = session.clientLeft && !session.hasAskedForService
    return Match(
      .probable, summary + (left ? ", and the client left." : "."),
      cause: left ? Cause(.stopped, by: .network, basis: .residue) : nil, evidence: evidence,
      severity: left ? nil : .note)
  }

  /// Eight characters of which at least four, but not all, are those of STARTTLS in their places; or blanks alone.
  private static func isDamaged(_ line: String) -> Bool {
    let letters = Array(line.uppercased().utf8)
    guard letters.count == 8 else { return false }
    let agreeing = zip(letters, Array("STARTTLS".utf8)).count { $0 == $1 }
    return letters.allSatisfy { $0 == 0x20 } || (4..<8).contains(agreeing)
  }
}
