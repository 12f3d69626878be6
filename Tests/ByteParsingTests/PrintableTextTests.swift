import ByteParsing
import Testing

@Suite("Text from the wire is shown without its control characters")
struct PrintableTextTests {
  @Test(
    "escapes what a terminal would obey and keeps what a person reads",
    arguments: [
      ("250-STARTTLS", "250-STARTTLS"),
      ("\u{1b}[31mred\u{1b}[0m", "\\x1b[31mred\\x1b[0m"),
      ("a\r\nb\tc\u{7f}", "a\\x0d\\x0ab\\x09c\\x7f"),
      ("Grüße 你好 🙂", "Grüße 你好 🙂"),
      ("abc\u{202e}def\u{2066}", "abc\\u{202e}def\\u{2066}"),
      ("x\u{9b}31m", "x\\u{9b}31m"),
      ("blank\u{2800}braille", "blank\\u{2800}braille"),
      ("e\u{301}\u{301}\u{301}\u{301}\u{301}\u{302}x\u{301}", "e\u{301}\u{301}\u{301}\u{301}\\u{301}\\u{302}x\u{301}"),
      ("zero\u{200b}width", "zero\\u{200b}width"),
    ])
  func escapes(input: String, expected: String) {
    #expect(PrintableText.string(Array(input.utf8)) == expected)
  }

  @Test("no format character of Unicode is left")
  func formatCharacters() {
    for value in UInt32(0x80)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value), scalar.properties.generalCategory == .format else { continue }
      #expect(PrintableText.string(Array(String(scalar).utf8)) == "\\u{\(String(value, radix: 16))}")
    }
  }

  @Test("writes bytes that are not UTF-8 as hexadecimal, whatever is cut")
  func invalidUTF8() {
    let bytes: [UInt8] = [0x61, 0xFF, 0xC3, 0x28, 0xED, 0xA0, 0x80, 0xC0, 0xAF]
    #expect(PrintableText.string(bytes) == "a\\xff\\xc3(\\xed\\xa0\\x80\\xc0\\xaf")
    #expect(PrintableText.string([0xE4, 0xBD]) == "\\xe4\\xbd")
  }

  @Test("finds what is not plain at every place of lines of every length")
  func everyPlace() {
    let others: [(UInt8, String)] = [(0x00, "\\x00"), (0x1F, "\\x1f"), (0x7F, "\\x7f"), (0xFF, "\\xff")]
    for count in 1...20 {
      let line = [UInt8](repeating: 0x7E, count: count)
      #expect(PrintableText.string(line) == String(repeating: "~", count: count))
      for place in line.indices {
        for (byte, escape) in others {
          var changed = line
          changed[place] = byte
          let rest = String(repeating: "~", count: count - place - 1)
          #expect(PrintableText.string(changed) == String(repeating: "~", count: place) + escape + rest)
        }
      }
    }
  }

  @Test("says how much of a long text it left out")
  func limit() {
    #expect(PrintableText.string(Array("abcdef".utf8), limit: 4) == "abcd… (2 more bytes)")
  }
}
