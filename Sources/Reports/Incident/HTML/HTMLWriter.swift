/// Writes an HTML document piece by piece. What it writes is well formed by construction: names of elements and attributes are
/// literals of this program, an element is closed where its content ends, and every text and every value of an attribute is
/// escaped. The only text that is not escaped is a literal as well.
package struct HTMLWriter {
  /// The document so far, as UTF-8.
  package private(set) var bytes: [UInt8] = []

  package init() { append("<!DOCTYPE html>\n") }

  /// An element with what `content` writes. An attribute that is `nil` is left out.
  package mutating func element(
    _ element: HTMLElement, _ attributes: HTMLAttribute?..., content: (inout HTMLWriter) -> Void
  ) {
    open(element, attributes)
    if element.layout == .container { append("\n") }
    content(&self)
    close(element)
  }

  /// An element that holds one text.
  package mutating func element(_ element: HTMLElement, _ attributes: HTMLAttribute?..., text: String) {
    open(element, attributes)
    self.text(text)
    close(element)
  }

  /// An element that holds a style sheet or a script. What stands in one is not escaped, so it can be a literal only.
  package mutating func element(_ element: HTMLElement, verbatim text: StaticString) {
    open(element, [])
    append(text)
    close(element)
  }

  /// An element that can have no content.
  package mutating func empty(_ element: HTMLElement, _ attributes: HTMLAttribute?...) {
    open(element, attributes)
    if element.layout != .inline { append("\n") }
  }

  package mutating func text(_ text: String) {
    for scalar in text.unicodeScalars { append(HTMLEscape.replacement(of: scalar), or: scalar) }
  }

  private mutating func open(_ element: HTMLElement, _ attributes: [HTMLAttribute?]) {
    append("<")
    append(element.name)
    for case let attribute? in attributes {
      append(" ")
      append(attribute.name)
      guard let value = attribute.value else { continue }
      append("=\"")
      text(value)
      append("\"")
    }
    append(element.layout == .shape ? "/>" : ">")
  }

  private mutating func close(_ element: HTMLElement) {
    append("</")
    append(element.name)
    append(">")
    if element.layout != .inline { append("\n") }
  }

  private mutating func append(_ replacement: StaticString?, or scalar: Unicode.Scalar) {
    guard let replacement else {
      bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      return
    }
    append(replacement)
  }

  private mutating func append(_ literal: StaticString) { bytes.append(contentsOf: literal.description.utf8) }
}

/// What makes text harmless in an HTML document, inside elements and inside quoted attributes.
///
/// It goes scalar by scalar: by whole characters a quotation mark would stay as it is when a combining mark from the wire
/// follows it.
enum HTMLEscape {
  /// What stands in the place of a scalar; `nil` where it may stand as it is.
  static func replacement(of scalar: Unicode.Scalar) -> StaticString? {
    switch scalar {
    case "<": "&lt;"
    case ">": "&gt;"
    case "&": "&amp;"
    case "\"": "&quot;"
    case "'": "&#39;"
    case "\t", "\n": nil
    default: isForbidden(scalar) ? "\u{FFFD}" : nil
    }
  }

  /// What no HTML document may hold (control characters and noncharacters), and what would turn or hide the text around it.
  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFDD0...0xFDEF, 0xFEFF: true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
  }
}
