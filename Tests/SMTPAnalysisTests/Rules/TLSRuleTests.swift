import Diagnosis
import Foundation
import SMTPAnalysis
import SMTPSession
import TestSupport
import Testing

@Suite("Rules about TLS")
struct TLSRuleTests {
  private func only(_ script: TLSScript) throws -> DiagnosedSession {
    try #require(try script.wire.run().sessions.first)
  }

  private func has(_ session: DiagnosedSession, _ id: String) -> Bool { session.findings.contains { $0.id == id } }

  private func sealed(tls13: Bool = true) -> TLSScript {
    var script = TLSScript(tls13: tls13)
    script.handshake()
    return script
  }

  /// As far as the answer to EHLO inside TLS.
  private func greeted(tls13: Bool = true) -> TLSScript {
    var script = sealed(tls13: tls13)
    script.say(.client, TLSScript.hello.utf8.count)
    script.say(.server, TLSScript.listInside)
    return script
  }

  // MARK: - Inside TLS

  @Test(
    "a sender whose answer is longer than a yes, and then QUIT, was refused by all that sizes show",
    arguments: [true, false])
  func refusedInside(tls13: Bool) throws {
    var script = greeted(tls13: tls13)
    script.say(.client, 38)
    script.say(.server, 74)
    script.say(.client, 6)
    script.say(.server, 15)
    script.finish(.server)
    script.finish(.client)
    let session = try only(script)
    #expect(session.verdict.finding == "tls/refused-inside")
    #expect(session.verdict.certainty == .probable)
    #expect(session.verdict.stoppedBy == .server)
    #expect(session.verdict.sentence.contains("MAIL"))
  }

  @Test("a plain yes and QUIT is no refusal")
  func takenInside() throws {
    var script = greeted()
    script.say(.client, 38)
    script.say(.server, 14)
    script.say(.client, 6)
    script.say(.server, 15)
    script.finish(.server)
    script.finish(.client)
    let session = try only(script)
    #expect(!has(session, "tls/refused-inside"))
    #expect(session.verdict.outcome == .undetermined)
  }

  @Test("a command inside TLS without an answer for two minutes: the server was silent")
  func unansweredInside() throws {
    var script = greeted()
    script.say(.client, 38)
    script.wire.send(.server, flags: WireScript.Flags.ack)
    script.wire.wait(120)
    script.finish(.client)
    let session = try only(script)
    #expect(session.verdict.finding == "policy/no-reply")
    #expect(session.verdict.stoppedBy == .server)
    #expect(session.verdict.closedBy == .client)
  }

  @Test("one that waits a second has no patience; one that is still open has time")
  func impatientInside() throws {
    var script = greeted()
    script.say(.client, 38)
    script.wire.send(.server, flags: WireScript.Flags.ack)
    var open = script
    open.wire.wait(20)
    open.wire.reopen(client: [192, 0, 2, 99])
    #expect(try open.wire.run().sessions.first?.verdict.outcome == .undetermined)
    script.wire.wait(1)
    script.finish(.client)
    #expect(!has(try only(script), "tls/unanswered-inside"))
  }

  @Test("a client that asked for nothing and idles until the server ends it is no fault of anybody")
  func idleInside() throws {
    var script = greeted(tls13: false)
    script.say(.client, 6)
    script.say(.server, 14)
    script.wire.wait(300)
    script.say(.server, 50)
    script.sealedAlert(.server)
    script.finish(.server)
    script.finish(.client)
    let session = try only(script)
    #expect(has(session, "tls/idle-inside"))
    #expect(!has(session, "tls/client-quit-after-handshake"))
    #expect(!has(session, "tls/unanswered-inside"))
    #expect(session.verdict.outcome == .undetermined)
    #expect(session.findings.allSatisfy { $0.severity < .problem })
  }

  @Test("an answer to EHLO inside TLS that is a fraction of the list is a refusal; a whole list is not")
  func ehloRefusedInside() throws {
    var script = sealed()
    script.say(.client, TLSScript.hello.utf8.count)
    script.say(.server, 25)
    script.say(.client, 6)
    script.say(.server, 15)
    script.finish(.server)
    script.finish(.client)
    let session = try only(script)
    #expect(session.verdict.finding == "tls/ehlo-refused-inside")
    #expect(session.verdict.stoppedBy == .server)
    #expect(session.verdict.certainty <= .strong)

    var look = greeted()
    look.say(.client, 6)
    look.say(.server, 15)
    look.finish(.server)
    look.finish(.client)
    let looked = try only(look)
    #expect(!has(looked, "tls/ehlo-refused-inside"))
    #expect(looked.verdict.finding == "tls/client-quit-after-handshake")
    #expect(looked.verdict.outcome == .undetermined)
    #expect(looked.findings.allSatisfy { $0.severity < .problem })
  }

