import Testing

@testable import SMTPTranscript

/// Lines that are commands from end to end, and lines that only begin as one.
@Suite struct CommandGrammarTests {
  private func parses(_ line: String) -> Bool {
    let bytes = Array(line.utf8)
    return CommandGrammar.parses(bytes.span, as: Verb.leading(bytes.span))
  }

  @Test(arguments: [
    "EHLO mx.example.net", "HELO [192.0.2.1]", "ehlo [IPv6:2001:db8::1]", "MAIL FROM:<>", "MAIL FROM:<a@b.example>",
    "MAIL FROM:<a@b.example> SIZE=1000 BODY=8BITMIME", "mail from: <a@b.example>", "RCPT TO:<postmaster>",
    "RCPT TO:<\"a b\"@c.example> NOTIFY=NEVER ORCPT=rfc822;a@b", "DATA", "DATA ", "RSET", "QUIT", "NOOP", "STARTTLS",
    "BDAT 10 LAST", "VRFY a@b.example", "ETRN example.net",
  ])
  func whole(line: String) { #expect(parses(line)) }

  @Test(arguments: [
    "EHLO", "HELO there my friend", "MAIL order catalogue", "MAIL FROM:<a@b> and more", "MAIL FROM:<a b>",
    "MAIL FROM:<a@b.example", "RCPT TO:<nobody we know>", "DATA is here", "RSET it", "QUIT smoking", "NOOP hello",
    "HELP me",
    "SEND money", "TURN left", "STARTTLS now", "BDAT ten", "VRFY my claim", "AUTH PLAIN", "BURL imap://x", "X-FOO",
    "MAIL FROM:<a@b.example> SECRET", "MAIL FROM:<a@b.example>SIZE=1",
  ])
  func beginning(line: String) { #expect(!parses(line)) }

  @Test func `A line cut at any place is read without harm`() {
    let line = Array("MAIL FROM:<\"a b\"@[IPv6:2001:db8::1]> SIZE=1000 BODY=8BITMIME".utf8)
    for end in 0...line.count {
      for verb in Verb.allCases { _ = CommandGrammar.parses(line[0..<end].span, as: verb) }
    }
  }
}
