import Certificates
import SMTPSession

extension Rule {
  static let certificateUnreadable = Rule(
    id: "certificate/unreadable",
    title: "server's certificate could not be read",
    stage: .serverFlight,
    severity: .caveat,
    needs: .certificate,
    meaning: """
      The bytes that the server sent as its certificate do not have the form of one, or not one that this analysis can read. So \
      its names, dates and issuer are not known here, and nothing is said about them. A client may have met the same difficulty.
      """,
    distinction: "The Certificate message itself was captured whole; what it holds is what could not be read.",
    unknowable: "Whether the client could read it.",
    remedies: [
      Remedy(
        .server, "Look at the certificate's file with another tool, and have it issued again where that fails too.")
    ],
    nextCommands: [.certificates],
    references: ["RFC 5280 section 4.1"]
  ) { it in
    guard let found = it.certificateCase, let own = found.examination?.own, let reason = own.unreadable else {
      return nil
    }
    var match = found.match(
      .unreadable, fact: "The server's certificate could not be read (\(reason))", meaning: "it could not be read",
      otherwise: .caveat)
    if match?.cause != nil {
      match?.severity = .problem
      match?.certainty = .probable
    } else {
      match?.severity = .caveat
    }
    return match
  }
}
