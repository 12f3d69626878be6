import SMTPSession
import SMTPTranscript

extension Survey {
  /// What the server said of itself in a session. Most of its sessions say the same: the survey has each once.
  package final class VisitWords: Sendable {
    package let serverName: String?
    /// The first line of the greeting.
    package let greetingText: String?
    /// The lines of the last whole list of extensions in clear.
    package let keywords: [String]
    let digest: UInt64

    /// Lines of a list, and bytes of a text, that are remembered.
    private static let maximumKeywords = 64
    private static let maximumText = 256
    /// Words that take more are made anew each time.
    private static let maximumRecentBytes = 4096

    package convenience init(serverName: String?, greetingText: String?, keywords: [String]) {
      self.init(
        serverName: serverName, greetingText: greetingText,
        lines: keywords.prefix(Self.maximumKeywords).map(Self.short))
    }

    /// What servers said lately: most of them say the same in every session.
    private static let recent = RecentValues<VisitWords>()

    /// - Parameter hello: An introduction of which the whole list was captured; else `nil`.
    static func said(serverName: String?, greetingText: String?, listOf hello: Hello?) -> VisitWords {
      let list = hello?.keywords ?? []
      var number = StableDigest()
      number.combine(serverName)
      number.combine(greetingText)
      number.combine(list.count)
      let key = number.finish()
      if case .value(let words) = recent.find(key), words.are(serverName, greetingText, list) { return words }
      let words = VisitWords(serverName: serverName, greetingText: greetingText, list: list)
      if words.bytes <= Self.maximumRecentBytes { recent.keep(words, under: key) }
      return words
    }

    /// Whether they are of these texts. Of texts that are too long to be remembered whole nobody knows.
    private func are(_ serverName: String?, _ greetingText: String?, _ list: [EHLOKeyword]) -> Bool {
      guard self.serverName == serverName, self.greetingText == greetingText, keywords.count == list.count else {
        return false
      }
      for place in list.indices where keywords[place] != list[place].line { return false }
      return true
    }

    private convenience init(serverName: String?, greetingText: String?, list: [EHLOKeyword]) {
      var lines: [String] = []
      lines.reserveCapacity(min(list.count, Self.maximumKeywords))
      for place in list.indices.prefix(Self.maximumKeywords) { lines.append(Self.short(list[place].line)) }
      self.init(serverName: serverName, greetingText: greetingText, lines: lines)
    }

    private init(serverName: String?, greetingText: String?, lines: [String]) {
      self.serverName = serverName.map(Self.short)
      self.greetingText = greetingText.map(Self.short)
      keywords = lines
      var digest = StableDigest()
      digest.combine(self.serverName)
      digest.combine(self.greetingText)
      digest.combine(self.keywords)
      self.digest = digest.finish()
    }

    static let none = VisitWords(serverName: nil, greetingText: nil, keywords: [])

    /// A text, or the beginning of one that is long.
    static func short(_ text: String) -> String {
      text.utf8.count <= maximumText ? text : String(text.prefix(maximumText / 4))
    }

    /// About what it takes to remember them.
    var bytes: Int {
      // Short texts lie in the place of the string itself.
      func bytes(_ text: String?) -> Int { text.map { $0.utf8.count > 15 ? $0.utf8.count + 48 : 0 } ?? 0 }
      return 192 + bytes(serverName) + bytes(greetingText)
        + keywords.reduce(0) { $0 + 16 + bytes($1) }
    }

    func says(the other: VisitWords) -> Bool {
      digest == other.digest && serverName == other.serverName && greetingText == other.greetingText
        && keywords == other.keywords
    }
  }

  /// The words of all visits that are remembered, each once, bounded in bytes.
  struct WordStore: Sendable {
    private let maximumBytes: Int
    private var bytes = 0
    private var known: [UInt64: VisitWords] = [:]
    /// Visits of which the words were not remembered, for want of room.
    private(set) var refused = 0

    init(bytes: Int) {
      maximumBytes = bytes
    }

    /// The same words, as they are remembered. `nil` where there is no room, and the words of visits that are gone are to be
    /// forgotten first.
    mutating func same(_ words: VisitWords) -> VisitWords? {
      if let old = known[words.digest] {
        // Two texts of one number stay apart: the later one is not shared, and is not among what is counted.
        return old === words || old.says(the: words) ? old : nil
      }
      guard bytes + words.bytes <= maximumBytes else { return nil }
      bytes += words.bytes
      known[words.digest] = words
      return words
    }

    /// Forgets what none of `words` says any more.
    mutating func keepOnly(_ words: some Sequence<VisitWords>) {
      known = [:]
      bytes = 0
      for one in words where known.updateValue(one, forKey: one.digest) == nil { bytes += one.bytes }
    }

    /// So many visits more are refused before those that are gone are looked for again: to look takes as long as all are many, and
    /// where every session says something of its own, hardly anything comes free.
    private var patience = 0

    /// Whether it is worth while to look for words that nobody says any more, of so many visits.
    mutating func maySearch(_ visits: Int) -> Bool {
      guard patience == 0 else {
        patience -= 1
        return false
      }
      patience = visits / 8
      return true
    }

    mutating func refuse() { refused += 1 }
  }
}
