import SMTPTranscript
import TLSDecryption
import TLSHandshake

/// The words of a connection, read: what its half a dozen readers look at. A class, because it is large.
final class ReadConversation: Sendable {
  let firstSeen: Moment
  let lastSeen: Moment
  /// The last packet with payload, and who sent it; `nil` where nobody said anything.
  let lastSpoken: (moment: Moment, side: Side)?
  /// Without the TLS of both sides, which is taken out of it.
  private let reading: ConversationReading
  /// The TLS of both sides, and which packet brought what, for whoever needs no more than that.
  let streams: TLSFacts.Streams

  /// Reads what nobody has read yet.
  convenience init(_ connection: EndedConnection) {
    var reading: ConversationReading
    switch connection.words {
    case .read(let shared): reading = shared.fields
    case .unread(let unread):
      reading = ConversationReading(unread)
      reading.finish(at: connection.lastSeen)
    }
    self.init(
      consume reading, firstSeen: connection.firstSeen, lastSeen: connection.lastSeen, lastSpoken: connection.lastSpoken
    )
  }

  init(
    _ reading: consuming ConversationReading, firstSeen: Moment, lastSeen: Moment,
    lastSpoken: (moment: Moment, side: Side)? = nil
  ) {
    self.firstSeen = firstSeen
    self.lastSeen = lastSeen
    self.lastSpoken = lastSpoken
    streams = reading.takeStreams()
    self.reading = reading
  }

  var parser: SMTPParser {
    @inline(__always) get { reading.parser }
  }
  /// One for each element of the parser.
  var places: [ConversationReading.Place] { reading.places }
  var holes: [Visibility.Hole] { reading.holes }
  var unlistedHoles: Int { reading.unlistedHoles }
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
      return streams.client.openedRecords &+ streams.server.openedRecords > 0
        ? .traced(unopened: opened.unopenedRecords) : .noSecrets
    }
    let count = streams.client.openedRecords &+ streams.server.openedRecords
    if count > 0 { return .opened(unopened: opened.unopenedRecords, speaks: opened.firstElement != nil) }
    return opened.unopenedRecords > 0 ? .nothingFits(unopened: opened.unopenedRecords) : .noSecrets
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
