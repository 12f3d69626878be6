import Reports
import Testing

@Suite("Text fits its terminal")
struct TextStyleTests {
  @Test("breaks lines at spaces and indents what follows")
  func wraps() {
    let style = TextStyle(usesColor: false, width: 40)
    let lines = style.wrapped(
      "one two three four five six seven eight nine ten eleven twelve", first: "- ", rest: "    ")
    #expect(lines.allSatisfy { $0.count <= 40 })
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("- one two"))
    #expect(lines[1].hasPrefix("    "))
  }

  @Test("leaves a word whole that is longer than the line")
  func longWord() {
    let word = String(repeating: "x", count: 90)
    #expect(TextStyle(usesColor: false, width: 40).wrapped("a \(word) b") == ["a", word, "b"])
  }

  @Test("writes no escape sequence without colour, and no sign outside US-ASCII without Unicode")
  func plain() {
    let style = TextStyle(usesColor: false, usesUnicode: false, width: 80)
    let text = style.red("x") + style.bold("y") + style.yes + style.no + style.arrow + style.pointer + style.ellipsis
    #expect(text.utf8.allSatisfy { $0 < 0x80 && $0 != 0x1B })
  }
}
