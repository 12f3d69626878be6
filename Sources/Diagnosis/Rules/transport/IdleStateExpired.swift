import CaptureFiles
import PlainWords
import SMTPSession
import SMTPTranscript
import StreamAssembly

extension Rule {
  static let idleStateExpired = Rule(
    id: "transport/idle-state-expired",
    title: "connection was dead after a long pause",
    stage: .ehlo,
    severity: .problem,
    needs: .pause,
    points: .all,
    meaning: """
      The connection lay idle for a long time; what was sent on it afterwards met a reset, or nothing at all. Firewalls and \
      address translators forget connections that are quiet for too long, and then let no more packets of them pass. \
      Mail programs that keep connections open for the next message run into it.
      """,
    distinction: """
      At least a minute of silence came before, and no 421: a server that times out says so. The pause is only measured in \
      conversations in clear.
      """,
    unknowable: "Which device forgot the connection, or whether the peer was restarted in the pause.",
    remedies: [
      Remedy(
        .network,
        "Raise the idle time after which the firewall or address translator forgets TCP connections to port {port}."),
      Remedy(
        .client,
        "Keep idle connections for a shorter time than the pause seen here; Postfix: smtp_connection_cache_time_limit."),
    ],
    references: ["RFC 5382 section 5"],
    captures: []
  ) { it in
    let session = it.session
    guard let cut = session.idleCut else { return nil }
    return Match(
      .probable,
      "After \(LengthOfTime.spoken(cut.pause)) of silence the \(Session.word(cut.sender)) sent again, and \(cut.result).",
      cause: Cause(.stopped, by: .network, basis: .ending),
      evidence: [session.wireEvidence([cut.at.packet], meaning: cut.result)], stage: session.reachedStage)
  }
}

extension Session {
  /// A pause from which on a device may have forgotten the connection.
  private static let longPause = 60.0

  struct IdleCut {
    var sender: Side
    var pause: Double
    var result: String
    var at: PacketMoment
  }

  /// What was sent after a long pause and met a reset, or no answer.
  var idleCut: IdleCut? {
    guard tls == nil, isUnfinished, dialogueIsWhole else { return nil }
    if let stall = lossStall, let first = stall.tail.firstSent, let pause = silence(before: first),
      pause >= Self.longPause
    {
      return IdleCut(
        sender: stall.sender, pause: pause,
        result: "nothing answered, though it was sent \(stall.tail.retransmissions + 1) times", at: first)
    }
    guard ending.kind == .reset, let by = ending.by, let reset = effectiveReset(from: by) else { return nil }
    let spoken = transcript.filter { $0.from != nil && $0.at.packet < reset.at.packet }
    guard let last = spoken.last, last.from == by.peer, reset.at.time.seconds(since: last.at.time) < 5,
      let before = spoken.dropLast().last, last.at.time.seconds(since: before.at.time) >= Self.longPause
    else { return nil }
    return IdleCut(
      sender: by.peer, pause: last.at.time.seconds(since: before.at.time), result: "a reset was the answer",
      at: reset.at)
  }
}
