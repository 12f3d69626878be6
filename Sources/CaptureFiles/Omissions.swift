/// Something that was not looked at, was given up, or had to be mended: what it was, how often, and in which file.
public struct Omission: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    /// Files of a set beyond the most that are read, or whose names cannot be read.
    case files = "files"
    /// Something in a file that was skipped or mended while it was read.
    case fileOddity = "file-oddity"
    /// Frames whose headers do not hold together.
    case malformedPackets = "malformed-packets"
    /// Datagrams that came in fragments and never became whole, or were given up.
    case fragments = "fragments"
    /// Sessions that were decided while they went on, because too much was kept of open connections.
    case sessionsDecidedEarly = "sessions-decided-early"
    /// Packets of such sessions that came afterwards.
    case packetsPassedOver = "packets-passed-over"
    /// Connections that were given up, because too many were open at the same time.
    case connectionsGivenUp = "connections-given-up"
    /// Segments that found no room to wait for missing ones.
    case segmentsWithoutRoom = "segments-without-room"
    /// Sessions that were decided before all others were known, whose verdicts others might change.
    case sessionsNotCompared = "sessions-not-compared"
    /// Sessions that were forgotten before others were compared with them.
    case sessionsForgotten = "sessions-forgotten"
    /// Sessions of one client with one server, or of long ago, that made way for later ones: what is asked of them is asked of the
    /// first and the latest.
    case sessionsReplaced = "sessions-replaced"
    /// Sessions whose keys, or traces of which, were let go of or left out, because too many were held.
    case keysForgotten = "keys-forgotten"

    /// Whether something may be missing from what is said: what is not, stands in the ledger alone.
    public var isCaveat: Bool { self != .sessionsReplaced }

    /// Whether it is about the comparison of sessions with each other, and so about all that were read together.
    package var isOfComparison: Bool {
      switch self {
      case .sessionsForgotten, .sessionsReplaced, .sessionsNotCompared: true
      default: false
      }
    }
  }

  public var kind: Kind
  public var count: Int
  /// The file's place in the set, from 0; `nil` where it is about all.
  public var file: Int?
  /// What was left out and why, in one sentence without a file's name.
  public var sentence: String

  package init(kind: Kind, count: Int, file: Int? = nil, sentence: String) {
    self.kind = kind
    self.count = count
    self.file = file
    self.sentence = sentence
  }
}

/// The ledger of what was left out: every limit, warning and loss of every layer ends here, and from here in every output.
public struct Omissions: Sendable {
  public private(set) var all: [Omission] = []

  public init() {}

  /// Notes what happened `count` times; nothing where that is 0.
  package mutating func note(
    _ kind: Omission.Kind, _ count: some BinaryInteger, file: Int? = nil, _ sentence: @autoclosure () -> String
  ) {
    guard count > 0 else { return }
    all.append(Omission(kind: kind, count: Int(clamping: count), file: file, sentence: sentence()))
  }
}

extension Omissions {
  /// What was skipped or mended in a file.
  package mutating func add(_ warnings: [CaptureWarning], file: Int) {
    for warning in warnings {
      let place = warning.firstPacket.map { "first at packet \($0)" } ?? "first at byte \(warning.firstOffset)"
      note(.fileOddity, warning.count, file: file, "\(warning.kind.text) (\(warning.count)×, \(place))")
    }
  }
}

extension CaptureWarning.Kind {
  /// What it means, in words.
  package var text: String {
    switch self {
    case .timestampOutOfRange: "times that no clock can show were taken for the nearest that one can"
    case .fractionOfSecondTooLarge: "fractions of a second that are a second or more were added as they stand"
    case .packetWithoutTime: "packets without a time were given that of the packet before"
    case .capturedLengthAboveSnapshotLength: "packets are longer than the file's own snapshot length"
    case .capturedLengthAboveOriginalLength: "packets hold more bytes than they had on the wire"
    case .unknownBlock: "blocks of an unknown type were passed over"
    case .customBlock: "blocks of some program's own were passed over, and their numbers left free"
    case .recordThatIsNoPacket: "records of other programs were passed over, and their numbers left free"
    case .damagedOption: "options that run out of their block were ignored, and those behind them"
    case .statisticsForUnknownInterface: "statistics of an interface that is not described were ignored"
    case .sectionLengthWrong: "a section does not end where its header says"
    case .commentsNotKept: "comments beyond the most that are kept were left out"
    case .secretsNotKept: "decryption secrets beyond the most that are kept were left out"
    case .bytesAfterCompressedData: "bytes behind the compressed data were ignored"
    }
  }
}
