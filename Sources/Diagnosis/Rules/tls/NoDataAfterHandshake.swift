import Certificates
import PlainWords
import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsNoDataAfterHandshake = Rule(
    id: "tls/no-data-after-handshake",
    title: "the session ended as soon as it was encrypted",
    stage: .protected,
    severity: .problem,
    needs: .tlsAnswer,
    points: [.handshake, .sealed],
    meaning: """
      The handshake came to its end, and then the client said nothing inside TLS. A client that checks the certificate after the \
      handshake and does not like it leaves like this; so does a test that only wanted to see the handshake.
      """,
    distinction:
      "No record of the client after the handshake is long enough for a command. QUIT alone is another finding.",
    unknowable: "Why nothing was said: nothing inside TLS can be read.",
    remedies: [.tlsClientLog, .tlsServerLog],
    nextCommands: [.verify, .messages],
    references: ["RFC 3207 section 4.2"],
    captures: [
      "cert-expired-tls12-nss", "cert-unknown-ca-tls12-nss", "keys-aria-tls12", "tls-exim-verify-tls12",
      "tls-exim-verify-tls13",
    ]
  ) { it in
    guard let handshake = it.handshake, handshake.seesAll, !handshake.isEndedByTheWay,
      !handshake.meetsClearText, it.tlsRefusal == nil, handshake.hello?.offersEarlyData != true,
      handshake.encryptedRefusal == nil
    else { return nil }
    if handshake.completed {
      // A server that ends it in the client's turn, at once, is another finding.
      guard it.leave.side != .server || handshake.waited >= Handshake.longSilence || handshake.tls.mode == .implicit
      else {
        return nil
      }
      guard !handshake.records.client.isPartial, handshake.data(of: .client).isEmpty,
        handshake.closer != nil || handshake.waited >= Handshake.longSilence
      else { return nil }
    } else {
      guard it.tlsEnding?.kind == .noData else { return nil }
    }
    let owed = Side.owing(handshake)
    let isLong = handshake.waited >= Handshake.longSilence
    let by: Actor = isLong ? owed.actor : handshake.closer?.actor ?? owed.actor
    let end =
      it.leave.kind == .none
      ? "nobody spoke for \(LengthOfTime.spoken(handshake.waited))"
      : "the \(it.leave.side?.noun ?? "peer") ended the connection"
        + (isLong ? " after \(LengthOfTime.spoken(handshake.waited))" : "")
    let match = Match(
      .probable, sentence(it, handshake, end: end),
      cause: Cause(.stopped, by: by, basis: .ending),
      evidence: handshake.serverHelloEvidence
        + handshake.lastWords(of: .client, meaning: "the last that the client sent") + [handshake.endEvidence])
    // What was opened is read: nothing was said.
    return handshake.tls.opening.readsDialogue ? match.telling { Telling(unknowable: "") } : match
  }
}

/// In what way the client left, and who else leaves so.
private func sentence(_ it: Case, _ handshake: Handshake, end: String) -> String {
  guard it.leave.kind == .closing, it.leave.side == .client else {
    return
      "The handshake came to its end, the client sent no command inside TLS, and \(end). A test or a monitor does the same."
  }
  let issuer = handshake.tls.examination?.own.map { " (issued by \($0.shortIssuer))" } ?? ""
  return
    "The handshake came to its end, and then the client sent an alert and no command. A test or a monitor does so, and a client that does not accept the server's certificate\(issuer)."
}

extension Side {
  /// Who speaks first inside TLS: after STARTTLS the client, else the server with its greeting.
  fileprivate static func owing(_ handshake: Handshake) -> Side {
    if handshake.tls.mode == .starttls { return .client }
    return handshake.data(of: .server).isEmpty ? .server : .client
  }
}
