import ByteParsing
import SwiftASN1

/// Distinguished names as text (RFC 4514).
enum DistinguishedNameText {
  /// The most attributes that are written out of one name, and the longest value in bytes.
  private static let maximumAttributes = 64
  private static let maximumValueBytes = 256

  /// The whole name, the last attribute of the DER first: `CN=mx.example.net,O=Example,C=US`. `nil` where the node is no name.
  static func text(_ name: ASN1Node) -> String? {
    guard name.identifier == .sequence, let parts = name.children else { return nil }
    let shown = parts.suffix(maximumAttributes)
    var words: [String] = []
    for part in shown.reversed() {
      guard part.identifier == .set, let attributes = part.children else { return nil }
      words.append(attributes.prefix(maximumAttributes).compactMap(attribute).joined(separator: "+"))
    }
    if parts.count > shown.count { words.append("…") }
    return words.joined(separator: ",")
  }

  /// The value of the last commonName in the order of the DER; `nil` where there is none.
  static func commonName(_ name: ASN1Node) -> String? {
    for part in name.children?.suffix(maximumAttributes).reversed() ?? [] {
      for attribute in part.children?.prefix(maximumAttributes) ?? [] {
        guard let pair = attribute.children, pair.count == 2, pair[0].objectIdentifier == "2.5.4.3" else { continue }
        return string(pair[1]).map { PrintableText.string($0) }
      }
    }
    return nil
  }

  private static func attribute(_ node: ASN1Node) -> String? {
    guard let pair = node.children, pair.count == 2, let type = pair[0].objectIdentifier else { return nil }
    let label = shortNames[type] ?? type
    guard let value = string(pair[1]) else {
      return "\(label)=#\(Hexadecimal.text(pair[1].encodedBytes.prefix(maximumValueBytes)))"
    }
    return "\(label)=\(PrintableText.string(escaped(value)))"
  }

  /// The text of any of the string types of ASN.1; `nil` where it is none of them. What is no text in its own encoding is
  /// left for the printing to write out.
  static func string(_ node: ASN1Node) -> String? {
    guard node.identifier.tagClass == .universal, let bytes = node.value?.prefix(maximumValueBytes) else { return nil }
    switch node.identifier.tagNumber {
    case 12, 18, 19, 22, 26: return PrintableText.string(Array(bytes))
    case 20: return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    case 30: return wide(bytes, width: 2)
    case 28: return wide(bytes, width: 4)
    default: return nil
    }
  }

  /// BMPString and UniversalString: code points of two and four bytes.
  private static func wide(_ bytes: ArraySlice<UInt8>, width: Int) -> String {
    var text = String.UnicodeScalarView()
    var number: UInt32 = 0
    for (index, byte) in bytes.enumerated() {
      number = number << 8 | UInt32(byte)
      if index % width == width - 1 {
        text.append(Unicode.Scalar(number) ?? "\u{FFFD}")
        number = 0
      }
    }
    return String(text)
  }

  /// The characters that RFC 4514 section 2.4 escapes.
  private static func escaped(_ value: String) -> String {
    var output = ""
    let last = value.unicodeScalars.count - 1
    for (index, scalar) in value.unicodeScalars.enumerated() {
      switch scalar {
      case "\"", "+", ",", ";", "<", ">": output.append("\\")
      case " " where index == 0 || index == last: output.append("\\")
      case "#" where index == 0: output.append("\\")
      // A backslash already stands for a character that cannot be shown; it is left as it is.
      default: break
      }
      output.unicodeScalars.append(scalar)
    }
    return output
  }

  private static let shortNames: [String: String] = [
    "2.5.4.3": "CN", "2.5.4.4": "SN", "2.5.4.5": "serialNumber", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST",
    "2.5.4.9": "street", "2.5.4.10": "O", "2.5.4.11": "OU", "2.5.4.12": "title", "2.5.4.13": "description",
    "2.5.4.15": "businessCategory", "2.5.4.17": "postalCode", "2.5.4.42": "GN", "2.5.4.43": "initials",
    "2.5.4.46": "dnQualifier", "2.5.4.65": "pseudonym", "2.5.4.97": "organizationIdentifier",
    "0.9.2342.19200300.100.1.1": "UID", "0.9.2342.19200300.100.1.25": "DC",
    "1.2.840.113549.1.9.1": "emailAddress", "1.3.6.1.4.1.311.60.2.1.1": "jurisdictionL",
    "1.3.6.1.4.1.311.60.2.1.2": "jurisdictionST", "1.3.6.1.4.1.311.60.2.1.3": "jurisdictionC",
  ]
}
