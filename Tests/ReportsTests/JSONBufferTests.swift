import Foundation
import TestSupport
import Testing

@testable import Reports

/// The buffer is our own code: it is held against Foundation's reader.
@Suite("What the JSON buffer writes reads back as it was")
struct JSONBufferTests {
  @Test("strings of every kind, at every length around a machine word", arguments: 0..<30)
  func strings(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let letters = ["a", "Z", " ", "\"", "\\", "\n", "\u{1}", "\u{1f}", "\u{7f}", "é", "你", "🙂", "/", "!"]
    for length in 0..<40 {
      let text = (0..<length).map { _ in letters.randomElement(using: &generator) ?? "a" }.joined()
      var json = JSONBuffer()
      json.beginArray()
      json.string(text)
      json.endArray()
      #expect(try JSONDecoder().decode([String].self, from: Data(json.bytes)) == [text])
    }
  }

  @Test("numbers", arguments: [0, 7, 10, 99, 100, 1_234_567_890_123, -1, -10, .max, .min])
  func integers(value: Int) {
    var json = JSONBuffer()
    json.integer(value)
    #expect(String(decoding: json.bytes, as: UTF8.self) == "\(value)")
  }

  @Test("whole numbers as text", arguments: [0, 7, 1_759_999_999_123_456_789, -1, .max, .min] as [Int64])
  func decimalTexts(value: Int64) {
    var json = JSONBuffer()
    json.quoted(value)
    #expect(String(decoding: json.bytes, as: UTF8.self) == "\"\(value)\"")
  }

  @Test("hexadecimal numbers as text", arguments: [0, 9, 15, 16, 0x0F00, 0x1234_5678_9ABC_DEF0, .max] as [UInt64])
  func hexadecimalTexts(value: UInt64) {
    var json = JSONBuffer()
    json.quoted(hexadecimal: value)
    #expect(String(decoding: json.bytes, as: UTF8.self) == "\"\(String(value, radix: 16))\"")
  }

  @Test("the one byte that needs an escape is found at every place of a text", arguments: ["\"", "\\", "\u{1f}", "\n"])
  func escapes(letter: String) throws {
    for length in 1..<34 {
      for (place, fill) in (0..<length).flatMap({ place in ["!", "\u{7f}", "é"].map { (place, $0) } }) {
        let text = (0..<length).map { $0 == place ? letter : fill }.joined()
        var json = JSONBuffer()
        json.beginArray()
        json.string(text)
        json.endArray()
        #expect(try JSONDecoder().decode([String].self, from: Data(json.bytes)) == [text])
      }
    }
  }

  @Test("what is written is the same however much stood before it, and after it was taken")
  func growing() {
    var json = JSONBuffer()
    var expected = ""
    for number in 0..<4000 {
      json.beginObject()
      json.field("number", number)
      json.field("text", String(repeating: "x", count: number % 97))
      json.endObject()
      json.newline()
      expected += "{\"number\":\(number),\"text\":\"\(String(repeating: "x", count: number % 97))\"}\n"
    }
    #expect(json.count == expected.utf8.count)
    #expect(String(decoding: json.takeBytes(), as: UTF8.self) == expected)
    #expect(json.count == 0)
    json.text("a line")
    #expect(String(decoding: json.bytes, as: UTF8.self) == "a line\n")
    json.removeAll()
    #expect(json.bytes.isEmpty)
  }

  @Test(
    "seconds have no more decimals than they need",
    arguments: [(0.0, "0"), (1.5, "1.5"), (0.000001, "0.000001"), (12.34, "12.34"), (-2.25, "-2.25"), (1e13, "null")])
  func seconds(value: Double, expected: String) {
    var json = JSONBuffer()
    json.seconds(value)
    #expect(String(decoding: json.bytes, as: UTF8.self) == expected)
  }

  @Test("values written elsewhere stand among the others as if they had been written here")
  func embedding() throws {
    var elsewhere = JSONBuffer()
    elsewhere.beginObject()
    elsewhere.field("a", 1)
    elsewhere.endObject()
    elsewhere.endDocument()
    let first = elsewhere.count
    elsewhere.string("two")
    var json = JSONBuffer()
    json.beginArray()
    json.embed(elsewhere.span.extracting(0..<first))
    json.embed(elsewhere.span.extracting(first..<elsewhere.count))
    json.integer(3)
    json.endArray()
    #expect(String(decoding: json.bytes, as: UTF8.self) == #"[{"a":1},"two",3]"#)
  }
}
