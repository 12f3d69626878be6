import CaptureFiles
import Crypto
import SMTPAnalysis

/// A conversation inside TLS 1.3 that is really sealed, with secrets that are invented: what opens it is held against what was sealed.
/// The sealing is written apart from the opening, by RFC 8446 sections 5.2 and 7.3 alone.
struct SealedScript {
  var script = TLSScript(tls13: true)
  private var client: Direction
  private var server: Direction
  /// What a key log would hold.
  var keyLog: String

  private static let secrets: [(label: String, secret: [UInt8])] = [
    ("CLIENT_HANDSHAKE_TRAFFIC_SECRET", 0x11), ("SERVER_HANDSHAKE_TRAFFIC_SECRET", 0x22),
    ("CLIENT_TRAFFIC_SECRET_0", 0x33), ("SERVER_TRAFFIC_SECRET_0", 0x44), ("CLIENT_EARLY_TRAFFIC_SECRET", 0x55),
  ].map { ($0.0, [UInt8](repeating: $0.1, count: 32)) }

  /// As far as both sides' Finished.
  ///
  /// - Parameters:
  ///   - isImplicit: Whether TLS comes first, on port 465.
  ///   - early: What the client says as early data, in the packet of its ClientHello.
  ///   - earlyRecords: How often it says that, each time in a record and a packet of its own.
  ///   - refuses: How the server refuses early data, which the client then does not end; `nil` where it takes it.
  ///   - first: What the client says in the packet of its Finished.
  ///   - greeting, list: What the server says in clear, where TLS does not come first.
  ///   - serverName: What the client calls the server in its ClientHello.
  ///   - start: When it begins, in seconds since 1970.
  ///   - flight: The contents of the server's sealed records, each in a packet of its own; whether it is captured.
  init(
    isImplicit: Bool = false, early: String? = nil, earlyRecords: Int = 1, refuses: Refusal? = nil,
    first: String? = nil, flight: [(content: [UInt8], isCaptured: Bool)]? = nil,
    greeting: String = "220 mx.example.net ESMTP\r\n", list: String = TLSScript.list,
    serverName: String? = nil, start: Double? = nil
  ) {
    func hexadecimal(_ bytes: [UInt8]) -> String {
      bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    // The random bytes of a script's ClientHello.
    let random = [UInt8](repeating: 3, count: 32)
    keyLog = Self.secrets.map { "\($0.label) \(hexadecimal(random)) \(hexadecimal($0.secret))\n" }.joined()
    client = Direction(secret: Self.secrets[0].secret)
    server = Direction(secret: Self.secrets[1].secret)
    if let start { script.wire.wait(start - script.wire.seconds) }
    if isImplicit {
      script.wire.serverPort = 465
      script.wire.open()
    } else {
      script.agree(greeting: greeting, list: list)
    }
    var earlyData = Direction(secret: Self.secrets[4].secret)
    script.offer(
      suites: [0x1301], name: serverName, early: early.map { earlyData.seal(Array($0.utf8), type: 23) } ?? [])
    if let early {
      for _ in 1..<earlyRecords { script.wire.say(.client, bytes: earlyData.seal(Array(early.utf8), type: 23)) }
    }
    if refuses == .helloRetryRequest {
      script.askAgain()
      script.offer(suites: [0x1301])
    }
    script.greetWithHello()
    let takesEarly = early != nil && refuses == nil
    let extensions = takesEarly ? Self.takesEarlyData : Self.noExtensions
    for record in flight ?? [(content: extensions + Self.finished, isCaptured: true)] {
      let bytes = server.seal(record.content, type: 22)
      if record.isCaptured { script.wire.say(.server, bytes: bytes) } else { skip(bytes.count, .server) }
    }
    // EndOfEarlyData (RFC 8446 section 4.5) is the last that the keys of early data seal, where the server took it.
    let end = takesEarly ? earlyData.seal([5, 0, 0, 0], type: 22) : []
    let finish = client.seal(Self.finished, type: 22)
    client = Direction(secret: Self.secrets[2].secret)
    server = Direction(secret: Self.secrets[3].secret)
    script.wire.say(.client, bytes: end + finish + (first.map { client.seal(Array($0.utf8), type: 23) } ?? []))
  }

  /// How a server says that it does not take early data (RFC 8446 section 4.2.10).
  enum Refusal: CaseIterable { case encryptedExtensions, helloRetryRequest }

  /// EncryptedExtensions with nothing in it, and with early_data.
  static let noExtensions: [UInt8] = [8, 0, 0, 2, 0, 0]
  static let takesEarlyData: [UInt8] = [8, 0, 0, 6, 0, 4, 0, 42, 0, 0]
  static let finished: [UInt8] = [20, 0, 0, 32] + [UInt8](repeating: 7, count: 32)

  mutating func say(_ peer: WireScript.Peer, _ text: String) { script.wire.say(peer, bytes: sealed(peer, text)) }

  /// A record that is sent and not captured.
  mutating func lose(_ peer: WireScript.Peer, _ text: String) {
    skip(sealed(peer, text).count, peer)
  }

  private mutating func skip(_ count: Int, _ peer: WireScript.Peer) {
    for _ in 0..<count { script.wire.skip(peer) }
  }

  /// Several records in one packet, each of one character.
  mutating func spell(_ peer: WireScript.Peer, _ text: String) {
    var bytes: [UInt8] = []
    for letter in text.utf8 { bytes += seal(peer, [letter], type: 23) }
    script.wire.say(peer, bytes: bytes)
  }

  mutating func alert(_ peer: WireScript.Peer, _ number: UInt8) {
    script.wire.say(peer, bytes: seal(peer, [2, number], type: 21))
  }

  /// The last words of `peer`, with the alert that ends its side in the same packet.
  mutating func sayAndEnd(_ peer: WireScript.Peer, _ text: String) {
    let words = sealed(peer, text)
    script.wire.say(peer, bytes: words + seal(peer, [1, 0], type: 21))
  }

  /// A KeyUpdate: from here on other keys hold in that direction (RFC 8446 section 7.2).
  /// - Parameter isCaptured: Whether the capture holds it.
  mutating func update(_ peer: WireScript.Peer, isCaptured: Bool = true) {
    let record = seal(peer, [24, 0, 0, 1, 0], type: 22)
    if isCaptured { script.wire.say(peer, bytes: record) } else { skip(record.count, peer) }
    if peer == .client { client = client.next } else { server = server.next }
  }

  mutating func finish(_ peer: WireScript.Peer) { script.finish(peer) }

  /// The record in which `peer` says so.
  mutating func sealed(_ peer: WireScript.Peer, _ text: String) -> [UInt8] { seal(peer, Array(text.utf8), type: 23) }

  private mutating func seal(_ peer: WireScript.Peer, _ bytes: [UInt8], type: UInt8) -> [UInt8] {
    peer == .client ? client.seal(bytes, type: type) : server.seal(bytes, type: type)
  }

  /// - Parameter keyLog: Another than the script's own; empty for none.
  func run(keyLog other: String? = nil) -> AnalysisRun {
    let secrets = Secrets()
    secrets.take(log: other ?? keyLog)
    var options = AnalysisRun.options
    options.use(secrets)
    return AnalysisRun(bytes: script.wire.capture, options: options)
  }

  /// The capture as pcapng, with its keys in a block behind so many packets (pcapng section 4.8).
  func capture(withKeysBehind packets: Int) throws -> [UInt8] {
    var writer = PcapngWriter(application: nil, comment: nil)
    var interface: UInt32?
    var reader = try CaptureReader(bytes: script.wire.capture, path: "memory", file: 0)
    while let header = try reader.next() {
      let number =
        try interface
        ?? writer.addInterface(linkType: header.linkType, snapshotLength: nil, name: nil, timestampDecimals: 6)
      interface = number
      if Int(header.id.number) == packets + 1 { try writer.write(keyLog: Array(keyLog.utf8).span) }
      try writer.write(
        reader.bytes, time: header.time, originalLength: header.originalLength, interface: number, comments: [])
    }
    return writer.takeBytes()
  }

  private struct Direction {
    let secret: [UInt8]
    private let key: SymmetricKey
    private let iv: [UInt8]
    private var sequence: UInt64 = 0

    init(secret: [UInt8]) {
      self.secret = secret
      key = SymmetricKey(data: Self.expand(secret, "key", 16))
      iv = Self.expand(secret, "iv", 12)
    }

    var next: Direction { Direction(secret: Self.expand(secret, "traffic upd", 32)) }

    mutating func seal(_ content: [UInt8], type: UInt8) -> [UInt8] {
      var nonce = iv
      for place in 0..<8 { nonce[11 - place] ^= UInt8(truncatingIfNeeded: sequence >> UInt64(8 * place)) }
      sequence += 1
      // Padded, as RFC 8446 section 5.4 permits.
      let plain = content + [type, 0, 0, 0]
      let header: [UInt8] = [23, 3, 3, UInt8((plain.count + 16) >> 8), UInt8((plain.count + 16) & 0xFF)]
      guard let nonce = try? AES.GCM.Nonce(data: nonce),
        let box = try? AES.GCM.seal(plain, using: key, nonce: nonce, authenticating: header)
      else { return [] }
      return header + box.ciphertext + box.tag
    }

    private static func expand(_ secret: [UInt8], _ label: String, _ count: Int) -> [UInt8] {
      let name = Array("tls13 \(label)".utf8)
      let info: [UInt8] = [0, UInt8(count), UInt8(name.count)] + name + [0]
      let made = HKDF<SHA256>.expand(
        pseudoRandomKey: SymmetricKey(data: secret), info: info, outputByteCount: count)
      return unsafe made.withUnsafeBytes { unsafe Array($0) }
    }
  }
}
