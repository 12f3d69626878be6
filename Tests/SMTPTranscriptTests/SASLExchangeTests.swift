import Testing

@testable import SMTPTranscript

@Suite struct SASLExchangeTests {
  // MARK: PLAIN

  @Test func `PLAIN shows the user and hides the password`() {
    let exchange = SASL.exchange("plain", initial: SASL.client("\0alice@example.com\0s3cr3t!"))
    #expect(exchange.mechanism == "PLAIN")
    #expect(exchange.user == "alice@example.com")
    #expect(exchange.initialNote?.text == "user alice@example.com, password withheld")
    #expect(exchange.exposesSecret && !exchange.exposesChallengeResponse)
    #expect(exchange.problems.isEmpty && exchange.details.isEmpty)
    #expect(exchange.hides("s3cr3t!"))
  }

  @Test func `PLAIN after an empty challenge is the same`() {
    let exchange = SASL.exchange("PLAIN", [SASL.raw(.server, ""), SASL.client("admin\0alice\0s3cr3t")])
    #expect(!exchange.hasInitialResponse)
    #expect(exchange.user == "alice")
    #expect(exchange.value("authorization identity") == "admin")
    #expect(exchange.notes == [nil, .init(text: "user alice, password withheld")])
  }

  @Test(arguments: [
    ("alice\0s3cr3t", 1, true), ("alices3cr3t", 0, false), ("\0alice\0s3cr3t\0x", 3, true),
    ("\0\0\0\0", 4, false),
  ])
  func `A PLAIN login with other fields than three shows none of them`(text: String, count: Int, exposes: Bool) {
    let exchange = SASL.exchange("PLAIN", initial: SASL.client(text))
    #expect(exchange.user == nil)
    #expect(exchange.problems == [.wrongNumberOfNULs(count)])
    #expect(exchange.exposesSecret == exposes)
    #expect(exchange.hides("s3cr3t"))
  }

  @Test func `A PLAIN login without its first NUL does not show the password for the name`() {
    let exchange = SASL.exchange("PLAIN", initial: SASL.client("alice\0s3cr3t\0"))
    #expect(exchange.user == nil)
    #expect(exchange.problems == [.empty("password")])
    #expect(exchange.hides("s3cr3t"))
  }

  @Test func `Line ends and other character sets in a password are told`() {
    #expect(SASL.exchange("PLAIN", initial: SASL.client("\0a\0p\n")).problems == [.lineEnd("password")])
    let latin = SASL.client([0, 0x61, 0, 0x70, 0xE4])
    #expect(SASL.exchange("PLAIN", initial: latin).problems == [.notUTF8("password")])
    #expect(SASL.exchange("PLAIN", initial: SASL.client("\0a\n\0p")).problems == [.lineEnd("user name")])
    #expect(SASL.exchange("PLAIN", initial: SASL.client("\0\0p")).problems == [.empty("user name")])
  }

  @Test func `A password sent without base64 is not shown`() {
    let exchange = SASL.exchange("PLAIN", initial: SASL.raw(.client, "alice s3cr3t"))
    #expect(exchange.problems == [.base64("a space or control character at position 6")])
    #expect(exchange.initialNote?.text == "12 characters that are not base64, withheld")
    #expect(exchange.hides("s3cr3t"))
  }

  @Test func `A lone equals sign is an empty initial response and an asterisk cancels`() {
    let empty = SASL.exchange("EXTERNAL", initial: SASL.raw(.client, "="))
    #expect(empty.hasInitialResponse && empty.problems.isEmpty && empty.user == nil)
    let cancelled = SASL.exchange("PLAIN", [SASL.raw(.server, ""), SASL.raw(.client, "*")])
    #expect(cancelled.isCancelled && cancelled.problems.isEmpty && !cancelled.exposesSecret)
  }

  // MARK: LOGIN

