import CaptureFiles
import PacketLayers
import PlainWords
import SMTPSession
import SMTPTranscript
import StreamAssembly
import TLSHandshake

extension Rule {
  static let tlsImplicitDeadlock = Rule(
    id: "tls/implicit-port-deadlock",
    title: "client and server each waited for the other to begin",
    stage: .connect,
    severity: .problem,
    meaning: """
      On this port TLS begins with the connection, and the client speaks first. The client waited for a greeting instead, the server for TLS, \
      and neither said a word. The client is set to STARTTLS or to no encryption where it should begin with TLS.
      """,
    distinction:
      "The connection was accepted, neither side sent a byte, and the port is that of TLS from the first byte.",
    unknowable: "Whether the server would have spoken TLS: try it.",
    remedies: [
      Remedy(
        .client, "Set the client to TLS from the first byte (\"SSL/TLS\") for this port, or use 587 with STARTTLS.",
        products: [
          .postfix: "smtp_tls_wrappermode = yes",
          .exim: "protocol = smtps",
          .swaks: "--tlsc",
        ])
    ],
    nextCommands: [.implicitTLS],
    logMessages: [LogMessage("Postfix", "timed out while receiving the initial server greeting")],
    references: ["RFC 8314 section 3.3"],
    captures: [
      "tls-silence-on-465",
      "tls-silence-on-465-swaks",
    ]
  ) { it in
    let session = it.session
    guard session.servicePort == .submissions, let silence = PortSilence(it) else { return nil }
    let ending = session.ending
    let waited = silence.seconds
    let how =
      !session.exchanges.isEmpty
      ? ", until the client gave up"
      : ending.kind == .none ? "" : ", until the \(ending.by?.noun ?? "peer") closed the connection"
    return Match(
      .strong,
      "On port \(session.server.port) neither side said a word for \(LengthOfTime.spoken(waited))\(how): the client waited for a greeting, the server for TLS.",
      cause: Cause(.stopped, by: .client, basis: .ending),
      evidence: [
        Evidence(packets: [silence.accepted.packet], meaning: "the server accepts the connection and waits for TLS"),
        Evidence(packets: [ending.at.packet], meaning: "the connection ends, or is last seen, without a byte"),
      ])
  }
}

/// A connection on which neither side began: what came late is only how it was given up.
struct PortSilence {
  let accepted: Moment
  let seconds: Double

  /// So long a client waits for a greeting that does not come.
  private static let least = 5.0

  init?(_ it: Case) {
    let session = it.session
    guard session.greeting == nil, session.visibility.seesStart, session.visibility.seesBothDirections,
      session.visibility.holes.isEmpty, session.icmpErrors.isEmpty, session.clientFlow.packets >= 2,
      let answer = session.serverFlow.syn, answer.acknowledges
    else { return nil }
    var end = session.ending.at
    if let first = session.exchanges.first {
      // A client that has waited in vain may still say QUIT.
      guard first.command.verb == .quit, first.reply == nil else { return nil }
      end = first.command.at
    } else {
      guard session.clientFlow.sentEnd == 0, session.notSMTP == nil else { return nil }
    }
    if session.serverFlow.sentEnd > 0 {
      // A TLS server may answer the client's end with an alert.
      guard let handshake = it.handshake, let record = handshake.tls.serverStream.firstRecords.first,
        let at = handshake.moment(.server, record), at.packet > end.packet
      else { return nil }
    }
    accepted = Moment(packet: answer.at.packet, time: answer.at.time)
    let open = session.ending.kind == .none && session.exchanges.isEmpty
    seconds = end.time.seconds(since: answer.at.time) + (open ? session.ending.captureWentOnSeconds ?? 0 : 0)
    guard seconds >= Self.least else { return nil }
  }
}
