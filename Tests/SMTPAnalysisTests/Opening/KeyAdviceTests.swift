import Diagnosis
import Foundation
import SMTPAnalysis
import SMTPSession
import TestSupport
import Testing

/// Where TLS hides the reason, what is to be done next names the way to the keys that fits the server, where the server says what it is.
@Suite("The way to the keys")
struct KeyAdviceTests {
  private static let dialogue: [OpenedSessionTests.Turn] = [
    (.client, "EHLO mail.example.org\r\n"), (.server, "250 mx.example.net\r\n"),
    (.client, "MAIL FROM:<alice@example.org>\r\n"),
    (.server, "550 5.7.1 Your address is on our block list, go away\r\n"),
  ]

  private func script(_ greeting: String, list: String = TLSScript.list) -> SealedScript {
    var script = SealedScript(greeting: greeting, list: list)
    for turn in Self.dialogue { script.say(turn.peer, turn.text) }
    script.finish(.client)
    script.finish(.server)
    return script
  }

  @Test(
    "names what the server names, and nothing else",
    arguments: [
      ("220 mx.example.net ESMTP Exim 4.96 Sat, 28 Nov 2026 20:33:12 +0000", "keep_environment = SSLKEYLOGFILE"),
      ("220 mx.example.net ESMTP Postfix (Debian/GNU)", "openssl s_client -keylogfile"),
      ("220 mx.example.net Microsoft ESMTP MAIL Service ready at Sat, 28 Nov 2026", "protocol log"),
      ("220 ab1.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready", nil),
      ("220 postfix.example.net ESMTP", nil), ("220 mx.example.net ESMTP", nil),
    ])
  func byGreeting(greeting: String, way: String?) throws {
    let script = script(greeting + "\r\n")
    let sealed = try #require(script.run(keyLog: "").sessions.first)
    #expect(sealed.verdict.certainty <= .probable)
    let next = sealed.verdict.next
    #expect(next.contains("smtptrace recipe keylog"), "\(next)")
    if let way { #expect(next.contains(way), "\(next)") }
    for product in ["Exim", "Postfix", "Exchange"] {
      let isNamed = greeting.contains(" \(product)") || product == "Exchange" && way == "protocol log"
      #expect(next.contains(product) == isNamed, "\(next)")
    }
    let opened = try #require(script.run().sessions.first)
    #expect(!opened.verdict.next.contains("keylog"), "\(opened.verdict.next)")
  }

  @Test("a keyword that nobody else has names the server, too")
  func byKeyword() throws {
    let list = TLSScript.list.replacing("250-VRFY", with: "250-X-ANONYMOUSTLS")
    let sealed = try #require(script("220 mx.example.net\r\n", list: list).run(keyLog: "").sessions.first)
    #expect(sealed.verdict.next.contains("protocol log"), "\(sealed.verdict.next)")
  }

  @Test("in every capture: said where the verdict is unsure and TLS hides the rest, and nowhere else")
  func everywhere() throws {
    var said = 0
    for capture in CatalogueTests.captures {
      for diagnosed in AnalysisRun([capture]).sessions where diagnosed.verdict.next.contains("recipe keylog") {
        said += 1
        let tls = try #require(diagnosed.session.tls)
        #expect(diagnosed.verdict.certainty <= .probable, "\(capture.lastPathComponent)")
        #expect(diagnosed.verdict.actor != .network, "\(capture.lastPathComponent)")
        #expect(tls.opening.lacksKeys, "\(capture.lastPathComponent)")
        #expect(tls.clientRandom != nil, "\(capture.lastPathComponent)")
      }
    }
    #expect(said > 10)
  }
}
