import Diagnosis
import Foundation
import PacketLayers
import SMTPAnalysis
import SMTPSession
import SMTPTranscript
import TLSHandshake
import TestSupport
import Testing

/// What a report tells the reader to run is held to the session that it is about.
@Suite("Commands fit their sessions")
struct ConfirmingCommandTests {
  @Test(
    "of every capture: filled in, safe to paste, and in agreement with what the session shows",
    arguments: CatalogueTests.captures)
  func captures(capture: URL) {
    let run = AnalysisRun([capture])
    for diagnosed in run.sessions {
      for finding in diagnosed.findings { check(finding, in: diagnosed.session) }
    }
    for finding in run.summary.findings {
      for command in finding.nextCommands { check(command, finding.id) }
      for remedy in finding.remedies { #expect(!remedy.text.contains { "{}".contains($0) }, "\(finding.id)") }
    }
  }

  private func check(_ finding: Finding, in session: Session) {
    for remedy in finding.remedies {
      #expect(
        ["{server}", "{port}", "{source}", "{name}", "{host}", "{products}", "{starttls}"].allSatisfy {
          !remedy.text.contains($0)
        },
        "\(finding.id): \(remedy.text)")
    }
    #expect(Set(finding.nextCommands).count == finding.nextCommands.count, "\(finding.id)")
    for command in finding.nextCommands {
      guard let words = check(command, finding.id) else { continue }
      checkTLS(words, of: finding, in: session)
      checkLogin(words, of: finding, in: session)
      if let name = words.value(of: "--helo") ?? words.value(of: "-name"), name != "YOUR.HOST.NAME" {
        let said = session.exchanges.map(\.command).filter { [.ehlo, .helo, .lhlo].contains($0.verb) }.map(\.argument)
        #expect(said.contains(name), "\(finding.id): \(command)")
      }
      if let name = words.value(of: "-servername") {
        #expect(name.contains(".") && !name.hasPrefix("["), "\(finding.id): \(command)")
      }
    }
  }

