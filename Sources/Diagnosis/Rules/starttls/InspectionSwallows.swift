import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSInspection = Rule(
    id: "starttls/inspection-swallows-tls",
    title: "TLS failed behind a device that writes over the conversation",
    stage: .serverFlight,
    severity: .problem,
    needs: [.startTLS, .mask],
    points: [.agreement, .handshake],
    meaning: """
      The greeting or the list of extensions bears the marks of a firewall that inspects SMTP, STARTTLS got through and was \
      accepted, and then TLS did not come about. Such firewalls are known to let the word pass and to harm what follows.
      """,
    distinction: "The marks (asterisks, words of X) stand in this session, and TLS was agreed to and did not complete.",
    unknowable:
      "Whether the device is to blame: the server's own TLS may fail as well. A capture on its other side tells.",
    remedies: [.markedInspection],
    nextCommands: [.bothSides, .inspectionCounts],
    logMessages: [LogMessage("Exchange", "TLS negotiation failed with error InvalidToken")],
    references: ["RFC 3207 section 6"]
  ) { it in
    let session = it.session
    guard it.bearsMask, let attempt = it.acceptedStartTLS, let agreed = attempt.reply,
      !(session.tls?.completed ?? false), session.ending.kind != .none, !session.succeeded,
      attempt.request.clientWentOnWith != .plainText
    else { return nil }
    var evidence = [session.evidence(agreed, meaning: "STARTTLS is accepted; TLS does not complete")]
    if session.greetingIsMasked, let greeting = session.greeting {
      evidence.insert(session.evidence(greeting, meaning: "a device wrote over the greeting"), at: 0)
    } else if let hello = session.hellos.first(where: { !$0.maskedKeywords.isEmpty }),
      let list = session.listEvidence(hello, meaning: "a device wrote over words of this list")
    {
      evidence.insert(list, at: 0)
    }
    return Match(
      .probable, "A device on the way writes over this conversation, and TLS failed after both sides had agreed to it.",
      cause: Cause(.stopped, by: .network, basis: .residue), evidence: evidence)
  }
}
