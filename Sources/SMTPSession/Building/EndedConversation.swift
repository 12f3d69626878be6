import SMTPTranscript
import TLSHandshake

/// A conversation at its end, or as it stands, in a place of its own: half a dozen readers look at it, and it is large.
final class EndedConversation: Sendable {
  let frame: EndedSession.Frame
  private let readParser: SMTPParser
  /// The TLS of both sides, and which packet brought what, for whoever needs no more than that.
  let streams: TLSFacts.Streams
  /// One for each element of the parser.
  let places: [ConversationReading.Place]
  let holes: [Visibility.Hole]
  let unlistedHoles: Int

  init(_ frame: EndedSession.Frame, _ reading: consuming ConversationReading) {
    self.frame = frame
    readParser = reading.parser
    places = reading.places
    holes = reading.holes
    unlistedHoles = reading.unlistedHoles
    streams = TLSFacts.Streams(reading)
  }

  /// Lent, so that lines of it can be lent in turn.
  var parser: SMTPParser { _read { yield readParser } }

  /// The packet that brought the byte at `offset` of the direction of `side`; `nil` where it is missing.
  func moment(_ side: Side, at offset: UInt64) -> Moment? {
    streams.moment(side, at: offset)
  }
}
