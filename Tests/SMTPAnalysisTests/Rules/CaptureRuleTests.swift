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
    for pause in [0.0, 1, 2, 4, 8, 16] {
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

  @Test(
    "headers cut by the snapshot length are named, and not taken for packets of another kind", arguments: [30, 42, 53])
  func headersCut(length: Int) throws {
    var wire = WireScript()
    wire.snapshotLength = length
    wire.open()
    wire.say(.server, "220 mx.example.net ESMTP\r\n")
    let run = try wire.run()
    #expect(run.sessions.isEmpty && run.summary.cutHeaders == 4 && run.summary.cutHeaderLength == length)
    #expect(run.summary.cutTCPHeaders == (length < 34 ? 0 : 4))
    #expect(run.summary.caveats == ["capture/headers-cut"])
    let text = try #require(ReportStream.nothingFound(run.summary))
    #expect(text.contains("snapshot length") && text.contains("\(length) bytes") && !text.contains("none of them TCP"))
    wire = WireScript()
    wire.snapshotLength = 54
    wire.open()
    #expect(try wire.run().summary.caveats.isEmpty)
  }

  @Test(
    "FTP of a client whose own port is 2525 is no mail; a server on that port is, and mail is on any",
    arguments: [true, false])
  func portOfTheClient(seesStart: Bool) throws {
    func sessions(client: UInt16, server: UInt16, _ words: [String]) throws -> Int {
      var wire = WireScript()
      wire.clientPort = client
      wire.serverPort = server
      if seesStart { wire.open() }
      for (index, word) in words.enumerated() { wire.say(index % 2 == 0 ? .server : .client, word + "\r\n") }
      return try wire.run().sessions.count
    }
    let ftp = [
      "220 ftp.example.net ready", "USER anonymous", "331 password?", "PASS guest@example.org", "230 welcome", "QUIT",
      "221 bye",
    ]
    let mail = ["220 mx.example.net ESMTP", "EHLO client.example.org", "250 mx.example.net", "QUIT", "221 bye"]
    #expect(try sessions(client: 2525, server: 21, ftp) == 0)
    #expect(try sessions(client: 40_000, server: 2525, mail) == 1)
    #expect(try sessions(client: 2525, server: 21, mail) == 1)
    #expect(try sessions(client: 2525, server: 25, mail) == 1)
    #expect(try sessions(client: 600, server: 2525, mail) == 1)
  }
}
