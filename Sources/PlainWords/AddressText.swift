/// Addresses as text: dotted decimal for IPv4, RFC 5952 for IPv6.
package enum AddressText {
  /// `192.0.2.1`.
  package static func ipv4(_ value: UInt32) -> String {
    // Fifteen bytes at most, which a string holds in itself: no memory is taken for it.
    var text = InlineArray<15, UInt8>(repeating: 0)
    var count = 0
    func add(_ byte: UInt8) {
      text[count] = byte
      count += 1
    }
    var shift: UInt32 = 32
    while shift > 0 {
      shift -= 8
      let part = UInt8(truncatingIfNeeded: value >> shift)
      if count > 0 { add(0x2E) }
      if part >= 100 { add(0x30 + part / 100) }
      if part >= 10 { add(0x30 + part / 10 % 10) }
      add(0x30 + part % 10)
    }
    guard let written = try? UTF8Span(validating: text.span.extracting(first: count)) else { return "" }
    return String(copying: written)
  }

  /// The number that four decimal ones between dots write; `nil` where they write none. Leading zeros are refused: some take them
  /// for octal numbers.
  package static func ipv4Value(_ bytes: ArraySlice<UInt8>) -> UInt32? {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt32 = 0
    for part in parts {
      guard let first = part.first, part.count <= 3, part.count == 1 || first != UInt8(ascii: "0") else { return nil }
      var number: UInt32 = 0
      for byte in part {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        number = number * 10 + UInt32(byte - UInt8(ascii: "0"))
      }
      guard number <= 255 else { return nil }
      value = value << 8 | number
    }
    return value
  }

  /// The eight groups that text in any of the three forms of RFC 4291 section 2.2 writes; `nil` where it writes none.
  package static func ipv6Groups(_ bytes: [UInt8]) -> [UInt16]? {
    // The longest form: six groups of four digits and an IPv4 address.
    guard bytes.count <= 45 else { return nil }
    let colon = UInt8(ascii: ":")
    let gaps = bytes.indices.dropLast().filter { bytes[$0] == colon && bytes[$0 + 1] == colon }
    guard let gap = gaps.first else {
      guard let all = sequence(bytes[...], endsAddress: true), all.count == 8 else { return nil }
      return all
    }
    guard gaps.count == 1, let head = sequence(bytes[..<gap], endsAddress: false),
      let tail = sequence(bytes[(gap + 2)...], endsAddress: true), head.count + tail.count <= 7
    else { return nil }
    return head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
  }

  /// Groups between single colons; the last may be an IPv4 address where the whole address ends there.
  private static func sequence(_ bytes: ArraySlice<UInt8>, endsAddress: Bool) -> [UInt16]? {
    if bytes.isEmpty { return [] }
    var groups: [UInt16] = []
    let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if endsAddress, index == parts.count - 1, part.contains(UInt8(ascii: ".")) {
        guard let value = ipv4Value(part) else { return nil }
        groups += [UInt16(value >> 16), UInt16(value & 0xFFFF)]
        continue
      }
      guard (1...4).contains(part.count) else { return nil }
      var group: UInt16 = 0
      for byte in part {
        guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
        group = group << 4 | UInt16(digit)
      }
      groups.append(group)
    }
    return groups
  }

  /// The text of eight groups, with the longest run of zeros left out.
  package static func ipv6(_ groups: [UInt16]) -> String {
    // RFC 5952 section 4.2: the longest run of zeros, at least two, the first of equals.
    var longest = 0..<0
    var index = 0
    while index < groups.count {
      let end = groups[index...].firstIndex { $0 != 0 } ?? groups.count
      if end - index > max(1, longest.count) { longest = index..<end }
      index = end + 1
    }
    var text: [UInt8] = []
    text.reserveCapacity(40)
    index = 0
    while index < groups.count {
      if index == longest.lowerBound, !longest.isEmpty {
        text += [0x3A, 0x3A]
        index = longest.upperBound
        continue
      }
      if index > 0, index != longest.upperBound || longest.isEmpty { text.append(0x3A) }
      append(groups[index], to: &text)
      index += 1
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// A group in hexadecimal digits, without zeros before them (RFC 5952 section 4.1).
  private static func append(_ group: UInt16, to text: inout [UInt8]) {
    var isLeading = true
    for shift: UInt16 in [12, 8, 4, 0] {
      let digit = UInt8(truncatingIfNeeded: group >> shift & 0x0F)
      if isLeading, digit == 0, shift > 0 { continue }
      isLeading = false
      text.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }

  /// The text of an IPv6 address of 16 octets, as a packet or a certificate holds it; `nil` where they are not 16.
  package static func ipv6(octets: [UInt8]) -> String? {
    guard octets.count == 16 else { return nil }
    return ipv6(stride(from: 0, to: 16, by: 2).map { UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1]) })
  }

  /// The 4 or 16 octets of an address in text; `nil` where it is none.
  package static func octets(_ text: [UInt8]) -> [UInt8]? {
    if text.contains(UInt8(ascii: ":")) {
      return ipv6Groups(text)?.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }
    return ipv4Value(text[...]).map { value in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
    }
  }
}
