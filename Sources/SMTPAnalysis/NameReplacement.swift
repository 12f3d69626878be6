import ByteParsing
import Reports

/// Puts letters and digits in the place of the names of people in the streams of a session: those that a report hides, found in the
/// same way, and those that base64 hides from the eye.
struct NameReplacement {
  private let finder: NameFinder
  private let pseudonyms: Pseudonyms

  init(_ names: KnownNames, _ pseudonyms: Pseudonyms) {
    finder = NameFinder(redaction: .addresses, names: names)
    self.pseudonyms = pseudonyms
  }

  /// Whether all names can be looked for.
  var isPossible: Bool { finder.names.isComplete }

  func replace(in stream: inout StreamBytes, before end: Int) {
    var start = 0
    while start < end {
      let lineEnd = min(end, stream.bytes.span.firstOffset(of: 0x0A, from: start) ?? end)
      let changes = changes(in: stream.bytes.span.extracting(start..<lineEnd))
      for change in changes {
        let place = start + change.place
        guard !stream.isReplacedAnywhere(in: place..<(place + change.bytes.count)) else { continue }
        stream.put(change.bytes, at: place)
      }
      start = lineEnd + 1
    }
  }

  private func changes(in line: Span<UInt8>) -> [(place: Int, bytes: [UInt8])] {
    var changes: [(place: Int, bytes: [UInt8])] = []
    for found in finder.find(in: line, isFromWire: true) {
      changes.append((found.range.lowerBound, standIn(line, found.range)))
    }
    for encoded in EncodedRuns.find(in: line) {
      if let substitute = replaced(encoded, in: line) { changes.append((encoded.lowerBound, substitute)) }
    }
    return changes
  }

  private func standIn(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var name: [UInt8] = []
    name.reserveCapacity(range.count)
    for index in range { name.append(bytes[index]) }
    return pseudonyms.bytes(name)
  }

  /// A text in base64 with the names in it replaced, as long as before; `nil` where there are none.
  private func replaced(_ run: Range<Int>, in bytes: Span<UInt8>) -> [UInt8]? {
    var text: [UInt8] = []
    for index in run { text.append(bytes[index]) }
    guard var decoded = Base64.bytes(of: text) else { return nil }
    var isChanged = false
    for found in finder.find(in: decoded.span, isFromWire: true) {
      decoded.replaceSubrange(found.range, with: standIn(decoded.span, found.range))
      isChanged = true
    }
    // UTF-16, as NTLM has it: every second byte is zero.
    for parity in 0...1 where decoded.count > 4 {
      let narrow = stride(from: parity, to: decoded.count - 1, by: 2).map { decoded[$0 + 1] == 0 ? decoded[$0] : 0 }
      for found in finder.find(in: narrow.span, isFromWire: false) {
        let substitute = standIn(narrow.span, found.range)
        for (index, byte) in substitute.enumerated() { decoded[parity + 2 * (found.range.lowerBound + index)] = byte }
        isChanged = true
      }
    }
    return isChanged ? Base64.text(of: decoded, count: text.count) : nil
  }
}

/// Finds what may be base64 in a line.
enum EncodedRuns {
  /// Characters that at least stand together: a name of four letters takes eight.
  private static let minimumLength = 8

  static func find(in bytes: Span<UInt8>) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = 0
    while start < bytes.count {
      guard isAlphabet(bytes[start]) else {
        start += 1
        continue
      }
      var end = start
      while end < bytes.count, isAlphabet(bytes[end]) { end += 1 }
      while end < bytes.count, bytes[end] == UInt8(ascii: "=") { end += 1 }
      if end - start >= minimumLength { runs.append(start..<end) }
      start = end
    }
    return runs
  }

  private static func isAlphabet(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2F: true
    default: false
    }
  }
}
