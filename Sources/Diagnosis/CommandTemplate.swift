import ByteParsing
import PlainWords

/// Fills a sentence or a command that the reader will paste into a shell.
///
/// Names come from the wire. In a command they are put in as one word, quoted where they hold anything but the characters of host
/// names; in the place of what cannot be repeated the word in capitals stays, for the reader to fill in.
package struct CommandTemplate: Sendable {
  /// What a template is to become.
  enum Form: Sendable {
    case command, sentence
  }

  /// The names that stand in braces.
  private enum Blank: String {
    case server, bracketed, port, source, name, host, introduction, time
  }

  private enum Piece {
    case text(String)
    case blank(Blank)
  }

  private var pieces: [Piece] = []
  /// Bytes of the template, which are about those of what it becomes.
  private let length: Int

  /// What stands in braces and is no name of a blank stays as it is.
  init(_ template: String) {
    let bytes = template.utf8Span.span
    length = bytes.count
    let words = { (places: Range<Int>) in
      let words = template.utf8.dropFirst(places.lowerBound).prefix(places.count)
      return String(Substring(words))
    }
    var (text, place) = (0, 0)
    // By bytes, not by characters: braces are ASCII.
    while let open = bytes.firstOffset(of: 0x7B, from: place), let close = bytes.firstOffset(of: 0x7D, from: open) {
      place = close + 1
      guard let blank = Blank(rawValue: words(open + 1..<close)) else { continue }
      if text < open { pieces.append(.text(words(text..<open))) }
      pieces.append(.blank(blank))
      text = place
    }
    if text == 0, bytes.count > 0 {
      pieces = [.text(template)]
    } else if text < bytes.count {
      pieces.append(.text(words(text..<bytes.count)))
    }
  }

  /// Puts values in the places of their names: what was put in is not looked at again.
  func filled(_ blanks: CommandBlanks, as form: Form) -> String {
    if pieces.count == 1, case .text(let text) = pieces[0] { return text }
    // Names and addresses are longer than the blanks in whose places they come.
    var output = GatheredText(length: length + 64)
    for piece in pieces {
      switch piece {
      case .text(let text): output.add(text)
      case .blank(.server): output.add(blanks.server)
      case .blank(.bracketed): output.add(blanks.bracketed)
      case .blank(.port): output.add(blanks.port)
      case .blank(.source): output.add(blanks.source)
      case .blank(.name): output.add(form == .command ? blanks.name : blanks.nameInSentence)
      case .blank(.host): output.add(blanks.host)
      case .blank(.introduction): output.add(blanks.introduction)
      case .blank(.time): output.add(blanks.time)
      }
    }
    return output.text
  }

  /// The name, if it can stand in a shell command as it is.
  package static func safe(_ name: String?) -> String? {
    guard let name else { return nil }
    let bytes = name.utf8Span.span
    guard !bytes.isEmpty, bytes.count <= ShellWord.maximumBytes, bytes[0] != 0x2D, bytes[0] != 0x2E else { return nil }
    for place in bytes.indices {
      switch bytes[place] {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: continue
      default: return nil
      }
    }
    return name
  }
}
