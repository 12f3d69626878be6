import TestSupport
import Testing

@testable import SMTPTranscript

/// NTLM and GSS-API.
@Suite struct TokenTests {
  @Test func `NTLM names who logs in from where to what and hides the answer`() {
    let exchange = SASL.exchange(
      "NTLM", initial: SASL.client(NTLM.negotiate()), [SASL.server(NTLM.challenge()), SASL.client(NTLM.authenticate())])
    #expect(exchange.user == "CORP\\alice")
    #expect(exchange.initialNote?.text == "NTLM negotiate from WS1")
    #expect(
      exchange.notes.map { $0?.text } == [
        "NTLM challenge: target CORP, host mail1.corp.example",
        "NTLM authenticate: user CORP\\alice from WS1, response withheld",
      ])
    #expect(exchange.value("server DNS domain") == "corp.example")
    #expect(exchange.value("server time") == "1970-01-01T00:00:00Z")
    #expect(exchange.value("server version") == "10.0.17763")
    #expect(exchange.value("client version") == "10.0.19041")
    #expect(exchange.value("answer") == "NTLM version 2")
    #expect(exchange.value("target service") == "SMTPSVC/mail1.corp.example")
    #expect(exchange.exposesChallengeResponse && !exchange.exposesSecret && exchange.problems.isEmpty)
    #expect(exchange.hides("LLLL", "NNNN", "KKKK", "CCCC"))
  }

  @Test func `Versions of the NTLM answer are told apart`() {
    let short = [UInt8](repeating: 0x4E, count: 24)
    #expect(NTLMMessage(NTLM.authenticate(nt: short, flags: 1))?.answer == .ntlm)
    #expect(NTLMMessage(NTLM.authenticate(nt: short))?.answer == .ntlmWithSessionSecurity)
    #expect(NTLMMessage(NTLM.authenticate(nt: []))?.answer == .lm)
    #expect(NTLMMessage(NTLM.authenticate())?.answer == .ntlmv2)
  }

  @Test func `An NTLM name that points into the answer is not shown`() {
    var bytes = NTLM.authenticate()
    // The user's field gets the place of the LM answer.
    bytes.replaceSubrange(36..<44, with: bytes[12..<20])
    let exchange = SASL.exchange("NTLM", [SASL.client(bytes)])
    #expect(exchange.user == nil && exchange.problems.count == 1)
    #expect(exchange.hides("LLLL", "\u{4C4C}"))
  }

  @Test func `A prompt in clear before NTLM is no challenge`() {
    let exchange = SASL.exchange("NTLM", [SASL.raw(.server, "ntlm supported"), SASL.client(NTLM.authenticate())])
    #expect(exchange.notes[0] == nil && !exchange.exposesChallengeResponse && exchange.problems.isEmpty)
  }

  @Test func `Kerberos names its service and its errors`() {
    let exchange = SASL.exchange("GSSAPI", initial: SASL.client(GSS.request()), [SASL.server(GSS.error(37))])
    #expect(exchange.value("realm") == "CORP.EXAMPLE")
    #expect(exchange.value("service") == "smtp/mail1.corp.example")
    #expect(exchange.value("Kerberos error") == "37 KRB_AP_ERR_SKEW")
    #expect(exchange.value("Kerberos error text") == "clock is off")
    #expect(exchange.initialNote?.text == "Kerberos request for smtp/mail1.corp.example@CORP.EXAMPLE, withheld")
    #expect(!exchange.exposesChallengeResponse && exchange.hides("SSSS"))
  }

  @Test func `SPNEGO shows its mechanisms and what is inside`() {
    let exchange = SASL.exchange(
      "GSS-SPNEGO", initial: SASL.client(GSS.negotiation(NTLM.negotiate())),
      [
        SASL.server(GSS.answer(state: 1, NTLM.challenge())), SASL.client(GSS.answer(state: 1, NTLM.authenticate())),
        SASL.server(GSS.answer(state: 2, [])),
      ])
    #expect(exchange.user == "CORP\\alice")
    #expect(exchange.value("mechanisms") == "Kerberos, NTLM")
    #expect(exchange.value("negotiation") == "not yet complete")
    #expect(exchange.details.contains { $0.label == "negotiation" && $0.value == "rejected" })
    #expect(exchange.notes[1]?.text == "NTLM authenticate: user CORP\\alice from WS1, response withheld in SPNEGO")
    #expect(exchange.exposesChallengeResponse && exchange.hides("LLLL", "NNNN"))
    let kerberos = SASL.exchange("GSSAPI", initial: SASL.client(GSS.negotiation(GSS.request())))
    #expect(kerberos.initialNote?.text.hasPrefix("Kerberos request for smtp/mail1") == true)
  }

  @Test func `Dates come out right over the leap years`() {
    #expect(UTCText.string(seconds: 951_782_399) == "2000-02-28T23:59:59Z")
    #expect(UTCText.string(seconds: 951_782_400) == "2000-02-29T00:00:00Z")
    #expect(UTCText.string(seconds: 4_107_542_400) == "2100-03-01T00:00:00Z")
    #expect(UTCText.string(seconds: -1) == "1969-12-31T23:59:59Z")
    #expect(UTCText.string(seconds: .max) == nil)
    #expect(UTCText.string(fileTime: .max) == nil)
    #expect(UTCText.string(fileTime: 0) == "1601-01-01T00:00:00Z")
  }

  @Test func `Members of a JSON object are read and nested ones passed over`() throws {
    let members = try #require(
      FlatJSON.members(Array(#" {"a" : "x\"\u0041\n", "b":-1.5e3, "c":[{"d":"}"}], "e":true , "f":{} } "#.utf8)))
    #expect(members.map(\.key) == ["a", "b"])
    #expect(members.map(\.value) == ["x\"A\n", "-1.5e3"])
    for text in ["", "[]", "{", #"{"a"}"#, #"{"a":}"#, #"{"a":"b"#, #"{"a":"\u12"}"#, #"{"a":[}"#, #"{"a":1 "b":2}"#] {
      #expect(FlatJSON.members(Array(text.utf8)) == nil, "\(text)")
    }
    let deep = FlatJSON.members(Array((#"{"a":"# + String(repeating: "[", count: 50_000)).utf8))
    #expect(deep == nil)
  }

  // MARK: Hostile

  static let samples: [(String, [UInt8])] = [
    ("NTLM", NTLM.negotiate()), ("NTLM", NTLM.challenge()), ("NTLM", NTLM.authenticate()), ("GSSAPI", GSS.request()),
    ("GSSAPI", GSS.error(32)), ("GSS-SPNEGO", GSS.negotiation(NTLM.authenticate())),
    ("GSSAPI", GSS.answer(state: 1, NTLM.challenge())), ("PLAIN", Array("x\0alice\0s3cr3t".utf8)),
    ("DIGEST-MD5", Array(SASLExchangeTests.digestResponse.utf8)),
    ("SCRAM-SHA-1", Array("n,,n=alice,r=abcdef".utf8)),
    ("XOAUTH2", Array("user=alice\u{1}auth=Bearer a.eyJleHAiOjF9.c\u{1}\u{1}".utf8)),
    ("OAUTHBEARER", Array("n,a=alice,\u{1}host=h\u{1}port=25\u{1}auth=Bearer abc\u{1}\u{1}".utf8)),
    ("XOAUTH2", Array(#"{"status":"401","x":[{"y":"z"}],"scope":"a"}"#.utf8)),
  ]

  @Test func `Every message may be cut at every byte and keeps its limits`() {
    for (mechanism, bytes) in Self.samples {
      for end in 0...bytes.count {
        for isWhole in [true, false] {
          var message = SASL.client(Array(bytes[..<end]))
          message.isWhole = isWhole
          var answer = message
          answer.from = .server
          let exchange = SASL.exchange(mechanism, initial: message, [answer, message])
          #expect(exchange.details.count <= SASLExchange.maximumDetails)
          #expect(exchange.hides("s3cr3t", "d388dad90d4bbd760a152321f2143af7", "LLLLLLLL", "NNNNNNNN"))
        }
      }
    }
  }

  @Test func `Bytes that are changed at random do no harm`() {
    for seed in 1...300 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      for (mechanism, bytes) in Self.samples {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
          bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
        let exchange = SASL.exchange(mechanism, [SASL.server(bytes), SASL.client(bytes)])
        #expect(exchange.notes.count == 2, "seed \(seed)")
        #expect(exchange.shownText.utf8.count < 20_000, "seed \(seed)")
        #expect(exchange.shownText.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A }, "seed \(seed)")
      }
    }
  }
}
