import SMTPTranscript
import Testing

@testable import SMTPSession

/// Readable lines where TLS had begun.
@Suite struct ClearAfterTLSTests {
  private func turns(_ last: [UInt8], from side: Side = .server) -> [(Side, [UInt8])] {
    [
      (.server, Array("220 mx\r\n".utf8)), (.client, Array("EHLO a\r\n".utf8)),
      (.server, Array("250-mx\r\n250 STARTTLS\r\n".utf8)), (.client, Array("STARTTLS\r\n".utf8)),
      (.server, Array("220 go\r\n".utf8)), (.client, MadeRecords.hello), (.server, MadeRecords.alert), (side, last),
    ]
  }

  @Test(arguments: [1, 2, 3, 5, 7, 11, .max])
  func `A reply in clear after an alert is a reply that nothing waited for`(cut: Int) {
    let said = SaidInTurn(turns(Array("421-mx\r\n421 4.7.0 lost input connection\r\n".utf8)), cut: cut)
    #expect(said.clear.replies.map(\.code) == [421])
    #expect(said.clear.replies.first?.lines == ["mx", "4.7.0 lost input connection"])
    #expect(said.clear.replies.first?.enhancedStatus == "4.7.0")
    #expect(said.clear.replies.first?.flags.contains(.clearAfterTLS) == true)
    #expect(said.clear.replies.first?.isComplete == true)
    let session = said.session
    let last = session.transcript.suffix(2)
    #expect(last.map(\.text) == ["421-mx", "421 4.7.0 lost input connection"])
    #expect(last.allSatisfy { $0.kind == .reply && $0.from == .server && $0.layer == .clear })
    #expect(session.unsolicitedReplies.map(\.code) == [421])
    let places = session.unsolicitedReplies[0].said.map { session.transcriptPlace(ofSaid: $0) }
    #expect(places == [session.transcript.count - 2, session.transcript.count - 1])
    #expect(!session.transcript.contains { $0.text.contains("not TLS") || $0.text.contains("no TLS") })
  }

  @Test func `Lines that are no replies are data`() {
    let said = SaidInTurn(turns(Array("HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n".utf8)))
    #expect(said.clear.replies.isEmpty)
    #expect(said.clear.lines.map(\.kind) == [.data, .data])
  }

  @Test func `Pieces of records are no lines`() {
    let said = SaidInTurn(turns([0x99, 0x34, 0x32, 0x31, 0x20, 0x0D, 0x0A, 0x41, 0x41]))
    #expect(said.clear.lines.isEmpty && said.clear.replies.isEmpty)
    #expect(said.session.transcript.last?.text == "bytes that are no TLS any more")
  }

  @Test func `What the client says in clear is shown by its verb and kept as sensitive`() {
    let said = SaidInTurn(turns(Array("AUTH PLAIN AGFsaWNlAHMzY3IzdA==\r\nczNjcjN0\r\nQUIT\r\n".utf8), from: .client))
    #expect(said.clear.lines.map(\.text) == ["AUTH [26 characters withheld]", "[8 characters withheld]", "QUIT"])
    #expect(said.clear.lines.map(\.kind) == [.command, .data, .command])
    #expect(said.clear.sensitive.count == 1)
    #expect(said.clear.replies.isEmpty)
  }

  @Test func `Many lines are bounded`() {
    let said = SaidInTurn(turns(Array(String(repeating: "421 no\r\n", count: 5_000).utf8)))
    #expect(said.clear.lines.count == 16)
  }
}
