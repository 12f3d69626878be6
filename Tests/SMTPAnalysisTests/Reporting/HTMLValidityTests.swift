import Diagnosis
import Foundation
import Reports
import SMTPAnalysis
import TestSupport
import Testing

@Suite("The HTML report is a valid document that needs nothing else")
struct HTMLValidityTests {
  static let captures = ["not-offered.pcap", "auth-535-plain.pcap", "healthy-starttls-postfix.pcap"]

  static func html(_ names: [String]) throws -> [UInt8] {
    try ReportRun(AnalysisRun(names.map { ProjectFolders.captures.appending(path: $0) })).report.bytes(.html)
  }

  @Test(
    "a validator has nothing to say", .enabled(if: Tool.isInstalled("tidy")),
    arguments: captures.map { [$0] } + [captures])
  func valid(names: [String]) throws {
    try Tool.withFile(try Self.html(names), ending: "html") { file in
      let result = try Tool.run("tidy", ["-q", "-e", file.path()])
      #expect(result.status == 0, "\(result.output)")
    }
  }

  @Test("hostile words leave it valid", .enabled(if: Tool.isInstalled("tidy")), arguments: HostileTextTests.hostile)
  func validWhateverIsSaid(words: String) throws {
    let bytes = try HostileTextTests.report(Array(words.utf8)).report.bytes(.html)
    try Tool.withFile(bytes, ending: "html") { file in
      let result = try Tool.run("tidy", ["-q", "-e", file.path()])
      #expect(result.status == 0, "\(result.output.prefix(2000))")
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

  @Test("a browser draws it", .enabled(if: Tool.isInstalled("chromium")))
  func browser() throws {
    let profile = FileManager.default.temporaryDirectory.appending(path: "smtptrace-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: profile) }
    try Tool.withFile(try Self.html(Self.captures), ending: "html") { file in
      let result = try Tool.run(
        "chromium",
        [
          "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2000",
          "--user-data-dir=\(profile.path())", "--dump-dom", file.absoluteString,
        ])
      #expect(result.status == 0)
      #expect(result.output.contains("<svg") && result.output.contains("</footer>"))
    }
  }
}
