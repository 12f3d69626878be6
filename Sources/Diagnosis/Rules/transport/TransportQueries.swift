import CaptureFiles
import SMTPSession
import SMTPTranscript
import StreamAssembly

/// The questions that the rules about TCP ask. TCP shows who left and when, never why: they all yield to what SMTP or TLS said.
extension Session {
  /// A packet without text as evidence; the note of the transcript that tells of it is marked.
  func wireEvidence(_ packets: [PacketID], meaning: String) -> Evidence {
    let lines = transcript.indices.filter { place in
      transcript[place].kind == .tcp && packets.contains(transcript[place].at.packet)
    }
    return Evidence(packets: packets, meaning: meaning, transcriptLines: lines)
  }

  /// The last speech before the end, in clear, as evidence of what the session was at.
  func lastSpeechEvidence(before moment: Moment) -> Evidence? {
    guard let place = transcript.lastIndex(where: { $0.from != nil && $0.at.packet <= moment.packet }) else {
      return nil
    }
    let line = transcript[place]
    let who = line.from == .client ? "the client" : "the server"
    return Evidence(
      packets: [line.at.packet], quote: line.text, meaning: "the last words are those of \(who)",
      transcriptLines: [place])
  }

  /// The furthest stage that was begun.
  var reachedStage: Stage { stages.last { $0.state == .reached || $0.at != nil }?.stage ?? .connect }

  /// Whether either side sent a byte, as far as the capture tells.
  var hasBytes: Bool { clientFlow.sentEnd > 0 || serverFlow.sentEnd > 0 }

  /// Every reply in clear, the greeting included.
  var allReplies: [Reply] {
    (greeting.map { [$0] } ?? []) + exchanges.compactMap(\.reply) + authentications.compactMap(\.reply)
      + transactions.compactMap(\.finalReply) + unsolicitedReplies
  }

  /// The first packet by which one side had announced that it leaves, or had closed in order: QUIT, 221 or 421, the TLS
  /// notice of closing, a FIN. `nil` where there was none.
  var goodbyePacket: PacketID? {
    var first = spokenGoodbye
    first.lower(to: clientFlow.fin?.at.packet)
    first.lower(to: serverFlow.fin?.at.packet)
    // An encrypted alert after the handshake is a notice of closing, or a refusal: a statement in both cases.
    if let tls { for alert in tls.alerts { first.lower(to: alert.at.packet) } }
    return first
  }

  /// The first packet of QUIT, 221 or 421; `nil` where nobody said so in clear.
  var spokenGoodbye: PacketID? {
    var first: PacketID?
    func note(_ reply: Reply?) {
      if let reply, reply.code == 221 || reply.code == 421 { first.lower(to: reply.first.packet) }
    }
    note(greeting)
    for exchange in exchanges {
      if exchange.command.verb == .quit { first.lower(to: exchange.command.at.packet) }
      note(exchange.reply)
    }
    for login in authentications { note(login.reply) }
    for mail in transactions { note(mail.finalReply) }
    for reply in unsolicitedReplies { note(reply) }
    return first
  }

  /// Whether somebody said that he leaves; a FIN alone says nothing.
  var isAnnounced: Bool {
    quit != nil || allReplies.contains { $0.code == 221 || $0.code == 421 } || !(tls?.alerts.isEmpty ?? true)
  }

  /// Whether the dialogue in clear was captured without a hole, so that one may say what was not answered.
  var dialogueIsWhole: Bool {
    visibility.seesBothDirections && visibility.unlistedHoles == 0 && !visibility.lacksBytes(from: .client)
      && !visibility.lacksBytes(from: .server)
  }

  /// The RST that the receiver took: the first that lies where the next byte was expected, or close to it.
  func effectiveReset(from side: Side) -> Reset? {
    self[flow: side].resets.first { $0.place != .outOfWindow }
  }

  /// Seconds between the last words in clear and `moment`; `nil` under TLS, where single records are not told apart.
  func silence(before moment: PacketMoment) -> Double? {
    guard tls == nil,
      let last = transcript.last(where: { $0.from != nil && $0.at.packet < moment.packet && $0.at.time < moment.time })
    else { return nil }
    return moment.time.seconds(since: last.at.time)
  }

  /// The errors that say the destination cannot be reached (RFC 792, RFC 4443); those about size are not among them.
  var unreachableErrors: [ICMPReport] {
    icmpErrors.filter { $0.isIPv6 ? $0.type == 1 : $0.type == 3 && $0.code != 4 }
  }

  /// The errors that say a packet was too big for a link on the way (RFC 1191, RFC 8201).
  var sizeErrors: [ICMPReport] {
    icmpErrors.filter { $0.isIPv6 ? $0.type == 2 : $0.type == 3 && $0.code == 4 }
  }

  static func word(_ side: Side) -> String { side == .client ? "client" : "server" }
  static func actor(_ side: Side) -> Actor { side == .client ? .client : .server }
}

extension PacketID? {
  /// Takes `other` where it is earlier.
  mutating func lower(to other: PacketID?) {
    guard let other else { return }
    if let known = self, known <= other { return }
    self = other
  }
}

extension Side {
  var peer: Side { self == .client ? .server : .client }
}

extension Remedy {
  static let tellThePeer = Remedy(
    .client,
    "Tell the other side your address {source}, that it happened {time}, and the packets named here, and ask what their firewall and their mail server logged for it."
  )
  static let captureOnBothSides = Remedy(
    .network,
    "Capture on both sides of every firewall on the way at once (tcpdump -ni INTERFACE -s0 -w side.pcap host {server} and tcp port {port}) and compare: the packet that is on one side only shows who made it or took it."
  )
}
