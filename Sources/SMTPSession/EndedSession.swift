import ByteParsing
package import CaptureFiles
import PacketLayers
import SMTPTranscript
import StreamAssembly

/// A connection that is over, with all that was gathered about it, before a ``Session`` is made of it. To make one costs as much as
/// to follow the connection did, and needs nothing of the tracker: whoever has time does it.
package struct EndedSession: Sendable {
  /// What was gathered, in one place: an ended session is handed on from one to the next.
  final class Gathered: Sendable {
    let frame: Frame
    let words: EndedWords
    /// What TCP shows of each side.
    let clientFlow: DirectionFacts
    let serverFlow: DirectionFacts
    let client: Endpoint
    let server: Endpoint
    let configuration: TrackerConfiguration
    /// The capture's latest time; `nil` where it is not known.
    let captureTime: Timestamp?
    let completion: Session.Completion

    init(
      _ conversation: borrowing Conversation, _ words: EndedWords,
      // Nothing is changed of it: it is lent so because to be lent otherwise would copy it.
      _ connection: inout Connection,
      completion: Session.Completion, configuration: TrackerConfiguration, captureTime: Timestamp?
    ) {
      frame = Frame(
        id: conversation.number ?? 0, key: conversation.key, icmpErrors: conversation.icmpErrors,
        lastSpoken: conversation.lastSpoken,
        firstSeen: conversation.firstSeen, lastSeen: conversation.lastSeen)
      self.words = words
      let clientDirection = conversation.clientDirection ?? .forward
      clientFlow = connection.facts(clientDirection)
      serverFlow = connection.facts(clientDirection.opposite)
      let ends = connection.endpoints
      client = clientDirection == .forward ? ends.first : ends.second
      server = clientDirection == .forward ? ends.second : ends.first
      self.completion = completion
      self.configuration = configuration
      self.captureTime = captureTime
    }
  }

  /// What was noted of the conversation beside its words.
  struct Frame: Sendable {
    let id: Int
    let key: Int
    let icmpErrors: [Session.ICMPReport]
    let lastSpoken: (moment: Moment, side: Side)?
    let firstSeen: Moment
    let lastSeen: Moment
  }

  let gathered: Gathered
  /// Packets that the capturing kernel lost in its time; `nil` where it reports nothing.
  package var kernelDrops: UInt64?
  /// Whether the capture's file ended in the middle of a packet while it was open.
  package var fileIsTruncated = false

  init(_ gathered: Gathered) {
    self.gathered = gathered
  }

  /// Bytes of text that were read or are to be read of it: what is made of it grows with them.
  package var textBytes: Int {
    switch gathered.words {
    case .unread(let unread): unread.bytes.count
    case .read(let reading): reading.fields.parser.text.count + reading.fields.parser.messageContent.count
    }
  }

  /// Lines of it, about.
  package var lines: Int {
    switch gathered.words {
    case .unread(let unread): unread.bytes.span.count(of: 0x0A)
    case .read(let reading): reading.fields.parser.elements.count
    }
  }

  /// Its number in the capture.
  package var id: Int { gathered.frame.id }
  /// The key under which its packets are kept; see ``SessionTracker/sessionOfLastPacket``.
  package var key: Int { gathered.frame.key }
  package var start: Timestamp { gathered.frame.firstSeen.time }
  package var end: Timestamp { gathered.frame.lastSeen.time }
  package var completion: Session.Completion { gathered.completion }
  /// The file of its last packet, from 0.
  package var lastFile: Int32 { gathered.frame.lastSeen.packet.file }

  package func session() -> Session {
    var session = SessionBuilder(gathered).session()
    if let kernelDrops { session.visibility.kernelDrops = kernelDrops }
    if fileIsTruncated { session.visibility.fileIsTruncated = true }
    return session
  }
}
