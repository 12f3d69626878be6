import Diagnosis
import Testing

/// Wherever a server refuses, and in whatever words: the session has a cause, and the verdict names the server's words.
@Suite("Every refusal finds its rule")
struct RefusalCoverageTests {
  enum Place: String, CaseIterable, Sendable {
    case greeting, hello, startTLS, login, mail, rcpt, data, message
  }

  static let examples = ReplyReasons.rows.compactMap(\.example).filter { !$0.hasPrefix("2") }

  @Test("whatever the server says, a session that it refused has stopped", arguments: Place.allCases)
  func stopped(place: Place) throws {
    for example in Self.examples {
      let run = AnalysisRun(bytes: Self.session(place, refusedWith: example))
      let diagnosed = try #require(run.sessions.first, "\(place): \(example)")
      #expect(diagnosed.verdict.outcome == .stopped, "\(place): \(example)")
      #expect(diagnosed.verdict.finding != nil, "\(place): \(example)")
      #expect([.deferred, .refused].contains(diagnosed.verdict.disposition), "\(place): \(example)")
      // One fault is told once.
      #expect(diagnosed.findings.count { $0.severity == .problem } == 1, "\(place): \(example)")
    }
  }

  @Test("the order of the catalogue decides nothing", arguments: Place.allCases)
  func orderDecidesNothing(place: Place) throws {
    for example in Self.examples {
      let session = try #require(AnalysisRun(bytes: Self.session(place, refusedWith: example)).sessions.first)
      let reversed = Diagnoser.diagnose(session.session) { $0.reverse() }
      #expect(reversed.verdict.finding == Diagnoser.diagnose(session.session).verdict.finding, "\(place): \(example)")
    }
  }

  static func session(_ place: Place, refusedWith reply: String) -> [UInt8] {
    let words = reply.split(separator: "\n").joined(separator: "\r\n") + "\r\n"
    var script = WireScript()
    script.open()
    func end(_ script: inout WireScript) -> [UInt8] {
      script.say(.server, words)
      script.say(.client, "QUIT\r\n")
      script.say(.server, "221 2.0.0 Bye\r\n")
      script.finish(.server)
      script.finish(.client)
      return script.capture
    }
    if place == .greeting { return end(&script) }
    script.say(.server, "220 mx.example.net ESMTP\r\n")
    script.say(.client, "EHLO mail.example.org\r\n")
    if place == .hello { return end(&script) }
    script.say(
      .server, "250-mx.example.net\r\n250-SIZE 10240000\r\n250-STARTTLS\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n")
    if place == .startTLS || place == .login {
      script.say(.client, place == .startTLS ? "STARTTLS\r\n" : "AUTH PLAIN AGFsaWNlAHNlY3JldA==\r\n")
      return end(&script)
    }
    script.say(.client, "MAIL FROM:<alice@example.org>\r\n")
    if place == .mail { return end(&script) }
    script.say(.server, "250 2.1.0 Ok\r\n")
    script.say(.client, "RCPT TO:<bob@example.net>\r\n")
    if place == .rcpt { return end(&script) }
    script.say(.server, "250 2.1.5 Ok\r\n")
    script.say(.client, "DATA\r\n")
    if place == .data { return end(&script) }
    script.say(.server, "354 go on\r\n")
    script.say(.client, "Subject: x\r\n\r\nHello.\r\n.\r\n")
    return end(&script)
  }
}
