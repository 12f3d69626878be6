import Diagnosis
import SMTPAnalysis
import SMTPSession
import TestSupport
import Testing

@Suite("The capture's clock follows no single packet")
struct SteadyClockTests {
  private typealias Flags = WireScript.Flags

  /// A whole session of a dozen packets; the one at `place` carries another time.
  private func session(wrong place: Int?, by seconds: Double) throws -> AnalysisRun {
    var wire = WireScript()
    var count = 0
    func step(_ send: (inout WireScript) -> Void) {
      if count == place { wire.wait(seconds) }
      send(&wire)
      if count == place { wire.wait(-seconds) }
      count += 1
    }
    step { $0.send(.client, flags: Flags.syn, options: [2, 4, 0x05, 0xB4]) }
    wire.skip(.client)
    step { $0.send(.server, flags: Flags.syn | Flags.ack, options: [2, 4, 0x05, 0xB4]) }
    wire.skip(.server)
    step { $0.send(.client, flags: Flags.ack) }
    step { $0.say(.server, "220 mx.example.net ESMTP\r\n") }
    step { $0.say(.client, "EHLO client.example.org\r\n") }
    step { $0.say(.server, "250 mx.example.net\r\n") }
    step { $0.say(.client, "QUIT\r\n") }
    step { $0.say(.server, "221 bye\r\n") }
    step { $0.finish(.server) }
    step { $0.finish(.client) }
    return try wire.run()
  }

  @Test(
    "one packet with a time years away, early or late, splits no session and moves no other packet",
    arguments: 0..<10, [1.16e9, -1.2e9, 7200])
  func outlier(place: Int, seconds: Double) throws {
    let run = try session(wrong: place, by: seconds)
    try #require(run.sessions.count == 1)
    let session = run.sessions[0].session
    // Who comes first, or last, may have been silent for two hours.
    let mayBeTrue = seconds == 7200 && (place == 0 || place == 9)
    #expect(session.visibility.seesStart && session.ending.kind == .fin)
    if !mayBeTrue {
      #expect(session.durationSeconds >= 0 && session.durationSeconds < 1)
      #expect(run.summary.caveats.contains("capture/time-leaps"))
      #expect(run.text().contains("one packet carries a time far from"))
    }
    #expect(run.summary.packets == 10)
  }

  @Test("a clock that nobody doubts has no caveat")
  func steady() throws {
    let run = try session(wrong: nil, by: 0)
    #expect(run.sessions.count == 1 && !run.summary.caveats.contains("capture/time-leaps"))
  }

  @Test("a reset after an hour of silence belongs to the session that was silent")
  func pause() throws {
    var wire = WireScript()
    wire.open()
    wire.say(.server, "220 mx.example.net ESMTP\r\n")
    wire.send(.client, flags: Flags.ack)
    wire.wait(3600)
    wire.send(.server, flags: Flags.reset | Flags.ack)
    let run = try wire.run()
    try #require(run.sessions.count == 1)
    let session = run.sessions[0].session
    #expect(session.ending.kind == .reset && session.ending.silenceSeconds > 3599)
    #expect(!run.summary.caveats.contains("capture/time-leaps"))
  }

  @Test("a pause between two sessions is believed")
  func nextDay() throws {
    var wire = WireScript()
    wire.open()
    wire.say(.server, "220 mx.example.net ESMTP\r\n")
    wire.wait(90_000)
    wire.reopen()
    wire.say(.server, "220 mx.example.net ESMTP\r\n")
    let run = try wire.run()
    try #require(run.sessions.count == 2)
    #expect(run.sessions[1].session.start.time.seconds(since: run.sessions[0].session.start.time) > 89_999)
    #expect(run.sessions[0].session.completion == .idle)
    #expect(!run.summary.caveats.contains("capture/time-leaps"))
  }

  @Test("the capture goes on while packets that are not TCP come")
  func otherPackets() throws {
    var wire = WireScript()
    wire.open()
    wire.say(.server, "220 mx.example.net ESMTP\r\n")
    wire.wait(120)
    let query = PacketBuilder.udp(from: wire.client, 5353, to: wire.server, 53, [1, 2, 3, 4])
    wire.append(
      PacketBuilder.ethernet(
        PacketBuilder.ip(from: wire.client, to: wire.server, protocol: 17, query), type: 0x0800))
    let session = try #require(try wire.run().sessions.first?.session)
    #expect(session.completion == .captureEnded && (session.ending.captureWentOnSeconds ?? 0) >= 120)
  }
}
