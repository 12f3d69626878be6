import ByteParsing
package import PacketLayers

/// Finds what a redaction hides, in bytes of text: of a report, and of the streams of a capture, so that both hide the same.
///
/// It knows the names that the session's own fields hold, and recognises by their form those that only stand in a text.
package struct NameFinder: Sendable {
  /// A part of the text that is a name.
  package struct Found {
    package enum Kind {
      /// The part of a mail address before the `@`, or the name of a user.
      case user
      case host
      case address(IPAddress)
    }

    package var range: Range<Int>
    package var kind: Kind
  }

  package let redaction: Redaction
  package var names: KnownNames

  package init(redaction: Redaction, names: KnownNames) {
    self.redaction = redaction
    self.names = names
  }

  /// The names in a text, in their order and apart from each other.
  ///
  /// - Parameter isFromWire: Whether whatever looks like the name of a host or of a user is one. In prose of the program itself only
  ///   the names that the session shows are.
  package func find(in bytes: Span<UInt8>, isFromWire: Bool) -> [Found] {
    var taken = Taken(count: bytes.count)
    let mailboxes = Mailboxes.find(in: bytes, users: names.users)
    for mailbox in mailboxes where isMailbox(mailbox, bytes, isFromWire) {
      if redaction.contains(.addresses) {
        taken.add(mailbox.local, .user)
      } else if isFromWire, !mailbox.isQuoted {
        for range in Mailboxes.embeddedHosts(in: bytes, mailbox.local) { taken.add(range, .host) }
      }
    }
    // A name that is made of an address is one name.
    if redaction.contains(.hosts), isFromWire { addHosts(bytes, besides: mailboxes, to: &taken) }
    if redaction.contains(.hosts) {
      for (range, address) in AddressSpellings.find(in: bytes, isFromWire: isFromWire) {
        taken.add(range, .address(address))
      }
    }
    if redaction.contains(.addresses), isFromWire {
      for range in UserMentions.find(in: bytes) { taken.add(range, .user) }
    }
    addKnown(bytes, to: &taken)
    return taken.sorted
  }

  /// The program's own "user@domain" is nobody's address.
  private func isMailbox(_ mailbox: Mailboxes.Found, _ bytes: Span<UInt8>, _ isFromWire: Bool) -> Bool {
    guard !mailbox.local.isEmpty else { return false }
    if isFromWire || names.users.contains(bytes.lowercased(mailbox.local)) { return true }
    var end = mailbox.domainStart
    while end < bytes.count, TextBytes.isName(bytes[end]) {
      if bytes[end] == TextBytes.dot { return true }
      end += 1
    }
    return false
  }

  /// Whatever has the form of a host's name.
  private func addHosts(_ bytes: Span<UInt8>, besides mailboxes: [Mailboxes.Found], to taken: inout Taken) {
    var locals = mailboxes.map(\.local)[...]
    // The code of a reply and its hyphen are no part of the name that may follow.
    var index = TextBytes.replyCodeLength(bytes)
    while index < bytes.count {
      guard TextBytes.isName(bytes[index]) else {
        index += 1
        continue
      }
      var end = index
      while end < bytes.count, TextBytes.isName(bytes[end]) { end += 1 }
      while let local = locals.first, local.upperBound <= index { locals = locals.dropFirst() }
      let isLocalPart = locals.first.map { $0.overlaps(index..<end) } ?? false
      if !isLocalPart {
        for range in TextBytes.hosts(in: bytes, index..<end) { taken.add(range, .host) }
      }
      index = end
    }
  }

  /// The names that the session shows, wherever no letter or digit stands beside them.
  private func addKnown(_ bytes: Span<UInt8>, to taken: inout Taken) {
    let replyCode = TextBytes.replyCodeLength(bytes)
    var matches: [Range<Int>] = []
    names.search.forEachMatch(in: bytes) { range in
      guard range.lowerBound >= replyCode, TextBytes.isApart(range, in: bytes) else { return false }
      matches.append(range)
      return true
    }
    // Ends grow; of those that overlap, the one that begins first holds more.
    matches.sort { ($0.lowerBound, -$0.count) < ($1.lowerBound, -$1.count) }
    for range in matches {
      let text = bytes.lowercased(range)
      if redaction.contains(.hosts), let address = names.spellings[text] {
        taken.add(range, .address(address))
      } else if redaction.contains(.hosts), names.hosts.contains(text) {
        taken.add(range, .host)
      } else if redaction.contains(.addresses), names.users.contains(text) {
        taken.add(range, .user)
      }
    }
  }

  /// What was found so far: the first that takes a place keeps it.
  private struct Taken {
    private var isTaken: [Bool]
    private var found: [Found] = []

    init(count: Int) {
      isTaken = [Bool](repeating: false, count: count)
    }

    /// Takes what is free of a range.
    mutating func add(_ range: Range<Int>, _ kind: Found.Kind) {
      var start = range.lowerBound
      while start < range.upperBound {
        guard !isTaken[start] else {
          start += 1
          continue
        }
        var end = start
        while end < range.upperBound, !isTaken[end] {
          isTaken[end] = true
          end += 1
        }
        found.append(Found(range: start..<end, kind: kind))
        start = end
      }
    }

    var sorted: [Found] { found.sorted { $0.range.lowerBound < $1.range.lowerBound } }
  }
}

