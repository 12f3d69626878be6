import Foundation
import Reports
import SMTPAnalysis
import TestSupport
import Testing

/// What a browser makes of a report. One after another: each starts a browser of its own.
@Suite(
  "A browser draws the report and does nothing else", .serialized,
  .enabled(if: Tool.isInstalled("chromium"), "chromium is not installed"))
struct BrowserTests {
  /// What a browser showed, said, and asked the network for.
  struct Visit {
    var document: String
    var messages: String
    /// Every address that the browser's network log names, but for those of its maker.
    var addresses: Set<String>
  }

  /// - Parameters:
  ///   - fragment: What stands behind the page's address, with its `#`.
  ///   - arguments: What the browser is told besides.
  static func visit(_ html: [UInt8], fragment: String = "", arguments: [String] = []) throws -> Visit {
    let profile = FileManager.default.temporaryDirectory.appending(path: "smtptrace-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: profile, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: profile) }
    let log = profile.appending(path: "network.json").path()
    let messages = profile.appending(path: "messages.txt").path()
    return try Tool.withFile(html, ending: "html") { file in
      // Messages of pages come on the error output, with the word CONSOLE.
      let result = try Tool.run(
        "sh",
        [
          "-c", "messages=$1; shift; exec \"$@\" 2>\"$messages\"", "sh", messages, "chromium", "--headless",
          "--no-sandbox",
          "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
          "--no-first-run", "--virtual-time-budget=2000", "--enable-logging=stderr", "--log-net-log=\(log)",
          // No name leads anywhere, so that nothing is waited for.
          "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
          "--user-data-dir=\(profile.path())",
        ] + arguments + ["--dump-dom", file.absoluteString + fragment])
      #expect(result.status == 0)
      let network = String(decoding: try Data(contentsOf: URL(filePath: log)), as: UTF8.self)
      let makers = ["googleapis.com/", "google.com/", "gvt1.com/", "chromium.org/"]
      let addresses = network.matches(of: #/"url":"([^"]*)"/#).map { String($0.1) }.filter { address in
        !makers.contains { address.contains($0) }
      }
      let said = String(decoding: try Data(contentsOf: URL(filePath: messages)), as: UTF8.self)
      return Visit(document: result.output, messages: said, addresses: Set(addresses))
    }
  }

  @Test("the pictures are there, nothing is complained of, and nothing is asked for")
  func draws() throws {
    let visit = try Self.visit(HTMLValidityTests.html(HTMLValidityTests.captures))
    #expect(visit.document.contains("</svg>") && visit.document.contains("</footer>"))
    #expect(!visit.messages.contains("CONSOLE"), "\(visit.messages)")
    #expect(visit.addresses.allSatisfy { $0.hasPrefix("file:") }, "\(visit.addresses)")
  }

  @Test("what would be a script or a picture elsewhere is text here")
  func hostile() throws {
    let words = HostileTextTests.hostile.filter { $0.utf8.count < 200 }.joined(separator: " ")
    let visit = try Self.visit(HostileTextTests.report(Array(words.utf8)).report.bytes(.html))
    #expect(visit.document.contains("</footer>"))
    for tag in ["<script", "<img", "<b>"] { #expect(!visit.document.contains(tag), "\(tag)") }
    #expect(visit.document.firstMatch(of: #/<[a-z][^>]*\son[a-z]+=/#) == nil)
    #expect(!visit.messages.contains("CONSOLE"), "\(visit.messages)")
    #expect(!visit.addresses.contains { $0.contains("x/y") || $0.contains("example.com") }, "\(visit.addresses)")
  }

  @Test("a page that does ask for something would be found out")
  func control() throws {
    let page =
      "<!DOCTYPE html><html lang=en><title>x</title><img src=\"http://127.0.0.1:9/x.png\"><script>nothing()</script>"
    let visit = try Self.visit(Array(page.utf8))
    #expect(visit.messages.contains("CONSOLE"))
    #expect(visit.addresses.contains { $0.hasPrefix("http://127.0.0.1:9/") })
  }
}
