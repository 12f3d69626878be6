import Foundation
import TestSupport

/// TLS handshakes that fail or end, and what is told of certificates.
extension RuleScripts {
  // MARK: - Pieces

  static func tls(_ tls13: Bool, agree: Bool = true, _ write: (inout TLSScript) -> Void) -> [UInt8] {
    var script = TLSScript(tls13: tls13)
    if agree { script.agree() }
    write(&script)
    return script.wire.capture
  }

  private static func word(_ value: Int) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }
  private static func sized(_ body: [UInt8]) -> [UInt8] { word(body.count) + body }
  private static func long(_ body: [UInt8]) -> [UInt8] { [UInt8(body.count >> 16)] + word(body.count & 0xFFFF) + body }
  private static func message(_ type: UInt8, _ body: [UInt8]) -> [UInt8] { [type] + long(body) }

  /// A ClientHello of TLS 1.2, or of TLS 1.3 where `extensions` say so.
  private static func clientHello(
    suites: [UInt8] = [0xC0, 0x30, 0xC0, 0x2C], session: [UInt8] = [], extensions: [UInt8] = []
  ) -> [UInt8] {
    let usual: [UInt8] = [0, 10, 0, 6, 0, 4, 0, 29, 0, 23, 0, 13, 0, 8, 0, 6, 8, 4, 4, 3, 4, 1]
    let head: [UInt8] = [3, 3] + [UInt8](repeating: 3, count: 32) + [UInt8(session.count)] + session
    return message(1, head + sized(suites) + [1, 0] + sized(usual + extensions))
  }

  private static func serverHello(random: [UInt8]? = nil, suite: [UInt8] = [0xC0, 0x30], renegotiation: Bool = true)
    -> [UInt8]
  {
    let random = random ?? [UInt8](repeating: 6, count: 32)
    return message(2, [3, 3] + random + [0] + suite + [0] + sized(renegotiation ? [0xFF, 1, 0, 1, 0] : []))
  }

  private static func handshake(_ messages: [UInt8]...) -> [UInt8] { messages.flatMap { TLSScript.record(22, $0) } }

  private static func alerted(_ number: UInt8, by peer: WireScript.Peer, tls13: Bool, answered: Bool = false)
    -> [UInt8]
  {
    tls(tls13) {
      $0.offer(name: "mx.example.net")
      if answered { $0.answer() }
      $0.alert(peer, number)
      $0.finish(peer)
      $0.finish(peer == .client ? .server : .client)
    }
  }

  // MARK: - Handshakes

  static let handshakes: [Script] = [
    (
      "tls/answered-in-clear", "web-server-answers-tls",
      tls(true) {
        $0.offer()
        $0.wire.say(.server, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
        $0.finish(.server)
      }
    ),
    (
      "tls/server-clear-on-implicit-port", "greeting-on-465",
      tls(true, agree: false) {
        $0.wire.serverPort = 465
        $0.wire.open()
        $0.offer()
        $0.wire.say(.server, "220 mx.example.net ESMTP\r\n")
        $0.finish(.client)
        $0.finish(.server)
      }
    ),
    (
      "tls/clienthello-on-plaintext-port", "tls-on-25",
      tls(true, agree: false) {
        $0.wire.open()
        $0.offer()
        $0.wire.say(.server, "220 mx.example.net ESMTP\r\n")
        $0.finish(.client)
        $0.finish(.server)
      }
    ),
    (
      "tls/clienthello-incomplete", "half-a-hello",
      tls(true) {
        $0.wire.say(.client, bytes: [22, 3, 1, 1, 0, 1, 0, 0, 252, 3, 3] + [UInt8](repeating: 3, count: 60))
        $0.wire.send(.server, flags: Flags.ack)
        $0.wire.wait(60)
        $0.finish(.client)
        $0.finish(.server)
      }
    ),
    (
      "tls/clienthello-too-big", "large-hello",
      tls(true) {
        let share: [UInt8] = [0x11, 0xEC] + sized([UInt8](repeating: 4, count: 1600))
        let hello = clientHello(extensions: [0, 43, 0, 3, 2, 3, 4, 0, 51] + sized(sized(share)))
        let bytes = TLSScript.record(22, hello)
        $0.wire.say(.client, bytes: Array(bytes[..<1400]))
        $0.wire.say(.client, bytes: Array(bytes[1400...]))
        $0.wire.send(.server, flags: Flags.ack)
        $0.wire.wait(60)
        $0.finish(.client)
        $0.finish(.server)
      }
    ),
    (
      "tls/record-fragmentation", "hello-in-two-records",
      tls(true) {
        let hello = clientHello()
        $0.wire.say(.client, bytes: handshake(Array(hello[..<40]), Array(hello[40...])))
        $0.finish(.server)
        $0.finish(.client)
      }
    ),
    (
      "tls/closed-after-client-hello", "closed-after-hello",
      tls(true) {
        $0.offer()
        $0.finish(.server)
        $0.finish(.client)
      }
    ),
    (
      "tls/no-server-hello", "hello-without-answer",
      tls(true) {
        $0.offer()
        $0.wire.send(.server, flags: Flags.ack)
        $0.wire.wait(120)
        $0.finish(.client)
      }
    ),
    (
      "tls/sslv2-hello", "hello-of-ssl2",
      tls(false) {
        let suites: [UInt8] = [0, 0, 0x2F, 0, 0, 0x35]
        let body: [UInt8] = [1, 3, 1] + word(suites.count) + [0, 0, 0, 16] + suites + [UInt8](repeating: 7, count: 16)
        $0.wire.say(.client, bytes: [0x80, UInt8(body.count)] + body)
        $0.finish(.server)
        $0.finish(.client)
      }
    ),
    (
      "tls/closed-in-clients-turn", "closed-in-clients-turn",
      tls(true) {
        $0.offer()
        $0.answer()
        $0.finish(.server)
        $0.complete()
        $0.say(.client, TLSScript.hello.utf8.count)
      }
    ),
    (
      "tls/closed-after-client-flight", "closed-after-client-flight",
      tls(false) {
        $0.offer()
        $0.answer()
        $0.complete(server: false)
        $0.finish(.server)
        $0.finish(.client)
      }
    ),
    (
      "tls/resumption-failed", "ticket-not-taken",
      tls(false) {
        $0.wire.say(.client, bytes: handshake(clientHello(session: [UInt8](repeating: 8, count: 32))))
        $0.answer()
        $0.complete()
      }
    ),
    (
      "security/downgrade-sentinel", "mark-of-a-downgrade",
      tls(false) {
        $0.offer(versions: [0x0304, 0x0303])
        let random = [UInt8](repeating: 6, count: 24) + Array("DOWNGRD\u{1}".utf8)
        $0.wire.say(.server, bytes: handshake(serverHello(random: random), [14, 0, 0, 0]))
        $0.complete()
      }
    ),
  ]

  // MARK: - Alerts

  static let alerts: [Script] = [
    ("tls/close-notify-in-handshake", "called-off", alerted(0, by: .server, tls13: false)),
    ("tls/internal-error", "internal-error", alerted(80, by: .server, tls13: true)),
    ("tls/framing-error", "decode-error", alerted(50, by: .server, tls13: true)),
    ("tls/server-alert-after-client-hello", "access-denied", alerted(49, by: .server, tls13: true)),
    ("tls/version-mismatch", "protocol-version", alerted(70, by: .server, tls13: true)),
    ("tls/no-shared-cipher", "handshake-failure", alerted(40, by: .server, tls13: false)),
    ("tls/sni-unrecognized", "name-unknown", alerted(112, by: .server, tls13: true)),
    ("tls/alpn-mismatch", "no-application-protocol", alerted(120, by: .server, tls13: true)),
    ("tls/version-intolerance", "inappropriate-fallback", alerted(86, by: .server, tls13: false)),
    ("tls/client-alert-after-server-flight", "client-denies", alerted(49, by: .client, tls13: false, answered: true)),
    ("certificate/issuer-key-differs", "decrypt-error", alerted(51, by: .client, tls13: false, answered: true)),
    (
      "tls/sni-missing", "name-missing",
      tls(true) {
        $0.offer()
        $0.alert(.server, 112)
        $0.finish(.server)
        $0.finish(.client)
      }
    ),
    (
      "tls/corrupted-records", "bad-record-mac",
      tls(false) {
        $0.offer()
        $0.answer()
        $0.complete(server: false)
        $0.alert(.server, 20)
        $0.finish(.server)
        $0.finish(.client)
      }
    ),
    (
      "tls/server-alert-after-client-flight", "refused-after-client-flight",
      tls(false) {
        $0.offer()
        $0.answer()
        $0.complete(server: false)
        $0.alert(.server, 40)
        $0.finish(.server)
        $0.finish(.client)
      }
    ),
    (
      "tls/renegotiation", "no-safe-renegotiation",
      tls(false) {
        $0.offer()
        $0.wire.say(.server, bytes: handshake(serverHello(renegotiation: false), [14, 0, 0, 0]))
        $0.alert(.client, 40)
        $0.finish(.client)
        $0.finish(.server)
      }
    ),
  ]

  // MARK: - Inside TLS

  private static func inside(tls13: Bool = true, _ write: (inout TLSScript) -> Void) -> [UInt8] {
    tls(tls13) {
      $0.offer()
      $0.answer()
      $0.complete()
      write(&$0)
    }
  }

  static let insideTLS: [Script] = [
    (
      "tls/server-closed-after-handshake", "closed-after-handshake",
      inside(tls13: false) {
        $0.sealedAlert(.server)
        $0.finish(.server)
        $0.finish(.client)
      }
    ),
    (
      "tls/idle-inside", "idle-inside",
      inside(tls13: false) {
        $0.say(.client, TLSScript.hello.utf8.count)
        $0.say(.server, TLSScript.listInside)
        $0.say(.client, 6)
        $0.say(.server, 14)
        $0.wire.wait(300)
        $0.say(.server, 50)
        $0.sealedAlert(.server)
        $0.finish(.server)
        $0.finish(.client)
      }
    ),
    (
      "tls/client-silent-inside", "client-silent-inside",
      inside {
        $0.say(.client, TLSScript.hello.utf8.count)
        $0.say(.server, TLSScript.listInside)
        $0.say(.client, 38)
        $0.say(.server, 14)
        $0.say(.client, 32)
        $0.say(.server, 14)
        $0.wire.wait(300)
        $0.say(.server, 50)
        $0.sealedAlert(.server)
        $0.finish(.server)
        $0.finish(.client)
      }
    ),
    (
      "tls/ehlo-not-reissued", "mail-without-ehlo",
      inside {
        $0.say(.client, 38)
        $0.say(.server, 36)
        $0.say(.client, 6)
        $0.say(.server, 15)
        $0.finish(.server)
        $0.finish(.client)
      }
    ),
    (
      "tls/ehlo-refused-inside", "ehlo-refused-inside",
      inside {
        $0.say(.client, TLSScript.hello.utf8.count)
        $0.say(.server, 25)
        $0.say(.client, 6)
        $0.say(.server, 15)
        $0.finish(.server)
        $0.finish(.client)
      }
    ),
    (
      "tls/refused-inside", "mail-refused-inside",
      inside {
        $0.say(.client, TLSScript.hello.utf8.count)
        $0.say(.server, TLSScript.listInside)
        $0.say(.client, 38)
        $0.say(.server, 74)
        $0.say(.client, 6)
        $0.say(.server, 15)
        $0.finish(.server)
        $0.finish(.client)
      }
    ),
  ]

  // MARK: - Certificates

  /// mx.example.net with a key of ECDSA on P-384, issued by "FortiGate CA" in 2026.
  private static let inspected: [UInt8] = {
    let text = """
      MIIBwjCCAWmgAwIBAgIBATAKBggqhkjOPQQDAjAqMREwDwYDVQQKDAhGb3J0aW5ldDEVMBMGA1UEAwwMRm9ydGlHYXRlIENBMCAX
      DTI2MTEyOTAwNDkyOFoYDzIxMjYxMTA1MDA0OTI4WjAZMRcwFQYDVQQDDA5teC5leGFtcGxlLm5ldDB2MBAGByqGSM49AgEGBSuB
      BAAiA2IABM3V5R1oJzLMsR13RFMAtmzGZamKcYKSyht83qUD0CVJ/CiJsi4EKHSyJSDag0KgXw6KN+OaGlGW7Iw4YALpwPp9xISk
      4tDBvHEsc6CvvnUA3w4RfnR1IUlsuJrlXLP7QaNyMHAwGQYDVR0RBBIwEIIObXguZXhhbXBsZS5uZXQwEwYDVR0lBAwwCgYIKwYB
      BQUHAwEwHQYDVR0OBBYEFK+719qySx0OJjkxSFQhunuH6OhsMB8GA1UdIwQYMBaAFHl3+PIL95t1Gf+/1lOgSFf89AhIMAoGCCqG
      SM49BAMCA0cAMEQCIDRkjb1BKqkIQJeK90K4Ae8hc7izjGQoET9AH9y4YqigAiA6bVa/YInL5gY9k6RO2S8N0h5Ta3lGt0JOWdZ+
      wLn/5w==
      """
    return Data(base64Encoded: text, options: .ignoreUnknownCharacters).map { [UInt8]($0) } ?? []
  }()

  /// The server shows these certificates, and the client refuses with `alert`.
  private static func shown(
    _ certificates: [[UInt8]], alert: UInt8?, request: [UInt8] = []
  ) -> [UInt8] {
    tls(false, agree: false) {
      // 2030, when the certificate is valid.
      $0.wire.wait(200_000_000)
      $0.agree()
      $0.offer(name: "mx.example.net")
      let list = message(11, long(certificates.flatMap(long)))
      $0.wire.say(.server, bytes: handshake(serverHello(), list) + request + handshake([14, 0, 0, 0]))
      guard let alert else { return $0.complete() }
      $0.alert(.client, alert)
      $0.finish(.client)
      $0.finish(.server)
    }
  }

  static let certificates: [Script] = [
    ("certificate/substituted", "certificate-of-a-firewall", shown([inspected], alert: 48)),
    ("certificate/key-type-unsupported", "key-of-another-kind", shown([inspected], alert: 43)),
    (
      "certificate/unreadable", "certificate-of-noise",
      shown([[0x30, 0x82, 1, 0] + [UInt8](repeating: 1, count: 256)], alert: 42)
    ),
    (
      "certificate/flight-large", "many-certificates",
      shown([inspected] + (0..<10).map { _ in [UInt8](repeating: 1, count: 500) }, alert: nil)
    ),
    (
      "certificate/ca-list-too-long", "long-list-of-authorities",
      {
        let name: [UInt8] = sized([0x30, 98] + [UInt8](repeating: 1, count: 98))
        let names = (0..<130).flatMap { _ in name }
        let body: [UInt8] = [1, 1] + sized([4, 3, 4, 1]) + sized(names)
        return shown([inspected], alert: nil, request: handshake(message(13, body)))
      }()
    ),
  ]
}
