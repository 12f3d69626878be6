import Crypto
import TLSHandshake

/// From secrets to keys: the key schedule of TLS 1.3 (RFC 8446 section 7) and the pseudorandom functions of those before
/// (RFC 5246 section 5, RFC 2246 section 5).
enum KeyDerivation {
  /// HKDF-Expand-Label with an empty context.
  static func expand13(_ secret: [UInt8], _ label: String, count: Int) -> [UInt8] {
    let name = Array("tls13 \(label)".utf8)
    let info =
      [UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count), UInt8(name.count)] + name + [0]
    let key = SymmetricKey(data: secret)
    let made =
      secret.count == SHA384.byteCount
      ? HKDF<SHA384>.expand(pseudoRandomKey: key, info: info, outputByteCount: count)
      : HKDF<SHA256>.expand(pseudoRandomKey: key, info: info, outputByteCount: count)
    return bytes(of: made)
  }

  /// The block from which the keys of a session before TLS 1.3 are cut (RFC 5246 section 6.3).
  static func keyBlock(
    master: [UInt8], clientRandom: [UInt8], serverRandom: [UInt8], version: TLSVersion, hash: SuiteHash?, count: Int
  ) -> [UInt8] {
    let seed = Array("key expansion".utf8) + serverRandom + clientRandom
    if version >= .tls12 {
      return hash == .sha384
        ? expand12(master[...], seed, count, HMAC<SHA384>.self) : expand12(master[...], seed, count, HMAC<SHA256>.self)
    }
    let half = (master.count + 1) / 2
    let one = expand12(master.prefix(half), seed, count, HMAC<Insecure.MD5>.self)
    let two = expand12(master.suffix(half), seed, count, HMAC<Insecure.SHA1>.self)
    return zip(one, two).map { $0 ^ $1 }
  }

  /// P_hash (RFC 5246 section 5).
  private static func expand12<Hash: HashFunction>(
    _ secret: ArraySlice<UInt8>, _ seed: [UInt8], _ count: Int, _ function: HMAC<Hash>.Type
  ) -> [UInt8] {
    let key = SymmetricKey(data: Array(secret))
    var output: [UInt8] = []
    var round = Array(function.authenticationCode(for: seed, using: key))
    while output.count < count {
      output += Array(function.authenticationCode(for: round + seed, using: key))
      round = Array(function.authenticationCode(for: round, using: key))
    }
    return Array(output.prefix(count))
  }

  private static func bytes(of key: SymmetricKey) -> [UInt8] {
    // Unsafe: the key's own bytes, copied.
    unsafe key.withUnsafeBytes { unsafe Array($0) }
  }
}

extension SuiteHash {
  /// The HMAC of a record (RFC 5246 section 6.2.3.1).
  func authenticationCode(of bytes: [UInt8], key: SymmetricKey) -> [UInt8]? {
    switch self {
    case .md5: Array(HMAC<Insecure.MD5>.authenticationCode(for: bytes, using: key))
    case .sha1: Array(HMAC<Insecure.SHA1>.authenticationCode(for: bytes, using: key))
    case .sha256: Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key))
    case .sha384: Array(HMAC<SHA384>.authenticationCode(for: bytes, using: key))
    default: nil
    }
  }
}
