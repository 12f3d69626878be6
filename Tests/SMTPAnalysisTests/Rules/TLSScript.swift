import Foundation
import SMTPAnalysis

/// A conversation with TLS, written message by message: what is sealed has the right size and no content.
struct TLSScript {
  var wire = WireScript()
  let isTLS13: Bool

  static let list =
    "250-mx.example.net\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n250-VRFY\r\n250-ETRN\r\n250-STARTTLS\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250 CHUNKING\r\n"
  static let hello = "EHLO mail.example.com\r\n"
  /// As long as the answer to EHLO inside TLS would be.
  static let listInside = list.utf8.count - 14

  init(tls13: Bool) {
    isTLS13 = tls13
  }

  /// As far as the server's agreement to begin TLS.
  mutating func agree(greeting: String = "220 mx.example.net ESMTP\r\n", list: String = Self.list) {
    wire.open()
    wire.say(.server, greeting)
    wire.say(.client, Self.hello)
    wire.say(.server, list)
    wire.say(.client, "STARTTLS\r\n")
    wire.say(.server, "220 2.0.0 Ready\r\n")
  }

  ///
  /// - Parameter early: Records of early data that follow the ClientHello in its packet, and are offered in it (RFC 8446 section 4.2.10).
  mutating func offer(
    versions: [UInt16]? = nil, suites: [UInt16] = [0x1301, 0xC030, 0xC02C], name: String? = nil, early: [UInt8] = []
  ) {
    let given = versions ?? (isTLS13 ? [0x0304, 0x0303] : [0x0303])
    let hello = Self.clientHello(versions: given, suites: suites, name: name, isEarly: !early.isEmpty)
    wire.say(.client, bytes: Self.record(22, hello) + early)
  }

  /// The server's part of the handshake.
  mutating func answer() {
    guard isTLS13 else {
      let hello = Self.serverHello(suite: 0xC030, extensions: [0xFF, 0x01, 0, 1, 0])
      wire.say(.server, bytes: Self.record(22, hello + [14, 0, 0, 0]))
      return
    }
    wire.say(.server, bytes: Self.hello13 + [6, 900, 260, 36].flatMap(seal))
  }

  /// No more of the server's part than its hello.
  mutating func greetWithHello() { wire.say(.server, bytes: Self.hello13) }

  /// A HelloRetryRequest in the place of the server's hello (RFC 8446 section 4.1.4).
  mutating func askAgain() {
    let random: [UInt8] = [
      0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
      0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
    ]
    let extensions: [UInt8] = [0, 43, 0, 2, 3, 4, 0, 51, 0, 2, 0, 23]
    wire.say(.server, bytes: Self.record(22, Self.serverHello(suite: 0x1301, extensions: extensions, random: random)))
  }

  private static let hello13: [UInt8] = {
    let share: [UInt8] = [0, 51, 0, 36, 0, 29, 0, 32] + [UInt8](repeating: 5, count: 32)
    return record(22, serverHello(suite: 0x1301, extensions: [0, 43, 0, 2, 3, 4] + share)) + record(20, [1])
  }()

  /// The client's last message of the handshake, and in TLS 1.2 the server's.
  mutating func complete(server: Bool = true) {
    guard !isTLS13 else {
      wire.say(.client, bytes: Self.record(20, [1]) + seal(36))
      return
    }
    let exchange = Self.record(22, [16, 0, 0, 33, 32] + [UInt8](repeating: 7, count: 32))
    wire.say(.client, bytes: exchange + Self.record(20, [1]) + Self.record(22, [UInt8](repeating: 9, count: 40)))
    if server { wire.say(.server, bytes: Self.record(20, [1]) + Self.record(22, [UInt8](repeating: 9, count: 40))) }
  }

  /// As far as TLS is set up.
  mutating func handshake() {
    agree()
    offer()
    answer()
    complete()
  }

  /// A record that holds so many bytes of plaintext.
  mutating func say(_ peer: WireScript.Peer, _ size: Int) { wire.say(peer, bytes: seal(size)) }

  mutating func alert(_ peer: WireScript.Peer, _ number: UInt8) {
    wire.say(peer, bytes: Self.record(21, [2, number]))
  }

  /// An alert that cannot be read.
  mutating func sealedAlert(_ peer: WireScript.Peer) {
    wire.say(peer, bytes: isTLS13 ? seal(2) : Self.record(21, [UInt8](repeating: 9, count: 26)))
  }

  mutating func finish(_ peer: WireScript.Peer) { wire.finish(peer) }

  private func seal(_ size: Int) -> [UInt8] {
    Self.record(23, [UInt8](repeating: 9, count: size + (isTLS13 ? 17 : 24)))
  }

  static func record(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
    [type, 3, 3, UInt8(body.count >> 8), UInt8(body.count & 0xFF)] + body
  }

  private static func message(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
    [type, 0, UInt8(body.count >> 8), UInt8(body.count & 0xFF)] + body
  }

  private static func words(_ values: [UInt16]) -> [UInt8] {
    values.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
  }

  private static func sized(_ body: [UInt8]) -> [UInt8] { [UInt8(body.count >> 8), UInt8(body.count & 0xFF)] + body }

  private static func clientHello(versions: [UInt16], suites: [UInt16], name: String?, isEarly: Bool) -> [UInt8] {
    var extensions: [UInt8] = [0, 10] + sized(sized(words([29, 23])))
    extensions += [0, 13] + sized(sized(words([0x0804, 0x0403, 0x0401])))
    if let name { extensions += [0, 0] + sized(sized([0] + sized(Array(name.utf8)))) }
    if isEarly { extensions += [0, 42, 0, 0] }
    // Only who knows TLS 1.3 lists versions; the field before is at most TLS 1.2.
    if versions.contains(0x0304) {
      extensions += [0, 43] + sized([UInt8(versions.count * 2)] + words(versions))
      extensions += [0, 51] + sized(sized([0, 29] + sized([UInt8](repeating: 4, count: 32))))
    }
    let highest = min(versions.max() ?? 0x0303, 0x0303)
    let body =
      words([highest]) + [UInt8](repeating: 3, count: 32) + [0] + sized(words(suites)) + [1, 0] + sized(extensions)
    return message(1, body)
  }

  private static func serverHello(
    suite: UInt16, extensions: [UInt8], random: [UInt8] = [UInt8](repeating: 6, count: 32)
  ) -> [UInt8] {
    message(2, [3, 3] + random + [0] + words([suite]) + [0] + sized(extensions))
  }
}
