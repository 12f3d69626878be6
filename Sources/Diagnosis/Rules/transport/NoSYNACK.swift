import CaptureFiles
import PlainWords
import SMTPSession
import StreamAssembly

extension Rule {
  static let noSYNACK = Rule(
    id: "transport/no-syn-ack",
    title: "connection was not established: the attempts were not answered",
    stage: .connect,
    severity: .problem,
    needs: .trouble,
    points: .connection,
    meaning: """
      The client knocked several times and no answer came back to it: no acceptance, no refusal, no error from a router. Mail \
      was not even begun. Usual reasons: the provider blocks outgoing port 25, a firewall drops the packets without a word, the \
      machine is down, or the name leads to an address where no mail server lives.
      """,
    distinction: """
      At least one repetition of the SYN must have been captured: it proves that the client itself had no answer, even where the \
      capture holds one direction only. A refusal (RST) or an ICMP error would be another finding.
      """,
    unknowable: "Whether the attempts reached the server, and who dropped them or the answer.",
    remedies: [
      Remedy(
        .network,
        "Check that outgoing connections to port {port} are allowed for {source}: many providers block port 25 until asked."
      ),
      Remedy(
        .client, "Check that {server} is the address of the mail server that is meant (MX and A or AAAA records)."),
      Remedy(.server, "Check that the firewall lets {source} in on port {port} and that the host is up."),
    ],
    nextCommands: [.reach, .path("traceroute -T -p {port} {server}")],
    logMessages: [
      LogMessage("Exchange Online", "450 4.4.315 Connection timed out"),
      LogMessage("Exchange", "421 4.4.1 Connection timed out."),
      LogMessage("qmail", "Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)"),
    ],
    references: ["RFC 9293 section 3.5", "RFC 5321 section 4.5.4.1"],
    captures: ["no-syn-ack"]
  ) { it in
    let session = it.session
    guard let syn = session.clientFlow.syn, !syn.acknowledges, syn.retransmissions >= 1, !session.hasBytes,
      session.clientFlow.packets == UInt64(syn.retransmissions) + 1, session.unreachableErrors.isEmpty,
      session.serverFlow.resetCount == 0, session.hasGivenUpConnecting
    else { return nil }
    let seconds = syn.lastRetransmission.map { $0.seconds(since: syn.at.time) } ?? 0
    let tries = "\(syn.retransmissions + 1) times in \(LengthOfTime.spoken(seconds))"
    let first = session.wireEvidence([syn.at.packet], meaning: "the first of the client's attempts")
    if let answer = session.serverFlow.syn {
      guard answer.retransmissions >= 1 else { return nil }
      return Match(
        .probable,
        "The server answered the connection attempt, but the client went on knocking, \(tries): the answer does not reach it.",
        cause: Cause(.stopped, by: .network, basis: .ending),
        evidence: [first, session.wireEvidence([answer.at.packet], meaning: "the server's answer, as captured here")],
        remedies: [
          Remedy(
            .network, "Look at the way back to {source} and at the client's own firewall: the SYN-ACK is lost there.")
        ])
    }
    guard session.serverFlow.packets == 0 else { return nil }
    return Match(
      .strong, "The client tried to connect \(tries), and nothing answered.",
      cause: Cause(.stopped, by: .unknown, basis: .ending), evidence: [first])
  }
}

extension Session {
  /// Whether the client's attempts are over, or have gone on for so long that nobody would call it a slow answer. Nothing on the
  /// wire says that a client gives up: the next repetition that its rhythm would have brought did not come.
  var hasGivenUpConnecting: Bool {
    guard let syn = clientFlow.syn, let last = syn.lastRetransmission else { return false }
    let tried = last.seconds(since: syn.at.time)
    if tried >= 15 || syn.retransmissions >= 5 { return true }
    // The waits double: the next one would be as long as all before it together.
    let rest = ending.captureWentOnSeconds ?? 0
    return syn.retransmissions >= 2 && rest >= max(4, 2 * (tried + 1)) || rest >= 30
  }
}
