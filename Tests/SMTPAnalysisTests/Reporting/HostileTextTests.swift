import Diagnosis
import Foundation
import Reports
import SMTPAnalysis
import TestSupport
import Testing

/// Whatever a peer says, it stays text in every kind of report.
@Suite("Hostile words stay words in every report")
struct HostileTextTests {
  static let hostile: [String] = [
    "<script>alert(1)</script>", "</title></style><img src=x onerror=alert(1)>", "\"\u{301} onload=\"x", "'\u{301}><b>",
    "<\u{301}b>", "&lt;b&gt;&amp;", "{{title}}{{{css}}}", "</td></tr></table><h1>x", "]]><!--", "```\n# heading",
    "`````", "**bold** _em_ [link](javascript:alert(1)) ![i](http://x/y)", "| a | b |", "@everyone #12 www.example.com",
    "\u{1b}[31mred\u{1b}]0;title\u{7}", "\u{202e}gnp.exe\u{2066}\u{200f}", "\u{0}\u{8}\u{7f}\u{85}\u{9b}31m",
    "\u{feff}\u{2028}x\u{2029}",
    "C:\\x\\", String(repeating: "<A", count: 32_768),
  ]

  static func report(_ words: [UInt8]) throws -> ReportRun {
    var options = IncidentReport.Options(tool: "smtptrace test")
    let given = String(decoding: words, as: UTF8.self)
    options.title = CleanText.line(given)
    options.note = CleanText.lines(given)
    let run = ReportRun(AnalysisRun(bytes: HostileCapture.capture(words).capture, name: given), options: options)
    #expect(run.report.detailed.count == 2)
    return run
  }

  @Test("no report holds a control character or one that turns or hides text", arguments: hostile)
  func noHiddenCharacters(words: String) throws {
    let run = try Self.report(Array(words.utf8))
    for format in IncidentReport.Format.allCases {
      #expect(try Self.hidden(in: run.text(format)).isEmpty, "\(format)")
    }
  }

  /// Control characters but for the line's end, and what turns or hides the text around it.
  static func hidden(in text: String) -> Set<String> {
    var found: Set<String> = []
    for scalar in text.unicodeScalars where scalar != "\n" {
      switch scalar.value {
      case 0x00...0x1F, 0x7F...0x9F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF:
        found.insert("U+\(String(scalar.value, radix: 16))")
      default: break
      }
    }
    return found
  }

  @Test("the HTML has the tags of the template and no other", arguments: hostile)
  func htmlTags(words: String) throws {
    Self.checkTags(try Self.report(Array(words.utf8)).text(.html))
  }

