import PacketLayers

/// Replaces mail addresses, IP addresses and host names in a line of text.
struct TextRedactor {
  let finder: NameFinder
  let pseudonyms: Pseudonyms
  /// Names of several words, such as those of authorities, with what stands in for each, the longest first.
  var phrases: [(name: String, standIn: String)] = []

  var redaction: Redaction { finder.redaction }

  init(_ finder: NameFinder, pseudonyms: Pseudonyms) {
    self.finder = finder
    self.pseudonyms = pseudonyms
  }

  /// - Parameter isFromWire: See ``NameFinder/find(in:isFromWire:)``.
  func text(_ text: String, isFromWire: Bool) -> String { self.text(text, phrases[...], isFromWire: isFromWire) }

  /// What lies between the phrases is looked at by itself, so that no stand-in is taken for a name again.
  private func text(
    _ text: String, _ phrases: ArraySlice<(name: String, standIn: String)>, isFromWire: Bool
  ) -> String {
    guard let phrase = phrases.first else { return names(text, isFromWire: isFromWire) }
    return text.split(separator: phrase.name, omittingEmptySubsequences: false).map { part in
      self.text(String(part), phrases.dropFirst(), isFromWire: isFromWire)
    }.joined(separator: phrase.standIn)
  }

  private func names(_ text: String, isFromWire: Bool) -> String {
    guard finder.names.isComplete || !isFromWire else {
      return
        "[\(text.unicodeScalars.count) characters withheld: the session holds too many names to look for all of them]"
    }
    let bytes = Array(text.utf8)
    let found = finder.find(in: bytes.span, isFromWire: isFromWire)
    guard !found.isEmpty else { return text }
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + 16 * found.count)
    var place = 0
    for name in found {
      output += bytes[place..<name.range.lowerBound]
      output += standIn(name, of: String(decoding: bytes[name.range], as: UTF8.self)).utf8
      place = name.range.upperBound
    }
    output += bytes[place...]
    return String(decoding: output, as: UTF8.self)
  }

  private func standIn(_ found: NameFinder.Found, of name: String) -> String {
    switch found.kind {
    case .user: pseudonyms.localPart(name.lowercased().filter { $0 != "\"" })
    case .host: pseudonyms.host(name.lowercased())
    case .address(let address): pseudonyms.address(address).description
    }
  }

  // MARK: - What is asked for

  /// Words from the wire, or sentences that hold some.
  func wire(_ text: String) -> String { self.text(EncodedText.withheld(in: text), isFromWire: true) }

  /// Sentences and commands of the program, into which names of the session were put.
  func prose(_ text: String) -> String { self.text(text, isFromWire: false) }

  /// A field that is the name of a host whatever it looks like.
  func host(_ name: String) -> String {
    guard redaction.contains(.hosts), !name.isEmpty else { return wire(name) }
    let isLiteral = name.hasPrefix("[") || IPAddress(name) != nil
    return isLiteral ? wire(name) : pseudonyms.host(name)
  }

  /// A field that is a mailbox or the name of a user whatever it looks like.
  func user(_ name: String) -> String {
    guard redaction.contains(.addresses), !name.isEmpty else { return wire(name) }
    if let at = name.lastIndex(of: "@") {
      let (route, local) = Self.withoutRoute(name[..<at])
      let standIn = pseudonyms.localPart(local.lowercased().filter { $0 != "\"" })
      return "\(wire(String(route)))\(standIn)@\(wire(String(name[name.index(after: at)...])))"
    }
    if let slash = name.lastIndex(of: "\\"), slash > name.startIndex {
      let rest = name[name.index(after: slash)...]
      return "\(host(String(name[..<slash])))\\\(pseudonyms.localPart(rest.lowercased()))"
    }
    return pseudonyms.localPart(name.lowercased())
  }

  /// The hosts of a route before the local part (RFC 5321 appendix C), and that.
  private static func withoutRoute(_ text: Substring) -> (route: Substring, local: Substring) {
    guard text.hasPrefix("@"), let colon = text.lastIndex(of: ":") else { return (text.prefix(0), text) }
    return (text[...colon], text[text.index(after: colon)...])
  }
}
