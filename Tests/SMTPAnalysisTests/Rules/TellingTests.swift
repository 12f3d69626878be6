import Diagnosis
import Foundation
import SMTPTranscript
import TestSupport
import Testing

/// What is told of a session holds in that session, whatever else its rule may tell of others.
@Suite("Texts fit their sessions")
struct TellingTests {
  private static func finding(_ id: String, _ capture: [UInt8]) throws -> Finding {
    let run = AnalysisRun(bytes: capture)
    return try #require(
      run.sessions.flatMap(\.findings).first { $0.id == id }, "\(id) is not among \(run.findingIDs.sorted())")
  }

  private static func finding(_ id: String, of name: String) throws -> Finding {
    let file = CatalogueTests.captures.first { $0.deletingPathExtension().lastPathComponent == name }
    let run = AnalysisRun([try #require(file, "\(name)")])
    return try #require(
      run.sessions.flatMap(\.findings).first { $0.id == id }, "\(id) is not among \(run.findingIDs.sorted())")
  }

  private static func greeted(with reply: String) -> [UInt8] {
    RuleScripts.made {
      $0.open()
      $0.say(.server, reply + "\r\n")
      $0.finish(.server)
      $0.finish(.client)
    }
  }

  private static func startTLS(_ reply: String, greeting: String = "220 mx.example.net ESMTP") -> [UInt8] {
    RuleScripts.greeted(RuleScripts.tlsList, greeting: greeting) {
      $0.say(.client, "STARTTLS\r\n")
      RuleScripts.refuse(&$0, reply)
    }
  }

  // MARK: - What a refusal says decides what is to be done

  @Test(
    "a refused caller does what the reply asks for",
    arguments: [
      ("554 5.7.1 Bad DNS PTR resource record.", "reverse name (PTR)"),
      ("554 5.7.1 rDNS Lookup Failed, see https://example.net/why", "open the link"),
      ("554 5.7.1 Client host [192.0.2.25] blocked using zen.spamhaus.org", "ask for removal"),
      ("554 5.7.1 Your IP has a bad reputation, contact abuse@example.net", "Write to the address in the reply"),
      ("554 No service for you", "Ask the server's postmaster"),
    ])
  func refusedCaller(reply: String, advice: String) throws {
    let finding = try Self.finding("greeting/rejected-554", Self.greeted(with: reply))
    let first = try #require(finding.remedies.first)
    #expect(first.actor == .client)
    #expect(first.text.contains(advice), "\(first.text)")
    // Whoever asks to open a link for a missing name tells of both.
    if !reply.contains("rDNS") { #expect(first.text.contains("PTR") == advice.contains("PTR")) }
  }

  @Test("addresses of the mail itself are no place to write to")
  func ownAddress() throws {
    let capture = RuleScripts.refused(
      "554 5.7.1 <bob@example.net>: Client host rejected: Access denied, ask the postmaster", at: .rcpt)
    let finding = try Self.finding("policy/client-rejected", capture)
    #expect(finding.remedies.first?.text.hasPrefix("Ask the server's postmaster") == true)
    #expect(finding.remedies.allSatisfy { !$0.text.contains("PTR") })
    #expect(finding.nextCommands.allSatisfy { !$0.hasPrefix("dig") })
  }

  @Test("which switch turned passwords off, the reply says")
  func disabledLogin() throws {
    let list = "250-mx.example.net\r\n250-AUTH PLAIN XOAUTH2\r\n250 SIZE\r\n"
    let mailbox = try Self.finding(
      "auth/smtp-auth-disabled",
      RuleScripts.refusedLogin("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled"))
    #expect(mailbox.remedies.first?.text.contains("SmtpClientAuthenticationDisabled") == true)
    let basic = try Self.finding(
      "auth/smtp-auth-disabled",
      RuleScripts.refusedLogin("550 5.7.30 Basic authentication is not supported for Client Submission.", list: list))
    #expect(basic.remedies.first?.text.hasPrefix("Move the client to OAuth (XOAUTH2 is in the server's list)") == true)
    #expect(basic.remedies.allSatisfy { !$0.text.contains("SmtpClientAuthenticationDisabled") })
  }

  @Test("a limit on connections asks for fewer connections, one on mail for less mail")
  func limits() throws {
    let connections = try Self.finding(
      "policy/rate-limited", RuleScripts.refusedLogin("432 4.3.2 Concurrent connections limit exceeded."))
    #expect(connections.remedies.first?.text.hasPrefix("Open fewer connections") == true)
    let recipients = try Self.finding(
      "policy/rate-limited", RuleScripts.refused("450 4.7.1 Error: too much mail from 192.0.2.25", at: .rcpt))
    #expect(recipients.remedies.first?.text.hasPrefix("Send fewer messages") == true)
  }

  @Test("whose connections are counted, the reply says")
  func busy() throws {
    let own = try Self.finding(
      "greeting/busy-421", Self.greeted(with: "421 4.7.0 Error: too many connections from 192.0.2.25"))
    #expect(own.remedies.first?.actor == .client)
    let all = try Self.finding("greeting/busy-421", Self.greeted(with: "421 4.3.2 All server ports are busy"))
    #expect(all.remedies.first?.actor == .server)
  }

  @Test("a service that is being stopped is nobody's fault; other trouble is looked up")
  func stopping() throws {
    let stopping = try Self.finding(
      "policy/server-trouble", RuleScripts.refused("421 4.3.2 mx.example.net Service shutting down", at: .mail))
    #expect(stopping.remedies.first?.text.hasPrefix("Nothing to change") == true)
    #expect(stopping.unknowable.isEmpty)
    let trouble = try Self.finding(
      "policy/server-trouble", RuleScripts.refused("451 4.3.0 Error: queue file write error", at: .mail))
    #expect(trouble.remedies.first?.actor == .server)
    #expect(trouble.remedies.first?.text.contains("at 2023-11-14 22:13:20 UTC") == true, "\(trouble.remedies)")
  }

  @Test("bare line ends are told as such; a link leads before anything else")
  func message() throws {
    let bare = try Self.finding(
      "policy/message-rejected", RuleScripts.refused("550 5.5.2 Error: bare <LF> received", at: .bdat))
    #expect(bare.remedies.first?.text.contains("CR LF") == true)
    let link = try Self.finding(
      "policy/message-rejected",
      RuleScripts.refused("554 5.7.1 Spam message rejected, see https://example.net/why", at: .bdat))
    #expect(link.remedies.first?.text.hasPrefix("Open the link") == true)
    let words = try Self.finding(
      "policy/message-rejected", RuleScripts.refused("554 5.7.1 Spam message rejected", at: .bdat))
    #expect(words.remedies.first?.text.contains("link in the reply") == false)
  }

  @Test("a correct STARTTLS that is called malformed is a matter of software, not of certificates")
  func rejectedSTARTTLS() throws {
    let syntax = try Self.finding(
      "starttls/refused-permanent", Self.startTLS("501 5.5.4 Syntax error (no parameters allowed)"))
    #expect(syntax.remedies.first?.text.hasPrefix("The server rejects a correct STARTTLS") == true)
    #expect(!syntax.meaning.contains("know the command"))
    let unknown = try Self.finding(
      "starttls/refused-permanent", Self.startTLS("502 5.5.2 Error: command not recognized"))
    #expect(unknown.meaning.contains("as if it did not know the command"))
    let without = try Self.finding("starttls/refused-permanent", Self.startTLS("502 TLS not available"))
    #expect(without.remedies.first?.text.contains("certificate") == true)
  }

  @Test("the port is in question on port 25 alone")
  func submissionPort() throws {
    func refused(port: UInt16, list: String) throws -> Finding {
      var wire = WireScript()
      wire.serverPort = port
      wire.open()
      wire.say(.server, "220 mx.example.net ESMTP\r\n")
      wire.say(.client, "EHLO mail.example.com\r\n")
      wire.say(.server, list)
      wire.say(.client, "AUTH PLAIN AGFsaWNlAHNlY3JldA==\r\n")
      RuleScripts.refuse(&wire, "503 5.5.1 Error: authentication not enabled")
      return try Self.finding("auth/attempted-not-advertised", wire.capture)
    }
    let relay = try refused(port: 25, list: RuleScripts.plainList)
    #expect(relay.remedies.first?.text.contains("587") == true)
    let early = try refused(port: 587, list: RuleScripts.tlsList)
    #expect(early.remedies.allSatisfy { !$0.text.contains("587") && !$0.text.contains("port 25") })
    #expect(early.remedies.first?.actor == .client)
    #expect(try refused(port: 587, list: RuleScripts.plainList).remedies.map(\.actor) == [.server])
  }

  // MARK: - Who spoke, and how

  @Test("a PROXY header is the load balancer's, an early command the client's")
  func early() throws {
    let header = RuleScripts.made {
      $0.open()
      $0.say(.client, "PROXY TCP4 192.0.2.25 203.0.113.25 40000 25\r\n")
      $0.say(.server, "220 mx.example.net ESMTP\r\n")
      RuleScripts.refuse(&$0, "500 5.5.1 Invalid command.")
    }
    let balancer = try Self.finding("greeting/pregreet", header)
    #expect(balancer.remedies.map(\.actor) == [.network])
    let client = try Self.finding("greeting/pregreet", of: "pregreet")
    #expect(client.remedies.map(\.actor) == [.client])
    #expect(!client.meaning.contains("proxy") && !client.remedies.contains { $0.text.contains("PROXY") })
  }

  @Test("a server that ended an HTTP session at once is not told to do so")
  func http() throws {
    let finding = try Self.finding("security/verb-smuggling-http", of: "http-on-smtp-port")
    #expect(finding.remedies.map(\.actor) == [.client])
  }

  @Test("how the client left after the agreement is what happened")
  func leftAfterAgreement() throws {
    func left(_ end: (inout WireScript) -> Void) throws -> String {
      let capture = RuleScripts.greeted(RuleScripts.tlsList) {
        $0.say(.client, "STARTTLS\r\n")
        $0.say(.server, "220 2.0.0 Ready to start TLS\r\n")
        end(&$0)
      }
      return try Self.finding("starttls/client-left-after-220", capture).meaning
    }
    let closed = try left {
      $0.finish(.client)
      $0.finish(.server)
    }
    #expect(closed.contains("Instead it closed the connection"))
    let silent = try left {
      $0.wait(30)
      $0.finish(.server)
      $0.finish(.client)
    }
    #expect(silent.contains("Instead it kept silent for 30 seconds") && !silent.contains("closed the connection"))
  }

  @Test("one that broke the session off is named, the other is not")
  func brokenOff() throws {
    let closed = try Self.finding("transport/closed-mid-session", of: "closed-mid-session")
    #expect(closed.meaning.hasPrefix("The server closed") && !closed.meaning.contains("One side"))
    let reset = try Self.finding("transport/reset-mid-session", of: "reset-mid-session")
    #expect(reset.meaning.hasPrefix("The server, or a device in its name"))
  }

  @Test("what is wrong with a name in EHLO is told of this name")
  func helloName() throws {
    func meaning(_ name: String, _ reply: String) throws -> String {
      try Self.finding(
        "ehlo/rejected-name",
        RuleScripts.made {
          $0.open()
          $0.say(.server, "220 mx.example.net ESMTP\r\n")
          $0.say(.client, "EHLO \(name)\r\n")
          RuleScripts.refuse(&$0, reply)
        }
      ).meaning
    }
    #expect(try meaning("a_b.example.com", "501 5.5.4 Invalid domain name").contains("underscore"))
    let plain = try meaning("mail.example.com", "501 5.5.4 Invalid domain name")
    #expect(!plain.contains("underscore") && plain.contains("none of the usual faults"))
    #expect(try meaning("mail..example.com", "501 5.5.4 Invalid domain name").contains("two dots in a row"))
  }

  @Test("the login that was left is told by its mechanism")
  func abandoned() throws {
    let prompt = RuleScripts.greeted(RuleScripts.loginList) {
      $0.say(.client, "AUTH LOGIN\r\n")
      $0.say(.server, "334 VXNlcm5hbWU6\r\n")
      RuleScripts.leave(&$0)
    }
    let login = try Self.finding("auth/abandoned-after-challenge", prompt)
    #expect(login.summary.contains("asked for the user name") && login.summary.contains("said QUIT"))
    #expect(login.evidence.contains { $0.quote == "QUIT" })
    #expect(!login.unknowable.contains("GSSAPI") && !login.remedies.contains { $0.text.contains("ticket") })
    let ticket = try Self.finding("auth/abandoned-after-challenge", of: "auth-gssapi-abandoned")
    #expect(ticket.remedies.contains { $0.text.contains("ticket") })
    #expect(ticket.nextCommands.allSatisfy { !$0.contains("--auth") })
  }

  @Test("hidden commands are called hidden")
  func hidden() throws {
    let finding = try Self.finding("policy/too-many-errors", of: "too-many-errors")
    #expect(finding.unknowable.contains("withholds"))
    let readable = RuleScripts.greeted {
      for _ in 0..<3 {
        $0.say(.client, "VRFY alice\r\n")
        $0.say(.server, "502 5.5.1 VRFY command is disabled\r\n")
      }
      $0.say(.client, "VRFY bob\r\n")
      RuleScripts.refuse(&$0, "421 4.7.0 mx.example.net Error: too many errors")
    }
    #expect(try !Self.finding("policy/too-many-errors", readable).unknowable.contains("withholds"))
  }

  @Test("explain tells every variant, whatever sessions tell")
  func explained() throws {
    let rule = try #require(Catalogue.rule("greeting/pregreet"))
    #expect(rule.meaning.contains("load balancer") && rule.meaning.contains("script"))
    #expect(rule.explainedRemedies.map(\.actor) == [.client, .network])
  }
}
