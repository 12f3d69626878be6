/// How long records become under a version and a suite: what encryption leaves visible is the length alone.
///
/// Lengths are those of the record's length field. TLS 1.3 allows padding (RFC 8446 section 5.4), which hardly any
/// implementation uses; a padded record only ever looks longer.
package struct RecordProtection: Sendable, Hashable {
  /// Bytes of plaintext of an alert, of a verb of four letters with its line end (`QUIT`, `RSET`, `NOOP`, `DATA`), of
  /// TLS 1.3's Certificate without a certificate, of its KeyUpdate and of its EndOfEarlyData.
  package static let alertPlaintext = 2
  package static let shortCommandPlaintext = 6
  package static let emptyCertificatePlaintext = 8
  package static let keyUpdatePlaintext = 5
  package static let endOfEarlyDataPlaintext = 4

  private enum Form: Sendable, Hashable {
    /// Plaintext and a fixed number of bytes.
    case fixed(Int)
    /// CBC: explicit nonce, MAC inside the padding.
    case macThenEncrypt(nonce: Int, block: Int, mac: Int)
    /// CBC: explicit nonce, MAC behind the padding (RFC 7366).
    case encryptThenMAC(nonce: Int, block: Int, mac: Int)
  }

  private let form: Form
  package let version: TLSVersion
  /// Bytes of plaintext of Finished with its header.
  package let finishedPlaintext: Int

  /// `nil` where the suite is unknown or its records' size is.
  package init?(version: TLSVersion, suite: CipherSuite, encryptThenMAC: Bool) {
    guard let cipher = suite.encryption, let hash = suite.hash, let mac = hash.size else { return nil }
    self.version = version
    if version.isTLS13 {
      guard let tag = cipher.tagSize else { return nil }
      // The content type stands behind the plaintext.
      form = .fixed(1 + tag)
      finishedPlaintext = 4 + mac
      return
    }
    guard !suite.isTLS13 else { return nil }
    finishedPlaintext = version <= .ssl3 ? 4 + 36 : 4 + 12
    if let block = cipher.blockSize {
      let nonce = version >= .tls11 ? block : 0
      form =
        encryptThenMAC && version > .ssl3
        ? .encryptThenMAC(nonce: nonce, block: block, mac: mac) : .macThenEncrypt(nonce: nonce, block: block, mac: mac)
    } else if cipher == .chaCha20Poly1305 {
      form = .fixed(16)
    } else if let tag = cipher.tagSize {
      form = .fixed(8 + tag)
    } else if cipher == .rc4 || cipher == .rc4With40BitKey || cipher == .null {
      form = .fixed(mac)
    } else {
      return nil
    }
  }

  /// The length of a record that holds `plaintext` bytes.
  package func recordLength(plaintext: Int) -> Int {
    switch form {
    case .fixed(let overhead):
      plaintext + overhead
    case .macThenEncrypt(let nonce, let block, let mac):
      nonce + Self.padded(plaintext + mac + 1, to: block)
    case .encryptThenMAC(let nonce, let block, let mac):
      nonce + Self.padded(plaintext + 1, to: block) + mac
    }
  }

  /// How many bytes of plaintext a record of that length can hold; `nil` where none can be that long.
  package func plaintextLengths(record length: Int) -> ClosedRange<Int>? {
    switch form {
    case .fixed(let overhead):
      return length >= overhead ? (length - overhead)...(length - overhead) : nil
    case .macThenEncrypt(let nonce, let block, let mac):
      return Self.unpadded(length - nonce, block: block, taken: mac + 1)
    case .encryptThenMAC(let nonce, let block, let mac):
      return Self.unpadded(length - nonce - mac, block: block, taken: 1)
    }
  }

  /// Whether the length tells plaintexts apart exactly; CBC tells only a range of a block's size.
  package var isExact: Bool {
    if case .fixed = form { true } else { false }
  }

  package var alertLength: Int { recordLength(plaintext: Self.alertPlaintext) }
  package var shortCommandLength: Int { recordLength(plaintext: Self.shortCommandPlaintext) }
  package var finishedLength: Int { recordLength(plaintext: finishedPlaintext) }
  /// `nil` in TLS 1.2 and before, where the message is in clear.
  package var emptyCertificateLength: Int? {
    version.isTLS13 ? recordLength(plaintext: Self.emptyCertificatePlaintext) : nil
  }

  /// What a record of application data of that length can be, by length alone.
  package func shapes(record length: Int) -> Set<RecordShape> {
    var result: Set<RecordShape> = []
    if version.isTLS13 {
      if length == alertLength { result.insert(.alert) }
      if length == finishedLength { result.insert(.finished) }
      if length == emptyCertificateLength { result.insert(.emptyCertificate) }
      if length == recordLength(plaintext: Self.keyUpdatePlaintext) { result.insert(.keyUpdate) }
      if length == recordLength(plaintext: Self.endOfEarlyDataPlaintext) { result.insert(.endOfEarlyData) }
    }
    if length == shortCommandLength { result.insert(.shortCommand) }
    return result
  }

  private static func padded(_ count: Int, to block: Int) -> Int {
    (count + block - 1) / block * block
  }

  private static func unpadded(_ count: Int, block: Int, taken: Int) -> ClosedRange<Int>? {
    guard count >= block, count % block == 0, count - taken >= 0 else { return nil }
    return max(0, count - block + 1 - taken)...(count - taken)
  }
}

/// What the length of an encrypted record fits.
package enum RecordShape: Sendable, Hashable {
  case alert, finished, emptyCertificate, keyUpdate, endOfEarlyData
  /// Six bytes: a verb of four letters and its line end.
  case shortCommand
}
