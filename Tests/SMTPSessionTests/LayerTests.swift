import SMTPTranscript
import Testing

@testable import SMTPSession

/// Under which cover words crossed the wire, by their bytes.
@Suite struct LayerTests {
  @Test func `Readable words behind a 220 without TLS are of unknown cover`() {
    let said = SaidInTurn(
      "< 220 mx", "> EHLO a", "< 250 STARTTLS", "> STARTTLS", "< 220 go", "> EHLO a", "< 250 AUTH PLAIN",
      "> AUTH PLAIN AGFsaWNlAHMzY3IzdA==", "< 235 ok", "> MAIL FROM:<a@b>", "< 250 ok")
    #expect(said.hellos.map(\.layer) == [.clear, .unknown])
    #expect(said.logins.map(\.layer) == [.unknown])
    #expect(said.logins.allSatisfy { !$0.isProtected && !$0.exposesSecret })
    #expect(said.transactions.map(\.layer) == [.unknown])
    let lines = said.session.transcript
    #expect(lines.first { $0.text == "220 go" }?.layer == .clear)
    #expect(lines.last?.layer == .unknown)
  }

  @Test func `A refused STARTTLS leaves words in clear`() {
    let said = SaidInTurn(
      "< 220 mx", "> EHLO a", "< 250 STARTTLS", "> STARTTLS", "< 454 no", "> AUTH PLAIN AGFsaWNlAHMzY3IzdA==",
      "< 235 ok")
    #expect(said.logins.map(\.layer) == [.clear])
    #expect(said.logins.map(\.exposesSecret) == [true])
  }

  @Test func `Words sent along with STARTTLS were sent without waiting for it`() {
    let said = SaidInTurn([
      (.server, Array("220 mx\r\n".utf8)), (.client, Array("STARTTLS\r\nEHLO a\r\n".utf8)),
      (.server, Array("220 go\r\n250 mx.example\r\n".utf8)),
    ])
    #expect(said.hellos.map(\.layer) == [.clear])
  }

  @Test func `Where TLS is seen, words behind the 220 are in clear`() {
    let said = SaidInTurn([
      (.server, Array("220 mx\r\n".utf8)), (.client, Array("STARTTLS\r\n".utf8)), (.server, Array("220 go\r\n".utf8)),
      (.client, Array("MAIL FROM:<a@b>\r\n".utf8)), (.server, MadeRecords.alert),
    ])
    #expect(said.transactions.map(\.layer) == [.clear])
  }

  @Test func `On a port where TLS comes first, readable words are of unknown cover`() {
    let said = SaidInTurn("< 220 mx", "> EHLO a", "< 250 AUTH PLAIN", port: 465)
    #expect(said.hellos.map(\.layer) == [.unknown])
  }
}
