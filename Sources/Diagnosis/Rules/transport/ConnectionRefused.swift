import PacketLayers
import SMTPSession
import StreamAssembly

extension Rule {
  static let connectionRefused = Rule(
    id: "transport/connection-refused",
    title: "connection was refused",
    stage: .connect,
    severity: .problem,
    needs: .reset,
    points: .connection,
    meaning: """
      The answer to the connection attempt was a refusal (RST). The address is alive, but nothing listens on that port there, or \
      a firewall refuses in its name.
      """,
    distinction: "The refusal comes at once and fits the attempt; silence, or an ICMP error, would be another finding.",
    unknowable: "Whether the host itself refuses, or a firewall before it that answers with the host's address.",
    remedies: [
      Remedy(
        .server,
        "Check that the mail server runs and listens on port {port} of the address {server}, and not on another address only (ss -ltn)."
      ),
      Remedy(.network, "Look for a firewall rule that rejects {source} with a TCP reset."),
      Remedy(.client, "Check the port: 25 for mail between servers, 587 or 465 for submission."),
    ],
    nextCommands: [.reach, .reach(25, 465, 587)],
    logMessages: [LogMessage("Exchange Online", "450 4.4.316 Connection refused")],
    references: ["RFC 9293 section 3.5.2"],
    captures: ["connection-refused"]
  ) { it in
    let session = it.session
    guard let syn = session.clientFlow.syn, !syn.acknowledges, session.serverFlow.syn == nil, !session.hasBytes,
      session.unreachableErrors.isEmpty, let reset = session.serverFlow.resets.first, reset.place == .exact
    else { return nil }
    return Match(
      .certain, "The address \(session.server.address) refused the connection to port \(session.server.port).",
      cause: Cause(.stopped, by: .server, basis: .statement),
      evidence: [
        session.wireEvidence([syn.at.packet], meaning: "the client's attempt"),
        session.wireEvidence([reset.at.packet], meaning: "the refusal"),
      ])
  }
}
