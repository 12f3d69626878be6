import CaptureFiles
import Diagnosis
import Foundation
import PacketLayers
import Reports
import SMTPAnalysis
import TestSupport
import Testing

@Suite("One session is taken out of a capture")
struct ExtractionTests {
  static let password = "correct-horse-battery"
  static let login = "AGFsaWNlQGV4YW1wbGUuY29tAGNvcnJlY3QtaG9yc2UtYmF0dGVyeQ=="
  static let body =
    "Subject: the merger of the two companies\r\n\r\nNobody may read this line yet.\r\n..dots stay\r\n.\r\n"

  /// A login and a message, cut in awkward places and sent again; another session before and behind.
  static func wire(_ setting: (inout WireScript) -> Void = { _ in }) -> WireScript {
    var wire = WireScript()
    setting(&wire)
    other(&wire)
    wire.reopen()
    wire.say(.server, "220 mx.example.net ESMTP\r\n")
    wire.say(.client, "EHLO client.example.com\r\n")
    wire.say(.server, "250-mx.example.net\r\n250-SIZE 1000\r\n250 AUTH PLAIN\r\n")
    wire.say(.client, "AUTH PLAIN \(login.prefix(20))")
    wire.say(.client, "\(login.dropFirst(20))\r\n")
    // The second half again, and a piece across the cut.
    let again = Array("\(login.dropFirst(20))\r\n".utf8)
    wire.send(.client, flags: WireScript.Flags.push, offset: UInt32(0) &- UInt32(again.count), payload: again)
    wire.say(.server, "235 2.7.0 welcome back, \(login.prefix(16))\r\n")
    wire.say(.client, "MAIL FROM:<alice@example.com>\r\n")
    wire.say(.server, "250 ok\r\n")
    wire.say(.client, "RCPT TO:<bob@example.net>\r\n")
    wire.say(.server, "250 ok\r\n")
    wire.say(.client, "DATA\r\n")
    wire.say(.server, "354 go on\r\n")
    for piece in stride(from: 0, to: body.utf8.count, by: 17) {
      wire.say(.client, bytes: Array(Array(body.utf8)[piece..<min(piece + 17, body.utf8.count)]))
    }
    wire.say(.server, "550 5.7.1 <bob@example.net> does not want it\r\n")
    wire.say(.client, "QUIT\r\n")
    wire.say(.server, "221 bye\r\n")
    wire.finish(.client)
    wire.finish(.server)
    wire.reopen()
    wire.say(.server, "220 late\r\n")
    return wire
  }

  private static func other(_ wire: inout WireScript) {
    wire.open()
    wire.say(.server, "220 other\r\n")
    wire.say(.client, "QUIT\r\n")
    wire.say(.server, "221 bye\r\n")
    wire.finish(.client)
    wire.finish(.server)
  }

  static func extract(
    _ bytes: [UInt8], session: Int, redacted: Bool, redaction: Redaction = []
  ) throws -> (Extraction.Result, DiagnosedSession) {
    let found = try #require(AnalysisRun(bytes: bytes).sessions.first { $0.session.id == session })
    var options = Extraction.Options(tool: "smtptrace test")
    options.isRedacted = redacted
    options.redaction = redaction
    return (try Extraction(options: options).extract(found, inputs: [.bytes(bytes)]), found)
  }

  static func contains(_ bytes: [UInt8], _ text: some StringProtocol) -> Bool {
    Data(bytes).range(of: Data(text.utf8)) != nil
  }

  @Test("all its packets and no other, as they were")
  func plain() throws {
    let (result, session) = try Self.extract(Self.wire().capture, session: 2, redacted: false)
    let again = AnalysisRun(bytes: result.bytes)
    #expect(again.error == nil && again.sessions.count == 1)
    #expect(again.sessions.first?.verdict.finding == session.verdict.finding)
    #expect(result.difference == nil)
    #expect(Self.contains(result.bytes, Self.login.prefix(20)))
    #expect(!Self.contains(result.bytes, "220 late") && !Self.contains(result.bytes, "220 other"))
  }

