import CaptureFiles
import PacketLayers
import SMTPTranscript
import StreamAssembly

/// A connection that is over, or as it stands: everything that the tracker gathered about it, before anything is made of it.
final class EndedConnection: Sendable {
  /// The session's number in the capture; 0 where it has none.
  let id: Int
  /// Tells it from all other connections of the capture.
  let key: Int
  let words: EndedWords
  /// Bytes of text that were or are to be read, and about how many lines they make. Counted once: to ask the words copies them.
  let size: (textBytes: Int, lines: Int)
  /// What TCP shows of each side, as the session has it.
  let clientFlow: Shared<DirectionFacts>
  let serverFlow: Shared<DirectionFacts>
  let client: Endpoint
  let server: Endpoint
  let icmpErrors: [Session.ICMPReport]
  let firstSeen: Moment
  let lastSeen: Moment
  /// The last packet with payload, and who sent it; `nil` where nobody said anything.
  let lastSpoken: (moment: Moment, side: Side)?
  let configuration: TrackerConfiguration
  /// The capture's latest time; `nil` where it is not known.
  let captureTime: Timestamp?
  let completion: Session.Completion

  init(
    _ conversation: borrowing Conversation, _ words: consuming EndedWords,
    // Nothing is changed of it: it is lent so because to be lent otherwise would copy it.
    _ connection: inout Connection,
    completion: Session.Completion, configuration: TrackerConfiguration, captureTime: Timestamp?
  ) {
    id = conversation.number ?? 0
    key = conversation.key
    size = words.size
    self.words = words
    let clientDirection = conversation.clientDirection ?? .forward
    clientFlow = Shared(connection.facts(clientDirection))
    serverFlow = Shared(connection.facts(clientDirection.opposite))
    let ends = connection.endpoints
    client = clientDirection == .forward ? ends.first : ends.second
    server = clientDirection == .forward ? ends.second : ends.first
    icmpErrors = conversation.icmpErrors
    firstSeen = conversation.firstSeen
    lastSeen = conversation.lastSeen
    lastSpoken = conversation.lastSpoken
    self.completion = completion
    self.configuration = configuration
    self.captureTime = captureTime
  }
}
