import PacketLayers

/// Replaces mail addresses, IP addresses and host names in a line of text.
///
/// It knows the names that the session's own fields hold, and recognises by their shape those that only stand in a text.
struct TextRedactor {
  let redaction: Redaction
  let pseudonyms: Pseudonyms
  /// User names and local parts that the session shows, in lower case.
  var users: Set<String> = []
  /// Names of hosts that the session shows, in lower case, with or without dots.
  var hosts: Set<String> = []
  /// Names of several words, such as those of authorities, with what stands in for each, the longest first.
  var phrases: [(name: String, standIn: String)] = []

  /// - Parameter isFromWire: Whether whatever looks like the name of a host is one. In prose of the program itself only the
  ///   names that the session shows are.
  func text(_ text: String, isFromWire: Bool) -> String { self.text(text, phrases[...], isFromWire: isFromWire) }

  /// What lies between the phrases is looked at by itself, so that no stand-in is taken for a name again.
  private func text(
    _ text: String, _ phrases: ArraySlice<(name: String, standIn: String)>, isFromWire: Bool
  ) -> String {
    guard let phrase = phrases.first else { return words(text, isFromWire: isFromWire) }
    return text.split(separator: phrase.name, omittingEmptySubsequences: false).map { part in
      self.text(String(part), phrases.dropFirst(), isFromWire: isFromWire)
    }.joined(separator: phrase.standIn)
  }

  private func words(_ text: String, isFromWire: Bool) -> String {
    let scalars = Array(text.unicodeScalars)
    var output = String.UnicodeScalarView()
    // The code of a reply and its hyphen are no part of the name that may follow.
    var index = Self.replyCodeLength(scalars)
    output.append(contentsOf: scalars[..<index])
    while index < scalars.count {
      guard Self.isWord(scalars[index]), index == Self.replyCodeLength(scalars) || !Self.isWord(scalars[index - 1])
      else {
        if scalars[index] == "\"", let (end, local) = quotedLocalPart(scalars, index), redaction.contains(.addresses) {
          output.append(contentsOf: pseudonyms.localPart(local).unicodeScalars)
          index = end
          continue
        }
        output.append(scalars[index])
        index += 1
        continue
      }
      var end = index
      while end < scalars.count, Self.isWord(scalars[end]) { end += 1 }
      output.append(contentsOf: word(scalars[index..<end], isFromWire: isFromWire))
      index = end
    }
    return String(output)
  }

  private static func replyCodeLength(_ scalars: [Unicode.Scalar]) -> Int {
    guard scalars.count >= 4, scalars[3] == "-", scalars[..<3].allSatisfy({ ("0"..."9").contains($0) }) else {
      return 0
    }
    return 4
  }

  /// A run without spaces and brackets: an address, a name, or anything else.
  private func word(_ word: ArraySlice<Unicode.Scalar>, isFromWire: Bool) -> [Unicode.Scalar] {
    guard let at = word.lastIndex(of: "@") else { return pieces(word, isFromWire: isFromWire) }
    let local = word[..<at]
    let domain = word[(at + 1)...]
    // "FROM:bob@example.com": what an SMTP keyword puts before the address is none of it.
    let start = local.lastIndex { $0 == ":" }.map { $0 + 1 } ?? local.startIndex
    var output = Array(local[..<start])
    let name = Self.string(local[start...]).lowercased()
    // The program's own "user@domain" is nobody's address.
    let isAddress = isFromWire || domain.contains(".") || users.contains(name)
    if redaction.contains(.addresses), start < at, isAddress {
      output += Array(pseudonyms.localPart(name).unicodeScalars)
    } else {
      output += Array(local[start...])
    }
    return output + ["@"] + pieces(domain, isFromWire: true)
  }

  /// Parts of a word that can be a name or an address by themselves: between the signs that no name holds.
  private func pieces(_ word: ArraySlice<Unicode.Scalar>, isFromWire: Bool) -> [Unicode.Scalar] {
    if redaction.contains(.hosts), let replaced = address6(word) { return replaced }
    var output: [Unicode.Scalar] = []
    var index = word.startIndex
    while index < word.endIndex {
      guard Self.isName(word[index]) else {
        output.append(word[index])
        index += 1
        continue
      }
      var end = index
      while end < word.endIndex, Self.isName(word[end]) { end += 1 }
      output += name(word[index..<end], isFromWire: isFromWire)
      index = end
    }
    return output
  }

  /// An IPv6 address that fills the word, or what follows `IPv6:`, up to a port.
  private func address6(_ word: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar]? {
    guard word.filter({ $0 == ":" }).count >= 2 else { return nil }
    let text = Self.string(word)
    let isTagged = text.lowercased().hasPrefix("ipv6:")
    var body = String(isTagged ? text.dropFirst(5) : text[...])
    var tail = ""
    while let last = body.last, ".,;".contains(last) || (last == ":" && !body.hasSuffix("::")) {
      tail = String(last) + tail
      body.removeLast()
    }
    guard body != "::", let address = IPAddress(body) else { return nil }
    let head = isTagged ? text.prefix(5) : ""
    return Array("\(head)\(pseudonyms.address(address))\(tail)".unicodeScalars)
  }

  private func name(_ piece: ArraySlice<Unicode.Scalar>, isFromWire: Bool) -> [Unicode.Scalar] {
    var end = piece.endIndex
    while end > piece.startIndex, piece[end - 1] == "." || piece[end - 1] == "-" { end -= 1 }
    let rest = Array(piece[end...])
    let text = Self.string(piece[..<end])
    let lower = text.lowercased()
    if redaction.contains(.hosts) {
      if let address = IPAddress(text) { return Array(pseudonyms.address(address).description.unicodeScalars) + rest }
      if hosts.contains(lower) || (isFromWire && Self.looksLikeHost(lower)) {
        return Array(pseudonyms.host(lower).unicodeScalars) + rest
      }
    }
    if redaction.contains(.addresses), users.contains(lower) {
      return Array(pseudonyms.localPart(lower).unicodeScalars) + rest
    }
    return Array(piece)
  }

  /// The end of `"john doe"` before an `@`, and what stands in it.
  private func quotedLocalPart(_ scalars: [Unicode.Scalar], _ start: Int) -> (Int, String)? {
    var index = start + 1
    while index < scalars.count, index - start <= 66 {
      if scalars[index] == "\\" {
        index += 2
        continue
      }
      if scalars[index] == "\"" {
        guard index + 1 < scalars.count, scalars[index + 1] == "@" else { return nil }
        return (index + 1, Self.string(scalars[(start + 1)..<index]).lowercased())
      }
      index += 1
    }
    return nil
  }

  /// Labels between dots, of which the last is made of letters, as that of a domain is.
  private static func looksLikeHost(_ name: String) -> Bool {
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.allSatisfy({ (1...63).contains($0.utf8.count) }), let last = labels.last else {
      return false
    }
    return last.count >= 2 && (last.hasPrefix("xn--") || last.allSatisfy(\.isLetter))
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// What can stand in an address, quoted ones aside, or in a name or an IP address.
  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value > 0x7F { return !scalar.properties.isWhitespace && !"…·◀→“”„‘’«»".unicodeScalars.contains(scalar) }
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": return true
    default: return ".!#$%&'*+/=?^_`{|}~-@:".unicodeScalars.contains(scalar)
    }
  }

  private static func isName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_": true
    default: scalar.value > 0x7F
    }
  }
}
