import Diagnosis
import Foundation
import SMTPAnalysis
import Testing

@Suite("Caveats about the capture")
struct CaptureRuleTests {
  @Test("a session that is open when the capture ends is unfinished, not failed; one that took its leave is neither")
  func endedEarly() throws {
    var wire = WireScript()
    wire.open()
    wire.say(.server, "220 mx.example.net ESMTP\r\n")
    wire.say(.client, "EHLO mail.example.com\r\n")
    let open = try #require(try wire.run().sessions.first)
    #expect(open.findings.contains { $0.id == "capture/ended-early" })
    #expect(open.verdict.outcome == .undetermined)

    wire.say(.server, "250 mx.example.net\r\n")
    wire.say(.client, "QUIT\r\n")
    #expect(try !wire.run().findingIDs.contains("capture/ended-early"))
  }

  @Test("an unanswered attempt is no capture of one direction; half a conversation is")
  func oneDirection() throws {
    var attempt = WireScript()
    for pause in [0.0, 1, 2] {
      attempt.wait(pause)
      attempt.send(.client, flags: WireScript.Flags.syn)
    }
    #expect(try attempt.run().findingIDs == ["transport/no-syn-ack"])

    var half = WireScript()
    half.send(.client, flags: WireScript.Flags.ack)
    half.say(.client, "EHLO mail.example.com\r\n")
    half.say(.client, "QUIT\r\n")
    let ids = try half.run().findingIDs
    #expect(ids.contains("capture/one-direction"))
    #expect(ids.contains("capture/missing-start"))
  }

  @Test("a clock that was never set is noticed, one of today is not")
  func clock() throws {
    for (shift, isExpected) in [(-1_699_000_000.0, true), (0, false)] {
      var wire = WireScript()
      wire.wait(shift)
      wire.open()
      wire.say(.server, "220 mx.example.net ESMTP\r\n")
      #expect(try wire.run().findingIDs.contains("capture/clock") == isExpected)
    }
  }
}
