import Crypto
import CryptoExtras
import TLSHandshake

/// What opens records of one direction under one set of keys. It holds no sequence number: whoever calls counts.
struct RecordCipher: Sendable {
  /// Of a record, as it stands before its content: type, version as sent.
  struct Header {
    var type: UInt8
    var version: UInt16
  }

  private enum Mode {
    case gcm, chaCha20, ccm(tag: Int)
    case cbc(mac: SuiteHash, macKey: SymmetricKey, encryptsThenMACs: Bool)
  }

  private let mode: Mode
  private let key: SymmetricKey
  /// The nonce, or its part that all records share.
  private let iv: [UInt8]
  private let version: TLSVersion

  /// Bytes of what is cut out of the key block before TLS 1.3 for each direction; `nil` where the suite cannot be opened.
  struct Sizes {
    var mac: Int
    var key: Int
    var iv: Int
  }

  static func sizes(_ suite: CipherSuite, _ version: TLSVersion) -> Sizes? {
    guard let cipher = suite.encryption else { return nil }
    switch cipher {
    case .aes128GCM, .aes128CCM, .aes128CCM8: return Sizes(mac: 0, key: 16, iv: version.isTLS13 ? 12 : 4)
    case .aes256GCM, .aes256CCM, .aes256CCM8: return Sizes(mac: 0, key: 32, iv: version.isTLS13 ? 12 : 4)
    case .chaCha20Poly1305: return Sizes(mac: 0, key: 32, iv: 12)
    case .aes128CBC, .aes256CBC:
      guard !version.isTLS13, version >= .tls10, let mac = suite.hash?.size else { return nil }
      // Before TLS 1.1 the first vector is a part of the block; later ones come with the records.
      return Sizes(mac: mac, key: cipher == .aes128CBC ? 16 : 32, iv: version == .tls10 ? 16 : 0)
    default: return nil
    }
  }

  /// - Parameters:
  ///   - key, iv, macKey: As long as ``sizes(_:_:)`` says.
  init?(
    _ suite: CipherSuite, _ version: TLSVersion, key: [UInt8], iv: [UInt8], macKey: [UInt8], encryptsThenMACs: Bool
  ) {
    guard let cipher = suite.encryption else { return nil }
    switch cipher {
    case .aes128GCM, .aes256GCM: mode = .gcm
    case .chaCha20Poly1305: mode = .chaCha20
    case .aes128CCM, .aes256CCM: mode = .ccm(tag: 16)
    case .aes128CCM8, .aes256CCM8: mode = .ccm(tag: 8)
    case .aes128CBC, .aes256CBC:
      guard let hash = suite.hash else { return nil }
      mode = .cbc(mac: hash, macKey: SymmetricKey(data: macKey), encryptsThenMACs: encryptsThenMACs)
    default: return nil
    }
    self.key = SymmetricKey(data: key)
    self.iv = iv
    self.version = version
  }

  /// The keys of a secret of TLS 1.3 (RFC 8446 section 7.3).
  init?(_ suite: CipherSuite, secret: [UInt8]) {
    guard let sizes = Self.sizes(suite, .tls13) else { return nil }
    self.init(
      suite, .tls13, key: KeyDerivation.expand13(secret, "key", count: sizes.key),
      iv: KeyDerivation.expand13(secret, "iv", count: sizes.iv), macKey: [], encryptsThenMACs: false)
  }

  /// The content of a record, padding of TLS 1.3 included; `nil` where it does not authenticate.
  ///
  /// - Parameter vector: Of CBC in TLS 1.0 the last block of the record before; empty for the first.
  func open(_ body: [UInt8], _ header: Header, sequence: UInt64, vector: [UInt8]) -> [UInt8]? {
    switch mode {
    case .gcm, .chaCha20, .ccm: openAEAD(body, header, sequence)
    case .cbc(let mac, let macKey, let encryptsThenMACs):
      openCBC(body, header, sequence, vector.isEmpty ? iv : vector, mac, macKey, encryptsThenMACs)
    }
  }

  /// Whether a record needs the one before it to be opened.
  var isChained: Bool {
    if case .cbc = mode { version == .tls10 } else { false }
  }

  /// What the record after this one needs of it: the last block of its ciphertext.
  func vector(after body: [UInt8]) -> [UInt8] {
    guard case .cbc(let mac, _, let encryptsThenMACs) = mode else { return [] }
    return Array(body.dropLast(encryptsThenMACs ? mac.size ?? 0 : 0).suffix(16))
  }

  // MARK: - AEAD (RFC 5116)

