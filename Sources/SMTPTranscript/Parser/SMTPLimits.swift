/// The bounds on what one dialogue may hold in memory.
package struct SMTPLimits: Sendable {
  /// Stored bytes of one line; the rest is counted.
  package static let maximumLineBytes = 4096
  /// Stored text of one dialogue.
  package static let maximumTextBytes = 1 << 20
  package static let maximumElements = 20_000
  /// Commands that wait for a reply and are kept with what they are; more are counted, so that the replies that follow
  /// still find theirs.
  package static let maximumPendingCommands = 65_536
  /// Waiting commands that are looked at where bytes are missing and a reply could answer any of them.
  package static let maximumSearchedCommands = 1_000
  /// Bytes of the client kept until the server's reply says what they are.
  package static let maximumHeldBytes = 64 << 10
  /// Kept bytes of all messages of one dialogue together.
  package static let maximumMessageBytes = 1 << 20
  /// Messages whose facts are kept.
  package static let maximumMessages = 4_096
  /// Unusual ends of messages that are kept with their place.
  package static let maximumEndPatterns = 64

  /// Whether the content of messages is kept, within ``maximumMessageBytes``.
  package var keepsMessages = false

  package init(keepsMessages: Bool = false) { self.keepsMessages = keepsMessages }
}

/// What the limits cut off; all zero for an ordinary dialogue.
public struct SMTPLimitEffects: Sendable, Hashable {
  /// Lines stored in part.
  public internal(set) var truncatedLines: UInt64 = 0
  /// Bytes of text that were not stored, the room for text being used up.
  public internal(set) var droppedTextBytes: UInt64 = 0
  public internal(set) var droppedElements: UInt64 = 0
  /// Commands that were counted only while they waited; their replies name none.
  public internal(set) var droppedPendingCommands: UInt64 = 0
  /// How often more commands waited behind missing bytes than are looked at for the one that a reply answers.
  public internal(set) var unsearchedCommands: UInt64 = 0
  /// How often held bytes had to be judged by their look, before the reply.
  public internal(set) var heldOverflows: UInt64 = 0
  public internal(set) var droppedMessageBytes: UInt64 = 0
  public internal(set) var droppedMessages: UInt64 = 0
  public internal(set) var droppedEndPatterns: UInt64 = 0

  public init() {}

  public var isEmpty: Bool { self == SMTPLimitEffects() }
}
