import Diagnosis
import Foundation
import Reports
import SMTPTranscript
import TestSupport
import Testing

/// Advice, commands and quotations that depend on what is seen in the session.
@Suite("Advice rests on what is seen")
struct AdviceTests {
  private static func finding(_ id: String, of name: String) throws -> Finding {
    let file = CatalogueTests.captures.first { $0.deletingPathExtension().lastPathComponent == name }
    return try finding(id, in: AnalysisRun([try #require(file, "\(name)")]))
  }

  private static func finding(_ id: String, in run: AnalysisRun) throws -> Finding {
    try #require(run.sessions.flatMap(\.findings).first { $0.id == id }, "\(id): \(run.findingIDs.sorted())")
  }

  private static func found(_ id: String, _ capture: [UInt8]) throws -> Finding {
    try finding(id, in: AnalysisRun(bytes: capture))
  }

  // MARK: - Devices on the way

  @Test("an inspecting firewall is named only where one left a mark; else one short line stands last")
  func inspection() throws {
    for (id, name) in [
      ("ehlo/timeout", "ehlo-timeout"), ("starttls/no-reply", "no-reply-to-starttls"),
      ("starttls/220-then-plaintext", "220-then-plaintext"), ("starttls/not-offered", "not-offered"),
    ] {
      let remedies = try Self.finding(id, of: name).remedies
      #expect(remedies.allSatisfy { !$0.text.contains("Cisco") }, "\(name)")
      #expect(remedies.last?.text == "If a firewall inspects SMTP in between, test without it.", "\(name)")
      #expect(Self.withoutPatience(remedies).first?.actor == .server, "\(name)")
    }
    let masked = try Self.finding("ehlo/masked-capabilities", of: "masked-capabilities")
    #expect(masked.remedies.first?.text.contains("Cisco ASA") == true)
    #expect(masked.nextCommands.contains { $0.hasPrefix("show service-policy") && $0.hasSuffix("# on the firewall") })
  }

  /// The remedies without that to a client that gave up within seconds, which stands before all others.
  private static func withoutPatience(_ remedies: [Remedy]) -> [Remedy] {
    Array(remedies.drop { $0.text.hasPrefix("Try again with a time limit") })
  }

  @Test(
    "where the server is said to have stopped it, the server is asked first, behind a client that had no patience",
    arguments: [
      "no-reply-to-starttls", "tls-no-server-hello", "220-then-plaintext", "tls-fallback-scsv", "ehlo-timeout",
    ])
  func stopperFirst(name: String) throws {
    let file = CatalogueTests.captures.first { $0.deletingPathExtension().lastPathComponent == name }
    let run = AnalysisRun([try #require(file)])
    let diagnosed = try #require(run.sessions.first)
    let verdict = diagnosed.verdict
    #expect(verdict.stoppedBy == .server)
    let remedies = try #require(diagnosed.primaryFinding?.remedies)
    #expect(Self.withoutPatience(remedies).first?.actor == .server)
    #expect(verdict.actor == remedies.first?.actor)
    #expect(verdict.next.hasPrefix("the \(verdict.actor.rawValue): "), "\(verdict.next)")
  }

  // MARK: - Commands

  @Test("a test of a refused message sends one; a test of a refused recipient does not")
  func messageTest() throws {
    let message = try Self.found(
      "policy/message-rejected", RuleScripts.refused("554 5.7.1 Spam message rejected", at: .bdat))
    #expect(message.nextCommands.contains { $0.hasSuffix("--to RECIPIENT   # sends a test message") })
    let recipient = try Self.found(
      "policy/recipient-rejected", RuleScripts.refused("550 5.1.1 User unknown", at: .rcpt))
    #expect(recipient.nextCommands.contains { $0.hasSuffix("--quit-after RCPT") })
    // What a pipeline sends behind a refused sender is no message.
    let pipelined = RuleScripts.greeted("250-mx.example.net\r\n250 PIPELINING\r\n") {
      $0.say(.client, "MAIL FROM:<alice@example.org>\r\nRCPT TO:<bob@example.net>\r\nDATA\r\n")
      $0.say(.server, "550 5.7.1 Sender rejected\r\n503 5.5.1 no\r\n503 5.5.1 no\r\n")
      RuleScripts.leave(&$0)
    }
    #expect(
      try Self.found("policy/sender-rejected", pipelined).nextCommands.contains { $0.hasSuffix("--quit-after RCPT") })
  }

  @Test("old TLS is tried only where it is in question")
  func oldTLS() throws {
    let old = try Self.finding("tls/version-mismatch", of: "tls-no-common-version-old-client")
    #expect(old.nextCommands.contains { $0.contains("SECLEVEL=0") })
    #expect(old.meaning.contains("nothing newer than TLS 1.1") && !old.meaning.contains("Usually one side"))
    let new = try Self.finding("tls/version-mismatch", of: "tls-no-common-version-postfix")
    let isOld = new.summary.contains("TLS 1.0") || new.summary.contains("TLS 1.1")
    #expect(new.nextCommands.contains { $0.contains("SECLEVEL=0") } == isOld, "\(new.summary)")
  }

  @Test("the path is tried from where the packets got lost")
  func path() throws {
    let server = try Self.finding("transport/pmtu-blackhole", of: "tls-mtu-black-hole")
    #expect(server.nextCommands.first?.hasPrefix("tracepath 192.0.2.25 ") == true, "\(server.nextCommands)")
    #expect(server.nextCommands.first?.contains("# on the server") == true)
    #expect(server.meaning.contains("TLS then seems to hang"))
    let script = try #require(RuleScripts.script("large-segments-lost"))
    let client = try Self.found("transport/pmtu-blackhole", script.capture)
    #expect(client.nextCommands.first == "tracepath 203.0.113.25")
    #expect(client.nextCommands.allSatisfy { !$0.hasPrefix("openssl") })
    #expect(!client.meaning.contains("TLS"))
  }

  @Test("a name that nobody gave is no name to tell others")
  func introduction() throws {
    let capture = RuleScripts.greeted(RuleScripts.tlsList, name: "-x") {
      $0.say(.client, "STARTTLS\r\n")
      RuleScripts.refuse(&$0, "454 4.7.0 TLS not available due to local problem")
    }
    let remedies = try Self.found("starttls/refused-temporary", capture).remedies
    #expect(remedies.contains { $0.text.contains("192.0.2.25 and the reply") }, "\(remedies)")
    #expect(remedies.allSatisfy { !$0.text.contains("YOUR.HOST.NAME") })
  }

  @Test("what servers write into replies is repeated only where a reply says it")
  func replies() throws {
    let spoken = try Self.finding("policy/too-many-errors", of: "too-many-errors")
    #expect(spoken.logMessages.map(\.source) == ["Postfix, in the reply"])
    let other = try Self.finding("auth/bad-encoding", of: "auth-bad-encoding")
    for message in other.logMessages where message.source.hasSuffix(", in the reply") {
      #expect(other.evidence.contains { $0.quote?.contains(message.text) ?? false }, "\(message)")
    }
  }

  @Test("what a server writes into its own log is quoted only of the software that it names")
  func serverLogs() throws {
    let postfix = try Self.finding("greeting/pregreet", of: "pregreet")
    #expect(postfix.logMessages.contains { $0.source == "Postfix postscreen" })
    let other = RuleScripts.made {
      $0.open()
      $0.say(.client, "EHLO mail.example.com\r\n")
      $0.say(.server, "554 mx.example.net SMTP synchronization error\r\n")
      $0.finish(.server)
      $0.finish(.client)
    }
    #expect(try Self.found("greeting/pregreet", other).logMessages.allSatisfy { $0.source != "Postfix postscreen" })
  }

  @Test("a shell of Exchange is named where the server may be one")
  func exchangeShell() throws {
    let exchange = try Self.finding("starttls/required-not-offered", of: "required-not-offered-exchange")
    #expect(exchange.nextCommands.contains { $0.hasPrefix("Get-ReceiveConnector") })
    let postfix = RuleScripts.greeted(greeting: "220 mx.example.net ESMTP Postfix") {
      RuleScripts.mail(&$0, "530 5.7.0 Must issue a STARTTLS command first", at: .mail)
    }
    let finding = try Self.found("starttls/required-not-offered", postfix)
    #expect(finding.nextCommands.allSatisfy { !$0.hasPrefix("Get-") })
  }

  @Test("of two sides the one that stopped is told, and its log is named first")
  func stalled() throws {
    let finding = try Self.finding("tls/stalled", of: "tls-stalled")
    #expect(!finding.meaning.contains("one side"))
    #expect(Self.withoutPatience(finding.remedies).first?.actor == finding.cause?.stoppedBy)
  }

  // MARK: - What crossed the network

  @Test("mail that was refused before it was sent crossed no network; a part of it is called a part")
  func mailInClear() throws {
    let refused = RuleScripts.greeted("250-mx.example.net\r\n250 PIPELINING\r\n") {
      $0.say(.client, "MAIL FROM:<alice@example.org>\r\nRCPT TO:<bob@example.net>\r\nDATA\r\n.\r\n")
      $0.say(.server, "530 5.7.1 Client was not authenticated\r\n503 5.5.1 no\r\n354 go on\r\n554 5.5.1 no\r\n")
      RuleScripts.leave(&$0)
    }
    #expect(!AnalysisRun(bytes: refused).findingIDs.contains("security/mail-in-clear"))
    let part = RuleScripts.greeted {
      for (line, answer) in [
        ("MAIL FROM:<alice@example.org>", "250 Ok"), ("RCPT TO:<bob@example.net>", "250 Ok"), ("DATA", "354 go on"),
      ] {
        $0.say(.client, line + "\r\n")
        $0.say(.server, answer + "\r\n")
      }
      $0.say(.client, "Subject: x\r\n\r\nHello")
      $0.finish(.client)
      $0.finish(.server)
    }
    #expect(try Self.found("security/mail-in-clear", part).summary.hasPrefix("Part of a message to 1 recipient"))
  }

  @Test("a client is told to use STARTTLS only where it is offered, and to change what it used")
  func credentials() throws {
    let without = try Self.found("security/credentials-in-clear", RuleScripts.refusedLogin("535 5.7.8 no"))
    #expect(without.remedies.first?.text.contains("STARTTLS is not offered here") == true)
    #expect(without.remedies.contains { $0.actor == .server && $0.text.hasPrefix("Offer STARTTLS on port 25") })
    let list = "250-mx.example.net\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n"
    let with = try Self.found("security/credentials-in-clear", RuleScripts.refusedLogin("535 5.7.8 no", list: list))
    #expect(with.remedies.first?.text.contains("set the mail program to STARTTLS") == true)
    let token = try Self.finding("security/credentials-in-clear", of: "auth-xoauth2-expired")
    #expect(token.remedies.first?.text.hasPrefix("Revoke this token") == true)
  }

  // MARK: - Certificates

  @Test("a date that nobody saw is to be checked; one that was seen is to be renewed")
  func expiry() throws {
    let word = try Self.finding("certificate/expired", of: "cert-expired-tls13-openssl")
    #expect(word.remedies.first?.text.hasPrefix("Check the date") == true)
    let seen = try Self.finding("certificate/expired", of: "cert-expired-tls12-openssl")
    #expect(seen.remedies.first?.text.hasPrefix("Renew the certificate") == true)
    #expect(seen.unknowable.isEmpty)
  }

  @Test("an encrypted certificate is a caveat only where it may be the matter, and is told once")
  func hidden() throws {
    for name in ["mtls-missing-tls13", "mtls-rejected-exim-tls13"] {
      let file = try #require(CatalogueTests.captures.first { $0.deletingPathExtension().lastPathComponent == name })
      #expect(!AnalysisRun([file]).findingIDs.contains("certificate/hidden-tls13"), "\(name)")
    }
    #expect(
      try !Self.finding("certificate/unknown-ca", of: "cert-unknown-ca-tls13-openssl").unknowable.contains("TLS 1.3"))
    #expect(
      try !Self.finding("certificate/unknown-ca", of: "cert-unknown-ca-tls12-openssl").unknowable.contains("TLS 1.3"))
  }

  @Test("a mere bad_certificate does not prove an unknown issuer; a chain that was sent is not asked for")
  func badCertificate() throws {
    let finding = try Self.finding("certificate/unknown-ca", of: "cert-unknown-ca-tls12-gnutls")
    #expect(finding.certainty == .probable)
    #expect(finding.remedies.allSatisfy { !$0.text.contains("all intermediates") })
    let named = try Self.finding("certificate/unknown-ca", of: "cert-unknown-ca-tls12-openssl")
    // That alert is a client's word for it.
    #expect(named.certainty == .certain)
  }

  @Test("a client certificate is tried only where one may be wanted")
  func clientCertificate() throws {
    let client = try Self.finding("tls/encrypted-alert", of: "cert-expired-tls13-gnutls")
    #expect(client.nextCommands.allSatisfy { !$0.contains("-cert CLIENT.pem") })
    #expect(client.meaning.hasPrefix("The client ended"))
    let server = try Self.finding("tls/encrypted-alert", of: "mtls-missing-tls13")
    #expect(server.nextCommands.contains { $0.contains("-cert CLIENT.pem") })
    let missed = try Self.finding("tls/ehlo-refused-inside", of: "mtls-missing-postfix-tls12")
    #expect(missed.remedies.first?.text.contains("certificate") == true)
    #expect(missed.nextCommands.first?.contains("-cert CLIENT.pem") == true)
  }
}
