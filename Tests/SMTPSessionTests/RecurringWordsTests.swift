import CaptureFiles
import SMTPTranscript
import Testing

@testable import SMTPSession

/// What was said in an earlier session is the same as what is read line by line.
@Suite struct RecurringWordsTests {
  /// A dialogue that no other test has.
  private static func said(_ name: String) -> SaidInTurn {
    SaidInTurn(
      "< 220-recurring.example\r\n220 2.0.0 \(name) ready", "> EHLO a",
      "< 250-recurring.example Hello a\r\n250-SIZE 10240000\r\n250-ENHANCEDSTATUSCODES\r\n250-XXXA\r\n250 STARTTLS",
      "> STARTTLS", "< 454 4.7.0 \(name): no TLS")
  }

  private static func told(_ reply: Reply?) -> String {
    guard let reply else { return "" }
    return "\(reply.code) \(reply.lines) \(reply.enhancedStatus ?? "") \(Array(reply.said)) "
      + "\(reply.first.packet.number) \(reply.last.packet.number) \(reply.isComplete) \(reply.flags.rawValue) "
      + "\(reply.hostName ?? "")"
  }

  private static func told(_ said: SaidInTurn) -> [String] {
    [told(said.dialogue.greeting)] + said.dialogue.exchanges.map { told($0.reply) }
      + said.hellos.map { hello in
        "\(hello.serverName ?? "") \(hello.keywords) \(hello.listIsComplete) \(hello.offersSTARTTLS) "
          + "\(hello.hasMaskedKeywords) \(hello.hasLegacyAuth) \(hello.clientName)"
      }
  }

  @Test func `A session that says the same is read the same`() {
    let first = Self.said("One")
    #expect(first.dialogue.greeting?.recurring == nil)
    let second = Self.said("One")
    let third = Self.said("One")
    #expect(third.dialogue.greeting?.recurring != nil && third.dialogue.exchanges[0].reply?.recurring != nil)
    #expect(Self.told(second) == Self.told(first))
    #expect(Self.told(third) == Self.told(first))
  }

  @Test func `The same bytes cut into other lines are other words`() {
    let one = ["< 220-10 a\r\n220 220 b", "< 220-10 a220 220\r\n220 b"]
    for _ in 0..<3 {
      #expect(SaidInTurn(one[0]).dialogue.greeting?.lines == ["10 a", "220 b"])
      #expect(SaidInTurn(one[1]).dialogue.greeting?.lines == ["10 a220 220", "b"])
    }
  }

  @Test func `A reply that is not whole is read line by line`() {
    for _ in 0..<3 {
      let cut = SaidInTurn("< 220 x", "> EHLO a", "< 250-unended.example\r\n250-SIZE")
      let reply = cut.dialogue.exchanges.first?.reply
      #expect(reply?.recurring == nil && reply?.isComplete == false && reply?.lines == ["unended.example", "SIZE"])
    }
  }

  @Test func `Where a line may repeat a secret, nothing is taken from other sessions`() {
    for _ in 0..<3 {
      let said = SaidInTurn(
        "< 220 secretive.example", "> EHLO a", "< 250-secretive.example\r\n250 AUTH PLAIN",
        "> AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=", "< 535 5.7.8 wonderland is wrong")
      #expect(said.dialogue.greeting?.recurring == nil)
      #expect(said.dialogue.exchanges.last?.reply?.lines == ["5.7.8 [withheld] is wrong"])
    }
  }
}
