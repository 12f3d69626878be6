import Diagnosis
import Foundation
import Reports
import SMTPAnalysis
import TestSupport
import Testing

@Suite("The HTML report is a valid document that needs nothing else")
struct HTMLValidityTests {
  static let captures = ["not-offered.pcap", "auth-535-plain.pcap", "cert-expired-tls12-openssl.pcap"]

  /// Enough for a list that can be filtered.
  static let many = [
    "not-offered.pcap", "auth-535-plain.pcap", "cert-expired-tls12-openssl.pcap", "busy-421.pcap",
    "220-then-close.pcap",
    "offered-unused.pcap", "capabilities-differ.pcapng",
  ]

  static func html(_ names: [String]) throws -> [UInt8] {
    try ReportRun(AnalysisRun(names.map { ProjectFolders.captures.appending(path: $0) })).report.bytes(.html)
  }

  @Test(
    "a validator has nothing to say", .enabled(if: Tool.isInstalled("tidy"), "tidy is not installed"),
    arguments: captures.map { [$0] } + [captures, many])
  func valid(names: [String]) throws {
    try Tool.withFile(try Self.html(names), ending: "html") { file in
      let result = try Tool.run("tidy", ["-q", "-e", file.path()])
      #expect(result.status == 0, "\(result.output)")
    }
  }

  @Test(
    "hostile words leave it valid", .enabled(if: Tool.isInstalled("tidy"), "tidy is not installed"),
    arguments: HostileTextTests.hostile)
  func validWhateverIsSaid(words: String) throws {
    let bytes = try HostileTextTests.report(Array(words.utf8)).report.bytes(.html)
    try Tool.withFile(bytes, ending: "html") { file in
      let result = try Tool.run("tidy", ["-q", "-e", file.path()])
      #expect(result.status == 0, "\(result.output.prefix(2000))")
    }
  }

  /// The parser of the standard's own algorithm, which at the first error says what it is.
  private static let strictParser =
    "import html5lib, sys; html5lib.HTMLParser(strict=True).parse(open(sys.argv[1], 'rb').read())"

  private static let hasStrictParser = (try? Tool.run("python3", ["-c", "import html5lib"]))?.status == 0

  @Test(
    "a strict parser of HTML5 finds no error", .enabled(if: hasStrictParser, "python3-html5lib is not installed"),
    arguments: captures.map { [$0] } + [captures, many])
  func strict(names: [String]) throws {
    try Tool.withFile(try Self.html(names), ending: "html") { file in
      let result = try Tool.run("python3", ["-c", Self.strictParser, file.path()])
      #expect(result.status == 0, "\(result.output.suffix(2000))")
    }
  }

  @Test(
    "hostile words leave it strictly valid", .enabled(if: hasStrictParser, "python3-html5lib is not installed"),
    arguments: HostileTextTests.hostile)
  func strictWhateverIsSaid(words: String) throws {
    let bytes = try HostileTextTests.report(Array(words.utf8)).report.bytes(.html)
    try Tool.withFile(bytes, ending: "html") { file in
      let result = try Tool.run("python3", ["-c", Self.strictParser, file.path()])
      #expect(result.status == 0, "\(result.output.suffix(2000))")
    }
  }

  @Test(
    "hostile words leave the page of many sessions strictly valid",
    .enabled(if: hasStrictParser, "python3-html5lib is not installed"),
    arguments: HostileTextTests.hostile)
  func strictWhateverManySay(words: String) throws {
    try Tool.withFile(try LiveBrowserTests.hostilePage(words), ending: "html") { file in
      let result = try Tool.run("python3", ["-c", Self.strictParser, file.path()])
      #expect(result.status == 0, "\(result.output.suffix(2000))")
    }
  }

  @Test("it asks for no other file and runs no script", arguments: captures)
  func selfContained(name: String) throws {
    let html = String(decoding: try Self.html([name]), as: UTF8.self)
    #expect(html.contains("<svg") && html.contains("default-src 'none'"))
    for word in ["<script", "<link", "<img", "<iframe", "src=", "@import", "url(", "onload"] {
      #expect(!html.contains(word), "\(word)")
    }
    for match in html.matches(of: #/href="([^"]*)"/#) { #expect(match.1.hasPrefix("#")) }
  }

  @Test("the page of many sessions asks for no other file either")
  func selfContainedMany() throws {
    let html = String(decoding: try Self.html(Self.many), as: UTF8.self)
    #expect(html.contains("<svg") && html.contains("default-src 'none'") && html.contains("<script>"))
    for word in ["<link", "<img", "<iframe", "src=", "@import", "url(", "onload", "http://", "https://"] {
      #expect(!html.replacing("http://www.w3.org/2000/svg", with: "").contains(word), "\(word)")
    }
    for match in html.matches(of: #/href="([^"]*)"/#) { #expect(match.1.hasPrefix("#")) }
  }
}
