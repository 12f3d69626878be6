import CaptureFiles
import PacketLayers
import Testing

@testable import Diagnosis

@Suite("Commands that a reader pastes hold no words of a stranger")
struct CommandTemplateTests {
  @Test(
    "puts in names made of host name characters only",
    arguments: [
      ("mail.example.com", true), ("mx_1.example.net", true), ("$(reboot)", false), ("a;b", false), ("a b", false),
      ("`id`", false), ("-oProxyCommand", false), (".", false), ("", false), ("näme", false), ("a\nb", false),
      ("x|y", false), ("[192.0.2.1]", false),
    ])
  func names(name: String, isSafe: Bool) {
    #expect((CommandTemplate.safe(name) != nil) == isSafe)
  }

  @Test(
    "fills in what it knows, and leaves everything else as it stands",
    arguments: [
      ("no blank", "no blank"), ("{port}", "2525"), ("{port}{port}", "25252525"), ("a {port} b", "a 2525 b"),
      ("{nothing} {port}", "{nothing} 2525"), ("{port", "{port"), ("port}", "port}"), ("{}", "{}"), ("", ""),
      ("{{port}}", "{{port}}"), ("{host} {name}", "MX.HOST.NAME YOUR.HOST.NAME"),
      ("x {server} y {source} z", "x 192.0.2.9 y 192.0.2.1 z"),
    ])
  func fill(template: String, expected: String) {
    let visit = Self.visit(from: "192.0.2.1", to: "192.0.2.9", port: 2525)
    #expect(CommandTemplate(template).filled(.visit(visit, server: visit.server), as: .command) == expected)
  }

  static func visit(
    from client: String, to server: String, port: UInt16, offersSTARTTLS: Bool? = nil, keywords: [String] = [],
    greeting: String? = nil, clientName: String? = nil
  ) -> Survey.Visit {
    let anywhere = IPAddress(ipv4: 0)
    return Survey.Visit(
      session: 1, start: Timestamp(nanoseconds: 0),
      client: Endpoint(address: IPAddress(client) ?? anywhere, port: 40_000),
      server: Endpoint(address: IPAddress(server) ?? anywhere, port: port),
      serverName: "$(reboot)", packet: PacketID(number: 1), offersSTARTTLS: offersSTARTTLS, keywords: keywords,
      greetingText: greeting, clientName: clientName)
  }

  @Test(
    "repeats a name as it was sent, as one word, or leaves it to the reader",
    arguments: [
      ("mail.example.com", "mail.example.com"), ("PhpStorm 9.0.3", "'PhpStorm 9.0.3'"),
      ("[192.0.2.1]", "'[192.0.2.1]'"), ("$(reboot)", "'$(reboot)'"), ("it's", #"'it'\''s'"#), ("'", #"''\'''"#),
      ("näme", "'näme'"), ("{server}", "'{server}'"), ("a`id`b", "'a`id`b'"), ("", nil), ("-oProxy", nil),
      ("@file", nil), (#"a\x07"#, nil), ("a\u{7}b", nil), ("a\u{200B}b", nil), ("a\u{202E}b", nil), ("a\u{A0}b", nil),
      ("a\u{2028}b", nil), ("a\u{FE0F}", nil), (String(repeating: "a", count: 256), nil),
    ])
  func word(name: String, expected: String?) {
    #expect(ShellWord.quoted(name) == expected)
  }

  @Test("a sentence holds the name in double quotes where it could be taken for several words")
  func sentence() {
    let visit = Self.visit(from: "192.0.2.1", to: "192.0.2.9", port: 25, clientName: "it's me")
    #expect(
      CommandTemplate("the name {name}").filled(.visit(visit, server: visit.server), as: .sentence)
        == "the name \"it's me\"")
  }

  @Test(
    "tells the names of hosts from other words",
    arguments: [
      ("mx.example.net", "mx.example.net"), ("mx.example.net. ESMTP", "mx.example.net"),
      ("MX.example.NET ready", "MX.example.NET"), ("Hello", nil), ("Requested", nil), ("localhost", nil),
      ("192.0.2.1", nil), ("[192.0.2.1]", nil), ("*.example.net", nil), ("mx_1.example.net", nil),
      ("mx..example.net", nil), ("-mx.example.net", nil), ("2001:db8::1", nil), ("", nil), (".", nil),
      ("mx.example.net;id", nil), (nil, nil),
    ])
  func hostName(text: String?, expected: String?) {
    #expect(HostName.first(in: text) == expected)
  }
}

@Suite("Commands take the form that fits the session")
struct ConfirmingCommandFormTests {
  private func lines(_ commands: [ConfirmingCommand], _ visit: Survey.Visit) -> [String] {
    ConfirmingCommand.lines(commands, for: .visit(visit, server: visit.server))
  }

  @Test("IPv6 addresses stand in brackets only where a port follows")
  func longAddresses() {
    let visit = CommandTemplateTests.visit(
      from: "2001:db8::1", to: "2001:db8::25", port: 25, greeting: "mx.example.net ESMTP",
      clientName: "[IPv6:2001:db8::1]")
    let commands: [ConfirmingCommand] = [
      .hello, .trace, .byHand, .reach(25, 465), .reverseName, .bothSides, .handshake(start: .atOnce, port: 465),
    ]
    #expect(
      lines(commands, visit) == [
        "swaks --server 2001:db8::25 --port 25 --local-interface 2001:db8::1 --helo '[IPv6:2001:db8::1]' --quit-after FIRST-HELO",
        "openssl s_client -starttls smtp -connect '[2001:db8::25]:25' -name '[IPv6:2001:db8::1]' -servername mx.example.net -msg",
        "nc -s 2001:db8::1 2001:db8::25 25", "nc -vz -s 2001:db8::1 2001:db8::25 25",
        "nc -vz -s 2001:db8::1 2001:db8::25 465", "dig +short -x 2001:db8::1",
        "tcpdump -ni INTERFACE -s0 -w side.pcap host 2001:db8::25 and tcp port 25   # on the server, or on each side of a firewall, at the same time",
        "openssl s_client -connect '[2001:db8::25]:465' -servername mx.example.net",
      ])
  }

