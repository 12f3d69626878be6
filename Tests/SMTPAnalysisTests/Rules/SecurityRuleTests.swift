import Diagnosis
import Foundation
import SMTPAnalysis
import Testing

@Suite("Rules about security in clear text")
struct SecurityRuleTests {
  typealias Flags = WireScript.Flags

  private func refusal(greeting: String, list: String) throws -> Set<String> {
    var wire = WireScript()
    wire.open()
    wire.say(.server, "220 mx.example.net \(greeting)\r\n")
    wire.say(.client, "EHLO mail.example.com\r\n")
    wire.say(.server, "250-mx.example.net\r\n\(list)250 STARTTLS\r\n")
    wire.say(.client, "STARTTLS\r\n")
    wire.say(.server, "454 4.7.0 TLS not available due to local problem\r\n")
    wire.say(.client, "QUIT\r\n")
    wire.say(.server, "221 Bye\r\n")
    return try wire.run().findingIDs
  }

  @Test("the words of Postfix from a server that is none are suspected, and only then")
  func forgedRefusal() throws {
    #expect(try refusal(greeting: "ESMTP Exim 4.96", list: "").contains("security/forged-refusal"))
    #expect(try !refusal(greeting: "ESMTP Postfix", list: "").contains("security/forged-refusal"))
    #expect(try !refusal(greeting: "ESMTP", list: "").contains("security/forged-refusal"))
    #expect(
      try !refusal(greeting: "ESMTP Exim 4.96", list: "250-ENHANCEDSTATUSCODES\r\n").contains("security/forged-refusal")
    )
  }

  @Test("two copies of the list, one without STARTTLS, show a device at work; the same copies show none")
  func stripping() throws {
    for (copy, isExpected) in [("250-XXXXXXXX", true), ("250-STARTTLS", false)] {
      var wire = WireScript()
      wire.open()
      wire.say(.server, "220 mx.example.net ESMTP\r\n")
      wire.say(.client, "EHLO mail.example.com\r\n")
      let tail = "\r\n250 SIZE 1000\r\n"
      wire.send(.server, flags: Flags.push, payload: Array("250-mx.example.net\r\n250-STARTTLS\(tail)".utf8))
      wire.say(.server, "250-mx.example.net\r\n\(copy)\(tail)")
      wire.say(.client, "QUIT\r\n")
      wire.say(.server, "221 Bye\r\n")
      let ids = try wire.run().findingIDs
      #expect(ids.contains("security/stripping-suspected") == isExpected)
      #expect(ids.contains("capture/overlap-conflict") == isExpected)
    }
  }

  @Test("an inner name is told to the outside only if the peer is outside")
  func innerName() throws {
    for (server, isExpected) in [([203, 0, 113, 25] as [UInt8], true), ([10, 0, 0, 25], false)] {
      var wire = WireScript()
      wire.server = server
      wire.open()
      wire.say(.server, "220 mx.example.net ESMTP\r\n")
      wire.say(.client, "EHLO exchange01.corp.local\r\n")
      wire.say(.server, "250 mx.example.net\r\n")
      wire.say(.client, "QUIT\r\n")
      #expect(try wire.run().findingIDs.contains("security/information-leak") == isExpected)
    }
  }

  @Test("a reply in clear that answers the ClientHello is not called injected")
  func laterReply() throws {
    for (isTogether, isExpected) in [(true, true), (false, false)] {
      var wire = WireScript()
      wire.open()
      wire.say(.server, "220 mx.example.net ESMTP\r\n")
      wire.say(.client, "EHLO mail.example.com\r\n")
      wire.say(.server, "250-mx.example.net\r\n250 STARTTLS\r\n")
      wire.say(.client, "STARTTLS\r\n")
      wire.say(.server, "220 Go ahead\r\n" + (isTogether ? "250 planted\r\n" : ""))
      let hello: [UInt8] = [0x16, 3, 1, 0, 8, 1, 0, 0, 4, 3, 3, 0, 0]
      wire.say(.client, String(decoding: hello, as: UTF8.self))
      if !isTogether { wire.say(.server, "500 Unrecognized command\r\n") }
      #expect(try wire.run().findingIDs.contains("security/response-injection") == isExpected)
    }
  }
}
