import SMTPTranscript
import TLSHandshake

/// A conversation at its end, or as it stands, in a place of its own: half a dozen readers look at it, and it is large.
final class EndedConversation: Sendable {
  let frame: EndedSession.Frame
  private let reading: ConversationReading
  /// The TLS of both sides, and which packet brought what, for whoever needs no more than that.
  let streams: TLSFacts.Streams

  init(_ frame: EndedSession.Frame, _ reading: consuming ConversationReading) {
    self.frame = frame
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