  // MARK: - Who broke the handshake off

  @Test(
    "what a server says in clear to a client that left inside TLS changes nothing, whoever closes first",
    arguments: [true, false], [true, false])
  func clearWordsAfterTheAlert(tls13: Bool, clientCloses: Bool) throws {
    var script = sealed(tls13: tls13)
    if tls13 { script.say(.server, 200) }
    script.sealedAlert(.client)
    if clientCloses { script.finish(.client) }
    script.wire.say(.server, "421 mx.example.net lost input connection\r\n")
    script.finish(.server)
    script.wire.send(.client, flags: WireScript.Flags.reset)
    let session = try only(script)
    #expect(session.verdict.finding == "tls/no-data-after-handshake")
    #expect(session.verdict.stoppedBy == .client)
    #expect(session.session.transcript.contains { $0.text.contains("421 mx.example.net") })
  }

  @Test("a server that has finished and then closes with an alert refuses nothing that it took")
  func closedAfterHandshake() throws {
    var script = sealed(tls13: false)
    script.sealedAlert(.server)
    script.finish(.server)
    script.finish(.client)
    let session = try only(script)
    #expect(session.verdict.finding == "tls/server-closed-after-handshake")
    #expect(session.verdict.certainty == .probable)
    #expect(!has(session, "tls/encrypted-alert"))
    #expect(!has(session, "certificate/client-missing"))

    var refusal = TLSScript(tls13: false)
    refusal.agree()
    refusal.offer()
    refusal.answer()
    refusal.complete(server: false)
    refusal.alert(.server, 40)
    refusal.finish(.server)
    let refused = try only(refusal)
    #expect(refused.verdict.finding == "tls/server-alert-after-client-flight")
    #expect(!has(refused, "tls/server-closed-after-handshake"))
  }

  @Test("a server that closes before the client's answer came hung up in the client's turn, whatever crossed it")
  func closedInClientsTurn() throws {
    var script = TLSScript(tls13: true)
    script.agree()
    script.offer()
    script.answer()
    script.finish(.server)
    script.complete()
    script.say(.client, TLSScript.hello.utf8.count)
    let session = try only(script)
    #expect(session.verdict.finding == "tls/closed-in-clients-turn")
    #expect(session.verdict.stoppedBy == .server)
    #expect(!has(session, "tls/closed-after-client-hello"))
  }

  @Test(
    "an offer without an answer is silence after some time only, and only where it is over",
    arguments: [(120.0, true), (2, false)])
  func noServerHello(seconds: Double, isSilence: Bool) throws {
    var script = TLSScript(tls13: true)
    script.agree()
    script.offer()
    script.wire.send(.server, flags: WireScript.Flags.ack)
    script.wire.wait(seconds)
    var open = script
    open.wire.reopen(client: [192, 0, 2, 99])
    #expect(try open.wire.run().sessions.first?.verdict.outcome == .undetermined)
    script.finish(.client)
    let session = try only(script)
    #expect((session.verdict.finding == "tls/no-server-hello") == isSilence)
    #expect(session.verdict.outcome == (isSilence ? .stopped : .undetermined))
  }

  @Test("an alert that meets a client which had left makes no TLS session")
  func alertAfterEnd() throws {
    var script = TLSScript(tls13: false)
    script.agree()
    script.finish(.client)
    script.alert(.server, 50)
    script.finish(.server)
    let session = try only(script)
    #expect(!session.findings.contains { $0.id.hasPrefix("tls/") })
  }

  // MARK: - Offers

  @Test(
    "advice about versions fits the offer",
    arguments: [
      ([0x0303], "Switch TLS 1.3 on", "Enable TLS 1.2"), ([0x0304], "switch TLS 1.3 on", "Enable TLS 1.2"),
      ([0x0301], "Enable TLS 1.2 or later", "Switch TLS 1.3 on"),
    ] as [([UInt16], String, String)])
  func versions(offered: [UInt16], advice: String, other: String) throws {
    var script = TLSScript(tls13: false)
    script.agree()
    script.offer(versions: offered)
    script.alert(.server, 70)
    script.finish(.server)
    let session = try only(script)
    let finding = try #require(session.findings.first { $0.id == "tls/version-mismatch" })
    #expect(session.verdict.finding == finding.id)
    #expect(finding.remedies.first?.text.contains(advice) ?? false)
    #expect(!finding.remedies.contains { $0.text.contains(other) })
  }

