import TestSupport

/// Conversations in which words stand wherever a peer can put them: in clear, in the hello of TLS, and in certificates.
enum HostileCapture {
  /// Where words can stand.
  enum Place: String, CaseIterable {
    case greeting, clientName, serverName, keyword, mechanism, reply, sender, recipient, farewell
    case sni, subject, issuer, alternativeName, mailbox, page
  }

  /// The same words in every place.
  static func capture(_ words: [UInt8]) -> WireScript { capture { _ in words } }

  static func capture(_ words: (Place) -> [UInt8]) -> WireScript {
    func line(_ start: String, _ place: Place, _ end: String = "\r\n") -> [UInt8] {
      Array(start.utf8) + words(place).filter { $0 != 0x0D && $0 != 0x0A } + Array(end.utf8)
    }
    var wire = WireScript()
    wire.open()
    say(&wire, .server, line("220 ", .greeting))
    say(&wire, .client, line("EHLO ", .clientName))
    say(&wire, .server, line("250-", .serverName) + line("250-X", .keyword) + Array("250 AUTH PLAIN\r\n".utf8))
    say(&wire, .client, line("AUTH ", .mechanism))
    say(&wire, .server, line("504 5.5.4 ", .reply))
    say(&wire, .client, line("MAIL FROM:<", .sender, "@example.com>\r\n"))
    wire.say(.server, "250 ok\r\n")
    say(&wire, .client, line("RCPT TO:<", .recipient, "@example.net>\r\n"))
    say(&wire, .server, line("550 5.1.1 ", .reply))
    wire.say(.client, "QUIT\r\n")
    say(&wire, .server, line("221 ", .farewell))
    wire.finish(.client)
    wire.finish(.server)

    wire.reopen()
    say(&wire, .server, line("220 ", .greeting))
    say(&wire, .client, line("EHLO ", .clientName))
    say(&wire, .server, line("250-", .serverName) + Array("250 STARTTLS\r\n".utf8))
    wire.say(.client, "STARTTLS\r\n")
    wire.say(.server, "220 go\r\n")
    say(&wire, .client, MadeTLS.clientHello(serverName: words(.sni)))
    let certificate = MadeTLS.certificate(
      subject: words(.subject), issuer: words(.issuer), dns: words(.alternativeName), mailbox: words(.mailbox),
      page: words(.page))
    say(&wire, .server, MadeTLS.serverFlight([certificate]))
    say(&wire, .client, MadeTLS.record(21, [2, 48]))
    wire.finish(.client)
    wire.finish(.server)
    return wire
  }

  /// In packets of ordinary size, so that a line of 64 KB is one of many packets.
  private static func say(_ wire: inout WireScript, _ peer: WireScript.Peer, _ bytes: [UInt8]) {
    for start in stride(from: 0, to: bytes.count, by: 1400) {
      wire.say(peer, bytes: Array(bytes[start..<min(start + 1400, bytes.count)]))
    }
  }
}

/// The clear part of a handshake of TLS 1.2, with whatever bytes a test wants in it.
enum MadeTLS {
  static func record(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
    stride(from: 0, to: body.count, by: 16_000).flatMap { start in
      let piece = body[start..<min(start + 16_000, body.count)]
      return [type, 3, 3] + PacketBuilder.word(UInt16(piece.count)) + piece
    }
  }

  static func clientHello(serverName: [UInt8]) -> [UInt8] {
    let name = Array(serverName.prefix(60_000))
    let entry = [0] + vector16(name)
    let extensions = [0, 0] + vector16(vector16(entry))
    let suites: [UInt8] = [0xC0, 0x2B, 0xC0, 0x2F]
    return record(22, message(1, hello() + [0] + vector16(suites) + [1, 0] + vector16(extensions)))
  }

  /// ServerHello, Certificate and ServerHelloDone.
  static func serverFlight(_ chain: [[UInt8]]) -> [UInt8] {
    let certificates = vector24(chain.flatMap(vector24))
    return record(22, message(2, hello() + [0, 0xC0, 0x2B, 0]) + message(11, certificates) + message(14, []))
  }

  /// A certificate of today whose signature nobody could have made.
  static func certificate(
    subject: [UInt8], issuer: [UInt8], dns: [UInt8], mailbox: [UInt8], page: [UInt8]
  ) -> [UInt8] {
    let algorithm = der(0x30, der(0x06, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02]))
    let key = der(
      0x30,
      der(
        0x30,
        der(0x06, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01])
          + der(0x06, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07])) + der(0x03, [0, 4] + generator))
    let dates = der(0x30, der(0x17, Array("230101000000Z".utf8)) + der(0x17, Array("331231235959Z".utf8)))
    let names = der(0x30, der(0x82, dns) + der(0x81, mailbox) + der(0x86, page))
    let extensions = der(0xA3, der(0x30, der(0x30, der(0x06, [0x55, 0x1D, 0x11]) + der(0x04, names))))
    let contents =
      der(0xA0, der(0x02, [2])) + der(0x02, [0x11]) + algorithm + name(issuer) + dates + name(subject) + key
      + extensions
    return der(0x30, der(0x30, contents) + algorithm + der(0x03, [0] + der(0x30, der(0x02, [1]) + der(0x02, [1]))))
  }

  /// The base point of P-256, which is a public key like any other.
  private static let generator: [UInt8] = [
    0x6B, 0x17, 0xD1, 0xF2, 0xE1, 0x2C, 0x42, 0x47, 0xF8, 0xBC, 0xE6, 0xE5, 0x63, 0xA4, 0x40, 0xF2, 0x77, 0x03, 0x7D,
    0x81, 0x2D, 0xEB, 0x33, 0xA0, 0xF4, 0xA1, 0x39, 0x45, 0xD8, 0x98, 0xC2, 0x96, 0x4F, 0xE3, 0x42, 0xE2, 0xFE, 0x1A,
    0x7F, 0x9B, 0x8E, 0xE7, 0xEB, 0x4A, 0x7C, 0x0F, 0x9E, 0x16, 0x2B, 0xCE, 0x33, 0x57, 0x6B, 0x31, 0x5E, 0xCE, 0xCB,
    0xB6, 0x40, 0x68, 0x37, 0xBF, 0x51, 0xF5,
  ]

  /// organizationName and commonName, both the same.
  private static func name(_ words: [UInt8]) -> [UInt8] {
    der(
      0x30,
      [10, 3].flatMap { kind in der(0x31, der(0x30, der(0x06, [0x55, 0x04, kind]) + der(0x0C, words))) })
  }

  private static func der(_ tag: UInt8, _ body: [UInt8]) -> [UInt8] {
    let count = body.count
    if count < 0x80 { return [tag, UInt8(count)] + body }
    // DER wants the shortest form.
    let length = Array(PacketBuilder.long(UInt32(count)).drop { $0 == 0 })
    return [tag, 0x80 | UInt8(length.count)] + length + body
  }

  private static func hello() -> [UInt8] { [3, 3] + [UInt8](repeating: 7, count: 32) }
  private static func message(_ type: UInt8, _ body: [UInt8]) -> [UInt8] { [type] + vector24(body) }
  private static func vector16(_ body: [UInt8]) -> [UInt8] { PacketBuilder.word(UInt16(body.count)) + body }
  private static func vector24(_ body: [UInt8]) -> [UInt8] { PacketBuilder.long(UInt32(body.count)).dropFirst() + body }
}
