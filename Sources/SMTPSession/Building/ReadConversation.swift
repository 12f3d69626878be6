import SMTPTranscript
import TLSDecryption
import TLSHandshake

/// The words of a connection, read: what its half a dozen readers look at. A class, because it is large.
final class ReadConversation: Sendable {
  /// The last packet.
  let lastSeen: Moment
  private let reading: ConversationReading
  /// What both sides agreed on in TLS; `nil` where none was begun.
  let negotiation: TLSNegotiation?

  /// Reads what nobody has read yet.
  convenience init(_ connection: EndedConnection) {
    var reading: ConversationReading
    switch connection.words {
    case .read(let shared): reading = shared.fields
    case .unread(let unread):
      reading = ConversationReading(unread)
      reading.finish(at: connection.lastSeen)
    }
    self.init(consume reading, lastSeen: connection.lastSeen)
  }

  init(_ reading: consuming ConversationReading, lastSeen: Moment) {
    self.lastSeen = lastSeen
    negotiation = reading.negotiation()
    self.reading = reading
  }

  var parser: SMTPParser {
    @inline(__always) get { reading.parser }
  }
  /// One for each element of the parser.
  var places: [ConversationReading.Place] { reading.places }
  var holes: [Visibility.Hole] { reading.holes }
  var unlistedHoles: Int { reading.unlistedHoles }
  /// The TLS of both sides, and which packet brought what.
  var streams: TLSFacts.Streams { TLSFacts.Streams(client: reading.client, server: reading.server) }
  /// What opened the TLS; `nil` where nobody gave secrets.
  private var opened: Shared<OpenedTLS>? { reading.opened }

  /// What became of sealed records.
  var opening: TLSOpening {
    guard let opened = opened?.fields else { return .noSecrets }
    switch opened.obstacle {
    case .opener(.cipher)?: return .unknownCipher
    case .opener(.secrets)?: return .otherSecrets
    case .noSecrets?: return .noSecrets
    case nil: break
    }
    if opened.isTraced {
      return openedRecords > 0
        ? .traced(unopened: opened.unopenedRecords) : .noSecrets
    }
    if openedRecords > 0 { return .opened(unopened: opened.unopenedRecords, speaks: opened.firstElement != nil) }
    return opened.unopenedRecords > 0 ? .nothingFits(unopened: opened.unopenedRecords) : .noSecrets
  }

  /// Records of both sides that were opened.
  private var openedRecords: UInt64 {
    reading.client.fields.tls.openedRecords &+ reading.server.fields.tls.openedRecords
  }

  /// The place of the first element that was said inside TLS; `nil` where none was read there.
  var firstInside: Int? { opened?.fields.firstElement }
  /// When that was.
  var beganInside: Moment? { opened?.fields.began }

  /// The packet that brought the byte at `offset` of the direction of `side`; `nil` where it is missing.
  func moment(_ side: Side, at offset: UInt64) -> Moment? {
    streams.moment(side, at: offset)
  }
}
