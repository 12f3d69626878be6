import CaptureFiles
import Certificates

/// A chain of certificates, one DER after another as the length of each says.
enum CertificateTarget {
  static let target = FuzzTarget(
    name: "certificates",
    about: "all that is told of a certificate is printable; read twice it is the same; lists keep their limits",
    maximumLength: 8192,
    tokens: [
      [0x30, 0x80], [0x30, 0x82, 0xFF, 0xFF], [0x02, 0x01, 0x00], [0x05, 0x00], [0x06, 0x03, 0x55, 0x1D, 0x11],
      [0x06, 0x03, 0x55, 0x04, 0x03], [0x13, 4, 0x1B, 0x5B, 0x33, 0x31], [0x0C, 3, 0xE2, 0x80, 0xAE],
      [0x1E, 2, 0x20, 0x2E],
      [0x17, 13] + Array("991231235959Z".utf8), [0x18, 15] + Array("99991231235959Z".utf8),
      [0x82, 4] + Array("*.a\0".utf8),
      [0x87, 4, 1, 2, 3, 4], [0x87, 16], [0x03, 0x02, 0x07, 0x80], [0xA3, 0x80], [0x84, 0x7F, 0xFF, 0xFF, 0xFF],
    ],
    parts: { elements($0) },
    corpus: { Corpus.files(of: "certificates") },
    check: { bytes throws(FuzzFailure) in try check(bytes) })

  private static func check(_ bytes: [UInt8]) throws(FuzzFailure) -> Int {
    let chain = split(bytes)
    let time = Timestamp(nanoseconds: 1_795_000_000_000_000_000)
    let names = [
      ReferenceName("mx.example.net", source: .serverName),
      ReferenceName("MX.Example.NET.", source: .greeting),
    ].compactMap { $0 }
    var examiner = CertificateExaminer(roots: ProjectRoots.authority)
    let one = examiner.examine(chain, at: time, purpose: .serverAuth, names: names)
    var other = CertificateExaminer(roots: ProjectRoots.authority)
    try same(
      [other.examine(chain, at: time, purpose: .serverAuth, names: names)], [one], "a chain read anew and before")
    try same([examiner.examine(chain, at: time, purpose: .serverAuth, names: names)], [one], "a chain known and read")
    try hold(one.certificates.count == chain.count, "\(chain.count) certificates, and \(one.certificates.count) told")
    for certificate in one.certificates { try check(certificate) }
    try hold(one.path.allSatisfy { $0 >= 0 && $0 < chain.count }, "a path through \(one.path)")
    try hold(Set(one.path).count == one.path.count, "a path that goes in a circle: \(one.path)")
    try Printed.check("\(one.verification)\(one.names)", "what verifying came to")
    return bytes.count
  }

  private static func check(_ facts: CertificateFacts) throws(FuzzFailure) {
    let texts =
      [
        facts.subject, facts.issuer, facts.key, facts.signature, facts.serial, facts.sha256, facts.shortName,
        facts.shortIssuer,
      ]
      + [facts.unreadable, facts.commonName, facts.issuerCommonName, facts.weakHash].compactMap { $0 }
      + facts.subjectAltNames.map(\.text) + facts.problems + facts.unknownCriticalExtensions + facts.caIssuers
      + facts.ocsp
      + (facts.extendedKeyUsage ?? []) + (facts.keyUsage ?? [])
    for text in texts {
      try Printed.check(text, "a certificate's text \(text.debugDescription)")
      try hold(!text.contains("\n"), "a certificate's text has two lines: \(text.debugDescription)")
    }
    try hold(facts.unreadable != "", "a certificate is unreadable without a reason")
    try hold(facts.subjectAltNames.count <= CertificateFacts.maximumAltNames, "too many alternative names")
    try hold(
      facts.caIssuers.count <= CertificateFacts.maximumListed && facts.ocsp.count <= CertificateFacts.maximumListed,
      "too many locations")
    _ = facts.notBefore.description + facts.notAfter.date
    _ = facts.notAfter.timestamp
  }

  /// The certificates, as their first lengths say; what is left over is one more.
  private static func split(_ bytes: [UInt8]) -> [[UInt8]] {
    var chain: [[UInt8]] = []
    var start = 0
    while start + 4 <= bytes.count, bytes[start] == 0x30, bytes[start + 1] == 0x82, chain.count < 8 {
      let end = start + 4 + (Int(bytes[start + 2]) << 8 | Int(bytes[start + 3]))
      guard end <= bytes.count else { break }
      chain.append(Array(bytes[start..<end]))
      start = end
    }
    return start < bytes.count ? chain + [Array(bytes[start...])] : chain
  }

  /// Where elements of DER begin and end, from the outermost in, as far as their lengths fit.
  private static func elements(_ bytes: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var open = [0..<bytes.count]
    while let range = open.popLast(), found.count < 256 {
      var start = range.lowerBound
      while start + 2 <= range.upperBound, found.count < 256 {
        var length = Int(bytes[start + 1])
        var header = 2
        if length > 0x80, length <= 0x83, start + 2 + length - 0x80 <= range.upperBound {
          let count = length - 0x80
          length = (0..<count).reduce(0) { $0 << 8 | Int(bytes[start + 2 + $1]) }
          header += count
        }
        let end = start + header + length
        guard end <= range.upperBound else { break }
        found.append(start..<end)
        if bytes[start] & 0x20 != 0 { open.append((start + header)..<end) }
        start = end
      }
    }
    return found
  }
}
