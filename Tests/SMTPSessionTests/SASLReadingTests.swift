import CaptureFiles
import SMTPTranscript
import Testing

@testable import SMTPSession

/// What of a login gets into the transcript.
@Suite struct SASLReadingTests {
  @Test func `AUTH PLAIN shows the user in place of the credential`() {
    let reader = read("AUTH PLAIN AGFsaWNlAHMzY3IzdA==\r\n", "235 ok\r\n")
    #expect(reader.texts == ["AUTH PLAIN [user alice, password withheld]", "235 ok"])
    #expect(reader.exchanges[0].command.argument.isEmpty)
    let auth = reader.authentications
    #expect(auth[0].mechanism == "PLAIN" && auth[0].user == "alice" && auth[0].hasInitialResponse)
    #expect(auth[0].exposesSecret && auth[0].outcome == .accepted)
  }

  @Test func `A login in steps shows what each line is and reads the prompts`() {
    let reader = read(
      "AUTH LOGIN\r\n", "334 VXNlcm5hbWU6\r\n", "YWxpY2U=\r\n", "334 UGFzc3dvcmQ6\r\n", "czNjcjN0\r\n",
      "535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6\r\n")
    #expect(
      reader.texts == [
        "AUTH LOGIN", "334 VXNlcm5hbWU6 (Username:)", "[user alice]", "334 UGFzc3dvcmQ6 (Password:)",
        "[password withheld]", "535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6",
      ])
    let auth = reader.authentications
    #expect(auth.map(\.challenges) == [2] && auth.map(\.responses) == [2])
    #expect(auth[0].user == "alice" && auth[0].outcome == .rejected)
  }

  @Test func `Asked for, the lines stand as they were sent`() {
    let reader = read(keepsSecrets: true, "AUTH PLAIN AGFsaWNlAHMzY3IzdA==\r\n", "535 AGFsaWNlAHMzY3IzdA==\r\n")
    #expect(reader.texts == ["AUTH PLAIN AGFsaWNlAHMzY3IzdA==", "535 AGFsaWNlAHMzY3IzdA=="])
  }

  @Test func `An error report of OAuth is decoded behind the reply`() {
    // {"status":"400"}
    let reader = read(
      "AUTH XOAUTH2 dXNlcj1hAWF1dGg9QmVhcmVyIHQwazNuAQE=\r\n", "334 eyJzdGF0dXMiOiI0MDAifQ==\r\n", "\r\n", "535 no\r\n")
    #expect(reader.texts[0] == "AUTH XOAUTH2 [user a, token withheld]")
    #expect(reader.texts[1] == "334 eyJzdGF0dXMiOiI0MDAifQ== ({\"status\":\"400\"})")
    #expect(reader.authentications[0].details.contains(.init(label: "status", value: "400")))
    #expect(reader.exchanges[0].reply?.lines == ["eyJzdGF0dXMiOiI0MDAifQ=="])
  }

  @Test func `A server that repeats the credential is not quoted in full`() {
    let lines = [
      "501 bad: AGFsaWNlAHMzY3IzdA==\r\n", "501 bad: agfsawnlahmzy3izda== x\r\n", "501 bad: AGFsaWNlAHMz...\r\n",
    ]
    for (line, shown) in zip(lines, ["501 bad: [withheld]", "501 bad: [withheld] x", "501 bad: [withheld]..."]) {
      let reader = read("AUTH PLAIN AGFsaWNlAHMzY3IzdA==\r\n", line)
      #expect(reader.transcript.last?.text == shown)
      #expect(reader.exchanges[0].reply?.lines.first?.contains("[withheld]") == true)
    }
  }

  @Test func `Words after a refused login are withheld, and so is what the server says of them`() {
    let reader = read(
      "AUTH PLAIN\r\n", "504 no\r\n", "AGFsaWNlAHMzY3IzdA==\r\n", "500 unknown: AGFsaWNlAHMzY3IzdA==\r\n")
    #expect(reader.texts.suffix(2) == ["[20 characters withheld]", "500 unknown: [withheld]"])
    #expect(reader.exchanges[1].command.text == "[20 characters withheld]")
  }

  @Test func `Tabs and many spaces do not uncover a credential`() {
    for blank in ["\t", "  ", " \t "] {
      let reader = read("AUTH\(blank)PLAIN\(blank)AGFsaWNlAHMzY3IzdA==\r\n", "235 ok\r\n")
      #expect(reader.texts[0].hasSuffix("PLAIN [user alice, password withheld]"))
      #expect(reader.authentications[0].mechanism == "PLAIN")
    }
  }

  @Test func `The server's proof is not shown`() {
    // rspauth=ea40f60335c427b5527b84dbabcdfffd
    let reader = read(
      "AUTH DIGEST-MD5\r\n", "334 bm9uY2U9Ing=\r\n", "eA==\r\n",
      "334 cnNwYXV0aD1lYTQwZjYwMzM1YzQyN2I1NTI3Yjg0ZGJhYmNkZmZmZA==\r\n", "\r\n", "235 ok\r\n")
    #expect(reader.texts[3] == "334 [proof of the server, withheld]")
  }

  @Test func `A second exchange does not take the lines of the first`() {
    let reader = read(
      "AUTH LOGIN\r\n", "334 VXNlcm5hbWU6\r\n", "*\r\n", "501 cancelled\r\n", "AUTH PLAIN AGJvYgB4eHh4\r\n",
      "235 ok\r\n")
    let auth = reader.authentications
    #expect(auth.map(\.outcome) == [.cancelled, .accepted])
    #expect(auth.map(\.user) == [nil, "bob"])
    #expect(reader.texts[2] == "*")
  }

  @Test func `Another protocol is named`() {
    let reader = dialogue([(.server, "* OK IMAP4rev1 ready\r\n")])
    #expect(reader.notSMTP?.looksLike == "IMAP")
    #expect(dialogue([(.server, "J\0\0\0\n8.0.36\0abc")]).notSMTP?.looksLike == "MySQL")
  }

  // MARK: -

  /// What follows the introduction.
  private struct Reading {
    var transcript: ArraySlice<TranscriptLine>
    var exchanges: [Exchange]
    var authentications: [AuthExchange]
    var notSMTP: Session.NotSMTP?

    var texts: [String] { transcript.map(\.text) }
  }

  /// A session in which client and server speak in turn after the introduction.
  private func read(keepsSecrets: Bool = false, _ lines: String...) -> Reading {
    var turns: [(Side, String)] = [(.server, "220 mx\r\n"), (.client, "EHLO a\r\n"), (.server, "250 AUTH PLAIN\r\n")]
    for (index, line) in lines.enumerated() { turns.append((index % 2 == 0 ? .client : .server, line)) }
    return dialogue(turns, skipping: 3, keepsSecrets: keepsSecrets)
  }

  private func dialogue(_ turns: [(Side, String)], skipping: Int = 0, keepsSecrets: Bool = false) -> Reading {
    var conversation = ConversationReading(startsInTheMiddle: false)
    let start = Moment(packet: PacketID(number: 1), time: Timestamp(nanoseconds: 0))
    var offsets: [UInt64] = [0, 0]
    for (number, (side, text)) in turns.enumerated() {
      let bytes = Array(text.utf8)
      let moment = Moment(packet: PacketID(number: Int64(number + 1)), time: Timestamp(nanoseconds: 0))
      conversation.take(bytes.span, from: side, offset: offsets[Int(side.rawValue)], at: moment)
      offsets[Int(side.rawValue)] += UInt64(bytes.count)
    }
    conversation.finish(at: start)
    let ended = ReadConversation(conversation, lastSeen: start)
    let reader = DialogueReader(ended, configuration: TrackerConfiguration(keepsSecrets: keepsSecrets))
    let layers = LayerReader(reader.exchanges, servicePort: .smtp, sawTLS: false)
    let logins = AuthReader(dialogue: reader, conversation: ended, layers: layers).authentications()
    return Reading(
      transcript: SpokenLines(ended, reader.text, layers).lines.dropFirst(skipping),
      exchanges: Array(reader.exchanges.dropFirst(skipping > 0 ? 1 : 0)),
      authentications: logins, notSMTP: reader.notSMTP)
  }
}
