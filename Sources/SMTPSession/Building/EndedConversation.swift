import SMTPTranscript
import TLSHandshake

/// A conversation at its end, in a place of its own: half a dozen readers look at it, and it is large.
final class EndedConversation: Sendable {
  let parser: SMTPParser
  let clientTLS: TLSStream
  let serverTLS: TLSStream
  /// One for each element of the parser.
  let places: [ConversationReading.Place]
  let holes: [Visibility.Hole]
  let unlistedHoles: Int
  let icmpErrors: [Session.ICMPReport]
  let id: Int
  let lastSpoken: (moment: Moment, side: Side)?
  let firstSeen: Moment
  let lastSeen: Moment
  let clientMap: SourceMap
  let serverMap: SourceMap

  init(_ frame: EndedSession.Frame, _ reading: borrowing ConversationReading) {
    id = frame.id
    icmpErrors = frame.icmpErrors
    lastSpoken = frame.lastSpoken
    firstSeen = frame.firstSeen
    lastSeen = frame.lastSeen
    parser = reading.parser
    clientTLS = reading.clientTLS
    serverTLS = reading.serverTLS
    places = reading.places
    holes = reading.holes
    unlistedHoles = reading.unlistedHoles
    clientMap = reading.clientMap
    serverMap = reading.serverMap
  }

  /// The packet that brought the byte at `offset` of the direction of `side`; `nil` where it is missing.
  func moment(_ side: Side, at offset: UInt64) -> Moment? {
    side == .client ? clientMap.moment(at: offset) : serverMap.moment(at: offset)
  }
}
