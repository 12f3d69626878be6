import Diagnosis
import SMTPAnalysis
import SMTPSession
import SMTPTranscript
import TLSHandshake
import TestSupport
import Testing

/// What was sealed and is opened is read by the same rules as clear text, and shown as strictly.
@Suite("Sessions whose TLS is opened")
struct OpenedSessionTests {
  typealias Turn = (peer: WireScript.Peer, text: String)

  private static let hello: [Turn] = [
    (.client, "EHLO mail.example.org\r\n"),
    (.server, "250-mx.example.net\r\n250-AUTH PLAIN LOGIN XOAUTH2\r\n250 CHUNKING\r\n"),
  ]

  /// Dialogues as they may stand inside TLS, by name.
  static let dialogues: [String: [Turn]] = [
    "refused sender": hello + [
      (.client, "MAIL FROM:<alice@example.org>\r\n"), (.server, "550 5.7.1 Your address is on our block list\r\n"),
      (.client, "QUIT\r\n"), (.server, "221 2.0.0 Bye\r\n"),
    ],
    "delivered": hello + [
      (.client, "MAIL FROM:<alice@example.org>\r\nRCPT TO:<bob@example.net>\r\nDATA\r\n"),
      (.server, "250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n354 go on\r\n"),
      (.client, "Subject: plan\r\n\r\nThe launch code is 000000-zebra.\r\n.\r\n"), (.server, "250 2.0.0 queued\r\n"),
      (.client, "QUIT\r\n"), (.server, "221 2.0.0 Bye\r\n"),
    ],
    "login by PLAIN": hello + [
      (.client, "AUTH PLAIN AGFsaWNlAHplYnJhLTAwMDAwMA==\r\n"), (.server, "535 5.7.8 Authentication failed\r\n"),
      (.client, "QUIT\r\n"), (.server, "221 2.0.0 Bye\r\n"),
    ],
    "login by LOGIN": hello + [
      (.client, "AUTH LOGIN\r\n"), (.server, "334 VXNlcm5hbWU6\r\n"), (.client, "YWxpY2U=\r\n"),
      (.server, "334 UGFzc3dvcmQ6\r\n"), (.client, "emVicmEtMDAwMDAw\r\n"), (.server, "235 2.7.0 Ok\r\n"),
      (.client, "MAIL FROM:<alice@example.org>\r\n"), (.server, "451 4.3.0 try again later\r\n"),
      (.client, "QUIT\r\n"), (.server, "221 2.0.0 Bye\r\n"),
    ],
    "chunks": hello + [
      (.client, "MAIL FROM:<alice@example.org>\r\n"), (.server, "250 2.1.0 Ok\r\n"),
      (.client, "RCPT TO:<bob@example.net>\r\n"), (.server, "550 5.1.1 no such user\r\n"),
      (.client, "BDAT 21 LAST\r\nSubject: zebra-000000"), (.server, "503 5.5.1 no recipients\r\n"),
      (.client, "QUIT\r\n"), (.server, "221 2.0.0 Bye\r\n"),
    ],
  ]

  /// The same dialogue in clear: what it becomes there is known to be right.
  private func inClear(_ turns: [Turn]) throws -> DiagnosedSession {
    var wire = WireScript()
    wire.open()
    wire.say(.server, "220 mx.example.net ESMTP\r\n")
    for turn in turns { wire.say(turn.peer, turn.text) }
    wire.finish(.client)
    wire.finish(.server)
    return try #require(AnalysisRun(bytes: wire.capture).sessions.first)
  }

  private func sealed(_ turns: [Turn], isImplicit: Bool = false) -> SealedScript {
    var script = SealedScript(isImplicit: isImplicit)
    if isImplicit { script.say(.server, "220 mx.example.net ESMTP\r\n") }
    for turn in turns { script.say(turn.peer, turn.text) }
    script.finish(.client)
    script.finish(.server)
    return script
  }

  private func said(_ diagnosed: DiagnosedSession, _ layer: Layer) -> [String] {
    diagnosed.session.transcript.filter { $0.layer == layer && $0.kind != .tls && $0.kind != .greeting }.map {
      "\($0.from == .client ? "C" : "S") \($0.text)"
    }
  }

