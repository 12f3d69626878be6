import SMTPTranscript
import TLSHandshake

/// A conversation at its end, in a place of its own: half a dozen readers look at it, and it is large.
final class EndedConversation: Sendable {
  let parser: SMTPParser
  let clientTLS: TLSStream
  let serverTLS: TLSStream
  /// One for each element of the parser.
  let places: [Conversation.Place]
  let holes: [Visibility.Hole]
  let unlistedHoles: Int
  let icmpErrors: [Session.ICMPReport]
  let id: Int
  let lastSpoken: (moment: Moment, side: Side)?
  let firstSeen: Moment
  let lastSeen: Moment
  let clientMap: SourceMap
  let serverMap: SourceMap

  init(_ conversation: borrowing Conversation) {
    parser = conversation.parser
    clientTLS = conversation.clientTLS
    serverTLS = conversation.serverTLS
    places = conversation.places
    holes = conversation.holes
    unlistedHoles = conversation.unlistedHoles
    icmpErrors = conversation.icmpErrors
    id = conversation.id
    lastSpoken = conversation.lastSpoken
    firstSeen = conversation.firstSeen
    lastSeen = conversation.lastSeen
    clientMap = conversation.clientMap
    serverMap = conversation.serverMap
  }

  /// The packet that brought the byte at `offset` of the direction of `side`; `nil` where it is missing.
  func moment(_ side: Side, at offset: UInt64) -> Moment? {
    side == .client ? clientMap.moment(at: offset) : serverMap.moment(at: offset)
  }
}
