import SMTPSession
import StreamAssembly

extension Rule {
  static let captureTimeBackwards = Rule(
    id: "capture/time-backwards",
    title: "times of packets run backwards",
    stage: .connect,
    severity: .caveat,
    needs: .captureMark,
    meaning: """
      Some packets carry an earlier time than packets before them: several captures were merged, the clock was set, or \
      several receive queues were written out of order. The order of the bytes is safe, because TCP numbers them; pauses and delays \
      are not to be trusted.
      """,
    remedies: [
      Remedy(.network, "Put the capture in order with reordercap, and keep the clock of the capturing machine steady.")
    ],
    captures: []
  ) { it in
    let session = it.session
    let count = session.clientFlow.timeBackwards &+ session.serverFlow.timeBackwards
    guard count > 0 else { return nil }
    return Match(
      .certain, "\(count) packets of this connection are older than the packet before them.",
      evidence: [session.packetEvidence(session.start.packet, meaning: "the connection's first packet")])
  }
}