  @Test(
    "a dialogue inside TLS is shown and judged as the same one in clear", arguments: dialogues.keys.sorted(),
    [false, true])
  func sameAsInClear(name: String, isImplicit: Bool) throws {
    let turns = try #require(Self.dialogues[name])
    let clear = try inClear(turns)
    let opened = try #require(sealed(turns, isImplicit: isImplicit).run().sessions.first)
    #expect(opened.session.tls?.opening == .opened(unopened: 0, speaks: true))
    #expect(said(opened, .tls) == said(clear, .clear))
    #expect(opened.verdict.disposition == clear.verdict.disposition)
    // In clear there may be more to say, never another reason.
    let isProblem = { (finding: Finding) in finding.severity == .problem }
    #expect(
      opened.findings.filter(isProblem).map(\.id)
        == clear.findings.filter(isProblem).map(\.id).filter { !$0.hasPrefix("starttls/") && !$0.hasPrefix("ehlo/") })
    // What was protected is no exposure.
    #expect(!opened.findings.contains { $0.severity == .exposure }, "\(opened.findings.map(\.id))")
  }

  @Test("every line inside cites the packet that completed its record", arguments: dialogues.keys.sorted())
  func packets(name: String) throws {
    let turns = try #require(Self.dialogues[name])
    let opened = try #require(sealed(turns).run().sessions.first)
    let lines = opened.session.transcript.filter { $0.layer == .tls && $0.kind != .tls }
    // Three packets open the connection, five are clear words, four the handshake.
    let first = Int64(13)
    #expect(lines.first?.at.packet.number == first)
    #expect(lines.map(\.at.packet) == lines.map(\.at.packet).sorted())
    #expect(lines.last?.at.packet.number == first + Int64(turns.count) - 1)
  }

  @Test(
    "what lies in one packet is told in its order: the hello, what keys open, and the alert after it",
    arguments: [false, true], [false, true])
  func onePacket(isEarly: Bool, isImplicit: Bool) throws {
    let words = "EHLO mail.example.org\r\n"
    var script = SealedScript(isImplicit: isImplicit, early: isEarly ? words : nil, first: isEarly ? nil : words)
    if isImplicit { script.say(.server, "220 mx.example.net ESMTP\r\n") }
    script.say(.server, "250 mx.example.net\r\n")
    script.say(.client, "QUIT\r\n")
    script.sayAndEnd(.server, "221 2.0.0 Bye\r\n")
    script.finish(.server)
    let opened = try #require(script.run().sessions.first)
    #expect(opened.session.tls?.opening == .opened(unopened: 0, speaks: true))
    let lines = opened.session.transcript
    func place(_ isWanted: (TranscriptLine) -> Bool) throws -> Int {
      let found = lines.firstIndex(where: isWanted)
      return try #require(found)
    }
    let hello = try place { $0.tls == .message(.clientHello) }
    let finished = try place { $0.from == .client && $0.tls == .message(.finished) }
    let said = try place { $0.layer == .tls && $0.text == "EHLO mail.example.org" }
    let bye = try place { $0.layer == .tls && $0.text == "221 2.0.0 Bye" }
    let alert = try place { $0.from == .server && $0.tls == .alert }
    #expect(lines[said].at.packet == lines[isEarly ? hello : finished].at.packet)
    #expect(hello < said)
    #expect(isEarly ? said < finished : finished < said)
    #expect(lines[bye].at.packet == lines[alert].at.packet)
    #expect(bye < alert)
  }

  private static func log(_ script: SealedScript, without labels: String...) -> String {
    script.keyLog.split(separator: "\n").filter { line in !labels.contains { line.hasPrefix($0 + " ") } }
      .map { $0 + "\n" }.joined()
  }

  @Test("keys of the handshake alone change nothing of how the dialogue is told", arguments: dialogues.keys.sorted())
  func handshakeKeysAlone(name: String) throws {
    let script = sealed(try #require(Self.dialogues[name]))
    let log = Self.log(script, without: "CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0")
    let partly = try #require(script.run(keyLog: log).sessions.first)
    let plain = try #require(script.run(keyLog: "").sessions.first)
    #expect(partly.verdict.disposition == plain.verdict.disposition)
    #expect(partly.verdict.finding == plain.verdict.finding)
    #expect(partly.verdict.sentence == plain.verdict.sentence)
    #expect(partly.findings.contains { $0.id == "capture/tls-not-opened" })
  }

  @Test(
    "where one side stays closed, nothing is concluded from what it did not say", arguments: dialogues.keys.sorted())
  func oneSideClosed(name: String) throws {
    let script = sealed(try #require(Self.dialogues[name]))
    for label in ["CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0"] {
      let log = Self.log(script, without: label)
      let partly = try #require(script.run(keyLog: log).sessions.first)
      let side: Side = label.hasPrefix("CLIENT") ? .client : .server
      #expect(partly.session.visibility.lacksBytes(from: side))
      #expect(!partly.session.visibility.lacksBytes(from: side == .client ? .server : .client))
      #expect(partly.verdict.disposition != .noIntent)
      #expect(!partly.verdict.sentence.contains("owed an answer"), "\(partly.verdict.sentence)")
      #expect(!partly.verdict.sentence.contains("nothing else"), "\(partly.verdict.sentence)")
      #expect(partly.findings.contains { $0.id == "capture/tls-not-opened" })
      for finding in partly.findings where finding.cause != nil {
        #expect(finding.stage >= .protected, "\(finding.id)")
      }
    }
  }

  @Test("keys that fit nothing are told of, and change nothing else", arguments: dialogues.keys.sorted())
  func wrongKeys(name: String) throws {
    let script = sealed(try #require(Self.dialogues[name]))
    let log = script.keyLog.split(separator: "\n").map { line in
      line.dropLast(4) + "beef\n"
    }.joined()
    let wrong = try #require(script.run(keyLog: log).sessions.first)
    let plain = try #require(script.run(keyLog: "").sessions.first)
    guard case .nothingFits(let unopened)? = wrong.session.tls?.opening else {
      Issue.record("\(String(describing: wrong.session.tls?.opening))")
      return
    }
    #expect(unopened > 0)
    #expect(wrong.verdict.sentence == plain.verdict.sentence)
    #expect(wrong.verdict.finding == plain.verdict.finding)
    #expect(wrong.findings.contains { $0.id == "capture/tls-not-opened" })
  }

  @Test("no output shows a password or a message, unasked", arguments: dialogues.keys.sorted(), [false, true])
  func nothingLeaks(name: String, isImplicit: Bool) throws {
    let turns = try #require(Self.dialogues[name])
    let run = sealed(turns, isImplicit: isImplicit).run()
    var outputs = [run.text()]
    var json = JSONBuffer()
    for session in run.sessions { SessionJSON.write(session, to: &json, multipleFiles: false) }
    outputs.append(String(decoding: json.bytes, as: UTF8.self))
    for diagnosed in run.sessions {
      let explanation = VerdictExplanation(diagnosed, shown: diagnosed, among: run.survey)
      outputs.append(
        String(
          decoding: explanation.text(TextStyle(usesColor: false), isVerbose: true, namesFiles: false), as: UTF8.self))
    }
    for format in [IncidentReport.Format.html, .markdown, .json] {
      outputs.append(try ReportRun(run).text(format))
    }
    for output in outputs {
      #expect(!output.contains("zebra"))
      #expect(!output.contains("emVicmEt"))
      #expect(!output.contains("AHplYnJh"))
      // Keys neither: as bytes repeated, in hexadecimal.
      for byte in ["11", "22", "33", "44"] { #expect(!output.contains(String(repeating: byte, count: 32))) }
    }
  }

  @Test("packets of an opened session are no place of a secret: nothing in them is replaced")
  func nothingToReplace() throws {
    let turns = try #require(Self.dialogues["login by LOGIN"])
    let opened = try #require(sealed(turns).run().sessions.first)
    #expect(opened.session.sensitive.isEmpty)
  }

  @Test("behind a record that is missing, the next one that fits is found, and the gap is told")
  func gap() throws {
    var script = SealedScript()
    for turn in Self.hello { script.say(turn.peer, turn.text) }
    script.say(.client, "MAIL FROM:<alice@example.org>\r\n")
    script.lose(.server, "250 2.1.0 Ok\r\n")
    script.say(.client, "RCPT TO:<bob@example.net>\r\n")
    script.say(.server, "550 5.1.1 no such user\r\n")
    script.say(.client, "QUIT\r\n")
    script.say(.server, "221 2.0.0 Bye\r\n")
    script.finish(.client)
    let opened = try #require(script.run().sessions.first)
    #expect(said(opened, .tls).contains("S 550 5.1.1 no such user"))
    #expect(opened.session.transcript.contains { $0.kind == .gap })
    #expect(opened.session.tls?.opening == .opened(unopened: 0, speaks: true))
  }

  @Test("a record whose bytes are missing stays closed, is counted, and is told")
  func cutRecord() throws {
    var script = SealedScript()
    for turn in Self.hello { script.say(turn.peer, turn.text) }
    // Its second half never reached the capture.
    let record = script.sealed(.server, "250-first\r\n250 second\r\n")
    script.script.wire.say(.server, bytes: Array(record.prefix(20)))
    for _ in record.dropFirst(20) { script.script.wire.skip(.server) }
    script.say(.client, "MAIL FROM:<alice@example.org>\r\n")
    script.say(.server, "550 5.7.1 no\r\n")
    script.say(.client, "QUIT\r\n")
    script.finish(.client)
    let opened = try #require(script.run().sessions.first)
    #expect(opened.session.tls?.opening == .opened(unopened: 1, speaks: true))
    #expect(said(opened, .tls).contains("S 550 5.7.1 no"))
    #expect(opened.findings.contains { $0.id == "capture/tls-not-opened" })
  }

  @Test("after a KeyUpdate the next keys are derived, in both directions and again")
  func keyUpdate() throws {
    var script = SealedScript()
    for turn in Self.hello { script.say(turn.peer, turn.text) }
    script.update(.client)
    script.say(.client, "MAIL FROM:<alice@example.org>\r\n")
    script.update(.server)
    script.say(.server, "250 2.1.0 Ok\r\n")
    script.update(.client)
    script.say(.client, "RCPT TO:<bob@example.net>\r\n")
    script.say(.server, "550 5.1.1 no such user\r\n")
    script.finish(.client)
    let opened = try #require(script.run().sessions.first)
    #expect(said(opened, .tls).suffix(2) == ["C RCPT TO:<bob@example.net>", "S 550 5.1.1 no such user"])
  }

  @Test("a KeyUpdate that is missing, with what stands around it, is passed by as well", arguments: 1...3)
  func missingKeyUpdate(updates: Int) throws {
    var script = SealedScript()
    for turn in Self.hello { script.say(turn.peer, turn.text) }
    script.say(.client, "MAIL FROM:<alice@example.org>\r\n")
    script.lose(.server, "250 2.1.0 Ok\r\n")
    for _ in 0..<updates { script.update(.server, isCaptured: false) }
    script.say(.client, "RCPT TO:<bob@example.net>\r\n")
    script.lose(.server, "250-first\r\n")
    script.say(.server, "550 5.1.1 no such user\r\n")
    script.say(.client, "QUIT\r\n")
    script.say(.server, "221 2.0.0 Bye\r\n")
    script.finish(.client)
    let opened = try #require(script.run().sessions.first)
    // No more are looked for than two.
    let isFound = updates <= 2
    #expect(said(opened, .tls).contains("S 550 5.1.1 no such user") == isFound)
    #expect(said(opened, .tls).contains("S 221 2.0.0 Bye") == isFound)
    #expect(opened.session.tls?.opening == .opened(unopened: isFound ? 0 : 2, speaks: true))
    #expect(opened.session.transcript.contains { $0.kind == .gap })
  }

  @Test("an alert inside TLS is read, and answers the handshake")
  func alert() throws {
    var script = SealedScript()
    script.alert(.client, 48)
    script.finish(.client)
    let opened = try #require(script.run().sessions.first)
    #expect(opened.session.tls?.alerts.map(\.description) == ["unknown_ca"])
    #expect(opened.verdict.finding == "certificate/unknown-ca")
    #expect(opened.verdict.certainty == .certain)
    let closed = try #require(script.run(keyLog: "").sessions.first)
    #expect(closed.verdict.certainty < .certain)
  }

  @Test("without the session's own secrets all is as without any")
  func otherSecrets() throws {
    let turns = try #require(Self.dialogues["refused sender"])
    let script = sealed(turns)
    let other = script.keyLog.replacing("0303", with: "0404")
    let plain = try #require(AnalysisRun(bytes: script.script.wire.capture).sessions.first)
    let closed = try #require(script.run(keyLog: other).sessions.first)
    #expect(closed.session.tls?.opening == .noSecrets)
    #expect(closed.session.transcript.map(\.text) == plain.session.transcript.map(\.text))
    #expect(closed.verdict.sentence == plain.verdict.sentence)
  }

  @Test("secrets that open nothing leave every record closed, and accuse nobody")
  func wrongSecrets() throws {
    let turns = try #require(Self.dialogues["refused sender"])
    let script = sealed(turns)
    let wrong = script.keyLog.replacing("3333", with: "3433").replacing("1111", with: "1011").replacing(
      "2222", with: "2122"
    ).replacing("4444", with: "4544")
    let closed = try #require(script.run(keyLog: wrong).sessions.first)
    #expect(closed.session.tls?.opening.speaks == false)
    #expect(closed.verdict.outcome == .undetermined)
  }

  @Test("more records in one packet than wait elsewhere are all opened")
  func manyRecords() throws {
    var script = SealedScript()
    script.say(.client, "EHLO mail.example.org\r\n")
    let text = "250-" + String(repeating: "x", count: 400) + "\r\n"
    script.spell(.server, String(repeating: text, count: 5) + "250 CHUNKING\r\n")
    script.say(.client, "QUIT\r\n")
    script.finish(.client)
    let opened = try #require(script.run().sessions.first)
    #expect(opened.session.tls?.opening == .opened(unopened: 0, speaks: true))
    #expect(said(opened, .tls).suffix(2) == ["S 250 CHUNKING", "C QUIT"])
  }

  @Test("behind a record that is missing, the rest of a message is not taken for another")
  func middleOfMessage() throws {
    // What looks like the header of a Finished stands in the middle of a certificate, of which a piece is missing.
    let likeFinished: [UInt8] = [20, 0, 0, 32] + [UInt8](repeating: 1, count: 20)
    let certificate: [UInt8] = [11, 0, 1, 0] + [UInt8](repeating: 2, count: 256 - likeFinished.count)
    var script = SealedScript(flight: [
      (SealedScript.noExtensions + certificate.prefix(100), true), (Array(certificate.dropFirst(100)), false),
      (likeFinished, true), (SealedScript.finished, true),
    ])
    for turn in Self.hello { script.say(turn.peer, turn.text) }
    script.finish(.client)
    let opened = try #require(script.run().sessions.first)
    let finished = opened.session.transcript.filter { $0.from == .server && $0.tls == .message(.finished) }
    #expect(finished.count == 1)
    // Three packets open the connection, five are clear words; two hellos, and two records of three.
    #expect(finished.first?.at.packet.number == 13)
    #expect(said(opened, .tls).count == 4)
  }

  /// A session in which both sides say `words` inside TLS.
  private func report(_ words: String) throws -> (run: AnalysisRun, report: ReportRun) {
    let turns: [Turn] =
      Self.hello + [
        (.client, "MAIL FROM:<alice@example.org> X=\(words)\r\n"), (.server, "550 5.7.1 \(words)\r\n"),
        (.client, "\(words)\r\n"), (.server, "500 5.5.1 \(words)\r\n"), (.client, "QUIT\r\n"),
      ]
    let run = sealed(turns).run()
    #expect(run.sessions.first?.session.tls?.opening == .opened(unopened: 0, speaks: true))
    return (run, ReportRun(run))
  }

  @Test(
    "hostile words that were sealed stay words in every report",
    arguments: HostileTextTests.hostile.map { $0.count > 8000 ? String($0.prefix(8000)) : $0 } + ["a\u{1b}[2Jb`|`c"])
  func hostileWords(words: String) throws {
    let (run, report) = try report(words.filter { !$0.isNewline })
    for format in IncidentReport.Format.allCases {
      #expect(HostileTextTests.hidden(in: try report.text(format)).isEmpty, "\(format)")
    }
    #expect(HostileTextTests.hidden(in: run.text()).isEmpty)
    HostileTextTests.checkTags(try report.text(.html))
    HostileTextTests.checkMarkdown(
      try report.text(.markdown), likePlain: try self.report("plain words").report.text(.markdown))
  }

  @Test("words that crossed the alert on the way do not hide that it answers the handshake")
  func crossingWords() throws {
    var script = SealedScript()
    script.alert(.server, 42)
    script.say(.client, "EHLO mail.example.org\r\n")
    script.say(.server, "554 Security failure\r\n")
    script.finish(.client)
    let opened = try #require(script.run().sessions.first)
    #expect(opened.session.tls?.opening == .opened(unopened: 0, speaks: true))
    #expect(opened.verdict.outcome == .stopped)
    #expect(opened.verdict.stoppedBy == .server)
    #expect(opened.verdict.finding == "certificate/client-rejected")
  }

  @Test("a client that is not answered inside TLS has not read an answer there")
  func unansweredInside() throws {
    var script = SealedScript()
    script.say(.client, "EHLO mail.example.org\r\n")
    script.finish(.client)
    script.finish(.server)
    let opened = try #require(script.run().sessions.first)
    #expect(!opened.verdict.sentence.contains("read the answer"), "\(opened.verdict.sentence)")
  }
}
