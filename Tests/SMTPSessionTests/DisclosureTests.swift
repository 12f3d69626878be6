import CaptureFiles
import SMTPTranscript
import TestSupport
import Testing

@testable import SMTPSession

/// What of a dialogue may be shown: what is proven harmless, and nothing else.
@Suite struct DisclosureTests {
  private static let mark = "Qwv77-hollyhock"

  /// The lines of a dialogue as they are shown; turns of the client and the server.
  private func shown(startsInTheMiddle: Bool = false, keepsMessages: Bool = false, _ turns: (Side, String)...)
    -> [String]
  {
    var conversation = ConversationReading(startsInTheMiddle: startsInTheMiddle, keepsMessages: keepsMessages)
    var offsets: [UInt64] = [0, 0]
    let start = Moment(packet: PacketID(number: 1), time: Timestamp(nanoseconds: 0))
    for (number, (side, text)) in turns.enumerated() {
      let bytes = Array(text.utf8)
      let moment = Moment(packet: PacketID(number: Int64(number + 1)), time: Timestamp(nanoseconds: 0))
      conversation.take(bytes.span, from: side, offset: offsets[Int(side.rawValue)], at: moment)
      offsets[Int(side.rawValue)] += UInt64(bytes.count)
    }
    conversation.finish(at: start)
    let ended = ReadConversation(conversation, lastSeen: start)
    let configuration = TrackerConfiguration(keepsMessages: keepsMessages)
    let reader = DialogueReader(ended, configuration: configuration)
    let layers = LayerReader(reader.exchanges, servicePort: .smtp, sawTLS: false)
    return SpokenLines(ended, reader.text, layers).lines.map(\.text)
  }

  private static let body = [
    "Send", "Help with", "Data", "Mail", "Noop", "Turn", "250", "Quit", "Dear", "Rset", "Vrfy",
  ]
  .map { "\($0) \(mark) 1\r\n" }.joined()

  @Test func `A message that is read as commands shows its verbs at most`() {
    let begun: (Side, String) = (.server, "220 mx.example.net\r\n")
    let hello: (Side, String) = (.client, "EHLO client.example.org\r\n")
    let list: (Side, String) = (.server, "250 PIPELINING\r\n")
    let readings = [
      shown(startsInTheMiddle: true, (.client, Self.body + ".\r\n"), (.server, "250 ok\r\n")),
      shown(begun, hello, list, (.client, "DATA\r\n" + Self.body), (.server, "554 no\r\n500 what \(Self.mark)\r\n")),
      shown(begun, hello, list, (.client, "BDAT 12x LAST\r\n" + Self.body), (.server, "501 no\r\n")),
      shown(begun, hello, list, (.client, "DATAX\r\n"), (.server, "354 go\r\n"), (.client, Self.body)),
      shown(begun, hello, list, (.client, "DATA\r\n"), (.server, "250 go\r\n"), (.client, Self.body)),
    ]
    for lines in readings {
      #expect(lines.contains { $0.contains("withheld") })
      #expect(!lines.contains { $0.contains("hollyhock") }, "\(lines)")
    }
  }

  @Test func `Commands and replies of a dialogue that is known stand as they were`() {
    let lines = shown(
      (.server, "220 mx.example.net ESMTP\r\n"), (.client, "EHLO client.example.org\r\n"), (.server, "250 SIZE\r\n"),
      (.client, "MAIL FROM: rosa@corp.example\r\n"), (.server, "501 5.5.4 syntax\r\n"),
      (.client, "MAIL FROM:<rosa@corp.example> SIZE=12\r\n"), (.server, "250 ok\r\n"), (.client, "XFOO bar\r\n"),
      (.server, "502 what\r\n"), (.client, "HELLO\r\n"), (.server, "502 what\r\n"))
    #expect(lines[3] == "MAIL FROM: rosa@corp.example")
    #expect(lines[5] == "MAIL FROM:<rosa@corp.example> SIZE=12")
    #expect(lines[7] == "XFOO [3 characters withheld]")
    // Behind a word that nobody knows, a message may follow.
    #expect(lines[9] == "[5 characters withheld]")
  }

  @Test func `A capture that begins in the middle shows a whole command and its reply`() {
    let lines = shown(
      startsInTheMiddle: true, (.client, "MAIL FROM:<rosa@corp.example>\r\n"), (.server, "450 4.2.0 later\r\n"),
      (.client, "hunter2!x\r\n"), (.server, "235 ok\r\n"))
    #expect(lines == ["MAIL FROM:<rosa@corp.example>", "450 4.2.0 later", "[9 characters withheld]", "235 ok"])
  }

  @Test func `A mechanism is shown where it is one`() {
    func auth(_ line: String, _ reply: String = "504 5.5.4 no") -> String {
      shown(
        (.server, "220 mx\r\n"), (.client, "EHLO a.example\r\n"), (.server, "250 AUTH PLAIN X-OWN\r\n"),
        (.client, line + "\r\n"), (.server, reply + "\r\n"))[3]
    }
    #expect(auth("AUTH AGFsaWNlAHMzY3IzdA==") == "AUTH [20 characters withheld]")
    #expect(auth("AUTH PLAIN=AGFsaWNlAHMzY3IzdA==") == "AUTH [26 characters withheld]")
    #expect(auth("AUTH X-OWN") == "AUTH X-OWN")
    #expect(auth("AUTH SCRAM-SHA-256") == "AUTH SCRAM-SHA-256")
    #expect(!auth("AUHT PLAIN AGFsaWNlAHMzY3IzdA==").contains("AGFs"))
  }