  static func checkTags(_ html: String) {
    let known: Set<String> = [
      "!doctype", "html", "head", "meta", "title", "style", "body", "header", "p", "h1", "h2", "h3", "h4", "span",
      "div",
      "main",
      "section", "table", "tbody", "thead", "tr", "th", "td", "strong", "br", "ul", "li", "ol", "small", "pre", "code",
      "q",
      "svg", "text", "line", "g", "path", "circle", "rect", "caption", "a", "footer",
    ]
    for piece in html.unicodeScalars.split(separator: "<").dropFirst() {
      let tag = String(
        piece.drop { $0 == "/" }.prefix { $0.properties.isAlphabetic || $0 == "!" || ("0"..."9").contains($0) })
      #expect(known.contains(tag.lowercased()), "a tag <\(tag)")
      // Attributes are those of the template: none that runs anything.
      let attributes = String(piece.prefix { $0 != ">" }).lowercased()
      if attributes.contains("=\"x") { #expect(!attributes.contains(" on"), "\(attributes)") }
      #expect(!attributes.contains("javascript") && !attributes.contains("src="))
    }
    #expect(!html.contains("http://x/y\""))
  }

  @Test("a quotation mark under a combining mark is still escaped")
  func combiningMarks() throws {
    let html = try Self.report(Array("\"\u{301}'\u{301}<\u{301}&\u{301}".utf8)).text(.html)
    #expect(html.unicodeScalars.contains("\u{301}"))
    let scalars = Array(html.unicodeScalars)
    for index in scalars.indices.dropFirst() where scalars[index] == "\u{301}" {
      #expect(!["\"", "'", "<", "&"].contains(scalars[index - 1]))
    }
  }

  @Test("the Markdown has no tag, no heading and no fence of a peer's making", arguments: hostile)
  func markdown(words: String) throws {
    Self.checkMarkdown(
      try Self.report(Array(words.utf8)).text(.markdown),
      likePlain: try Self.report(Array("plain words".utf8)).text(.markdown))
  }

  static func checkMarkdown(_ marked: String, likePlain plain: String) {
    func headings(_ text: String) -> [Substring] {
      // A certificate that is too large to be kept has no heading of its own.
      text.split(separator: "\n").filter { $0.hasPrefix("#") && !$0.hasPrefix("#### Certificate of") }.dropFirst()
        .map { $0 }
    }
    #expect(headings(marked) == headings(plain))
    var fence: Substring?
    for line in marked.split(separator: "\n") {
      if let open = fence {
        if line == open { fence = nil }
        continue
      }
      if line.hasPrefix("```") { fence = line.prefix { $0 == "`" } }
      guard fence == nil else { continue }
      // What stands between backticks is code, where nothing has a meaning.
      let prose = withoutCode(line)
      #expect(!prose.unicodeScalars.contains("<"), "\(prose.prefix(200))")
      if !prose.contains("\\](") { #expect(prose.firstMatch(of: #/\]\(/#) == nil, "\(prose.prefix(200))") }
      #expect(prose.firstMatch(of: #/(^|[^\w])@\w/#) == nil, "\(prose.prefix(200))")
    }
    #expect(fence == nil)
  }

  @Test("the JSON is one object, whatever stands in it", arguments: hostile)
  func json(words: String) throws {
    let bytes = try Self.report(Array(words.utf8)).report.bytes(.json)
    #expect(try JSONSerialization.jsonObject(with: Data(bytes)) is [String: Any])
  }

  @Test("bytes that are no UTF-8 become text in every report")
  func invalidUTF8() throws {
    var generator = SeededGenerator(seed: 20_061_005)
    for _ in 0..<8 {
      let words = (0..<200).map { _ in UInt8.random(in: 0x21...0xFF, using: &generator) }
      let run = try Self.report(words)
      for format in IncidentReport.Format.allCases {
        #expect(String(validating: run.report.bytes(format), as: UTF8.self) != nil)
      }
      #expect(try JSONSerialization.jsonObject(with: Data(run.report.bytes(.json))) is [String: Any])
    }
  }

  @Test("a letter keeps to its lines", arguments: hostile)
  func letter(words: String) throws {
    let run = try Self.report(Array(words.utf8))
    for told in run.report.detailed {
      for side in Letter.Recipient.allCases {
        let text = Letter(told, to: side, tool: "smtptrace test", note: run.report.options.note, redactions: []).text()
        #expect(Self.hidden(in: text).isEmpty)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.first?.hasPrefix("Subject: SMTP session") == true)
        // Nothing that a peer said begins a line, so none is taken for a header, a signature or a mailbox file's "From ".
        #expect(!lines.dropFirst().contains { $0.hasPrefix("From ") || $0.hasPrefix("Subject:") })
      }
    }
  }

  private static func withoutCode(_ line: Substring) -> String {
    var output = ""
    var rest = line[...]
    while let start = rest.firstIndex(of: "`") {
      // A backslash before it makes it a plain backtick.
      if start > rest.startIndex, rest[rest.index(before: start)] == "\\" {
        output += rest[...start]
        rest = rest[rest.index(after: start)...]
        continue
      }
      output += rest[..<start]
      let run = rest[start...].prefix { $0 == "`" }
      rest = rest[run.endIndex...]
      guard
        let end = rest.ranges(of: run).first(where: { range in
          (range.upperBound == rest.endIndex || rest[range.upperBound] != "`")
            && (range.lowerBound == rest.startIndex || rest[rest.index(before: range.lowerBound)] != "`")
        })
      else { continue }
      rest = rest[end.upperBound...]
    }
    return output + rest
  }
}
