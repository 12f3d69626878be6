import SMTPSession
import SMTPTranscript

extension Rule {
  static let ehloMasked = Rule(
    id: "ehlo/masked-capabilities",
    title: "words in the list of extensions are written over",
    stage: .capabilities,
    severity: .problem,
    needs: .mask,
    meaning: """
      A word of the server's list consists of X and a counting letter. Firewalls that inspect SMTP write over words that they do \
      not allow in exactly this way and keep their length. Where STARTTLS is missing and a word of its length is written over, \
      the encryption offer is probably what was hidden.
      """,
    distinction:
      "The written-over words stand in the reply itself. A word of eight letters may also have been CHUNKING, SMTPUTF8 or 8BITMIME; one that still stands in the list is ruled out.",
    unknowable: "Which words were hidden, and on whose side the device stands.",
    remedies: [.markedInspection],
    nextCommands: [.bothSides, .inspectionCounts],
    logMessages: [LogMessage("Postfix", "TLS is required, but was not offered by host")],
    references: ["RFC 3207 section 6", "RFC 5321 section 4.1.1.1"],
    captures: ["masked-capabilities", "masked-starttls-tried"]
  ) { it in
    let session = it.session
    guard let hello = session.lastClearHello, let masked = hello.maskedKeywords.first,
      let reply = session.reply(to: hello)
    else { return nil }
    let line = reply.lines.firstIndex { $0.uppercased().hasPrefix(masked.name) }
    let evidence = [session.evidence(reply, quoting: line, meaning: "a device wrote over this word")]
    guard hello.listIsComplete, hello.mayHideSTARTTLS else {
      return Match(
        .strong, "A device on the way wrote over words of the server's list, such as \(masked.name).",
        evidence: evidence,
        severity: .note)
    }
    let summary = "A device on the way wrote over words of the server's list; \(masked.name) probably hides STARTTLS"
    if let refused = it.refusedStartTLS(.masked),
      let outcome = session.outcomeWithoutTLS(after: refused.attempt.request.exchange)
    {
      return Match(
        .strong,
        summary + ", and STARTTLS was refused: \"\(refused.reply.brief)\"" + Case.afterword(outcome) + ".",
        cause: Cause(outcome, by: .network, basis: .residue),
        evidence: evidence + [
          session.evidence(refused.attempt.exchange.command, meaning: "the client asks for TLS all the same"),
          session.evidence(refused.reply, meaning: "and is refused"),
        ], stage: .starttls, severity: outcome == .downgraded ? .exposure : nil)
    }
    guard it.mangledExchange == nil, session.tls == nil else {
      return Match(.probable, summary + ".", evidence: evidence, severity: .note)
    }
    if session.acceptedClearMail != nil {
      return Match(
        .probable, summary + ", and the mail went in clear.", cause: Cause(.downgraded, by: .network, basis: .residue),
        evidence: evidence, severity: .exposure)
    }
    if let demand = it.tlsDemand, it.decides(demand) {
      return Match(
        .strong, summary + ", and the server demands it: \"\(demand.words)\".",
        cause: Cause(.stopped, by: .network, basis: .residue),
        evidence: evidence + it.evidence(of: demand, meaning: "without TLS the server takes no mail"),
        stage: demand.stage)
    }
    guard session.clientLeft, !session.hasAskedForService else {
      return Match(.probable, summary + ".", evidence: evidence, severity: .note)
    }
    return Match(
      .probable, summary + ", and the client left.", cause: Cause(.stopped, by: .network, basis: .residue),
      evidence: evidence + [session.leavingEvidence])
  }
}