  @Test("nothing is asked about a way that does not leave the machine", arguments: ["127.0.0.1", "::1", "127.3.2.1"])
  func loopback(address: String) {
    let visit = CommandTemplateTests.visit(from: address, to: address, port: 25)
    let lines = lines([.reverseName, .bothSides, .path("tracepath {server}"), .hello, .byHand, .reach], visit)
    #expect(
      lines == [
        "swaks --server \(address) --port 25 --helo YOUR.HOST.NAME --quit-after FIRST-HELO", "nc \(address) 25",
        "nc -vz \(address) 25",
      ])
  }

  @Test("where TLS begins with the connection, nothing asks for it first")
  func implicitTLS() {
    let visit = CommandTemplateTests.visit(from: "192.0.2.1", to: "192.0.2.9", port: 465)
    for line in lines([.hello, .startTLS, .login, .mail, .list, .repetition], visit) {
      #expect(line.contains(" --tls-on-connect "))
      #expect(!line.contains(" --tls "))
    }
    for line in lines([.messages, .verify, .testssl, .byHand, .clientCertificate], visit) {
      #expect(!line.contains("starttls"))
      #expect(!line.hasPrefix("nc "))
    }
  }

  @Test("where a whole list lacks STARTTLS, only a tool that tries anyway asks for it")
  func withoutOffer() {
    let visit = CommandTemplateTests.visit(from: "192.0.2.1", to: "192.0.2.9", port: 25, offersSTARTTLS: false)
    #expect(lines([.hello, .startTLS], visit).count == 1)
    #expect(lines([.hello, .startTLS, .mail, .login], visit).allSatisfy { !$0.contains("--tls") })
    #expect(lines([.trace], visit).allSatisfy { $0.contains("-starttls smtp") })
    // What another port offers, this session does not show.
    #expect(lines([.startTLS(port: 587)], visit).allSatisfy { $0.contains("--port 587 ") && $0.contains(" --tls ") })
  }
}

@Suite("The advice for the software that the wire names comes first")
struct ProductTests {
  struct Words: Sendable {
    var greeting: String
    var keywords: [String] = []
    var products: [String]
  }

  @Test(
    "a product is named by the greeting behind the host's name, or by keywords of its own",
    arguments: [
      Words(greeting: "mx.example.net ESMTP Postfix (Debian/GNU)", products: ["Postfix"]),
      Words(greeting: "mx.example.net ESMTP Exim 4.96 Mon, 01 Jan", products: ["Exim"]),
      Words(greeting: "mx.example.net ESMTP Sendmail 8.17/8.17; Mon", products: ["Sendmail"]),
      Words(greeting: "mx.example.net ESMTP OpenSMTPD", products: ["OpenSMTPD"]),
      Words(
        greeting: "mx.example.net Microsoft ESMTP MAIL Service ready at Mon", products: ["Exchange", "Windows"]),
      Words(greeting: "mx.example.net", keywords: ["SIZE", "X-ANONYMOUSTLS"], products: ["Exchange", "Windows"]),
      Words(greeting: "postfix ESMTP", products: []),
      Words(greeting: "exim.example.net ESMTP", keywords: ["XCLIENT"], products: []),
      Words(greeting: "mx ESMTP not-postfix.example.net", products: []),
      Words(greeting: "", products: []),
    ])
  func recognition(words: Words) {
    let products = Product.named(greeting: [words.greeting]) { names in words.keywords.contains { names.contains($0) } }
    #expect(products.map(\.name) == words.products)
  }

  @Test("clauses keep their order but for those of the named product")
  func order() {
    let remedy = Remedy(.server, "Offer TLS.", products: [.postfix: "p", .exim: "e", .exchange: "x"])
    #expect(remedy.text == "Offer TLS. Postfix: p; Exim: e; Exchange: x.")
    #expect(remedy.text(leading: [.exchange, .windows]) == "Offer TLS. Exchange: x; Postfix: p; Exim: e.")
    #expect(remedy.text(leading: [.sendmail]) == remedy.text)
    let within = Remedy(.server, "Offer it ({products}) or not.", products: [.postfix: "p", .exim: "e"])
    #expect(within.text(leading: [.exim]) == "Offer it (Exim: e; Postfix: p) or not.")
    #expect(Remedy(.client, "", products: [.exim: "e"]).text == "Exim: e.")
    #expect(Remedy(.client, "Wait.").text(leading: [.exim]) == "Wait.")
  }

  @Test(
    "explanations hold words in capitals in the place of names, and no braces", arguments: Catalogue.rules.map(\.id))
  func explained(id: String) throws {
    let rule = try #require(Catalogue.rule(id))
    for text in rule.explainedCommands + rule.explainedRemedies.map(\.text) {
      #expect(!text.contains { "{}".contains($0) }, "\(id)")
    }
    #expect(rule.nextCommands.isEmpty == rule.explainedCommands.isEmpty)
    #expect(Set(rule.explainedCommands).count == rule.explainedCommands.count)
  }
}
