import ByteParsing
import Crypto
import Diagnosis
import SMTPSession
import TLSHandshake

/// The fingerprints by which other tools name the software behind a hello. JA4 stands alone of its family.
struct TLSFingerprints {
  /// MD5 of the ClientHello's text; `nil` where no hello was read.
  let ja3: String?
  /// MD5 of the ServerHello's text.
  let ja3s: String?
  let ja4: String?

  init(_ tls: TLSFacts) {
    let hello = tls.negotiation.clientHello
    // A hello in the format of SSL 2.0 has no extensions, so these fingerprints are not defined for it.
    let client = hello.flatMap { $0.isSSL2Format ? nil : $0 }
    let ofClient = client.map { Self.known.value(of: $0, Client.init) }
    ja3 = ofClient?.ja3
    ja4 = ofClient?.ja4
    ja3s = tls.negotiation.serverHello.map { Self.md5($0.ja3sString) }
  }

  private static let known = OfferMemory<Client>()

  /// Those of a client.
  private struct Client {
    let ja3: String
    let ja4: String

    init(_ hello: ClientHello) {
      ja3 = md5(hello.ja3String)
      let parts = hello.ja4Parts
      ja4 = parts.fingerprint(
        suitesHash: parts.suitesToHash.map(sha256), extensionsHash: parts.extensionsToHash.map(sha256))
    }
  }

  private static func md5(_ text: String) -> String {
    OutputFile.hexadecimal(Insecure.MD5.hash(data: Array(text.utf8)))
  }

  private static func sha256(_ text: String) -> String {
    OutputFile.hexadecimal(SHA256.hash(data: Array(text.utf8)))
  }
}
