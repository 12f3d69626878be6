import SMTPTranscript
import Testing

@Suite struct ProtocolGuessTests {
  @Test(arguments: [
    (Side.server, "SSH-2.0-OpenSSH_9.6", "SSH"), (.client, "SSH-2.0-Go", "SSH"), (.server, "HTTP/1.1 400 Bad", "HTTP"),
    (.client, "GET / HTTP/1.1\r\nHost: x", "HTTP"), (.server, "* OK IMAP4rev1 ready", "IMAP"),
    (.client, "a1 CAPABILITY", "IMAP"), (.server, "+OK POP3 ready", "POP3"), (.server, "220 (vsFTPd 3.0.5)", "FTP"),
    (.server, "200 news.example ready, posting allowed", "NNTP"), (.server, "<?xml version='1.0'?>", "XML"),
    (.server, "\u{15}\u{3}\u{1}\u{0}\u{2}\u{2}F", "TLS (an alert)"), (.client, "\u{5}\u{1}\u{0}", "SOCKS"),
    (.server, "\u{5}\u{0}", "SOCKS"), (.client, "\u{3}\u{0}\u{0}\u{13}\u{e}\u{0}", "a binary protocol"),
    (.server, "J\u{0}\u{0}\u{0}\u{a}8.0.36\u{0}", "MySQL"), (.server, "\u{1}\u{2}\u{3}\u{4}", "a binary protocol"),
  ])
  func `Protocols are told by their first bytes`(side: Side, text: String, name: String) {
    #expect(ProtocolGuess(Array(text.utf8).span, from: side).name == name)
  }

  @Test func `A connection request of RDP is one`() {
    let bytes: [UInt8] = [3, 0, 0, 19, 14, 0xE0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 3, 0, 0, 0]
    #expect(ProtocolGuess(bytes.span, from: .client).name == "RDP")
    let proxy: [UInt8] = [4, 1, 0, 25, 192, 0, 2, 1, 0]
    #expect(ProtocolGuess(proxy.span, from: .client).name == "SOCKS")
  }

  @Test(arguments: ["", "220 mx.example ESMTP", "hello there", "GET OUT", "554 no"])
  func `Text that says nothing is not guessed at`(text: String) {
    for side in Side.allCases { #expect(ProtocolGuess(Array(text.utf8).span, from: side).name == nil) }
  }

  @Test func `Any bytes at any length are answered`() {
    for byte in UInt8.min...UInt8.max {
      for count in 0...20 {
        for side in Side.allCases {
          let bytes = [UInt8](repeating: byte, count: count)
          #expect((ProtocolGuess(bytes.span, from: side).name ?? "").utf8.count < 20)
        }
      }
    }
  }
}