  @Test func `What a server repeats is withheld in every form and over the ends of lines`() {
    // \0alice\0s3cr3t-words
    let login: (Side, String) = (.client, "AUTH PLAIN AGFsaWNlAHMzY3IzdC13b3Jkcw==\r\n")
    let replies = [
      "535 5.7.8 alice said s3cr3t-words", "535-5.7.8 it was s3cr3t\r\n535 -words indeed", "535 5.7.8 czNjcjN0LXdvcmRz",
      "535 5.7.8 7333637233742d776f726473", "535 5.7.8 s3cr3t%2Dwords",
      "535 no\r\n250 last was AGFsaWNlAHMzY3IzdC13b3Jkcw==",
    ]
    for reply in replies {
      let lines = shown(
        (.server, "220 mx\r\n"), (.client, "EHLO a.example\r\n"), (.server, "250 AUTH PLAIN\r\n"), login,
        (.server, reply + "\r\n"))
      #expect(lines.dropFirst(4).contains { $0.contains("[withheld]") }, "\(reply): \(lines)")
      #expect(!lines.contains { $0.contains("s3cr3t") || $0.contains("czNj") || $0.contains("733363") }, "\(lines)")
    }
    // The name is shown elsewhere, and a word that only looks like base64 is none.
    let lines = shown(
      (.server, "220 mx\r\n"), (.client, "EHLO a.example\r\n"), (.server, "250 AUTH PLAIN\r\n"), login,
      (.server, "235 2.7.0 alice, welcome\r\n"), (.client, "NOOP\r\n"),
      (.server, "250 queued as 4Tq8Zb2YpXz9vNsWkR3m\r\n"))
    #expect(lines[4] == "235 2.7.0 alice, welcome" && lines[6] == "250 queued as 4Tq8Zb2YpXz9vNsWkR3m")
  }

  @Test func `The content of a message is shown when it is asked for, and only then`() {
    for keeps in [false, true] {
      let lines = shown(
        keepsMessages: keeps, (.server, "220 mx\r\n"), (.client, "DATA\r\n"), (.server, "354 go\r\n"),
        (.client, "Dear reader\r\n.\r\n"), (.server, "250 ok\r\n"))
      #expect(lines.contains { $0.contains("Dear reader") } == keeps)
    }
  }

  @Test func `No dialogue of any words ends the program or shows the words that it hides`() {
    var generator = SeededGenerator(seed: 12)
    let words = [
      "AUTH", "PLAIN", "MAIL FROM:<", ">", "DATA", "\r\n", ".\r\n", "BDAT 3", "EHLO", " ", "=", "%", "%4",
      "AUTH LOGIN\r\n",
      "c2VjcmV0LXNlY3JldA==", "secret-secret", "RSET\r\n", "\0", "GET / HTTP/1.1\r\n",
    ]
    let replies = [
      "250 ok\r\n", "334 \r\n", "334 c2VjcmV0\r\n", "235 v=c2VjcmV0LXNlY3JldA==\r\n", "354 go\r\n", "500-what\r\n",
      "500 secret-secret\r\n", "220 mx\r\n", "+OK\r\n", "2", "secret-", "secret\r\n", "535 c2VjcmV0LXNlY3JldA==\r\n",
    ]
    for _ in 0..<600 {
      var turns: [(Side, String)] = []
      for _ in 0..<Int.random(in: 1...12, using: &generator) {
        let fromClient = Bool.random(using: &generator)
        let source = fromClient ? words : replies
        let text = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
          source[Int.random(in: source.indices, using: &generator)]
        }.joined()
        turns.append((fromClient ? .client : .server, text))
      }
      _ = shownAll(turns, startsInTheMiddle: Bool.random(using: &generator))
    }
  }

  private func shownAll(_ turns: [(Side, String)], startsInTheMiddle: Bool) -> [SensitiveBytes] {
    var conversation = ConversationReading(startsInTheMiddle: startsInTheMiddle)
    var offsets: [UInt64] = [0, 0]
    let start = Moment(packet: PacketID(number: 1), time: Timestamp(nanoseconds: 0))
    for (side, text) in turns {
      conversation.take(Array(text.utf8).span, from: side, offset: offsets[Int(side.rawValue)], at: start)
      offsets[Int(side.rawValue)] += UInt64(text.utf8.count)
    }
    conversation.finish(at: start)
    let ended = ReadConversation(conversation, lastSeen: start)
    let reader = DialogueReader(ended, configuration: TrackerConfiguration())
    let ranges = SensitiveReader(text: reader.text).ranges()
    for range in ranges { #expect(range.start < range.end && range.end <= offsets[Int(range.from.rawValue)]) }
    return ranges
  }
}
