import SMTPTranscript
import Testing

@testable import SMTPSession

/// Names, lists and stages.
@Suite struct ServerFactsTests {
  @Test(
    arguments: [
      ("mx.example.net Hello a", "mx.example.net"), ("[192.0.2.1] ok", "[192.0.2.1]"), ("192.0.2.1 hi", "192.0.2.1"),
      ("Hello mx.example.net", nil), ("OK", nil), ("Nice to meet you", nil), ("Requested mail action", nil),
      ("2.0.0 OK", nil), ("OK.", nil), ("Hello, friend", nil), ("a..b", nil), ("***.***", nil), ("", nil),
    ] as [(String, String?)])
  func `A server's name is what looks like one`(line: String, name: String?) {
    #expect(HostName.first(of: line) == name)
  }

  @Test func `The session's host is that of the greeting before that of the list`() {
    let first = SaidInTurn("< 220 mx.example.net ESMTP", "> EHLO a", "< 250-other.example\r\n250 SIZE")
    #expect(first.session.serverHostName == "mx.example.net")
    let second = SaidInTurn("< 220 ready", "> EHLO a", "< 250-other.example\r\n250 SIZE")
    #expect(second.session.serverHostName == "other.example")
    let none = SaidInTurn("< 220 ready", "> EHLO a", "< 250-Hello a\r\n250 SIZE")
    #expect(none.session.serverHostName == nil && none.hellos.first?.serverName == nil)
    #expect(none.hellos.first?.keywords.map(\.name) == ["SIZE"])
  }

  @Test func `A written-over word is told by its length from those that are there`() throws {
    let said = SaidInTurn("< 220 x", "> EHLO a", "< 250-x.example\r\n250-8BITMIME\r\n250-XXXXXXXA\r\n250 XXXB")
    let hello = try #require(said.hellos.first)
    #expect(hello.maskCandidates(at: 1).contains("STARTTLS") && !hello.maskCandidates(at: 1).contains("8BITMIME"))
    #expect(!hello.maskCandidates(at: 2).contains("STARTTLS"))
    #expect(hello.maskCandidates(at: 0).isEmpty && hello.maskCandidates(at: 9).isEmpty)
  }

  @Test func `The server alone shows its list and what refused STARTTLS`() throws {
    let said = SaidInTurn(
      "< 220 mx.example ESMTP", "< 250-mx.example\r\n250-SIZE 1\r\n250 STARTTLS", "< 454 4.7.0 TLS not available",
      "< 221 bye")
    var visibility = Visibility()
    visibility.seesServer = true
    let session = said.session(
      clientFlow: MadeFacts.none, serverFlow: MadeFacts.none, visibility: visibility)
    #expect(session.inferredExchanges.map(\.verb) == [.ehlo, .startTLS, .quit])
    #expect(session.inferredExchanges.first?.offersSTARTTLS == true)
    #expect(session.inferredExchanges.first?.serverName == "mx.example")
    #expect(StageWalk(session: session).stages().first { $0.stage == .starttls }?.state == .failed)
    visibility.seesClient = true
    let both = said.session(
      clientFlow: MadeFacts.none, serverFlow: MadeFacts.none, visibility: visibility)
    #expect(both.inferredExchanges.isEmpty)
  }

  @Test func `Where no connection was opened, no greeting was due`() {
    let client = MadeFacts.connecting(at: SaidInTurn.moment(1))
    let nothing: [(Side, [UInt8])] = []
    var visibility = Visibility()
    visibility.seesStart = true
    visibility.seesClient = true
    let silent = SaidInTurn(nothing).session(clientFlow: client, serverFlow: MadeFacts.none, visibility: visibility)
    let states = StageWalk(session: silent).stages().prefix(3).map(\.state)
    #expect(states == [.notReached, .notReached, .notReached])
    visibility.seesServer = true
    let refused = SaidInTurn(nothing).session(
      clientFlow: client, serverFlow: MadeFacts.refusing(), visibility: visibility)
    #expect(StageWalk(session: refused).stages().prefix(3).map(\.state) == [.failed, .notReached, .notReached])
  }
}
