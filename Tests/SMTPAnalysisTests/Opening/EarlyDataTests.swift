import SMTPAnalysis
import SMTPSession
import TLSHandshake
import Testing

/// Early data is a part of the dialogue where the server took it, and nowhere else (RFC 8446 section 4.2.10).
@Suite("Early data that is opened")
struct EarlyDataTests {
  private static let greeting = "EHLO mail.example.org\r\n"

  /// A session whose client says EHLO as early data and, where that is refused, again.
  private func script(refuses: SealedScript.Refusal?, flight: [(content: [UInt8], isCaptured: Bool)]? = nil)
    -> SealedScript
  {
    var script = SealedScript(isImplicit: true, early: Self.greeting, refuses: refuses, flight: flight)
    script.say(.server, "220 mx.example.net ESMTP\r\n")
    if refuses != nil { script.say(.client, Self.greeting) }
    script.say(.server, "250 mx.example.net\r\n")
    script.say(.client, "QUIT\r\n")
    script.say(.server, "221 2.0.0 Bye\r\n")
    script.finish(.client)
    script.finish(.server)
    return script
  }

  private func said(_ script: SealedScript, keyLog: String? = nil) throws -> (session: Session, words: [String]) {
    let session = try #require(script.run(keyLog: keyLog).sessions.first).session
    let lines = session.transcript.filter { $0.layer == .tls && $0.kind != .tls && $0.from == .client }
    return (session, lines.map(\.text))
  }

  @Test("taken, it is what the client said first")
  func taken() throws {
    let (session, words) = try said(script(refuses: nil))
    #expect(words == ["EHLO mail.example.org", "QUIT"])
    #expect(session.tls?.opening == .opened(unopened: 0, speaks: true))
  }

  @Test("refused, it was said to nobody", arguments: SealedScript.Refusal.allCases)
  func refused(refusal: SealedScript.Refusal) throws {
    let (session, words) = try said(script(refuses: refusal))
    #expect(words == ["EHLO mail.example.org", "QUIT"])
    #expect(session.tls?.opening == .opened(unopened: 0, speaks: true))
    let line = session.transcript.first { $0.text == "EHLO mail.example.org" }
    let finished = session.transcript.first { $0.from == .client && $0.tls == .message(.finished) }
    #expect((line?.at.packet.number ?? 0) > (finished?.at.packet.number ?? .max))
  }

  @Test("where EncryptedExtensions stays closed, the message that ends early data shows that it was taken")
  func takenAsItsEndShows() throws {
    let script = script(refuses: nil)
    let log = script.keyLog.split(separator: "\n").filter { !$0.hasPrefix("SERVER_HANDSHAKE") }.joined(separator: "\n")
    #expect(try said(script, keyLog: log + "\n").words == ["EHLO mail.example.org", "QUIT"])
  }

  @Test("and a client that goes on without that message shows that it was not")
  func refusedAsItsLackShows() throws {
    let script = script(refuses: .encryptedExtensions)
    let log = script.keyLog.split(separator: "\n").filter { !$0.hasPrefix("SERVER_HANDSHAKE") }.joined(separator: "\n")
    #expect(try said(script, keyLog: log + "\n").words == ["EHLO mail.example.org", "QUIT"])
  }

  @Test(
    "more of it than waits is counted, however little each record says, and so is what nobody took in the end",
    arguments: ["", String(repeating: "x", count: 300)])
  func more(words: String) throws {
    // What the server said is not in the capture, and what the client answered stays closed.
    var script = SealedScript(
      isImplicit: true, early: words, earlyRecords: 3000, refuses: .encryptedExtensions,
      flight: [(SealedScript.noExtensions + SealedScript.finished, false)])
    script.finish(.client)
    let log = script.keyLog.split(separator: "\n").filter { !$0.contains("CLIENT_HANDSHAKE") }.joined(separator: "\n")
    let session = try #require(script.run(keyLog: log + "\n").sessions.first).session
    guard case .opened(let unopened, speaks: _)? = session.tls?.opening else {
      Issue.record("\(String(describing: session.tls?.opening))")
      return
    }
    #expect(unopened >= 3000)
  }

  @Test(
    "sealed, it hides what the client said first, and nobody is accused by the sizes of the rest",
    arguments: [false, true])
  func sealed(isAnswered: Bool) throws {
    var script = SealedScript(early: Self.greeting)
    // As long as a ticket, or an answer.
    script.say(.server, String(repeating: "x", count: 200) + "\r\n")
    script.say(.client, "QUIT\r\n")
    if isAnswered { script.say(.server, "221 2.0.0 Bye\r\n") }
    script.finish(.client)
    script.finish(.server)
    let sealed = try #require(script.run(keyLog: "").sessions.first)
    #expect(sealed.verdict.outcome == .undetermined, "\(sealed.verdict.finding ?? ""): \(sealed.verdict.sentence)")
    #expect(!sealed.verdict.sentence.contains("only command"), "\(sealed.verdict.sentence)")
    #expect(!sealed.findings.contains { $0.cause != nil })
  }
}
