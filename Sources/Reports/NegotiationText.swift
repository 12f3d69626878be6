import SMTPSession
import TLSHandshake

/// What both sides offered each other, whole, for people who want every detail.
struct NegotiationText {
  var style: TextStyle

  func lines(_ tls: TLSFacts) -> [String] {
    var output: [String] = []
    for offer in tls.negotiation.offers where !offer.offered.isEmpty {
      let chosen = offer.chosen.map { ": chosen \($0)" } ?? ""
      output += style.wrapped(
        "\(Self.name(offer.kind)) of the \(offer.offeredBy.rawValue)\(chosen); offered \(offer.offered.joined(separator: ", "))",
        first: "  ", rest: "      ")
    }
    let fingerprints = TLSFingerprints(tls)
    let named = [("JA3", fingerprints.ja3), ("JA3S", fingerprints.ja3s), ("JA4", fingerprints.ja4)]
    let known = named.compactMap { name, value in value.map { "\(name) \($0)" } }
    if !known.isEmpty { output += style.wrapped(known.joined(separator: " \(style.dot) "), first: "  ", rest: "  ") }
    return output.isEmpty ? [] : ["", style.bold("What was offered")] + output
  }

  private static func name(_ kind: NegotiatedOffer.Kind) -> String {
    switch kind {
    case .version: "versions"
    case .cipherSuite: "cipher suites"
    case .group: "named groups"
    case .keyShare: "key shares"
    case .signatureScheme: "signature schemes"
    case .protocolName: "application protocols"
    case .clientSignatureScheme: "signature schemes for a client certificate"
    }
  }
}
