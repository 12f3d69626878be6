import SMTPTranscript
import Testing

@Suite struct STARTTLSTests {
  let start = [server("220 x\r\n"), client("EHLO a\r\n"), server("250-x\r\n250 STARTTLS\r\n")]

  @Test func `TLS begins in each direction where its first record does`() {
    for verb in ["STARTTLS", "X-ANONYMOUSTLS"] {
      let outcome = verify(
        start + [client(verb + "\r\n"), server("220 go\r\n"), client(clientHello), server(serverHello)])
      #expect(outcome.tlsStart == [UInt64(8 + verb.count + 2), 7 + 7 + 14 + 8])
      #expect(outcome.tlsOrigin == [.startTLS, .startTLS])
      #expect(outcome.tlsBytes == [clientHello, serverHello])
      #expect(
        outcome.lines.suffix(4) == [
          "C \(verb) |\(verb)", "S reply 220 >4 |220 go", "C tlsBegins [afterSTARTTLS] |",
          "S tlsBegins [afterSTARTTLSReply] |",
        ])
    }
  }

  @Test func `A hello sent along with STARTTLS is held and given back`() {
    let outcome = verify(
      start + [client(Array("STARTTLS\r\n".utf8) + clientHello), server("220 go\r\n"), server(serverHello)])
    #expect(outcome.tlsStart == [18, 36])
    #expect(outcome.tlsBytes == [clientHello, serverHello])
  }

  @Test func `Commands sent along with STARTTLS are shown as such`() {
    let outcome = verify(
      start + [client("STARTTLS\r\nRSET\r\n"), server("220 go\r\n"), client(clientHello), server(serverHello)])
    #expect(outcome.lines[6] == "C RSET [pipelined afterSTARTTLS] |RSET")
    #expect(outcome.tlsBytes == [clientHello, serverHello])
  }

  @Test func `Replies planted behind the 220 are shown as such`() {
    let outcome = verify(
      start + [client("STARTTLS\r\n"), server("220 go\r\n250 fake\r\n"), client(clientHello), server(serverHello)])
    #expect(outcome.lines[6] == "S reply 250 [afterSTARTTLSReply unsolicited] |250 fake")
    #expect(outcome.tlsBytes == [clientHello, serverHello])
  }

  @Test func `A refused STARTTLS leaves the session in clear`() {
    let outcome = verify(
      start + [client("STARTTLS\r\n"), server("454 no\r\n"), client("MAIL FROM:<>\r\n"), server("250 x\r\n")])
    #expect(
      outcome.lines.suffix(3) == ["S reply 454 >4 |454 no", "C MAIL |MAIL FROM:<>", "S reply 250 >6 |250 x"])
    #expect(outcome.tlsStart == [nil, nil])
  }

  @Test func `A decrypted capture goes on as SMTP after the 220`() {
    let outcome = verify(
      start + [
        client("STARTTLS\r\n"), server("220 go\r\n"), client("EHLO b\r\n"), server("250 x\r\n"), client("DATA\r\n"),
        server("354 x\r\n"), client("a\r\n.\r\n"), server("250 y\r\n"),
      ])
    #expect(
      outcome.lines.suffix(6) == [
        "C EHLO [afterSTARTTLS] |EHLO b", "S reply 250 >6 [afterSTARTTLSReply] |250 x", "C DATA [afterSTARTTLS] |DATA",
        "S reply 354 >8 [afterSTARTTLSReply] |354 x", "C messageData 6 [afterSTARTTLS] |",
        "S reply 250 >10 [afterSTARTTLSReply] |250 y",
      ])
  }

  @Test func `A plain answer to the hello stays SMTP while the client is in TLS`() {
    let outcome = verify(
      start + [client("STARTTLS\r\n"), server("220 go\r\n"), client(clientHello), server("500 what\r\n")])
    #expect(outcome.lines.last == "S reply 500 [afterSTARTTLSReply unsolicited] |500 what")
    #expect(outcome.tlsStart == [18, nil])
  }

  @Test func `HTTP after the 220 is no SMTP`() {
    let outcome = verify([
      server("220 f\n"), client("EHLO a\nSTARTTLS\n"), server("220 2tart\n220 x\nHTTP/1.1 101 Upgrade\r\n"),
    ])
    #expect(outcome.elements.last?.kind == .notSMTP)
  }

  @Test func `TLS from the first byte is implicit`() {
    let outcome = verify([client(clientHello), server(serverHello)])
    #expect(outcome.tlsStart == [0, 0])
    #expect(outcome.tlsOrigin == [.implicit, .implicit])
    #expect(outcome.tlsBytes == [clientHello, serverHello])
    let plain = verify([client(clientHello), server("220 x\r\n")])
    #expect(plain.tlsStart == [0, nil])
    #expect(plain.lines.last == "S greeting 220 |220 x")
  }

  @Test func `A hello in place of EHLO is told from implicit TLS`() {
    let outcome = verify([server("220 x\r\n"), client(clientHello), server("500 a\r\n")])
    #expect(outcome.tlsOrigin == [.insteadOfCommand, nil])
    #expect(outcome.lines.last == "S reply 500 [unsolicited] |500 a")
  }

  @Test func `A hello of SSL 2 is recognised`() {
    let hello: [UInt8] = [0x80, 0x2E, 0x01, 0x03, 0x01, 0x00, 0x15, 0, 0, 0, 0x10]
    let outcome = verify([server("220 x\r\n"), client(hello)])
    #expect(outcome.sslv2)
    #expect(outcome.tlsBytes[0] == hello)
    let text = verify([server("220 x\r\n"), client([0x80, 0x2E, 0x02, 0x0A])])
    #expect(text.elements.last?.kind == .notSMTP)
  }

  @Test func `Without the server's side the hello decides`() {
    let outcome = verify([client("EHLO a\r\nSTARTTLS\r\n"), client(clientHello)])
    #expect(outcome.tlsStart == [18, nil])
    #expect(outcome.tlsOrigin == [.startTLS, nil])
    #expect(outcome.tlsBytes[0] == clientHello)
    #expect(outcome.elements[0].flags.isEmpty)
  }

  @Test func `A gap over the reply leaves the decision to the bytes`() {
    let outcome = verify(
      start + [client("STARTTLS\r\n"), .gap(.server, 8), client(clientHello), server(serverHello)])
    #expect(outcome.tlsStart == [18, 28])
    #expect(outcome.tlsOrigin == [.startTLS, .startTLS])
    let clear = verify(
      start + [client("STARTTLS\r\n"), .gap(.server, 8), client("MAIL FROM:<>\r\n"), server("250 x\r\n")])
    #expect(clear.lines.suffix(2) == ["C MAIL |MAIL FROM:<>", "S reply 250 >6 [afterGap uncertain] |250 x"])
  }

  @Test func `A gap where TLS is due is a gap in TLS unless SMTP follows`() {
    let outcome = verify(
      start + [
        client("STARTTLS\r\n"), server("220 go\r\n"), .gap(.client, 100), client([1, 2, 3, 4]), .gap(.server, 50),
        server([9, 8, 7, 6]),
      ])
    #expect(outcome.tlsStart == [18, 36])
    #expect(outcome.tlsBytes == [[1, 2, 3, 4], [9, 8, 7, 6]])
    let clear = verify(
      start + [client("STARTTLS\r\n"), server("220 go\r\n"), .gap(.client, 8), server("250 x\r\n"), client("QUIT\r\n")])
    #expect(clear.tlsStart == [nil, nil])
    #expect(clear.elements.last?.verb == .quit)
  }
}
