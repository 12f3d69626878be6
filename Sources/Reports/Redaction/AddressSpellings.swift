import ByteParsing
import PacketLayers

/// Finds IP addresses in bytes of text, in every spelling that people and programs use: apart from the usual ones with leading zeros,
/// with hyphens in a host's name, or digit by digit as under ip6.arpa.
enum AddressSpellings {
  /// - Parameter isFromWire: Whether spellings count that words of other kinds may have, too.
  static func find(in bytes: Span<UInt8>, isFromWire: Bool) -> [(range: Range<Int>, address: IPAddress)] {
    var found: [(range: Range<Int>, address: IPAddress)] = []
    var index = 0
    while index < bytes.count {
      guard isHexOrSign(bytes[index]) else {
        index += 1
        continue
      }
      var end = index
      while end < bytes.count, isHexOrSign(bytes[end]) { end += 1 }
      inRun(index..<end, of: bytes, isFromWire: isFromWire, into: &found)
      index = end
    }
    return found
  }

  /// A run of what addresses are made of.
  private static func inRun(
    _ run: Range<Int>, of bytes: Span<UInt8>, isFromWire: Bool,
    into found: inout [(range: Range<Int>, address: IPAddress)]
  ) {
    var index = run.lowerBound
    while index < run.upperBound {
      // Pieces between blanks of a kind: colons and dots, hyphens.
      if let hit = address6(run, at: index, of: bytes) ?? (isFromWire ? nibbles(run, at: index, of: bytes) : nil)
        ?? (isFromWire ? hyphenated6(run, at: index, of: bytes) : nil)
        ?? address4(run, at: index, of: bytes, isFromWire: isFromWire)
      {
        found.append(hit)
        index = hit.range.upperBound
      } else {
        // What begins inside a number or a group is no address of its own.
        let wasGroup = isHex(bytes[index])
        index += 1
        while wasGroup, index < run.upperBound, isHex(bytes[index]), !isDigitAfterLetter(bytes, index) { index += 1 }
      }
    }
  }

  /// Colons between groups; what is around it need not be blank.
  private static func address6(_ run: Range<Int>, at start: Int, of bytes: Span<UInt8>)
    -> (range: Range<Int>, address: IPAddress)?
  {
    guard bytes[start] == colon || isHex(bytes[start]), !isLaterGroup(start, of: bytes) else { return nil }
    var end = start
    var colons = 0
    while end < run.upperBound, bytes[end] == colon || bytes[end] == dot || isHex(bytes[end]), end - start < 60 {
      if bytes[end] == colon { colons += 1 }
      end += 1
    }
    guard colons >= 2 else { return nil }
    if isTag(start, of: bytes) { return nil }
    // A full stop or a colon may follow, a port or a length of it too.
    var tries = 0
    while end > start + 2, tries < 4 {
      while end > start, bytes[end - 1] == dot || (bytes[end - 1] == colon && bytes[end - 2] != colon) { end -= 1 }
      let text = string(bytes, start..<end)
      if text != "::", let address = IPAddress(text) { return (start..<end, address) }
      guard let last = (start..<end).last(where: { bytes[$0] == colon || bytes[$0] == dot }) else { return nil }
      end = last
      tries += 1
    }
    return nil
  }

  /// Whether it is the 6 of `IPv6:`, which is no part of what follows.
  private static func isTag(_ index: Int, of bytes: Span<UInt8>) -> Bool {
    index >= 3 && index + 1 < bytes.count && bytes[index] == 0x36 && bytes[index + 1] == colon
      && bytes.hasASCII("ipv", at: index - 3)
  }

  /// Whether a group with a colon stands before it: so do the octets of fingerprints, which are no addresses.
  private static func isLaterGroup(_ start: Int, of bytes: Span<UInt8>) -> Bool {
    guard start >= 2, bytes[start - 1] == colon, bytes[start] != colon else { return false }
    return (isHex(bytes[start - 2]) || bytes[start - 2] == colon) && !isTag(start - 2, of: bytes)
  }

  /// Two colons written as hyphens, as in names that are made of addresses.
  private static func hyphenated6(_ run: Range<Int>, at start: Int, of bytes: Span<UInt8>)
    -> (range: Range<Int>, address: IPAddress)?
  {
    guard isHex(bytes[start]) else { return nil }
    var end = start
    var hyphens = 0
    while end < run.upperBound, bytes[end] == hyphen || isHex(bytes[end]), end - start < 48 {
      if bytes[end] == hyphen { hyphens += 1 }
      end += 1
    }
    while end > start, bytes[end - 1] == hyphen { end -= 1 }
    guard hyphens >= 3, (start..<end).contains(where: { isDigit(bytes[$0]) }) else { return nil }
    let text = string(bytes, start..<end).replacing("-", with: ":")
    return IPAddress(text).map { (start..<end, $0) }
  }

