import ByteParsing
import SwiftASN1

/// The few ways in which a certificate's structure is walked: they fail by `nil`, never by a trap, whatever the bytes.
extension ASN1Node {
  /// The most elements that are looked at in one list.
  private static let maximumChildren = 16_384

  /// What stands in a SEQUENCE, a SET, or an explicit tag; `nil` where this is a simple value.
  var children: [ASN1Node]? {
    guard case .constructed(let nodes) = content else { return nil }
    var list: [ASN1Node] = []
    for node in nodes {
      guard list.count < Self.maximumChildren else { break }
      list.append(node)
    }
    return list
  }

  /// The bytes of a simple value.
  var value: ArraySlice<UInt8>? {
    guard case .primitive(let bytes) = content else { return nil }
    return bytes
  }

  func isTagged(_ number: UInt) -> Bool {
    identifier.tagClass == .contextSpecific && identifier.tagNumber == number
  }

  /// An object identifier in its dotted form; `nil` where this is none.
  var objectIdentifier: String? {
    guard identifier == .objectIdentifier, let value else { return nil }
    return ObjectIdentifierText.dotted(value)
  }

  /// A small whole number that is not negative.
  var smallInteger: Int? {
    guard identifier == .integer, let value, let first = value.first, first < 0x80, value.count <= 5 else { return nil }
    return value.reduce(0) { $0 << 8 | Int($1) }
  }

  /// How many bits a positive INTEGER takes.
  var integerBits: Int? {
    guard identifier == .integer, let value, !value.isEmpty else { return nil }
    let magnitude = value.drop { $0 == 0 }
    guard let first = magnitude.first else { return 0 }
    return magnitude.count * 8 - first.leadingZeroBitCount
  }
}

/// Object identifiers as text.
enum ObjectIdentifierText {
  /// The longest identifier that is written out, in bytes of its encoding.
  private static let maximumLength = 64

  /// The dotted form, as "1.2.840.113549.1.1.1"; `nil` where the bytes are no object identifier.
  static func dotted(_ bytes: ArraySlice<UInt8>) -> String? {
    guard !bytes.isEmpty, bytes.count <= maximumLength, let last = bytes.last, last < 0x80 else { return nil }
    var numbers: [UInt64] = []
    var number: UInt64 = 0
    for byte in bytes {
      guard number < 1 << 56 else { return nil }
      number = number << 7 | UInt64(byte & 0x7F)
      if byte < 0x80 {
        numbers.append(number)
        number = 0
      }
    }
    guard let first = numbers.first else { return nil }
    let root = min(first / 40, 2)
    return ([root, first - root * 40] + numbers.dropFirst()).map(String.init).joined(separator: ".")
  }
}

/// Bytes as hexadecimal digits.
enum Hexadecimal {
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var output: [UInt8] = []
    for byte in bytes {
      output.append(digits[Int(byte >> 4)])
      output.append(digits[Int(byte & 0x0F)])
    }
    return String(decoding: output, as: UTF8.self)
  }
}
