import Mustache

/// Makes text harmless in an HTML document, inside elements and inside quoted attributes.
///
/// Scalar by scalar: the template library's own escaping goes by whole characters and would leave a quotation mark as it is
/// when a combining mark from the wire follows it.
struct HTMLText: MustacheContentType {
  static let name = "REPORT"

  func escapeText(_ text: String) -> String {
    var output = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": output.append(contentsOf: "&lt;".unicodeScalars)
      case ">": output.append(contentsOf: "&gt;".unicodeScalars)
      case "&": output.append(contentsOf: "&amp;".unicodeScalars)
      case "\"": output.append(contentsOf: "&quot;".unicodeScalars)
      case "'": output.append(contentsOf: "&#39;".unicodeScalars)
      case "\t", "\n": output.append(scalar)
      default:
        if Self.isForbidden(scalar) {
          output.append("\u{FFFD}")
        } else {
          output.append(scalar)
        }
      }
    }
    return String(output)
  }

  /// What no HTML document may hold (control characters and noncharacters), and what would turn or hide the text around it.
  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFDD0...0xFDEF, 0xFEFF: true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
  }
}
