import SMTPTranscript

/// Dialogues of many kinds, for tests that damage them.
enum SampleDialogues {
  static let introduction = [
    server("220 mx.example ESMTP\r\n"), client("EHLO a.example\r\n"),
    server("250-mx.example\r\n250-SIZE 1000\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n"),
  ]

  static let all: [(name: String, steps: [Step])] = [
    (
      "mail",
      introduction + [
        client("MAIL FROM:<a@a.example>\r\n"), server("250 2.1.0 Ok\r\n"), client("RCPT TO:<b@b.example>\r\n"),
        server("250 2.1.5 Ok\r\n"), client("DATA\r\n"), server("354 go\r\n"),
        client("Subject: x\r\n\r\n..dot\nbare\r\n.\r\n"), server("250 queued\r\n"), client("QUIT\r\n"),
        server("221 bye\r\n"),
      ]
    ),
    (
      "pipelining",
      introduction + [
        client("MAIL FROM:<>\r\nRCPT TO:<b>\r\nRCPT TO:<c>\r\nDATA\r\n"),
        server("250 a\r\n250 b\r\n550-c\r\n550 c\r\n354 d\r\n"), client("text\r\n.\r\nRSET\r\nQUIT\r\n"),
        server("250 e\r\n250 f\r\n221 g\r\n"),
      ]
    ),
    (
      "STARTTLS",
      introduction + [client("STARTTLS\r\n"), server("220 go\r\n"), client(clientHello), server(serverHello)]
    ),
    (
      "STARTTLS in clear",
      introduction + [
        client("STARTTLS\r\n"), server("220 go\r\n"), client("EHLO b\r\n"), server("250-x\r\n250 AUTH PLAIN\r\n"),
        client("QUIT\r\n"), server("221 x\r\n"),
      ]
    ),
    (
      "AUTH LOGIN",
      introduction + [
        client("AUTH LOGIN\r\n"), server("334 VXNlcm5hbWU6\r\n"), client("YWxpY2U=\r\n"),
        server("334 UGFzc3dvcmQ6\r\n"),
        client("czNjcjN0\r\n"), server("535 5.7.8 no\r\n"), client("AUTH PLAIN AGFsaWNlAHMzY3IzdA==\r\n"),
        server("235 yes\r\n"), client("QUIT\r\n"), server("221 x\r\n"),
      ]
    ),
    (
      "BDAT",
      introduction + [
        client("BDAT 6\r\nQUIT\r\nBDAT 3 LAST\r\n\0\u{1}\u{2}QUIT\r\n"), server("250 a\r\n250 b\r\n221 c\r\n"),
      ]
    ),
    (
      "LMTP",
      [
        server("220 lmtp\r\n"), client("LHLO a\r\n"), server("250 x\r\n"), client("RCPT TO:<a>\r\nRCPT TO:<b>\r\n"),
        server("250 a\r\n250 b\r\n"), client("DATA\r\n"), server("354 x\r\n"), client("y\r\n.\r\n"),
        server("250 a\r\n452 b\r\n"),
      ]
    ),
    (
      "XEXCH50",
      introduction + [
        client("XEXCH50 8 2\r\n"), server("354 send\r\n"), client("\r\n.\r\nab\nQUIT\r\n"),
        server("250 a\r\n221 b\r\n"),
      ]
    ),
    (
      "PROXY and XCLIENT",
      [client("PROXY TCP4 192.0.2.1 192.0.2.2 1234 25\r\n")] + introduction + [
        client("XCLIENT ADDR=192.0.2.9\r\n"), server("220 again\r\n"), client("HELO a\r\n"), server("250 x\r\n"),
      ]
    ),
    (
      "refusals",
      [
        server("554-no\r\n554 go away\r\n"), client("EHLO a\r\n"), server("503 no\r\n"), client("STARTTLS\r\n"),
        server("454 later\r\n"), client("DATA\r\nXXXX a\r\n"), server("503 a\r\n500 b\r\n"), server("421 late\r\n"),
      ]
    ),
    ("implicit TLS", [client(clientHello), server(serverHello)]),
    ("no SMTP", [client("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), server("HTTP/1.1 400 Bad\r\n\u{0}\u{1}\n")]),
  ]

  /// The whole stream of one side.
  static func stream(_ side: SMTPTranscript.Side, of steps: [Step]) -> [UInt8] {
    steps.flatMap { step -> [UInt8] in
      if case .bytes(let from, let bytes) = step, from == side { return bytes }
      return []
    }
  }

  /// The same steps without the bytes of `side` in `range` of its stream: a gap stands for them.
  static func removing(_ range: Range<Int>, of side: SMTPTranscript.Side, from steps: [Step]) -> [Step] {
    var result: [Step] = []
    var offset = 0
    for step in steps {
      guard case .bytes(let from, let bytes) = step, from == side else {
        result.append(step)
        continue
      }
      let lost = range.clamped(to: offset..<(offset + bytes.count))
      if lost.isEmpty {
        result.append(step)
      } else {
        let first = lost.lowerBound - offset
        let last = lost.upperBound - offset
        if first > 0 { result.append(.bytes(side, Array(bytes[..<first]))) }
        result.append(.gap(side, UInt64(lost.count)))
        if last < bytes.count { result.append(.bytes(side, Array(bytes[last...]))) }
      }
      offset += bytes.count
    }
    return result
  }
}
