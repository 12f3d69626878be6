import CaptureFiles
import PlainWords
import SMTPTranscript
import StreamAssembly

/// What TCP adds to the transcript: how the connection opened and how it ended.
struct TranscriptNotes {
  let session: Session

  var opening: TranscriptLine? {
    guard let syn = session.clientFlow.syn else {
      guard let answer = session.serverFlow.syn else { return nil }
      return note("the server accepts the connection (SYN-ACK); the SYN itself was not captured", Moment(answer.at))
    }
    let at = Moment(syn.at)
    let repeated = syn.retransmissions > 0 ? ", sent \(syn.retransmissions + 1) times" : ""
    if let answer = session.serverFlow.syn {
      let seconds = answer.at.time.seconds(since: syn.at.time)
      return note("the client connects (SYN\(repeated)); the server accepts after \(LengthOfTime.exact(seconds))", at)
    }
    if session.serverFlow.resetCount > 0 { return note("the client connects (SYN\(repeated))", at) }
    return note("the client connects (SYN\(repeated)); no answer was captured", at)
  }

  var closings: [TranscriptLine] {
    var lines: [TranscriptLine] = []
    for side in [Side.client, Side.server] {
      let flow = session[flow: side]
      let who = side == .client ? "the client" : "the server"
      if let fin = flow.fin { lines.append(note("\(who) closes its side (FIN)", Moment(fin.at))) }
      if let reset = flow.resets.first {
        let text =
          reset.hopLimitFits == false
          ? "a reset in \(who)'s name (RST), with another TTL than its other packets"
          : "\(who) resets the connection (RST)"
        lines.append(note(text, Moment(reset.at)))
      }
    }
    for error in session.icmpErrors {
      lines.append(note("ICMP from \(error.reporter): type \(error.type) code \(error.code)", error.at))
    }
    lines.sort { $0.at.packet < $1.at.packet }
    if lines.isEmpty, session.completion == .captureEnded {
      let rest = session.ending.captureWentOnSeconds ?? 0
      lines.append(
        note(
          rest < 1
            ? "the capture ends here; the connection is open"
            : "the connection stays open; the capture goes on for \(LengthOfTime.exact(rest)) without a packet of it",
          session.end))
    }
    if session.completion == .evicted {
      lines.append(
        note("too much is kept of open connections here; what follows of this one is not looked at", session.end))
    }
    return lines
  }

  private func note(_ text: String, _ at: Moment) -> TranscriptLine {
    TranscriptLine(kind: .tcp, from: nil, text: text, at: at)
  }
}
