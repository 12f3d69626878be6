import SMTPTranscript

/// Notes where the credentials and the messages of a dialogue lie.
struct SensitiveReader {
  let parser: SMTPParser
  let sasl: SASLReading

  func ranges() -> [SensitiveBytes] {
    var ranges: [SensitiveBytes] = []
    for (index, element) in parser.elements.enumerated() {
      switch element.kind {
      case .messageData, .fragment: add(.message, element, from: 0, to: &ranges)
      case .authResponse: add(.secret, element, from: 0, to: &ranges)
      case .greeting, .reply:
        if sasl.notes[index]?.isSecret ?? false { add(.secret, element, from: 4, to: &ranges) }
      case .command where element.isSASLCommand:
        let words = AuthWords(parser.text(of: element))
        // The initial response is the end of the line.
        if let response = words.initialResponse {
          add(.secret, element, from: parser.text(of: element).count - response.count, to: &ranges)
        }
      case .command, .notSMTP:
        guard element.flags.contains(.secret) else { continue }
        add(.secret, element, from: (element.verb.name?.utf8.count).map { $0 + 1 } ?? 0, to: &ranges)
      case .proxyHeader, .gap, .tlsBegins: break
      }
    }
    return ranges
  }

  private func add(
    _ kind: SensitiveBytes.Kind, _ element: TranscriptElement, from skipped: Int, to ranges: inout [SensitiveBytes]
  ) {
    let start = element.start &+ UInt64(max(0, skipped))
    guard start < element.end else { return }
    ranges.append(SensitiveBytes(kind: kind, from: element.side, start: start, end: element.end))
  }
}