  private func openAEAD(_ body: [UInt8], _ header: Header, _ sequence: UInt64) -> [UInt8]? {
    let tag = if case .ccm(let tag) = mode { tag } else { 16 }
    // GCM and CCM before TLS 1.3 send eight bytes of the nonce with each record (RFC 5288 section 3, RFC 6655 section 3).
    let explicit = iv.count == 4 ? 8 : 0
    guard body.count >= explicit + tag else { return nil }
    var nonce = iv
    if explicit > 0 {
      nonce += body.prefix(explicit)
    } else {
      for place in 0..<8 { nonce[4 + place] ^= UInt8(truncatingIfNeeded: sequence >> UInt64(56 - 8 * place)) }
    }
    let length = body.count - explicit - tag
    let additional: [UInt8]
    if version.isTLS13 {
      additional = [header.type] + Self.bytes(header.version) + Self.bytes(UInt16(truncatingIfNeeded: body.count))
    } else {
      additional = Self.pseudoHeader(sequence, header, length)
    }
    let text = body[explicit..<(explicit + length)]
    let check = body[(explicit + length)...]
    switch mode {
    case .gcm:
      guard let nonce = try? AES.GCM.Nonce(data: nonce),
        let box = try? AES.GCM.SealedBox(nonce: nonce, ciphertext: text, tag: check),
        let plain = try? AES.GCM.open(box, using: key, authenticating: additional)
      else { return nil }
      return Array(plain)
    case .chaCha20:
      guard let nonce = try? ChaChaPoly.Nonce(data: nonce),
        let box = try? ChaChaPoly.SealedBox(nonce: nonce, ciphertext: text, tag: check),
        let plain = try? ChaChaPoly.open(box, using: key, authenticating: additional)
      else { return nil }
      return Array(plain)
    case .ccm(let tag): return openCCM(text, check, nonce, additional, tag)
    case .cbc: return nil
    }
  }

  /// Counter with CBC-MAC (RFC 3610), of the two modes that it is made of.
  private func openCCM(
    _ text: ArraySlice<UInt8>, _ check: ArraySlice<UInt8>, _ nonce: [UInt8], _ additional: [UInt8], _ tag: Int
  ) -> [UInt8]? {
    // With a nonce of 12 bytes, three are left for lengths and counters.
    guard nonce.count == 12, additional.count < 0xFF00, text.count < 1 << 24,
      let counter = try? AES._CTR.Nonce(nonceBytes: [2] + nonce + [0, 0, 0]),
      // The block of the counter 0 covers the check, those behind it the text.
      let opened = try? AES._CTR.decrypt(
        check + [UInt8](repeating: 0, count: 16 - tag) + text, using: key, nonce: counter)
    else { return nil }
    let wanted = opened.prefix(tag)
    let plain = Array(opened.dropFirst(16))
    var blocks: [UInt8] = [UInt8(0x40 | ((tag - 2) / 2) << 3 | 2)] + nonce
    for shift in [16, 8, 0] { blocks.append(UInt8(truncatingIfNeeded: plain.count >> shift)) }
    blocks += Self.bytes(UInt16(truncatingIfNeeded: additional.count)) + additional
    Self.pad(&blocks)
    blocks += plain
    Self.pad(&blocks)
    guard let zero = try? AES._CBC.IV(ivBytes: [UInt8](repeating: 0, count: 16)),
      let chained = try? AES._CBC.encrypt(blocks, using: key, iv: zero, noPadding: true)
    else { return nil }
    return chained.suffix(16).prefix(tag).elementsEqual(wanted) ? plain : nil
  }

  // MARK: - CBC (RFC 5246 section 6.2.3.2, RFC 7366)

  private func openCBC(
    _ body: [UInt8], _ header: Header, _ sequence: UInt64, _ vector: [UInt8], _ hash: SuiteHash,
    _ macKey: SymmetricKey, _ encryptsThenMACs: Bool
  ) -> [UInt8]? {
    guard let size = hash.size else { return nil }
    var sealed = body[...]
    if encryptsThenMACs {
      guard sealed.count >= size else { return nil }
      let covered = sealed.dropLast(size)
      let code = hash.authenticationCode(
        of: Self.pseudoHeader(sequence, header, covered.count) + covered, key: macKey)
      guard let code, code.elementsEqual(sealed.suffix(size)) else { return nil }
      sealed = covered
    }
    var vector = vector
    if version >= .tls11 {
      guard sealed.count >= 16 else { return nil }
      vector = Array(sealed.prefix(16))
      sealed = sealed.dropFirst(16)
    }
    guard !sealed.isEmpty, sealed.count % 16 == 0, let iv = try? AES._CBC.IV(ivBytes: vector),
      let made = try? AES._CBC.decrypt(Array(sealed), using: key, iv: iv, noPadding: true), let last = made.last
    else { return nil }
    let padding = Int(last) + 1
    guard padding <= made.count, made.suffix(padding).allSatisfy({ $0 == last }) else { return nil }
    let content = Array(made.dropLast(padding))
    if encryptsThenMACs { return content }
    guard content.count >= size else { return nil }
    let plain = Array(content.dropLast(size))
    let code = hash.authenticationCode(of: Self.pseudoHeader(sequence, header, plain.count) + plain, key: macKey)
    guard let code, code.elementsEqual(content.suffix(size)) else { return nil }
    return plain
  }

  // MARK: - Bytes

  /// What is authenticated before the content: sequence number, type, version, length (RFC 5246 section 6.2.3.1).
  private static func pseudoHeader(_ sequence: UInt64, _ header: Header, _ length: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: sequence >> shift))
    }
    bytes.append(header.type)
    bytes += Self.bytes(header.version)
    bytes += Self.bytes(UInt16(truncatingIfNeeded: length))
    return bytes
  }

  private static func bytes(_ value: UInt16) -> [UInt8] {
    [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
  }

  private static func pad(_ bytes: inout [UInt8]) {
    while bytes.count % 16 != 0 { bytes.append(0) }
  }
}
