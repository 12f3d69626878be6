import ByteParsing
import SMTPTranscript
import StreamAssembly
import TLSDecryption

/// The words of a short connection, which nobody has read yet.
struct UnreadWords: Sendable {
  /// The bytes of both sides, from the start of each, in the order in which they were delivered.
  var remembered: RememberedBytes
  /// In which direction the client sends.
  var clientDirection: Direction
  var startsInTheMiddle: Bool
  var keepsMessages: Bool
  /// Secrets with which TLS is opened; `nil` where there are none.
  var keys: KeyRing?
}

/// The words of a connection that is over, or is looked at as it stands.
enum EndedWords: Sendable {
  case read(Shared<ConversationReading>)
  /// Of one that is over.
  case unread(UnreadWords)

  /// Whether a conversation on a port that is not for mail, which is read as it comes, was mail after all.
  var isMail: Bool {
    switch self {
    case .read(let reading): SMTPDetection.isMail(reading.fields.parser)
    case .unread: false
    }
  }

  /// Bytes of text that were or are to be read, and about how many lines they make.
  var size: (textBytes: Int, lines: Int) {
    switch self {
    case .unread(let unread):
      (unread.remembered.bytes.count, unread.remembered.bytes.span.count(of: 0x0A))
    case .read(let reading):
      (
        reading.fields.parser.text.count + reading.fields.parser.messageContent.count,
        reading.fields.parser.elements.count
      )
    }
  }
}
