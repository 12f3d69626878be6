import SMTPTranscript
import TLSHandshake

/// The words of a connection, read: what its half a dozen readers look at. A class, because it is large.
final class ReadConversation: Sendable {
  let connection: EndedConnection
  private let reading: ConversationReading
  /// The TLS of both sides, and which packet brought what, for whoever needs no more than that.
  let streams: TLSFacts.Streams

  /// Reads what nobody has read yet.
  convenience init(_ connection: EndedConnection) {
    switch connection.words {
    case .read(let reading): self.init(connection, reading.fields)
    case .unread(let unread):
      var reading = ConversationReading(unread)
      reading.finish(at: connection.lastSeen)
      self.init(connection, reading)
    }
  }

  private init(_ connection: EndedConnection, _ reading: consuming ConversationReading) {
    self.connection = connection
    streams = reading.takeStreams()
    self.reading = reading
  }

  var parser: SMTPParser { _read { yield reading.parser } }
  /// One for each element of the parser.
  var places: [ConversationReading.Place] { _read { yield reading.places } }
  var holes: [Visibility.Hole] { _read { yield reading.holes } }
  var unlistedHoles: Int { reading.unlistedHoles }

  /// The packet that brought the byte at `offset` of the direction of `side`; `nil` where it is missing.
  func moment(_ side: Side, at offset: UInt64) -> Moment? {
    streams.moment(side, at: offset)
  }
}
