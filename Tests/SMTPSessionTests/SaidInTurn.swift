import CaptureFiles
import PacketLayers
import SMTPTranscript
import StreamAssembly

@testable import SMTPSession

/// What both sides say in turn, each turn in a packet of its own, read as a session is.
struct SaidInTurn {
  let ended: ReadConversation
  let dialogue: DialogueReader
  let tls: TLSFacts?
  let layers: LayerReader
  let clear: ClearAfterTLS

  init(_ turns: [(Side, [UInt8])], port: UInt16 = 25, cut: Int = .max) {
    var conversation = ConversationReading(startsInTheMiddle: false)
    var offsets: [UInt64] = [0, 0]
    for (number, (side, bytes)) in turns.enumerated() {
      var rest = bytes[...]
      while !rest.isEmpty {
        let piece = Array(rest.prefix(cut))
        rest = rest.dropFirst(piece.count)
        let offset = offsets[Int(side.rawValue)]
        conversation.take(piece.span, from: side, offset: offset, at: Self.moment(number + 1))
        offsets[Int(side.rawValue)] = offset + UInt64(piece.count)
      }
    }
    let last = Self.moment(turns.count + 1)
    conversation.finish(at: last)
    ended = ReadConversation(conversation, lastSeen: last)
    dialogue = DialogueReader(ended, configuration: TrackerConfiguration())
    tls = TLSReader(conversation: ended).facts()
    layers = LayerReader(dialogue.exchanges, servicePort: ServicePort(port: port), sawTLS: tls != nil)
    clear = ClearAfterTLS(ended, firstSaid: dialogue.said)
  }

  /// Lines without their ends: `>` from the client, `<` from the server.
  init(_ lines: String..., port: UInt16 = 25) {
    let turns: [(Side, [UInt8])] = lines.map { line in
      (line.hasPrefix(">") ? Side.client : Side.server, Array((line.dropFirst(2) + "\r\n").utf8))
    }
    self.init(turns, port: port)
  }

  var hellos: [Hello] { HelloReader.hellos(in: dialogue.exchanges, layers: layers) }
  var logins: [AuthExchange] {
    AuthReader(dialogue: dialogue, conversation: ended, layers: layers).authentications()
  }
  var transactions: [MailTransaction] { TransactionReader(dialogue, layers: layers).transactions }

  /// The session, with what was said of it.
  var session: Session { session(clientFlow: MadeFacts.none, serverFlow: MadeFacts.none) }

  func session(
    clientFlow: DirectionFacts, serverFlow: DirectionFacts, visibility: Visibility = Visibility()
  ) -> Session {
    return Session(
      Session.Fields(
        id: 1, protocolName: .esmtp, client: .init(address: .init(ipv4: 0xC000_0201), port: 40_000),
        server: .init(address: .init(ipv4: 0xC633_6401), port: 25), servicePort: .smtp, start: Self.moment(1),
        end: ended.lastSeen, completion: .closed,
        transcript: Transcript(TranscriptMaker(ended, dialogue.text, clear, layers)), greeting: dialogue.greeting,
        exchanges: dialogue.exchanges, hellos: hellos, startTLSRequests: [], authentications: logins,
        transactions: transactions, unsolicitedReplies: dialogue.unsolicited + clear.replies, proxyHeader: nil,
        notSMTP: dialogue.notSMTP, tls: tls,
        ending: Ending(
          kind: .none, by: nil, at: ended.lastSeen, silenceSeconds: 0, captureWentOnSeconds: nil, lastSpeaker: nil),
        visibility: visibility, messages: [], endPatterns: [],
        clientFlow: Shared(clientFlow), serverFlow: Shared(serverFlow), icmpErrors: []))
  }

  static func moment(_ packet: Int) -> Moment {
    Moment(packet: PacketID(number: Int64(packet)), time: Timestamp(nanoseconds: Int64(packet) * 1_000_000))
  }
}

/// Just enough of records to be taken for TLS.
enum MadeRecords {
  static func record(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
    [type, 3, 3, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
  }

  /// A message type without content that anybody reads.
  static let hello = record(22, [1, 0, 0, 2, 3, 3])
  static let alert = record(21, [2, 40])
}
