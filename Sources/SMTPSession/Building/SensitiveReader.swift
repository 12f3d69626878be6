import ByteParsing
import SMTPTranscript

/// Notes where what must not be shown lies in the streams: exactly what ``ShownText`` leaves out.
struct SensitiveReader {
  let text: ShownText
  /// The first element of which the packets show nothing, because it was said inside TLS.
  let end: Int

  init(text: ShownText, end: Int = .max) {
    self.text = text
    self.end = end
  }

  func ranges() -> [SensitiveBytes] {
    var ranges: [SensitiveBytes] = []
    let showsAll = text.disclosure.showsAll
    for (index, element) in text.elements.enumerated().prefix(end) {
      if showsAll, element.kind != .messageData { continue }
      switch element.kind {
      case .messageData, .fragment: add(.message, element, from: 0, to: &ranges)
      case .authResponse: add(.secret, element, from: 0, to: &ranges)
      case .greeting, .reply: addRepeated(element, index, to: &ranges)
      case .command, .notSMTP:
        if element.side == .server { addRepeated(element, index, to: &ranges) }
        guard let count = text.disclosure.shownCount(of: index) else { continue }
        // The blank behind the verb is no part of what it says.
        let start = count == 0 || element.isSASLCommand ? count : count + 1
        // The version tells that it is a request.
        let kept: UInt64 =
          element.verb == .httpRequest && text.bytes(of: element).ends(withFolded: Array(" http/1.1".utf8))
          ? UInt64(11) : 0
        add(
          kind(of: element), element, from: start + blanks(in: element, from: start), besides: kept, to: &ranges)
      case .proxyHeader, .gap, .tlsBegins: break
      }
    }
    return ranges
  }

  /// Credentials are replaced wherever they occur again; what may be the line of a message only where it stands.
  private func kind(of element: TranscriptElement) -> SensitiveBytes.Kind {
    element.flags.contains(.secret) || element.isSASLCommand || element.verb == .burl ? .secret : .message
  }

  private func blanks(in element: TranscriptElement, from start: Int) -> Int {
    let line = text.bytes(of: element)
    var position = min(start, line.count)
    while position < line.count, line[position] == 0x20 || line[position] == 0x09 { position += 1 }
    return position - min(start, line.count)
  }

  private func addRepeated(_ element: TranscriptElement, _ index: Int, to ranges: inout [SensitiveBytes]) {
    if text.sasl.notes[index]?.isSecret ?? false { return add(.secret, element, from: 4, to: &ranges) }
    // A piece of a credential that is replaced where it stands whole; what it says by itself is no secret of its own.
    for place in text.hiddenPlaces(in: text.bytes(of: element), element, index) {
      let start = element.start &+ UInt64(place.lowerBound)
      ranges.append(
        SensitiveBytes(
          kind: .message, from: element.side, start: start, end: min(element.end, start &+ UInt64(place.count))))
    }
  }

  private func add(
    _ kind: SensitiveBytes.Kind, _ element: TranscriptElement, from skipped: Int, besides kept: UInt64 = 0,
    to ranges: inout [SensitiveBytes]
  ) {
    let start = element.start &+ UInt64(max(0, skipped))
    guard start < element.end, kept < element.end &- start else { return }
    ranges.append(SensitiveBytes(kind: kind, from: element.side, start: start, end: element.end &- kept))
  }
}
