import SMTPTranscript
import Testing

@testable import SMTPSession

@Suite struct TransactionTests {
  @Test func `LMTP gives each recipient its own answer`() throws {
    let said = SaidInTurn(
      "< 220 x", "> LHLO a", "< 250 x", "> MAIL FROM:<a@b>", "< 250 ok", "> RCPT TO:<ann@x>", "< 250 ok",
      "> RCPT TO:<eve@x>", "< 550 no", "> RCPT TO:<bob@x>", "< 250 ok", "> DATA", "< 354 go", "> hi\r\n.",
      "< 250 <ann@x> Saved", "< 552 5.2.2 <bob@x> Quota exceeded")
    let transaction = try #require(said.transactions.first)
    #expect(transaction.outcome == .accepted && transaction.isPartlyAccepted)
    #expect(transaction.recipients.map(\.outcome) == [.accepted, .rejected, .rejected])
    #expect(transaction.recipients.map { $0.finalReply?.code } == [250, nil, 552])
    #expect(transaction.recipients[2].decidingReply?.text == "5.2.2 <bob@x> Quota exceeded")
  }

  @Test func `BDAT of LMTP answers for each recipient and counts its last chunk`() throws {
    let said = SaidInTurn(
      "< 220 x", "> LHLO a", "< 250 x", "> MAIL FROM:<a@b>", "< 250 ok", "> RCPT TO:<ann@x>", "< 250 ok",
      "> RCPT TO:<bob@x>", "< 250 ok", "> BDAT 4 LAST\r\nhi", "< 250 a", "< 552 b")
    let transaction = try #require(said.transactions.first)
    #expect(said.transactions.count == 1)
    #expect(transaction.messageBytes == 4 && transaction.messageIsComplete)
    #expect(transaction.recipients.map { $0.finalReply?.code } == [250, 552])
  }

  @Test func `The answer to a message of SMTP is that of every accepted recipient`() throws {
    let said = SaidInTurn(
      "< 220 x", "> EHLO a", "< 250 x", "> MAIL FROM:<a@b>", "< 250 ok", "> RCPT TO:<a@x>", "< 250 ok",
      "> RCPT TO:<b@x>", "< 550 no", "> DATA", "< 354 go", "> hi\r\n.", "< 250 queued")
    let transaction = try #require(said.transactions.first)
    #expect(transaction.recipients.map(\.outcome) == [.accepted, .rejected])
  }

  @Test(arguments: ["250 2.0.0 queued", "554 5.5.1 no valid recipients"])
  func `What follows a refused MAIL decides nothing`(last: String) throws {
    let said = SaidInTurn(
      "< 220 x", "> EHLO a", "< 250 x", "> MAIL FROM:<a@b>\r\nRCPT TO:<a@x>\r\nDATA",
      "< 530 5.7.1 not authenticated\r\n503 no mail\r\n354 go", "> .", "< \(last)")
    let transaction = try #require(said.transactions.first)
    #expect(transaction.outcome == .rejected && transaction.isRefusedAtMail)
    #expect(transaction.finalReply == nil && transaction.dataReply == nil)
    #expect(transaction.decidingReply?.code == 530)
    #expect(transaction.repliesAfterRefusal.map(\.code) == [354, Int(last.prefix(3)) ?? 0])
    #expect(transaction.recipients.allSatisfy { $0.finalReply == nil })
  }

  @Test func `A refusal of every recipient decides before the refusal of an empty message`() throws {
    let said = SaidInTurn(
      "< 220 x", "> EHLO a", "< 250 x", "> MAIL FROM:<a@b>\r\nRCPT TO:<a@x>\r\nDATA",
      "< 250 ok\r\n550 5.1.1 unknown\r\n354 go", "> .", "< 554 no valid recipients")
    #expect(said.transactions.first?.decidingReply?.code == 550)
    #expect(said.transactions.first?.outcome == .rejected)
  }

  @Test(arguments: ["hi\r\n.\n", "hi\r\n.\nQUIT\r\n"])
  func `A message that was accepted at a lone dot is accepted`(end: String) throws {
    let said = SaidInTurn([
      (.server, Array("220 x\r\n".utf8)), (.client, Array("MAIL FROM:<a@b>\r\n".utf8)),
      (.server, Array("250 ok\r\n".utf8)), (.client, Array("RCPT TO:<a@x>\r\n".utf8)),
      (.server, Array("250 ok\r\n".utf8)), (.client, Array("DATA\r\n".utf8)), (.server, Array("354 go\r\n".utf8)),
      (.client, Array(end.utf8)), (.server, Array("250 queued\r\n".utf8)),
    ])
    let transaction = try #require(said.transactions.first)
    #expect(transaction.outcome == .accepted && transaction.messageIsComplete)
    #expect(transaction.finalReply?.lines == ["queued"])
  }
}
