import ByteParsing
import CaptureFiles
import SMTPTranscript
import StreamAssembly
import TLSDecryption

/// Which packet brought which of a conversation's first bytes, in the order in which they were delivered. The bytes themselves
/// are those that the assembly remembers of each direction.
struct Journal: Sendable {
  /// One delivery: as many bytes of `direction` as `count` says, after those that came before.
  struct Entry: Sendable {
    private let number: Int64
    private let time: Timestamp
    private let file: Int32
    let count: UInt16
    let direction: Direction
    let side: Side

    init(count: UInt16, direction: Direction, side: Side, at moment: Moment) {
      number = moment.packet.number
      file = moment.packet.file
      time = moment.time
      self.count = count
      self.direction = direction
      self.side = side
    }

    var moment: Moment { Moment(packet: PacketID(file: file, number: number), time: time) }
  }

  private(set) var entries: [Entry] = []

  /// Room for an ordinary short session, so that the list does not grow step by step.
  private static let usualCount = 12

  mutating func note(_ count: Int, direction: Direction, side: Side, at moment: Moment) {
    if entries.capacity == 0 { entries.reserveCapacity(Self.usualCount) }
    // More than fits into one entry makes several: where bytes are cut makes no difference to who reads them.
    var rest = count
    while rest > 0 {
      let piece = UInt16(clamping: rest)
      entries.append(Entry(count: piece, direction: direction, side: side, at: moment))
      rest -= Int(piece)
    }
  }

  /// About the bytes that the entries take, with as many notes of the assembly.
  @inline(__always)
  var keptBytes: Int { entries.count &* MemoryLayout<Entry>.stride &* 2 }

  /// The entries, which the journal lets go of.
  mutating func takeEntries() -> [Entry] {
    var taken: [Entry] = []
    swap(&taken, &entries)
    return taken
  }

  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
  }
}

/// The words of a short connection, which nobody has read yet.
struct UnreadWords: Sendable {
  /// Those of the forward direction, then those of the backward one.
  var bytes: [UInt8]
  var forwardCount: Int
  var entries: [Journal.Entry]
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
    case .unread(let unread): (unread.bytes.count, unread.bytes.span.count(of: 0x0A))
    case .read(let reading):
      (
        reading.fields.parser.text.count + reading.fields.parser.messageContent.count,
        reading.fields.parser.elements.count
      )
    }
  }
}
