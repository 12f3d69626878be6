import Foundation
import Reports
import TestSupport
import Testing

@Suite("JSON is written as RFC 8259 has it")
struct JSONBufferTests {
  private func text(_ write: (inout JSONBuffer) -> Void) -> String {
    var json = JSONBuffer()
    write(&json)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  @Test("puts commas between values and nowhere else")
  func commas() {
    let written = text { json in
      json.beginObject()
      json.field("a", 1)
      json.field("b", "x")
      json.key("c")
      json.beginArray()
      json.integer(1)
      json.beginObject()
      json.endObject()
      json.null()
      json.endArray()
      json.field("d", true)
      json.field("e", nil as Int?)
      json.endObject()
    }
    #expect(written == #"{"a":1,"b":"x","c":[1,{},null],"d":true,"e":null}"#)
  }

  @Test("escapes what a string must not hold as it is")
  func strings() {
    #expect(text { $0.string("a\"b\\c\nd\u{1}\u{1f}é🙂") } == #""a\"b\\c\nd\u0001\u001fé🙂""#)
  }

  @Test(
    "writes seconds in decimals of a microsecond",
    arguments: [
      (0.0, "0"), (0.19, "0.19"), (1.000_001, "1.000001"), (-0.5, "-0.5"), (12.0, "12"), (0.000_000_4, "0"),
      (Double.nan, "null"), (Double.infinity, "null"), (1e300, "null"),
    ])
  func seconds(value: Double, expected: String) {
    #expect(text { $0.seconds(value) } == expected)
  }

  @Test("writes strings that another reader takes back unchanged", arguments: 0..<50)
  func roundTrip(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let scalars = (0..<40).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0...0x2FFF, using: &generator)) }
    let original = String(String.UnicodeScalarView(scalars))
    let bytes = Array(text { $0.string(original) }.utf8)
    let read = try JSONDecoder().decode([String].self, from: Data([0x5B] + bytes + [0x5D]))
    #expect(read == [original], "seed \(seed)")
  }
}
