import Diagnosis
import Foundation
import PacketLayers
import Reports
import SMTPAnalysis
import Testing

/// Names and addresses are hidden in whatever spelling a server's words have them; what is none stays.
@Suite("Names are found in every spelling")
struct NameSpellingTests {
  /// A session in which a reply says what is given.
  static func session(_ reply: String, envelope: String = "FROM:<alice.smith@sender.example>") -> DiagnosedSession? {
    var wire = WireScript()
    wire.open()
    wire.say(.server, "220 mx-7.inner.example ESMTP\r\n")
    wire.say(.client, "EHLO ws-12.sender.example\r\n")
    wire.say(.server, "250-mx-7.inner.example\r\n250 SIZE 1000\r\n")
    wire.say(.client, "MAIL \(envelope)\r\n")
    wire.say(.server, "550 5.7.1 \(reply)\r\n")
    wire.say(.client, "QUIT\r\n")
    wire.say(.server, "221 bye\r\n")
    wire.finish(.client)
    wire.finish(.server)
    return AnalysisRun(bytes: wire.capture).sessions.first
  }

  static func shown(_ reply: String, _ redaction: Redaction) throws -> String {
    var redactor = Redactor(redaction, pseudonyms: try #require(Pseudonyms(key: RedactionTests.key)))
    let told = redactor.redact(try #require(session(reply)))
    return try #require(told.session.transcript.first { $0.text.hasPrefix("550 ") }).text
  }

  static let hostReplies: [(reply: String, hidden: [String], kept: String)] = [
    ("client-ip=2001:db8:9::15; refused", ["db8:9"], "; refused"),
    ("2001:DB8:9:0::15/64 is listed", ["DB8:9"], "/64 is listed"),
    ("fe80::9:15%eth0 is local", ["fe80::9"], "is local"),
    ("see http://[2001:db8:9::15]:8025/why", ["db8:9"], ":8025/why"),
    ("no PTR for 2001-db8-9--15.dyn.example", ["2001-db8", "dyn.example"], "no PTR for"),
    ("5.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.9.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", ["8.b.d.0", "ip6"], "550"),
    ("IPv6:2001:db8:9::15 and [IPv6:2001:db8:9::15]", ["db8:9"], "IPv6:"),
    ("no name for 198-51-100-23", ["198-51-100-23"], "no name for"),
    ("host198_51_100_23x refused", ["198_51_100_23"], "refused"),
    ("198.051.100.023 refused", ["198.051.100.023"], "refused"),
    ("25.2.0.192.bl.example lists it", ["25.2.0.192", "bl.example"], "lists it"),
    ("c0000219 or 3221226009 is listed", ["c0000219", "3221226009"], "is listed"),
    ("<SRS0=ab=cd=first.example=bob@forward.example> no", ["first.example", "forward.example"], "SRS0="),
    ("<list-bob=first.example@bounce.example> no", ["first.example", "bounce.example"], "list-bob="),
    ("<bob%first.example@relay.example> no", ["first.example"], "<bob%"),
    ("<first.example!relay.example!bob@uucp.example> no", ["first.example", "relay.example"], "!bob@"),
    ("(ws-12) is not mx-7", ["ws-12", "mx-7"], "is not"),
  ]

  @Test("hosts", arguments: hostReplies)
  func hosts(reply: String, hidden: [String], kept: String) throws {
    let text = try Self.shown(reply, .hosts)
    for word in hidden { #expect(!text.lowercased().contains(word.lowercased()), "\(text)") }
    #expect(text.contains(kept), "\(text)")
  }

  static let userReplies: [(reply: String, hidden: [String], kept: String)] = [
    ("User dave unknown in virtual table", ["dave"], "unknown in virtual table"),
    ("mailbox 'dave.x' is over quota", ["dave"], "is over quota"),
    ("CORP\\dave.x may not send", ["dave"], "CORP\\"),
    ("sasl_username=dave.x refused", ["dave"], "sasl_username="),
    ("id=dave.x%40first.example;ip=1", ["dave"], "%40first.example"),
    ("<\"dave x\"@first.example> no", ["dave"], "@first.example"),
    ("<dave.\"the x\"@first.example> no", ["dave", "the x"], "@first.example"),
    ("<dave\\ x@first.example> no", ["dave"], "@first.example"),
    ("orcpt rfc822;dave+40first.example", ["dave"], "rfc822;"),
    ("/CN=DAVE/OU=STAFF/ no", ["DAVE"], "/OU=STAFF/"),
    ("ALICE.SMITH: no", ["ALICE"], ": no"),
  ]

  @Test("users", arguments: userReplies)
  func users(reply: String, hidden: [String], kept: String) throws {
    let text = try Self.shown(reply, .addresses)
    for word in hidden { #expect(!text.lowercased().contains(word.lowercased()), "\(text)") }
    #expect(text.contains(kept), "\(text)")
  }

  /// Words that look a little like names.
  static let harmlessReplies = [
    "User unknown", "mailbox name not allowed", "Requested action not taken: mailbox unavailable",
    "at 12:30:45 by Sendmail 8.15.2",
    "sum AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99", "line with \\x0d and more",
    "Sender address rejected: not owned",
    "account is disabled", "queue 4abc:def", "2024-01-15-17 was the day",
  ]

  @Test("what is no name stays", arguments: harmlessReplies)
  func harmless(reply: String) throws {
    #expect(try Self.shown(reply, [.addresses, .hosts]) == "550 5.7.1 \(reply.replacing("\\x", with: "\\x"))")
  }

  @Test("the copy of the packets hides what the report hides", arguments: userReplies)
  func copies(reply: String, hidden: [String], kept: String) throws {
    var wire = WireScript()
    wire.open()
    wire.say(.server, "220 mx-7.inner.example ESMTP\r\n")
    wire.say(.client, "EHLO ws-12.sender.example\r\n")
    wire.say(.server, "250 mx-7.inner.example\r\n")
    wire.say(.client, "MAIL FROM:<alice.smith@sender.example>\r\n")
    wire.say(.server, "550 5.7.1 \(reply)\r\n")
    wire.finish(.client)
    let (result, _) = try ExtractionTests.extract(wire.capture, session: 1, redacted: true, redaction: .addresses)
    for word in hidden + ["alice"] {
      #expect(!String(decoding: result.bytes, as: UTF8.self).lowercased().contains(word.lowercased()), "\(word)")
    }
  }

  @Test("names in base64 are hidden in the copy too, and what they stand in keeps its length")
  func encoded() throws {
    func inBase64(_ text: String, _ encoding: String.Encoding = .utf8) throws -> String {
      try #require(text.data(using: encoding)).base64EncodedString()
    }
    var wire = WireScript()
    wire.open()
    wire.say(.server, "220 mx-7.inner.example ESMTP\r\n")
    wire.say(.client, "EHLO ws-12.sender.example\r\n")
    wire.say(.server, "250 mx-7.inner.example\r\n")
    wire.say(.client, "MAIL FROM:<alice.smith@sender.example>\r\n")
    wire.say(.server, "550-5.7.1 \(try inBase64("{\"user\":\"alice.smith\"}"))\r\n")
    wire.say(.server, "550 5.7.1 \(try inBase64("to alice.smith here", .utf16LittleEndian))\r\n")
    wire.finish(.client)
    let (result, _) = try ExtractionTests.extract(wire.capture, session: 1, redacted: true, redaction: .addresses)
    let text = String(decoding: result.bytes, as: UTF8.self)
    for core in [
      "alice.smith", "YWxpY2Uuc21pdG", "FsaWNlLnNtaXRo", "hbGljZS5zbWl0a", "YQBsAGkAYwBlAC4AcwBtAGkAdABo",
      "EAbABpAGMAZQAuAHMAbQBpAHQAa",
    ] {
      #expect(!text.contains(core), "\(core)")
    }
    #expect(AnalysisRun(bytes: result.bytes).sessions.count == 1)
  }

  @Test("what is behind a segment in its frame goes, a far segment costs nothing")
  func frames() throws {
    var wire = WireScript()
    wire.open()
    wire.say(.server, "220 mx.example.net ESMTP\r\n")
    wire.say(.client, "EHLO client.example.com\r\n")
    wire.say(.server, "250 mx.example.net\r\n")
    wire.say(.client, "AUTH PLAIN \(ExtractionTests.login)\r\n")
    wire.say(.server, "535 no\r\n")
    wire.send(.client, flags: WireScript.Flags.push, offset: 0x0F00_0000, payload: Array("far away\r\n".utf8))
    wire.finish(.client)
    // A trailer behind each frame, as some devices put there.
    var file = Array(wire.capture[..<24])
    var place = 24
    let trailer = Array("trailer with correct-horse-battery".utf8)
    while place + 16 <= wire.capture.count {
      var header = Array(wire.capture[place..<(place + 16)])
      let length = Int(header[8]) | Int(header[9]) << 8
      for field in [8, 12] {
        let longer = length + trailer.count
        (header[field], header[field + 1]) = (UInt8(longer & 0xFF), UInt8(longer >> 8))
      }
      file += header + wire.capture[(place + 16)..<(place + 16 + length)] + trailer
      place += 16 + length
    }
    let (result, _) = try ExtractionTests.extract(file, session: 1, redacted: true)
    #expect(
      !ExtractionTests.contains(result.bytes, "correct-horse") && !ExtractionTests.contains(result.bytes, "trailer"))
  }
}
