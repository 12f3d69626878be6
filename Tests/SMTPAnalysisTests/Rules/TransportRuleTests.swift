import Diagnosis
import Foundation
import SMTPAnalysis
import Testing

@Suite("Rules about TCP")
struct TransportRuleTests {
  typealias Flags = WireScript.Flags

  private func greeted() -> WireScript {
    var wire = WireScript()
    wire.open()
    wire.say(.server, "220 mx.example.net ESMTP\r\n")
    wire.say(.client, "EHLO mail.example.com\r\n")
    wire.say(.server, "250-mx.example.net\r\n250-SIZE 10240000\r\n250 STARTTLS\r\n")
    return wire
  }

  private func inMessage() -> WireScript {
    var wire = greeted()
    wire.say(.client, "MAIL FROM:<a@example.com>\r\n")
    wire.say(.server, "250 2.1.0 Ok\r\n")
    wire.say(.client, "RCPT TO:<b@example.net>\r\n")
    wire.say(.server, "250 2.1.5 Ok\r\n")
    wire.say(.client, "DATA\r\n")
    wire.say(.server, "354 End data with <CR><LF>.<CR><LF>\r\n")
    return wire
  }

  private func text(_ count: Int) -> [UInt8] {
    Array(String(repeating: "x", count: count - 2).utf8) + [13, 10]
  }

  @Test("full-size packets that vanish while a small one arrives are a black hole")
  func blackHole() throws {
    var wire = inMessage()
    wire.send(.client, flags: Flags.push, payload: text(1460))
    wire.send(.client, flags: Flags.push, offset: 1460, payload: text(200))
    for _ in 0..<2 { wire.send(.server, flags: Flags.ack) }
    for pause in [1.0, 2, 4] {
      wire.wait(pause)
      wire.send(.client, flags: Flags.push, payload: text(1460))
    }
    let session = try #require(try wire.run().sessions.first)
    #expect(session.verdict.finding == "transport/pmtu-blackhole")
    #expect(session.verdict.certainty == .strong)
    #expect(session.verdict.stoppedBy == .network)
  }

  @Test("a small packet that is never confirmed is loss, and says nothing about size")
  func loss() throws {
    var wire = greeted()
    let line = Array("MAIL FROM:<a@example.com>\r\n".utf8)
    for pause in [0, 0.3, 0.6, 1.2, 2.4] {
      wire.wait(pause)
      wire.send(.client, flags: Flags.push, payload: line)
    }
    let ids = try wire.run().findingIDs
    #expect(ids.contains("transport/segment-loss-stall"))
    #expect(!ids.contains("transport/pmtu-blackhole"))
    #expect(!ids.contains("capture/ended-early"))
  }

  @Test(
    "on the receiver's side of the loss, the hole that stays is the sign: of size where it is large, of loss where it is not",
    arguments: [(1400, "transport/pmtu-blackhole"), (200, "transport/segment-loss-stall")])
  func lostBeforeCapture(size: UInt32, id: String) throws {
    var script = greeted()
    script.say(.client, "EHLO client.example.org\r\n")
    script.send(.server, flags: WireScript.Flags.push, offset: size, payload: Array("250 CHUNKING\r\n".utf8))
    for _ in 0..<3 { script.send(.client, flags: WireScript.Flags.ack) }
    script.wait(60)
    script.finish(.client)
    let session = try #require(try script.run().sessions.first)
    let finding = try #require(session.findings.first { $0.id == id })
    #expect(finding.certainty == .strong)
    #expect(session.verdict.finding == id, "\(session.verdict.sentence) \(session.findings.map { ($0.id, $0.cause) })")
    #expect(session.verdict.stoppedBy == .network)

    var filled = greeted()
    filled.say(.client, "EHLO client.example.org\r\n")
    filled.send(.server, flags: WireScript.Flags.push, offset: size, payload: Array("250 CHUNKING\r\n".utf8))
    for _ in 0..<3 { filled.send(.client, flags: WireScript.Flags.ack) }
    filled.wait(1)
    filled.say(.server, "250-" + String(repeating: "a", count: Int(size) - 6) + "\r\n")
    filled.say(.server, "250 CHUNKING\r\n")
    filled.wait(60)
    filled.finish(.client)
    let found = try filled.run().findingIDs
    #expect(!found.contains { $0.hasPrefix("transport/pmtu") || $0.hasPrefix("transport/segment") })
  }

