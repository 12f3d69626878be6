import SMTPAnalysis
import SMTPSession
import Testing

/// Keys may come later than what they open: in a block of the capture behind the first packets, or in a log that grows.
@Suite("Keys that come late")
struct LateKeysTests {
  private static func script() -> SealedScript {
    var script = SealedScript()
    for turn in turns { script.say(turn.peer, turn.text) }
    script.finish(.client)
    script.finish(.server)
    return script
  }
  private static let turns: [(peer: WireScript.Peer, text: String)] = [
    (.client, "EHLO mail.example.org\r\n"), (.server, "250 mx.example.net\r\n"),
    (.client, "MAIL FROM:<alice@example.org>\r\n"), (.server, "550 5.7.1 Your address is on our block list\r\n"),
    (.client, "QUIT\r\n"), (.server, "221 2.0.0 Bye\r\n"),
  ]
  private static let packets = 13 + turns.count + 1

  private func said(_ session: Session) -> [String] {
    session.transcript.filter { $0.layer == .tls && $0.kind != .tls }.map(\.text)
  }

  private static var words: [String] { turns.map { String($0.text.dropLast()) } }

  @Test("a block of keys opens a session that began before it", arguments: 1..<packets)
  func block(behind packets: Int) throws {
    let capture = try Self.script().capture(withKeysBehind: packets)
    let session = try #require(AnalysisRun(bytes: capture).sessions.first).session
    #expect(said(session) == Self.words)
    #expect(session.tls?.opening == .opened(unopened: 0, speaks: true))
  }

  /// Reads the script's packets one by one, while its key log is written: as many lines of it as `lines` says are there before a packet.
  private func live(_ script: SealedScript, keysBefore lines: (Int) -> Int, end: Bool = true) throws -> [Session] {
    try GrowingKeyLog.sessions(
      of: script.script.wire.capture, log: script.keyLog.split(separator: "\n").map { $0 + "\n" }, keysBefore: lines,
      end: end)
  }

  @Test("a log that grows may be behind the packets by any number of them", arguments: 1..<packets + 5)
  func growing(behind: Int) throws {
    // The hello of the client is the ninth packet.
    let session = try #require(live(Self.script()) { $0 >= 9 + behind ? 5 : 0 }.first)
    #expect(said(session) == Self.words)
    #expect(session.tls?.opening == .opened(unopened: 0, speaks: true))
    let lines = session.transcript.filter { $0.layer == .tls && $0.kind != .tls }
    #expect(lines.map(\.at.packet) == lines.map(\.at.packet).sorted())
  }

  @Test("the secrets of the dialogue may come later than those of the handshake", arguments: 1..<packets + 5)
  func parts(behind: Int) throws {
    // The first lines are those of the handshake, the next those of the dialogue.
    for (early, late) in [(2, 4), (1, 3), (3, 4)] {
      let session = try #require(live(Self.script()) { $0 >= 9 + behind ? late : early }.first)
      #expect(said(session) == Self.words, "\(early) lines first")
    }
  }

  @Test("a session whose keys never come is told as without any, and its records do not wait for ever")
  func never() throws {
    var script = SealedScript()
    for turn in Self.turns.prefix(4) { script.say(turn.peer, turn.text) }
    script.script.wire.wait(30)
    for turn in Self.turns.dropFirst(4) { script.say(turn.peer, turn.text) }
    script.finish(.client)
    script.finish(.server)
    let session = try #require(live(script, keysBefore: { _ in 0 }, end: false).first)
    #expect(session.tls?.opening == .noSecrets)
    let plain = try #require(AnalysisRun(bytes: script.script.wire.capture).sessions.first)
    #expect(session.transcript.map(\.text) == plain.session.transcript.map(\.text))
  }

  @Test("what passed before keys came at last is counted, and what follows is read")
  func tooLate() throws {
    var script = SealedScript()
    for turn in Self.turns.prefix(2) { script.say(turn.peer, turn.text) }
    for _ in 0..<100 {
      script.script.wire.wait(1)
      script.say(.client, "NOOP\r\n")
      script.say(.server, "250 2.0.0 Ok\r\n")
    }
    for turn in Self.turns.dropFirst(2) { script.say(turn.peer, turn.text) }
    script.finish(.client)
    script.finish(.server)
    let session = try #require(live(script) { $0 >= 200 ? 5 : 0 }.first)
    #expect(said(session).suffix(4) == Self.words.suffix(4))
    guard case .opened(let unopened, true)? = session.tls?.opening else {
      Issue.record("\(String(describing: session.tls?.opening))")
      return
    }
    #expect((150..<200).contains(unopened), "\(unopened)")
    #expect(session.visibility.lacksBytes(from: .client))
    #expect(session.visibility.lacksBytes(from: .server))
  }
}