  @Test("redacted, it holds no secret, no message and no wrong checksum, and proves the same")
  func redacted() throws {
    let (result, session) = try Self.extract(Self.wire().capture, session: 2, redacted: true, redaction: .addresses)
    for word in [
      Self.password, "merger", "Nobody", String(Self.login.prefix(12)), String(Self.login.suffix(20)), "alice", "bob@",
    ] {
      #expect(!Self.contains(result.bytes, word), "\(word)")
    }
    for word in ["EHLO client.example.com", "AUTH PLAIN", "235 2.7.0", "550 5.7.1", "QUIT", "@example.net"] {
      #expect(Self.contains(result.bytes, word), "\(word)")
    }
    #expect(result.replacedBytes > 100)
    let again = try #require(AnalysisRun(bytes: result.bytes).sessions.first)
    #expect(again.verdict.finding == session.verdict.finding && again.verdict.certainty == session.verdict.certainty)
    var reader = try CaptureReader(bytes: result.bytes)
    var decoder = PacketDecoder()
    var packets = 0
    while let header = try reader.next() {
      let content = decoder.decode(reader.bytes, linkType: header.linkType, time: header.time)
      guard content == .tcp else { continue }
      packets += 1
      #expect(decoder.checksumIsValid(reader.bytes) == true, "packet \(header.id.number)")
    }
    #expect(packets == result.packets)
  }

  @Test("the stand-in of a capture is the beginning of that of a report made with the same key")
  func standIns() throws {
    let bytes = Self.wire().capture
    let found = try #require(AnalysisRun(bytes: bytes).sessions.first { $0.session.id == 2 })
    let pseudonyms = try #require(Pseudonyms(key: RedactionTests.key))
    var options = Extraction.Options(tool: "smtptrace test")
    options.isRedacted = true
    options.redaction = .addresses
    options.pseudonyms = pseudonyms
    let result = try Extraction(options: options).extract(found, inputs: [.bytes(bytes)])
    var report = IncidentReport(options: .init(tool: "smtptrace test"))
    var redactor = Redactor(.addresses, pseudonyms: pseudonyms)
    report.add(redactor.redact(found))
    let text = String(decoding: try report.bytes(.markdown), as: UTF8.self)
    let stand = try #require(text.firstMatch(of: #/FROM:<user-(\w{8})@/#)).1
    #expect(Self.contains(result.bytes, "MAIL FROM:<\(stand.prefix(5))@example.com>"))
  }

  @Test("the comments tell the verdict and what each packet shows")
  func comments() throws {
    let (result, session) = try Self.extract(Self.wire().capture, session: 2, redacted: true)
    var reader = try CaptureReader(bytes: result.bytes)
    while try reader.next() != nil {}
    let section = try #require(reader.facts.sectionComments.first)
    #expect(section.contains(session.verdict.sentence.prefix(20)))
    #expect(reader.facts.packetComments.count == result.packets)
    #expect(reader.facts.packetComments.contains { $0.comment.contains("client: EHLO client.example.com") })
  }

  @Test(
    "tshark reads the copy as it reads the original",
    .enabled(if: Tool.isInstalled("tshark"), "tshark is not installed"))
  func dissection() throws {
    func fields(_ bytes: [UInt8]) throws -> String {
      try Tool.withFile(bytes, ending: "pcapng") { file in
        try Tool.run(
          "tshark",
          [
            "-r", file.path(), "-T", "fields", "-e", "frame.time_epoch", "-e", "tcp.seq", "-e", "tcp.len", "-e",
            "tcp.flags",
            "-e", "smtp.req.command", "-e", "smtp.response.code",
          ]
        ).output.split(separator: "\n").filter { !$0.hasPrefix("Running as") }.joined(separator: "\n")
      }
    }
    let (plain, _) = try Self.extract(Self.wire().capture, session: 2, redacted: false)
    let (redacted, _) = try Self.extract(Self.wire().capture, session: 2, redacted: true, redaction: .addresses)
    let expected = try fields(plain.bytes)
    #expect(expected.split(separator: "\n").count == plain.packets)
    #expect(try fields(redacted.bytes) == expected)
  }

  @Test("capinfos is content", .enabled(if: Tool.isInstalled("capinfos"), "capinfos is not installed"))
  func capinfos() throws {
    let (result, _) = try Self.extract(Self.wire().capture, session: 2, redacted: true)
    try Tool.withFile(result.bytes, ending: "pcapng") { file in
      let told = try Tool.run("capinfos", [file.path()])
      #expect(told.status == 0, "\(told.output)")
      #expect(told.output.contains("microseconds (6)"))
    }
  }

  @Test(
    "every capture of the project can be taken out, redacted, or is refused for a named reason",
    arguments: GoldenReportTests.captures)
  func captures(file: URL) throws {
    let bytes = [UInt8](try Data(contentsOf: file))
    guard let first = AnalysisRun([file]).sessions.first else { return }
    var options = Extraction.Options(tool: "smtptrace test")
    options.isRedacted = true
    options.redaction = .addresses
    do {
      let result = try Extraction(options: options).extract(first, inputs: [.bytes(bytes)])
      #expect(result.packets > 0)
    } catch let error as OutputError {
      #expect(error.description.contains("would not prove the same"))
    }
  }
}
