import TestSupport

/// The frames of one connection that carries mail: every second one transfers a message in clear text, the others negotiate
/// TLS and are refused with an alert.
struct MailDialogue {
  private var frames: [[UInt8]] = []
  private let client: [UInt8]
  private let server: [UInt8] = [203, 0, 113, 25]
  private let port: UInt16
  private var sequences: [UInt32] = [1000, 5000]

  static func frames(number: Int) -> [[UInt8]] {
    var dialogue = MailDialogue(number: number)
    dialogue.open()
    dialogue.say(server: "220 mx.example.net ESMTP ready\r\n")
    dialogue.say(client: "EHLO mail\(number).example.org\r\n")
    dialogue.say(
      server: "250-mx.example.net\r\n250-PIPELINING\r\n250-SIZE 52428800\r\n250-STARTTLS\r\n250 8BITMIME\r\n")
    if number % 2 == 0 {
      dialogue.transferMessage(number)
    } else {
      dialogue.say(client: "STARTTLS\r\n")
      dialogue.say(server: "220 go ahead\r\n")
      dialogue.send(clientHello, fromServer: false)
      // A fatal alert: handshake_failure.
      dialogue.send([21, 3, 3, 0, 2, 2, 40], fromServer: true)
    }
    dialogue.close()
    return dialogue.frames
  }

  /// The frames of a short session that fails, in one of eight ways that take turns.
  static func failing(number: Int) -> [[UInt8]] {
    var dialogue = MailDialogue(number: number)
    dialogue.open()
    dialogue.say(server: "220 mx.example.net ESMTP ready\r\n")
    dialogue.say(client: "EHLO mail\(number).example.org\r\n")
    let offers = number % 8 == 0 ? "" : "250-STARTTLS\r\n"
    dialogue.say(server: "250-mx.example.net\r\n250-PIPELINING\r\n250-SIZE 52428800\r\n\(offers)250 8BITMIME\r\n")
    if number % 8 > 0 {
      dialogue.say(client: "STARTTLS\r\n")
      dialogue.say(server: number % 8 == 1 ? "454 4.7.0 TLS not available\r\n" : "220 go ahead\r\n")
    }
    switch number % 8 {
    case 0, 1, 2:
      dialogue.say(client: "QUIT\r\n")
      dialogue.say(server: "221 2.0.0 bye\r\n")
      dialogue.close()
    case 3:
      dialogue.send(clientHello, fromServer: false)
      dialogue.send([], fromServer: true, flags: 0x14)
    case 4:
      dialogue.send(clientHello, fromServer: false)
      dialogue.close()
    default:
      dialogue.send(clientHello, fromServer: false)
      // handshake_failure, protocol_version, internal_error.
      dialogue.send([21, 3, 3, 0, 2, 2, [40, 70, 80][number % 8 - 5]], fromServer: true)
      dialogue.close()
    }
    return dialogue.frames
  }

  private init(number: Int) {
    client = [192, 0, UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
    port = 20_000 + UInt16(truncatingIfNeeded: number >> 16) &* 7 + UInt16(truncatingIfNeeded: number % 30_000)
  }

  private mutating func transferMessage(_ number: Int) {
    say(client: "MAIL FROM:<a\(number)@example.org> SIZE=20000\r\n")
    say(server: "250 2.1.0 fine\r\n")
    say(client: "RCPT TO:<b@example.net>\r\n")
    say(server: "250 2.1.5 fine\r\n")
    say(client: "DATA\r\n")
    say(server: "354 go on\r\n")
    let line = String(repeating: "x", count: 70) + "\r\n"
    for _ in 0..<14 { say(client: String(repeating: line, count: 20)) }
    say(client: ".\r\n")
    say(server: "250 2.0.0 queued\r\n")
    say(client: "QUIT\r\n")
    say(server: "221 2.0.0 bye\r\n")
  }

  private mutating func say(client text: String) { send(Array(text.utf8), fromServer: false) }
  private mutating func say(server text: String) { send(Array(text.utf8), fromServer: true) }

  private mutating func open() {
    send([], fromServer: false, flags: 0x02)
    send([], fromServer: true, flags: 0x12)
    send([], fromServer: false, flags: 0x10)
  }

  private mutating func close() {
    send([], fromServer: true, flags: 0x11)
    send([], fromServer: false, flags: 0x11)
    send([], fromServer: true, flags: 0x10)
  }

  private mutating func send(_ payload: [UInt8], fromServer: Bool, flags: UInt8 = 0x18) {
    let own = fromServer ? 1 : 0
    frames.append(
      PacketBuilder.frame(
        from: fromServer ? server : client, fromServer ? 25 : port, to: fromServer ? client : server,
        fromServer ? port : 25, sequence: sequences[own], acknowledgment: flags == 0x02 ? 0 : sequences[1 - own],
        flags: flags, payload: payload))
    sequences[own] &+= UInt32(payload.count) + (flags & 0x03 != 0 ? 1 : 0)
  }

  /// TLS 1.2 and 1.3, two cipher suites, the server's name.
  private static let clientHello: [UInt8] = {
    let name = Array("mx.example.net".utf8)
    var extensions: [UInt8] = [0, 43, 0, 5, 4, 3, 4, 3, 3]
    extensions += [0, 0, 0, UInt8(name.count + 5), 0, UInt8(name.count + 3), 0, 0, UInt8(name.count)] + name
    var body: [UInt8] = [3, 3] + [UInt8](repeating: 0x5A, count: 32) + [0]
    body += [0, 4, 0x13, 0x01, 0xC0, 0x2F, 1, 0, 0, UInt8(extensions.count)] + extensions
    return [22, 3, 1, 0, UInt8(body.count + 4), 1, 0, 0, UInt8(body.count)] + body
  }()
}
