/// A handshake message of which a program that took part in the session told.
package struct TracedMessage: Sendable {
  package let type: HandshakeType
  /// Without its header, in bytes.
  package let length: Int
  /// DER, the sender's own first; empty for other messages than Certificate.
  package var certificates: [[UInt8]] = []

  package init(type: HandshakeType, length: Int) {
    self.type = type
    self.length = length
  }

  var content: HandshakeContent? {
    guard type == .certificate else { return nil }
    var chain = CertificateChain()
    for certificate in certificates { chain.add(certificate) }
    return .certificate(chain)
  }
}
