import Certificates
import SMTPSession

extension Rule {
  static let certificateSubstituted = Rule(
    id: "certificate/substituted",
    title: "server's certificate was issued by a product that inspects TLS",
    stage: .serverFlight,
    severity: .exposure,
    needs: .certificate,
    meaning: """
      The issuer's name is that of a product that opens encrypted connections to look inside, and closes them again with a \
      certificate of its own. The client then talks to the product, not to the server; unless it knows the product's root, it \
      refuses.
      """,
    distinction: """
      Only the issuer's name tells, and no known root is above it. Proof would be another certificate for the same server, seen \
      from elsewhere at the same time.
      """,
    unknowable: "Where the product stands: on the client's machine, on the server's, or in the network between them.",
    remedies: [
      Remedy(
        .network,
        "Take mail out of the inspection for this connection, or give the sending server the product's root. Avast, AVG: Mail Shield, SSL scanning; FortiGate: the SSL inspection profile; SonicWall: DPI-SSL exclusions."
      ),
      Remedy(.client, "Compare the certificate's fingerprint from another network."),
    ],
    nextCommands: [.certificates],
    references: ["RFC 8446 section 4.4.2"]
  ) { it in
    guard let found = it.certificateCase, let examination = found.examination,
      let product = examination.inspectingProduct, let own = examination.own
    else { return nil }
    var match = found.match(
      .substituted,
      fact:
        "The server's certificate was issued by \(own.shortIssuer), the name of a product that inspects TLS (\(product))",
      meaning: "issued by \(own.shortIssuer)", otherwise: .exposure)
    if let certainty = match?.certainty { match?.certainty = min(certainty, .probable) }
    if match?.cause != nil { match?.severity = .problem }
    return match
  }
}