  /// Single digits between dots, the last one first (RFC 3596 section 2.5), or not.
  private static func nibbles(_ run: Range<Int>, at start: Int, of bytes: Span<UInt8>)
    -> (range: Range<Int>, address: IPAddress)?
  {
    guard isHex(bytes[start]) else { return nil }
    var digits: [UInt64] = []
    var place = start
    while place < run.upperBound, digits.count < 32, let digit = hexValue(bytes[place]),
      place + 1 >= run.upperBound || !isHex(bytes[place + 1])
    {
      digits.append(UInt64(digit))
      place += 1
      guard place < run.upperBound, bytes[place] == dot else { break }
      place += 1
    }
    guard digits.count >= 16 else { return nil }
    while place > start, bytes[place - 1] == dot { place -= 1 }
    let all = Array(digits.reversed()) + Array(repeating: 0, count: 32 - digits.count)
    let high = all[..<16].reduce(0) { $0 << 4 | $1 }
    let low = all[16...].reduce(0) { $0 << 4 | $1 }
    return (start..<place, IPAddress(ipv6High: high, low: low))
  }

  /// Four numbers between dots, or between hyphens or underscores.
  private static func address4(_ run: Range<Int>, at start: Int, of bytes: Span<UInt8>, isFromWire: Bool)
    -> (range: Range<Int>, address: IPAddress)?
  {
    guard isDigit(bytes[start]), start == 0 || !isDigit(bytes[start - 1]) else { return nil }
    var value: UInt32 = 0
    var place = start
    var separator: UInt8?
    for part in 0..<4 {
      if part > 0 {
        guard place < bytes.count, separator == nil || bytes[place] == separator else { return nil }
        separator = bytes[place]
        guard separator == dot || (isFromWire && (separator == hyphen || separator == underscore)) else { return nil }
        place += 1
      }
      var number: UInt32 = 0
      var count = 0
      while place < bytes.count, isDigit(bytes[place]), count < 4 {
        number = number * 10 + UInt32(bytes[place] - 0x30)
        place += 1
        count += 1
      }
      guard (1...3).contains(count), number <= 255 else { return nil }
      value = value << 8 | number
    }
    return (start..<place, IPAddress(ipv4: value))
  }

  private static let colon = UInt8(ascii: ":")
  private static let dot = UInt8(ascii: ".")
  private static let hyphen = UInt8(ascii: "-")
  private static let underscore = UInt8(ascii: "_")

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  private static func isHex(_ byte: UInt8) -> Bool { hexValue(byte) != nil }

  private static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }

  private static func isDigitAfterLetter(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
    isDigit(bytes[index]) && index > 0 && !isDigit(bytes[index - 1])
  }

  private static func isHexOrSign(_ byte: UInt8) -> Bool {
    isHex(byte) || byte == colon || byte == dot || byte == hyphen || byte == underscore
  }

  private static func string(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    var copy: [UInt8] = []
    copy.reserveCapacity(range.count)
    for index in range { copy.append(bytes[index]) }
    return String(decoding: copy, as: UTF8.self)
  }
}

extension IPAddress {
  /// Further spellings, which only whoever knows the address finds: hexadecimal digits in one, one number, and digits without dots.
  var knownSpellings: [String] {
    func hexadecimal(_ value: UInt64, _ count: Int) -> String {
      let digits = String(value, radix: 16)
      return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
    guard !isIPv6 else {
      let whole = hexadecimal(high, 16) + hexadecimal(low, 16)
      let groups = stride(from: 0, to: 32, by: 4).map { start in
        String(whole.dropFirst(start).prefix(4))
      }
      return [whole, groups.joined(separator: "_"), groups.joined(separator: ".")]
    }
    let value = low & 0xFFFF_FFFF
    let parts = [24, 16, 8, 0].map { (value >> UInt64($0)) & 0xFF }
    let padded = parts.map { part in String(repeating: "0", count: 3 - String(part).count) + String(part) }
    return [hexadecimal(value, 8), String(value), padded.joined()]
  }
}