/// What the bytes of a text are.
enum TextBytes {
  static let dot = UInt8(ascii: ".")

  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: byte >= 0x80
    }
  }

  /// What the name of a host, or an address of IPv4, is made of.
  static func isName(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == dot || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  /// Whether no letter or digit stands directly beside a range, or one does but it is itself no letter or digit.
  static func isApart(_ range: Range<Int>, in bytes: Span<UInt8>) -> Bool {
    let (first, last) = (range.lowerBound, range.upperBound - 1)
    let before = first > 0 && isAlphanumeric(bytes[first - 1]) && isAlphanumeric(bytes[first])
    let after = last + 1 < bytes.count && isAlphanumeric(bytes[last + 1]) && isAlphanumeric(bytes[last])
    return !before && !after
  }

  /// `250-` at the beginning.
  static func replyCodeLength(_ bytes: Span<UInt8>) -> Int {
    guard bytes.count >= 4, bytes[3] == UInt8(ascii: "-") else { return 0 }
    for index in 0..<3 where !(0x30...0x39).contains(bytes[index]) { return 0 }
    return 4
  }

  /// Labels between dots, of which the last is made of letters, as that of a domain is. A number before the first label's hyphen, or an
  /// address that stands in it, is part of it.
  static func hosts(in bytes: Span<UInt8>, _ run: Range<Int>) -> [Range<Int>] {
    var (start, end) = (run.lowerBound, run.upperBound)
    while start < end, bytes[start] == dot || bytes[start] == UInt8(ascii: "-") { start += 1 }
    while end > start, bytes[end - 1] == dot || bytes[end - 1] == UInt8(ascii: "-") { end -= 1 }
    guard start < end else { return [] }
    let text = bytes.lowercased(start..<end)
    return looksLikeHost(text) ? [start..<end] : []
  }

  private static func looksLikeHost(_ name: String) -> Bool {
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.allSatisfy({ (1...63).contains($0.utf8.count) }), let last = labels.last else {
      return false
    }
    return last.count >= 2 && (last.hasPrefix("xn--") || last.allSatisfy(\.isLetter))
  }
}

extension Span where Element == UInt8 {
  /// A part as text in lower case.
  func lowercased(_ range: Range<Int>) -> String {
    var copy: [UInt8] = []
    copy.reserveCapacity(range.count)
    for index in range { copy.append(self[index]) }
    return String(decoding: copy, as: UTF8.self).lowercased()
  }
}
