import CaptureFiles
import SMTPTranscript
import StreamAssembly

/// Who ended the connection, how, and after which silence.
enum EndingReader {
  static func ending(of ended: EndedConnection) -> Ending {
    var first: (moment: Moment, kind: Ending.Kind, side: Side)?
    func note(_ fin: FINFacts?, _ resets: [Reset], _ side: Side) {
      if let fin { keepEarlier(&first, Moment(fin.at), .fin, side) }
      if let reset = resets.first(where: { $0.place != .outOfWindow }) {
        keepEarlier(&first, Moment(reset.at), .reset, side)
      }
    }
    note(ended.clientFlow.fields.fin, ended.clientFlow.fields.resets, .client)
    note(ended.serverFlow.fields.fin, ended.serverFlow.fields.resets, .server)
    let at = first?.moment ?? ended.lastSeen
    let spoken = ended.lastSpoken?.moment ?? ended.firstSeen
    return Ending(
      kind: first?.kind ?? .none, by: first?.side, at: at, silenceSeconds: max(0, at.time.seconds(since: spoken.time)),
      captureWentOnSeconds: ended.captureTime.map { max(0, $0.seconds(since: ended.lastSeen.time)) },
      lastSpeaker: ended.lastSpoken?.side)
  }

  private static func keepEarlier(
    _ first: inout (moment: Moment, kind: Ending.Kind, side: Side)?, _ moment: Moment, _ kind: Ending.Kind, _ side: Side
  ) {
    if let known = first, known.moment.packet <= moment.packet { return }
    first = (moment, kind, side)
  }
}

extension Moment {
  init(_ moment: PacketMoment) {
    self.init(packet: moment.packet, time: moment.time)
  }
}
