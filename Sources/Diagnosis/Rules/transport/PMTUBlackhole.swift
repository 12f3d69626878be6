import PacketLayers
import SMTPSession
import SMTPTranscript

extension Rule {
  static let pmtuBlackhole = Rule(
    id: "transport/pmtu-blackhole",
    title: "small packets pass, full-size packets vanish",
    stage: .serverFlight,
    severity: .problem,
    needs: .trouble,
    points: .all,
    meaning: """
      The short lines of the conversation get through, but packets of full size never arrive, however often they are sent. Some link \
      on the way carries less than the two ends believe, and the message that would tell them so is filtered. It \
      strikes where the first long packets are due: at the server's certificate, at the client's certificate, at a large \
      first TLS message, or at the mail itself. TLS then seems to hang.
      """,
    distinction: """
      The lost packet is larger than every packet that arrived, and it was sent at least three times; or, on the receiver's side of \
      the loss, more bytes than any packet that arrived had are missing for good, and the receiver goes on to acknowledge what stands \
      before them. Loss by chance strikes small packets as well; a peer that is gone answers nothing. Where the receiver still \
      reported later, smaller packets the finding is strong. It makes no strong claim where the capture was taken above segmentation offload, because sizes are then not those of the wire.
      """,
    unknowable: "Which link it is, and which device drops the ICMP messages about it.",
    remedies: [
      Remedy(
        .network,
        "Let ICMP type 3 code 4 (IPv4) and ICMPv6 type 2 pass through every firewall on the way, in both directions."),
      Remedy(
        .network,
        "Until then lower the maximum segment size at the tunnel or the router (MSS clamping to the path MTU), or set the MTU of the mail server's interface to 1400 to prove it."
      ),
    ],
    nextCommands: [
      .path("tracepath {server}"), .path("ping -M do -s 1472 {server}"),
      .handshake("-msg", naming: .left),
    ],
    logMessages: [LogMessage("Exchange", "421 4.4.2 Connection dropped due to TimedOut")],
    references: ["RFC 2923 section 2.1", "RFC 1191", "RFC 8201", "RFC 4821"],
    captures: ["tls-mtu-black-hole", "tls-mtu-black-hole-client"]
  ) { it in
    let session = it.session
    guard let stall = session.sizeStall else { return nil }
    let who = Session.word(stall.sender)
    let other = Session.word(stall.sender.peer)
    let what =
      stall.isSeenFromSender
      ? "The \(who) sent a packet with \(stall.size) bytes \(stall.retransmissions + 1) times and the \(other) never confirmed it, while smaller packets arrived"
      : "\(stall.size) bytes of the \(who) never reached the \(other), which kept waiting for them, while smaller packets arrived"
    var evidence = [
      session.wireEvidence(
        stall.packets,
        meaning: stall.isSeenFromSender
          ? "the full-size packet, and its last repetition"
          : "the packet that shows that bytes before it are missing, and the last one in which the \(other) waits for them"
      )
    ]
    var told = ""
    if let error = session.sizeErrors.first {
      told =
        "; \(error.reporter) even said that packets are too big"
        + (error.nextHopMTU.map { " for a link of \($0) bytes" } ?? "")
      evidence.append(
        session.wireEvidence([error.at.packet], meaning: "ICMP from \(error.reporter): the packet is too big"))
    }
    let match = Match(
      stall.certainty, what + told + ".", cause: Cause(.stopped, by: .network, basis: .residue), evidence: evidence,
      stage: session.reachedStage)
    return match.telling { sizeTelling(stall.sender, of: session) }
  }
}

/// Where the full packets got lost, and how to try it: on the machine that sent them.
private func sizeTelling(_ sender: Side, of session: Session) -> Telling {
  let isTLS = session.tls != nil
  let place =
    isTLS
    ? "at the server's certificate, at the client's certificate, at a large first TLS message, or at the mail itself. TLS then seems to hang."
    : "here at a part of the conversation in clear text, such as the mail itself. The session then seems to hang."
  let tests: [ConfirmingCommand] =
    sender == .client
    ? [.path("tracepath {server}"), .path("ping -M do -s 1472 {server}")]
    : [
      .path("tracepath {source}", at: .server), .path("ping -M do -s 1472 {source}", at: .server),
    ]
  return Telling(
    meaning:
      "The short lines of the conversation get through, but packets of full size never arrive, however often they are sent. Some link on the way carries less than the two ends believe, and the message that would tell them so is filtered. It strikes where the first long packets are due: \(place)",
    commands: tests + [isTLS ? .handshake("-msg", naming: .left) : .repetition])
}
