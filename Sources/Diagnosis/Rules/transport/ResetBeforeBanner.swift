import CaptureFiles
import PlainWords
import SMTPSession
import SMTPTranscript
import StreamAssembly

extension Rule {
  static let resetBeforeBanner = Rule(
    id: "transport/reset-before-banner",
    title: "server hung up before its greeting",
    stage: .greeting,
    severity: .problem,
    points: .greeting,
    meaning: """
      The connection was accepted and then cut by the server's side before it said a word. Usually the caller's address is \
      blocked, or too many connections from it are open; a server that is starting up or out of processes does it too.
      """,
    distinction: """
      Neither side had sent a byte. A client that speaks before it is greeted is another finding, as is an RST that does not look \
      like the server's own packets.
      """,
    unknowable: "The reason, which the server did not tell, and whether the server or a device before it hung up.",
    remedies: [
      Remedy(
        .server,
        "Look for {source} in the server's log {time}, and in its access lists (block lists, tcp wrappers, connection limits). A server that will not serve should say so with 554 or 421 rather than hang up."
      ),
      .tellThePeer,
      Remedy(
        .client,
        "Open fewer connections at once to this destination, then try from another address to see whether the address decides."
      ),
    ],
    nextCommands: [.reach],
    logMessages: [
      LogMessage("Postfix", "while receiving the initial server greeting"),
      LogMessage("Exchange Online", "450 4.4.318 Connection was closed abruptly"),
    ],
    references: ["RFC 5321 section 3.1"],
    captures: ["reset-before-banner"]
  ) { it in
    let session = it.session
    guard session.ending.by == .server, session.clientFlow.syn != nil, let answer = session.serverFlow.syn,
      !session.hasBytes, session.dialogueIsWhole, it.forgedReset == nil
    else { return nil }
    let isReset = session.ending.kind == .reset
    let seconds = session.ending.at.time.seconds(since: answer.at.time)
    return Match(
      isReset ? .probable : .strong,
      "The server accepted the connection and \(isReset ? "reset" : "closed") it after \(LengthOfTime.spoken(seconds)), without a greeting.",
      cause: Cause(.stopped, by: .server, basis: .ending),
      evidence: [
        session.wireEvidence([answer.at.packet], meaning: "the server accepts the connection"),
        session.wireEvidence(
          [session.ending.at.packet], meaning: "the server \(isReset ? "resets" : "closes") it; nothing was said"),
      ])
  }
}