  @Test("a reset that answers the first words after a long pause is called a forgotten connection")
  func idle() throws {
    var wire = greeted()
    wire.wait(600)
    wire.say(.client, "MAIL FROM:<a@example.com>\r\n")
    wire.send(.server, flags: Flags.reset)
    let session = try #require(try wire.run().sessions.first)
    #expect(session.verdict.finding == "transport/idle-state-expired")
    #expect(!session.findings.contains { $0.id == "transport/reset-mid-session" })
  }

  @Test("a window that stays shut until the end stops the session; who shut it is named")
  func zeroWindow() throws {
    var wire = inMessage()
    wire.say(.client, String(repeating: "x", count: 500) + "\r\n")
    wire.send(.server, flags: Flags.ack, window: 0)
    for pause in [1.0, 2, 4] {
      wire.wait(pause)
      wire.send(.client, flags: Flags.ack, payload: [0x78])
      wire.send(.server, flags: Flags.ack, window: 0)
    }
    let session = try #require(try wire.run().sessions.first)
    #expect(session.verdict.finding == "transport/zero-window")
    #expect(session.verdict.stoppedBy == .server)
  }

  @Test("a reset after QUIT is a note, whatever its TTL")
  func orderly() throws {
    var wire = greeted()
    wire.say(.client, "QUIT\r\n")
    wire.say(.server, "221 2.0.0 Bye\r\n")
    wire.send(.client, flags: Flags.reset, hopLimit: 255)
    let session = try #require(try wire.run().sessions.first)
    #expect(session.findings.contains { $0.id == "transport/rst-after-close" && $0.severity == .note })
    #expect(!session.findings.contains { $0.id == "transport/rst-injected" || $0.id == "transport/reset-mid-session" })
  }

  @Test("a reset with another TTL, and packets of that host after it, are a device's")
  func forged() throws {
    var wire = greeted()
    wire.say(.client, "STARTTLS\r\n")
    wire.send(.server, flags: Flags.reset, hopLimit: 250)
    wire.say(.server, "220 2.0.0 Ready to start TLS\r\n")
    let session = try #require(try wire.run().sessions.first)
    #expect(session.verdict.finding == "transport/rst-injected")
    #expect(session.verdict.stoppedBy == .network)
  }

  @Test("a server that closes instead of answering is named; a client that leaves after a good list is not")
  func closed() throws {
    var wire = greeted()
    wire.say(.client, "MAIL FROM:<a@example.com>\r\n")
    wire.finish(.server)
    wire.finish(.client)
    let session = try #require(try wire.run().sessions.first)
    #expect(session.verdict.finding == "transport/closed-mid-session")
    #expect(session.verdict.stoppedBy == .server)

    var left = greeted()
    left.finish(.client)
    left.finish(.server)
    let ids = try left.run().findingIDs
    #expect(!ids.contains("transport/closed-mid-session"))
  }

  @Test("a refusal before the close explains it: TCP is not blamed")
  func refused() throws {
    var wire = greeted()
    wire.say(.client, "MAIL FROM:<a@example.com>\r\n")
    wire.say(.server, "550 5.7.1 Not welcome\r\n")
    wire.finish(.server)
    wire.finish(.client)
    let ids = try wire.run().findingIDs
    #expect(!ids.contains("transport/closed-mid-session"))
  }

  @Test("one server at addresses of three networks, without STARTTLS, looks redirected; with STARTTLS it does not")
  func redirected() throws {
    for (list, isExpected) in [("250 SIZE 1000", true), ("250 STARTTLS", false)] {
      var wire = WireScript()
      for (index, server) in [[198, 51, 100, 1], [203, 0, 113, 1], [192, 0, 2, 200]].enumerated() {
        if index == 0 {
          wire.server = server.map { UInt8($0) }
          wire.open()
        } else {
          wire.reopen(server: server.map { UInt8($0) })
        }
        wire.say(.server, "220 relay.example.org ESMTP\r\n")
        wire.say(.client, "EHLO mail.example.com\r\n")
        wire.say(.server, "250-relay.example.org\r\n\(list)\r\n")
        wire.say(.client, "QUIT\r\n")
        wire.say(.server, "221 Bye\r\n")
        wire.finish(.server)
        wire.finish(.client)
      }
      #expect(try wire.run().findingIDs.contains("transport/port25-redirected") == isExpected)
    }
  }
}
