import Diagnosis
import Foundation
import Reports
import SMTPAnalysis
import TestSupport
import Testing

/// What a viewer makes of the Markdown, by the renderer whose dialect the common hosts of tickets share.
@Suite("A renderer of GitHub's Markdown shows what was meant")
struct MarkdownRenderingTests {
  static let extensions = ["table", "autolink", "strikethrough", "tasklist"].flatMap { ["-e", $0] }

  /// Rendered without the filter that viewers put behind it, so that a tag that came through would be seen.
  static func rendered(_ markdown: [UInt8]) throws -> String {
    try Tool.withFile(markdown, ending: "md") { file in
      let result = try Tool.run("cmark-gfm", ["--unsafe"] + extensions + [file.path()])
      #expect(result.status == 0)
      return result.output
    }
  }

  static func tags(_ html: String) -> Set<String> {
    Set(html.matches(of: #/<\/?([^ >\n]+)[^>]*>/#).map { String($0.1) })
  }

  static let known: Set<String> = [
    "h1", "h2", "h3", "h4", "p", "strong", "em", "ul", "li", "code", "pre", "table", "thead", "tbody", "tr", "th", "td",
    "hr", "blockquote", "/",
  ]

  @Test(
    "hostile words become neither tags nor links nor pictures",
    .enabled(if: Tool.isInstalled("cmark-gfm"), "cmark-gfm is not installed"),
    arguments: HostileTextTests.hostile)
  func hostile(words: String) throws {
    let html = try Self.rendered(HostileTextTests.report(Array(words.utf8)).report.bytes(.markdown))
    let strange = Self.tags(html).subtracting(Self.known)
    #expect(strange.isEmpty)
    // What is emphasised is emphasised by the report alone: its last lines.
    #expect(html.matches(of: #/<em>/#).count == 2)
    for heading in html.matches(of: #/<h[23]>([^<]*)/#) {
      let known = [
        "Session ", "What ", "How ", "Annotated", "Why", "Evidence", "To confirm", "TLS", "Also seen", "All sessions",
      ]
      #expect(known.contains { heading.1.hasPrefix($0) }, "\(heading.1)")
    }
  }

  @Test(
    "the founding case is what a ticket needs",
    .enabled(if: Tool.isInstalled("cmark-gfm"), "cmark-gfm is not installed"))
  func foundingCase() throws {
    let run = AnalysisRun([ProjectFolders.captures.appending(path: "not-offered.pcap")])
    let markdown = try ReportRun(run).report.bytes(.markdown)
    let html = try Self.rendered(markdown)
    #expect(Self.tags(html).isSubset(of: Self.known))
    #expect(
      html.hasPrefix("<h1>SMTP between 192.0.2.25 and 203.0.113.25</h1>\n<p><strong>✗ stopped</strong>: The server did")
    )
    #expect(html.contains("<pre><code class=\"language-text\">packet     seconds\n"))
    #expect(html.contains("^ the list of extensions ends here; STARTTLS is not in it\n"))
    #expect(html.contains("swaks --server 203.0.113.25"))
    let text = String(decoding: markdown, as: UTF8.self)
    // Nothing of the machine on which it was made.
    #expect(!text.contains(ProjectFolders.root.path()) && text.contains("`not-offered.pcap`"))
    // Read as it stands, without a renderer: no line of prose is escaped beyond recognition.
    #expect(!text.contains("\\") && !text.contains("&lt;"))
  }

  @Test(
    "tables have as many cells in each row as in the first",
    .enabled(if: Tool.isInstalled("cmark-gfm"), "cmark-gfm is not installed"))
  func tables() throws {
    let html = try Self.rendered(ReportRun(ManySessionsTests.run(30)).report.bytes(.markdown))
    let rows = html.split(separator: "<tr>").dropFirst().map { $0.matches(of: #/<t[hd][ >]/#).count }
    #expect(rows.count > 30 && Set(rows) == [3, 5])
    #expect(!html.contains("<p>|"))
  }
}