  private func checkTLS(_ words: [String], of finding: Finding, in session: Session) {
    let place: Comment = "\(finding.id): \(words.joined(separator: " "))"
    let asks = words.contains("-starttls") || words.contains("--starttls") || words.contains("--tls")
    let port =
      words.value(of: "--port")
      ?? words.value(of: "-connect").flatMap { $0.split(separator: ":").last.map(String.init) }
    guard port == String(session.server.port) else { return }
    if session.tls?.negotiation.serverHello != nil, session.tls?.mode == .implicit { #expect(!asks, place) }
    if session.server.port == 465, session.greeting == nil, finding.id != "tls/clienthello-on-plaintext-port" {
      #expect(!asks, place)
    }
    if words.first == "swaks", let hello = session.lastClearHello, hello.verb != .helo, hello.listIsComplete,
      !hello.offersSTARTTLS, session.tls == nil
    {
      #expect(!words.contains("--tls"), place)
    }
  }

  private func checkLogin(_ words: [String], of finding: Finding, in session: Session) {
    guard let mechanism = words.value(of: "--auth"), !mechanism.hasPrefix("-") else { return }
    let offered = session.hellos.flatMap { hello in
      hello.mechanisms + hello.keywords.flatMap(\.legacyMechanisms)
    }
    let isKnown = session.hellos.contains { $0.listIsComplete && $0.verb != .helo }
    if isKnown { #expect(offered.contains(mechanism), "\(finding.id): \(mechanism)") }
  }

  /// The words of a command for a shell; `nil` for one of PowerShell.
  @discardableResult
  private func check(_ command: String, _ id: String) -> [String]? {
    guard !command.hasPrefix("Get-") else { return nil }
    guard let words = ShellWords.split(command.components(separatedBy: "   #")[0]) else {
      Issue.record("\(id): a shell would not take this as it stands: \(command)")
      return nil
    }
    if words.first == "nc" {
      #expect(words.last.flatMap { UInt16($0) } != nil, "\(id): \(command)")
      #expect(words.filter { UInt16($0) != nil }.count == 1, "\(id): \(command)")
    }
    return words
  }

  // MARK: Sessions written for it

  private func commands(_ lines: [(WireScript.Peer, String)], client: [UInt8] = [192, 0, 2, 25]) throws -> [String] {
    var wire = WireScript()
    wire.client = client
    wire.open()
    for (peer, text) in lines { wire.say(peer, text) }
    wire.finish(.client)
    wire.finish(.server)
    let sessions = try wire.run().sessions
    return sessions.flatMap(\.findings).flatMap(\.nextCommands)
  }

  @Test(
    "a name is tried again as it was sent",
    arguments: [
      ("PhpStorm 9.0.3", "'PhpStorm 9.0.3'"), ("a'b", #"'a'\''b'"#), ("[192.0.2.25]", "'[192.0.2.25]'"),
      ("$(reboot);{server}", "'$(reboot);{server}'"), ("a\u{1B}[2Jb", "YOUR.HOST.NAME"), ("-x", "YOUR.HOST.NAME"),
    ])
  func names(name: String, word: String) throws {
    let commands = try commands([
      (.server, "220 mx.example.net ESMTP\r\n"), (.client, "EHLO \(name)\r\n"),
      (.server, "501 5.5.4 Invalid domain name\r\n"), (.client, "QUIT\r\n"), (.server, "221 Bye\r\n"),
    ])
    let hello = try #require(commands.first { $0.hasPrefix("swaks") })
    #expect(hello.contains(" --helo \(word) --quit-after "), "\(hello)")
  }

  @Test(
    "a login is tried by what the server offers",
    arguments: [
      ("PLAIN LOGIN", "PLAIN", " --auth PLAIN "), ("LOGIN", "PLAIN", " --auth LOGIN "),
      ("CRAM-MD5 PLAIN", "LOGIN", " --auth PLAIN "),
      ("GSSAPI CRAM-MD5", "PLAIN", " --auth CRAM-MD5 "),
      ("GSSAPI", "PLAIN", " --helo mail.example.com --quit-after HELO"),
      ("DIGEST-MD5 LOGIN", "PLAIN", " --auth LOGIN "),
    ])
  func logins(offered: String, tried: String, expected: String) throws {
    let commands = try commands([
      (.server, "220 mx.example.net ESMTP\r\n"), (.client, "EHLO mail.example.com\r\n"),
      (.server, "250-mx.example.net\r\n250 AUTH \(offered)\r\n"), (.client, "AUTH \(tried) AHgAeQ==\r\n"),
      (.server, "535 5.7.8 Authentication failed\r\n"), (.client, "QUIT\r\n"), (.server, "221 Bye\r\n"),
    ])
    #expect(commands.contains { $0.contains(expected) }, "\(commands)")
    #expect(commands.allSatisfy { !$0.contains(" --tls ") })
  }

  @Test("LMTP is spoken to LMTP")
  func lmtp() throws {
    let commands = try commands([
      (.server, "220 mx.example.net LMTP\r\n"), (.client, "LHLO mail.example.com\r\n"),
      (.server, "250-mx.example.net\r\n250 PIPELINING\r\n"), (.client, "MAIL FROM:<a@example.com>\r\n"),
      (.server, "550 5.7.1 Sender refused\r\n"), (.client, "QUIT\r\n"), (.server, "221 Bye\r\n"),
    ])
    let mail = commands.filter { $0.hasPrefix("swaks") }
    #expect(!mail.isEmpty)
    #expect(mail.allSatisfy { $0.contains(" --protocol LMTP ") })
  }

  @Test("the title names the server only where its word is the name of a host")
  func title() throws {
    var wire = WireScript()
    wire.open()
    wire.say(.server, "220 Welcome\r\n")
    wire.say(.client, "EHLO mail.example.com\r\n")
    wire.say(.server, "250-Hello mail.example.com\r\n250 SIZE\r\n")
    wire.say(.client, "QUIT\r\n")
    wire.say(.server, "221 Bye\r\n")
    wire.finish(.client)
    wire.finish(.server)
    let run = try wire.run()
    #expect(!run.text().contains("· Hello ·"))
    #expect(run.sessions.flatMap(\.findings).flatMap(\.nextCommands).allSatisfy { !$0.contains("-servername Hello") })
  }

  @Test("what the server is by its own words leads the advice to its administrator")
  func products() throws {
    var wire = WireScript()
    wire.open()
    wire.say(.server, "220 mx.example.net Microsoft ESMTP MAIL Service ready\r\n")
    wire.say(.client, "EHLO mail.example.com\r\n")
    wire.say(.server, "250-mx.example.net Hello\r\n250-X-ANONYMOUSTLS\r\n250 SIZE\r\n")
    wire.say(.client, "STARTTLS\r\n")
    wire.say(.server, "500 5.3.3 Unrecognized command\r\n")
    wire.say(.client, "QUIT\r\n")
    wire.say(.server, "221 Bye\r\n")
    wire.finish(.client)
    wire.finish(.server)
    let findings = try wire.run().sessions.flatMap(\.findings)
    let finding = try #require(findings.first { $0.id == "starttls/attempted-not-advertised" })
    let advice = try #require(finding.remedies.first { $0.actor == .server }?.text)
    #expect(advice.hasPrefix("Make TLS work and offer it. Exchange: "), "\(advice)")
  }
}

/// The tools themselves read the options; nothing is contacted but a port of this machine where nobody listens.
@Suite("The tools understand the commands")
struct CommandToolTests {
  /// Each kind of command of the captures and of the catalogue, with addresses of this machine in the place of all others.
  private static func commands(of tool: String) -> [[String]] {
    var seen: Set<[String]> = []
    for capture in CatalogueTests.captures {
      for finding in AnalysisRun([capture]).sessions.flatMap(\.findings) {
        for command in finding.nextCommands {
          seen.insert(local(ShellWords.split(command.components(separatedBy: "   #")[0]) ?? []))
        }
      }
    }
    for rule in Catalogue.rules {
      for command in rule.explainedCommands {
        seen.insert(local(ShellWords.split(command.components(separatedBy: "   #")[0]) ?? []))
      }
    }
    return seen.filter { $0.first == tool }.sorted { $0.joined(separator: " ") < $1.joined(separator: " ") }
  }

  private static func local(_ words: [String]) -> [String] {
    var words = words
    let values = [
      "--server": "127.0.0.1", "--local-interface": "127.0.0.1", "--port": "1", "-connect": "127.0.0.1:1",
      "--auth": "LOGIN",
      "-servername": "mx.example.net", "-verify_hostname": "mx.example.net",
    ]
    for place in words.indices.dropFirst() {
      if let value = values[words[place - 1]], !words[place].hasPrefix("-") { words[place] = value }
    }
    return words
  }

  @Test("swaks reads every option", .enabled(if: Tool.isInstalled("swaks"), "swaks is not installed"))
  func swaks() throws {
    let commands = Self.commands(of: "swaks")
    #expect(commands.count > 5)
    for words in commands {
      // Prints what it understood, and connects to nobody.
      let (status, output) = try Tool.run("swaks", Array(words.dropFirst()) + ["--dump"])
      #expect(status == 0, "\(words): \(output)")
      let name = words.value(of: "--helo") ?? ""
      #expect(output.contains("helo            = \(name)\n"), "\(words): \(output)")
    }
  }

  @Test("openssl reads every option", .enabled(if: Tool.isInstalled("openssl"), "openssl is not installed"))
  func openssl() throws {
    let commands = Self.commands(of: "openssl")
    #expect(commands.count > 5)
    for words in commands {
      // Groups that this version does not have, and files that are not there, are told after all options were read.
      let isNew = words.contains("X25519MLKEM768") || words.contains("-cert") || words.contains("verify")
      let (_, output) = try Tool.run("openssl", Array(words.dropFirst()))
      #expect(!output.contains("Use -help for summary") && !output.contains("nknown option"), "\(words): \(output)")
      if !isNew { #expect(output.contains("refused"), "\(words): \(output)") }
    }
  }
}

/// A shell's way of splitting a line into words, for lines that need nothing of a shell but quotes.
enum ShellWords {
  /// `nil` where an unquoted character means something to a shell, or a quote does not end.
  static func split(_ line: String) -> [String]? {
    var words: [String] = []
    var word: String?
    var rest = line[...]
    while let character = rest.popFirst() {
      switch character {
      case " ":
        if let done = word { words.append(done) }
        word = nil
      case "'":
        guard let end = rest.firstIndex(of: "'") else { return nil }
        word = (word ?? "") + rest[..<end]
        rest = rest[rest.index(after: end)...]
      case "\"":
        guard let end = rest.firstIndex(of: "\"") else { return nil }
        let inside = rest[..<end]
        guard !inside.contains(where: { "$`\\!".contains($0) }) else { return nil }
        word = (word ?? "") + inside
        rest = rest[rest.index(after: end)...]
      case "\\":
        guard let next = rest.popFirst() else { return nil }
        word = (word ?? "") + String(next)
      default:
        guard character.isASCII, character.isLetter || character.isNumber || "-+_.,:/@=".contains(character) else {
          return nil
        }
        word = (word ?? "") + String(character)
      }
    }
    if let word { words.append(word) }
    return words
  }
}

extension [String] {
  /// What stands behind an option.
  fileprivate func value(of option: String) -> String? {
    guard let place = firstIndex(of: option), indices.contains(place + 1) else { return nil }
    return self[place + 1]
  }
}
