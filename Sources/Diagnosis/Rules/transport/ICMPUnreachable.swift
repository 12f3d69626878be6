import PacketLayers
import SMTPSession
import SMTPTranscript

extension Rule {
  static let icmpUnreachable = Rule(
    id: "transport/icmp-unreachable",
    title: "a router reports that the destination cannot be reached",
    stage: .connect,
    severity: .problem,
    needs: .trouble,
    meaning: """
      A device on the way, or the destination itself, answered with an ICMP error: the packets are not passed on. The error says \
      who reports it and whether the reason is a rule (administratively prohibited) or a missing way.
      """,
    distinction: """
      The error quotes a packet of this very connection. Errors about a packet's size are not meant here; and an error in a \
      session that went on all the same stopped nothing.
      """,
    unknowable: "Which rule or route of the reporting device is behind it.",
    remedies: [
      Remedy(
        .network,
        "Ask whoever runs the reporting device: its rule or its routing table stops {source} from reaching {server} on port {port}."
      )
    ],
    nextCommands: [.path("traceroute -T -p {port} {server}")],
    logMessages: [LogMessage("Exchange Online", "450 4.4.317 Cannot connect to remote server")],
    references: ["RFC 792", "RFC 1812 section 5.2.7.1", "RFC 4443 section 3.1"],
    captures: ["icmp-admin-prohibited"]
  ) { it in
    let session = it.session
    guard let error = session.unreachableErrors.first else { return nil }
    let reason = ICMPReason.text(error)
    let target = error.about == .client ? "the server" : "the client"
    let evidence = [
      session.wireEvidence(
        session.unreachableErrors.map(\.at.packet), meaning: "ICMP from \(error.reporter): \(reason)")
    ]
    let summary = "\(error.reporter) reports that \(target) cannot be reached: \(reason)."
    // Words from the side that "cannot be reached", after the error: it could be.
    let wentOn = session.transcript.contains { $0.from == error.about.peer && $0.at.packet > error.at.packet }
    guard session.isUnfinished, !wentOn else {
      return Match(
        .certain, summary + " It did not stop the session.", evidence: evidence, stage: session.reachedStage,
        severity: .note)
    }
    let isOwn = error.reporter == (error.about == .client ? session.server.address : session.client.address)
    return Match(
      session.hasBytes ? .strong : .certain, summary,
      cause: Cause(
        .stopped, by: isOwn ? Session.actor(error.about.peer) : .network,
        basis: session.hasBytes ? .residue : .statement),
      evidence: evidence, stage: session.reachedStage)
  }
}

/// The reasons of ICMP errors in words (RFC 792, RFC 1812 section 5.2.7.1, RFC 4443 section 3.1).
enum ICMPReason {
  static func text(_ error: Session.ICMPReport) -> String {
    if error.isIPv6 {
      switch error.code {
      case 0: return "no route to the destination"
      case 1: return "communication is administratively prohibited"
      case 3: return "the address does not answer"
      case 4: return "nothing listens on the port"
      case 5: return "the source address is not allowed by policy"
      case 6: return "the route rejects the destination"
      default: return "destination unreachable, code \(error.code)"
      }
    }
    switch error.code {
    case 0: return "the network cannot be reached"
    case 1: return "the host cannot be reached"
    case 3: return "nothing listens on the port"
    case 9, 10, 13: return "communication is administratively prohibited"
    default: return "destination unreachable, code \(error.code)"
    }
  }
}
