import SMTPSession
import SMTPTranscript
import StreamAssembly

extension Rule {
  static let captureOneDirection = Rule(
    id: "capture/one-direction",
    title: "capture holds one direction of the connection only",
    stage: .connect,
    severity: .caveat,
    needs: .notWhole,
    meaning: """
      Only the packets of one side were captured. What the other said is unknown, so no reply can be named and no silence be \
      blamed on anybody. A mirror port that copies one direction, a filter on the source address, and a way back over another \
      line have this effect.
      """,
    distinction:
      "The captured side sent data or confirmed data: so the other side did answer. Attempts that nobody answered are another finding.",
    remedies: [.captureAgain],
    captures: ["one-direction-client", "one-direction-server"]
  ) { it in
    let session = it.session
    let seesClient = session.visibility.seesClient
    guard seesClient != session.visibility.seesServer else { return nil }
    let flow = seesClient ? session.clientFlow : session.serverFlow
    let handshake = flow.syn.map { UInt64($0.retransmissions) + 1 } ?? 0
    // A SYN-ACK proves the SYN that it answers; a SYN proves nothing.
    guard flow.packets > handshake || (flow.syn?.acknowledges ?? false), flow.packets > 0 else { return nil }
    let seen = seesClient ? "client" : "server"
    let unseen = seesClient ? "server" : "client"
    return Match(
      .certain, "Only packets of the \(seen) were captured; what the \(unseen) said is not known.",
      evidence: [session.packetEvidence(session.start.packet, meaning: "the first of the \(seen)'s packets")])
  }
}