  @Test func `LOGIN asks for the user and the password`() {
    let exchange = SASL.exchange(
      "LOGIN",
      [SASL.server("Username:"), SASL.client("alice"), SASL.server("Password:"), SASL.client("s3cr3t")])
    #expect(exchange.user == "alice")
    #expect(
      exchange.notes.map { $0?.text } == ["Username:", "user alice", "Password:", "password withheld"])
    #expect(exchange.exposesSecret && exchange.hides("s3cr3t"))
  }

  @Test func `LOGIN with the user in the command goes on with the password`() {
    let exchange = SASL.exchange(
      "LOGIN", initial: SASL.client("alice"), [SASL.server("Password:"), SASL.client("s3cr3t")])
    #expect(exchange.user == "alice")
    #expect(exchange.exposesSecret && exchange.hides("s3cr3t"))
  }

  @Test func `LOGIN without prompts goes by the order`() {
    let exchange = SASL.exchange(
      "LOGIN", [SASL.raw(.server, ""), SASL.client("alice"), SASL.raw(.server, ""), SASL.client("s3cr3t")])
    #expect(exchange.user == "alice")
    #expect(exchange.exposesSecret && exchange.hides("s3cr3t"))
  }

  @Test func `LOGIN after missing lines takes nothing for the user that may be the password`() {
    var late = SASL.client("s3cr3t")
    late.followsGap = true
    let lost = SASL.exchange("LOGIN", [SASL.server("Username:"), late])
    #expect(lost.user == nil && lost.hides("s3cr3t") && !lost.exposesSecret)
    var prompt = SASL.server("Password:")
    prompt.followsGap = true
    let known = SASL.exchange("LOGIN", [prompt, SASL.client("s3cr3t")])
    #expect(known.user == nil && known.hides("s3cr3t") && known.exposesSecret)
    let first = SASL.exchange("LOGIN", [SASL.server("Password:"), SASL.client("s3cr3t")])
    #expect(first.user == nil && first.hides("s3cr3t") && first.exposesSecret)
  }

  @Test func `A PLAIN login in answer to the user prompt is not shown`() {
    let exchange = SASL.exchange("LOGIN", [SASL.server("Username:"), SASL.client("\0alice\0s3cr3t")])
    #expect(exchange.user == nil && exchange.hides("s3cr3t"))
    #expect(exchange.problems == [.controlCharacters("user name")])
  }

  @Test func `A prompt that is not base64 is understood`() {
    let exchange = SASL.exchange(
      "LOGIN", [SASL.raw(.server, "Password please:"), SASL.raw(.client, "s3cr3t!")])
    #expect(exchange.exposesSecret && exchange.hides("s3cr3t!"))
    #expect(exchange.problems.count == 1)
    #expect(exchange.notes[0] == nil)
  }

  // MARK: CRAM-MD5, DIGEST-MD5, SCRAM

  @Test func `CRAM-MD5 shows the user with spaces and hides the digest`() {
    let digest = "b913a602c7eda7a495b4e6e7334d3890"
    let exchange = SASL.exchange("CRAM-MD5", [SASL.server("<1896.6971@mx>"), SASL.client("alice b \(digest)")])
    #expect(exchange.user == "alice b")
    #expect(exchange.notes.map { $0?.text } == ["<1896.6971@mx>", "user alice b, digest withheld"])
    #expect(exchange.exposesChallengeResponse && !exchange.exposesSecret)
    #expect(exchange.hides(digest))
  }

  @Test func `CRAM-MD5 with a password for the digest shows nothing`() {
    let exchange = SASL.exchange("CRAM-MD5", [SASL.server("<1@mx>"), SASL.client("alice s3cr3t")])
    #expect(exchange.user == nil && exchange.problems.count == 1 && exchange.hides("s3cr3t", "alice"))
    #expect(!exchange.exposesChallengeResponse)
  }

  static let digestResponse = """
    username="chris \\"c\\"",realm="elwood",nonce="OA6MG9",cnonce="OA6MHX",nc=00000001,qop=auth,\
    digest-uri="smtp/elwood",response=d388dad90d4bbd760a152321f2143af7
    """

  @Test func `DIGEST-MD5 shows realm and service and hides the response and the server's proof`() {
    let exchange = SASL.exchange(
      "DIGEST-MD5",
      [
        SASL.server("realm=\"elwood\",nonce=\"OA6MG9\",qop=\"auth,auth-int\",algorithm=md5-sess,charset=utf-8"),
        SASL.client(Self.digestResponse), SASL.server("rspauth=ea40f60335c427b5527b84dbabcdfffd"),
        SASL.raw(.client, ""),
      ])
    #expect(exchange.user == "chris \"c\"")
    #expect(exchange.value("realm") == "elwood")
    #expect(exchange.value("service") == "smtp/elwood")
    #expect(exchange.value("qop offered") == "auth,auth-int")
    #expect(exchange.exposesChallengeResponse)
    #expect(exchange.notes[2]?.isSecret == true)
    #expect(exchange.hides("d388dad90d4bbd760a152321f2143af7", "ea40f60335c427b5527b84dbabcdfffd"))
  }

  @Test(arguments: [
    "username=\"chris,response=d388dad90d4bbd760a152321f2143af7",
    "username=chris response=d388dad90d4bbd760a152321f2143af7",
    "username=\"chris\"response=d388dad90d4bbd760a152321f2143af7", "d388dad90d4bbd760a152321f2143af7",
  ])
  func `A DIGEST-MD5 response that cannot be cut for certain is not shown`(text: String) {
    let exchange = SASL.exchange("DIGEST-MD5", [SASL.server("nonce=\"x\""), SASL.client(text)])
    #expect(exchange.user == nil && exchange.hides("d388dad90d4bbd760a152321f2143af7"))
    #expect(exchange.problems.count == 1)
  }

  @Test func `SCRAM shows user, binding and iterations and hides proofs`() {
    let exchange = SASL.exchange(
      "SCRAM-SHA-256", initial: SASL.client("n,a=admin,n=al=2Cice=3D,r=rOprNGfwEbeRWgbNEkqO"),
      [
        SASL.server("r=rOprNGfwEbeRWgbNEkqOhvY,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"),
        SASL.client("c=biws,r=rOprNGfwEbeRWgbNEkqOhvY,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="),
        SASL.server("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="), SASL.raw(.client, ""),
      ])
    #expect(exchange.user == "al,ice=")
    #expect(exchange.value("authorization identity") == "admin")
    #expect(exchange.value("channel binding") == "not used")
    #expect(exchange.value("iterations") == "4096")
    #expect(exchange.notes[2]?.isSecret == true)
    #expect(exchange.exposesChallengeResponse)
    #expect(exchange.hides("dHzbZapWIk4jUhN", "6rriTRBi23Wp", "W22ZaJ0SNY7"))
  }

  @Test func `SCRAM reports channel binding and the server's error`() {
    let exchange = SASL.exchange(
      "SCRAM-SHA-1-PLUS", initial: SASL.client("p=tls-unique,,n=alice,r=abc"),
      [SASL.server("e=channel-bindings-dont-match")])
    #expect(exchange.value("channel binding") == "tls-unique")
    #expect(exchange.value("server error") == "channel-bindings-dont-match")
    #expect(!exchange.exposesChallengeResponse)
    let wrong = SASL.exchange("SCRAM-SHA-1", initial: SASL.client("alice s3cr3t"))
    #expect(wrong.user == nil && wrong.problems.count == 1 && wrong.hides("s3cr3t"))
  }

  // MARK: Bearer tokens

  @Test func `XOAUTH2 shows the user and the error report and hides the token`() {
    let exchange = SASL.exchange(
      "XOAUTH2", initial: SASL.client("user=alice@example.com\u{1}auth=Bearer ya29.t0k3n\u{1}\u{1}"),
      [SASL.server(#"{"status":"401","schemes":"bearer","scope":"https:\/\/mail.example\/"}"#), SASL.client("\u{1}")])
    #expect(exchange.user == "alice@example.com")
    #expect(exchange.value("token") == "10 characters")
    #expect(exchange.value("status") == "401")
    #expect(exchange.value("schemes") == "bearer")
    #expect(exchange.value("scope") == "https://mail.example/")
    #expect(exchange.notes[0]?.text == #"{"status":"401","schemes":"bearer","scope":"https:\/\/mail.example\/"}"#)
    #expect(exchange.problems.isEmpty && exchange.exposesSecret && exchange.hides("ya29", "t0k3n"))
  }

  @Test(arguments: [
    "user=alice auth=Bearer t0k3n\u{1}\u{1}", "user=alice^Aauth=Bearer t0k3n^A^A", "user=alice\u{1}auth=Bearer t0k3n",
    "alice\u{1}auth=Bearer t0k3n\u{1}\u{1}", "user=alice\u{1}auth=t0k3n\u{1}\u{1}", "user=t0k3n",
    "user=alice auth=Bearer t0k3n",
  ])
  func `An XOAUTH2 answer of another form is described and its token hidden`(text: String) {
    let exchange = SASL.exchange("XOAUTH2", initial: SASL.client(text))
    #expect(!exchange.problems.isEmpty)
    #expect(exchange.hides("t0k3n"))
  }

  @Test func `OAUTHBEARER shows user, host and port, and of a JWT its end and audience`() {
    let claims = String(
      decoding: SASL.encoded(Array(#"{"aud":"mail","sub":{"a":[1]},"exp":1700000000}"#.utf8)), as: UTF8.self
    )
    .filter { $0 != "=" }
    let exchange = SASL.exchange(
      "OAUTHBEARER",
      initial: SASL.client(
        "n,a=user@example.com,\u{1}host=server.example.com\u{1}port=587\u{1}auth=Bearer eyJhbGci.\(claims).c2ln\u{1}\u{1}"
      ))
    #expect(exchange.user == "user@example.com")
    #expect(exchange.value("host") == "server.example.com")
    #expect(exchange.value("port") == "587")
    #expect(exchange.value("token expires") == "2023-11-14T22:13:20Z")
    #expect(exchange.value("token audience") == "mail")
    #expect(exchange.problems.isEmpty && exchange.exposesSecret && exchange.hides("eyJhbGci", "c2ln", claims))
  }

  @Test func `A token that is cut is exposed but not complained about`() {
    var message = SASL.client("user=alice\u{1}auth=Bearer abcdefghijkl")
    message.isWhole = false
    let exchange = SASL.exchange("XOAUTH2", initial: message)
    #expect(exchange.user == "alice" && exchange.exposesSecret && exchange.problems.isEmpty)
    #expect(exchange.value("token") == nil)
  }

  // MARK: Others

  @Test func `EXTERNAL and ANONYMOUS show what they carry`() {
    #expect(SASL.exchange("EXTERNAL", initial: SASL.client("mx.example")).user == "mx.example")
    #expect(SASL.exchange("ANONYMOUS", initial: SASL.client("sirhc")).value("trace") == "sirhc")
  }

  @Test func `An unknown mechanism shows nothing of the client`() {
    let exchange = SASL.exchange(
      "X-SECRET", initial: SASL.client("s3cr3t"), [SASL.server("more?"), SASL.client("s3cr3t")])
    #expect(exchange.user == nil && exchange.hides("s3cr3t") && !exchange.exposesSecret)
    #expect(exchange.notes == [.init(text: "more?"), nil])
  }

  @Test func `Names from the wire are made printable and cut`() {
    let long = String(repeating: "a", count: 1000) + "\u{202E}"
    let exchange = SASL.exchange("PLAIN", initial: SASL.client("\0\u{202E}b\0x"))
    #expect(exchange.user == "\\u{202e}b")
    #expect((SASL.exchange("PLAIN", initial: SASL.client("\0\(long)\0x")).user?.utf8.count ?? 0) < 300)
  }

  @Test func `No more messages are read than the limit and each has its place`() {
    let messages = (0..<200).map { _ in SASL.client("\0a\0b\0c") }
    let exchange = SASL.exchange("PLAIN", messages)
    #expect(exchange.notes.count == 200)
    #expect(exchange.notes[SASLExchange.maximumMessages...].allSatisfy { $0 == nil })
  }
}
