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
    let first = elsewhere.bytes.count
    elsewhere.string("two")
    var json = JSONBuffer()
    json.beginArray()
    json.embed(elsewhere.bytes.span.extracting(0..<first))
    json.embed(elsewhere.bytes.span.extracting(first..<elsewhere.bytes.count))
    json.integer(3)
    json.endArray()
    #expect(String(decoding: json.bytes, as: UTF8.self) == #"[{"a":1},"two",3]"#)
  }
}