  @Test(
    "suites that all need one kind of certificate are named as that; a mixed offer is not",
    arguments: [([0xC030, 0xC02F, 0x009F], "RSA"), ([0xC02C, 0xC02B], "ECDSA"), ([0xC030, 0xC02C], nil)]
      as [([UInt16], String?)])
  func suites(offered: [UInt16], kind: String?) throws {
    var script = TLSScript(tls13: false)
    script.agree()
    script.offer(suites: offered)
    script.alert(.server, 40)
    script.finish(.server)
    let session = try only(script)
    #expect(session.verdict.finding == "tls/no-shared-cipher")
    let sentence = session.verdict.sentence
    #expect(sentence.contains("needs an") == (kind != nil))
    if let kind { #expect(sentence.contains("needs an \(kind) certificate")) }
  }

  @Test("decrypt_error right after the server's certificate is about the issuer's key; later it is about damage")
  func issuerKey() throws {
    var script = TLSScript(tls13: false)
    script.agree()
    script.offer()
    script.answer()
    var later = script
    script.alert(.client, 51)
    script.finish(.client)
    let session = try only(script)
    #expect(session.verdict.finding == "certificate/issuer-key-differs")
    #expect(session.verdict.stoppedBy == .client)
    #expect(!has(session, "tls/corrupted-records"))

    later.complete(server: false)
    later.alert(.server, 51)
    later.finish(.server)
    #expect(try only(later).verdict.finding == "tls/corrupted-records")
  }

  // MARK: - Clear text

  @Test("a web server's answer to the TLS offer is named; a mail server's is another finding")
  func answeredInClear() throws {
    var script = TLSScript(tls13: true)
    script.agree()
    script.offer()
    var mail = script
    script.wire.say(.server, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
    script.finish(.server)
    let session = try only(script)
    #expect(session.verdict.finding == "tls/answered-in-clear")
    #expect(session.verdict.sentence.contains("web server"))
    #expect(session.verdict.stoppedBy == .server)

    mail.wire.say(.server, "454 4.7.0 TLS not available\r\n")
    mail.finish(.server)
    #expect(!has(try only(mail), "tls/answered-in-clear"))
  }

  @Test(
    "a greeting in answer to TLS is the server's fault on port 465, and the client's on port 25", arguments: [465, 25])
  func clearOnImplicitPort(port: UInt16) throws {
    var script = TLSScript(tls13: true)
    script.wire.serverPort = port
    script.wire.open()
    script.offer()
    script.wire.say(.server, "220 mx.example.net ESMTP\r\n")
    script.finish(.client)
    script.finish(.server)
    let session = try only(script)
    #expect(
      session.verdict.finding
        == (port == 465 ? "tls/server-clear-on-implicit-port" : "tls/clienthello-on-plaintext-port"))
    #expect(session.verdict.stoppedBy == (port == 465 ? .server : .client))
  }

  // MARK: - Certificates

  @Test("a certificate is accused where the client refused, and not where it said QUIT or idled")
  func certificates() throws {
    func read(_ name: String) throws -> DiagnosedSession {
      let run = AnalysisRun([ProjectFolders.captures.appending(path: "\(name).pcap")])
      return try #require(run.sessions.first)
    }
    for (name, finding) in [
      ("cert-expired-tls12-nss", "certificate/expired"), ("cert-unknown-ca-tls12-openssl", "certificate/unknown-ca"),
      ("cert-self-signed-tls12-gnutls", "certificate/self-signed"),
      ("mtls-missing-tls12", "certificate/client-missing"),
      ("mtls-missing-tls13", "certificate/client-missing"), ("mtls-rejected-exim-tls12", "certificate/client-rejected"),
    ] {
      #expect(try read(name).verdict.finding == finding)
    }
    for name in ["tls-client-quit-after-handshake-tls12", "tls-old-tls10", "tls-weak-rsa", "tls-exim-verify-tls12"] {
      let session = try read(name)
      #expect(session.verdict.outcome == .undetermined)
      #expect(session.findings.allSatisfy { $0.severity < .problem })
    }
  }
}
