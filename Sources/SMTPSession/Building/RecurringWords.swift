import ByteParsing
import SMTPTranscript

/// What was made of the words of a reply that servers say in many sessions alike: their greetings, their lists of extensions, their
/// consent to TLS.
///
/// All of it is a function of the bytes of the reply, every one of which may be shown.
final class RecurringWords: Sendable {
  /// As ``Reply`` has them.
  let lines: [String]
  let enhancedStatus: String?
  /// The name of a host with which the first line begins; `nil` where it begins with none.
  let hostName: String?
  /// The extensions that stand in it where it answers EHLO or LHLO.
  let extensions: [EHLOKeyword]
  let marks: Hello.Marks

  /// The text of the lines with the code of each, one after the other, and where each ends.
  private let bytes: [UInt8]
  private let ends: [Int]

  private static let known = RecentValues<RecurringWords>()
  /// The longest text that is remembered.
  private static let maximumBytes = 1024
  private static let maximumLines = 64

  /// The words of a reply all of whose bytes may be shown, and each of whose lines begins with a code and a separator; `nil` where they did
  /// not come lately.
  /// - Parameters:
  ///   - text: The lines, one after the other.
  ///   - elements: One for each line.
  static func find(_ text: Span<UInt8>, of elements: ArraySlice<TranscriptElement>) -> RecurringWords? {
    guard text.count <= maximumBytes, elements.count <= maximumLines else { return nil }
    let number = text.number
    switch known.find(number) {
    case .value(let words): return words.isSaid(by: text, elements) ? words : nil
    case .again:
      let words = RecurringWords(text, elements)
      known.keep(words, under: number)
      return words
    case .never: return nil
    }
  }

  private init(_ text: Span<UInt8>, _ elements: ArraySlice<TranscriptElement>) {
    var lines: [String] = []
    var ends: [Int] = []
    var start = 0
    for element in elements {
      let end = start + element.textRange.count
      lines.append(PrintableText.string(text.extracting(min(start + 4, end)..<end)))
      ends.append(end)
      start = end
    }
    bytes = text.copied()
    self.ends = ends
    self.lines = lines
    enhancedStatus = EnhancedStatus.code(in: lines.last ?? "")
    hostName = lines.first.flatMap(HostName.first(of:))
    extensions = HelloReader.keywords(in: lines)
    marks = Hello.Marks(extensions)
  }

  private func isSaid(by text: Span<UInt8>, _ elements: ArraySlice<TranscriptElement>) -> Bool {
    guard ends.count == elements.count, text.isEqual(to: bytes) else { return false }
    // Of one line there is one end.
    guard ends.count > 1 else { return true }
    var end = 0
    for place in ends.indices {
      end += elements[elements.startIndex + place].textRange.count
      if ends[place] != end { return false }
    }
    return true
  }
}

extension Span where Element == UInt8 {
  /// A number that is the same for the same bytes, and seldom for others. Not for what is kept beyond a run.
  var number: UInt64 {
    var state = UInt64(truncatingIfNeeded: count) ^ 0x9E37_79B9_7F4A_7C15
    forEachEight(filler: 0) { word in
      let product = (state ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      state = product.high ^ product.low
    }
    return state ^ state >> 32
  }

  /// Whether the same bytes stand in both.
  func isEqual(to bytes: [UInt8]) -> Bool {
    guard count == bytes.count else { return false }
    let other = bytes.span
    var place = 0
    while place + 8 <= count {
      guard littleEndianUInt64(at: place) == other.littleEndianUInt64(at: place) else { return false }
      place += 8
    }
    while place < count {
      guard self[place] == other[place] else { return false }
      place += 1
    }
    return true
  }
}
