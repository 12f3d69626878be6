import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsRefusedInside = Rule(
    id: "tls/refused-inside",
    title: "by the sizes of what was sent, the server refused inside TLS",
    stage: .mail,
    severity: .problem,
    needs: .tls,
    points: .sealed,
    meaning: """
      Nothing inside TLS can be read, but lengths and turns can. The client asked for something that is as long as a login, a sender or a \
      recipient, the server's answer is longer than a plain yes, and then neither went on: no message followed. So a refusal is the \
      likeliest reading.
      """,
    distinction: """
      Told by lengths and order alone. A message that is refused at its end looks the same as one that is accepted, and is never reported \
      here. Which command was refused is told by its length and place; where two fit, both are named.
      """,
    unknowable: "The reply and its reason. The client's log has both, word for word.",
    remedies: [
      Remedy(
        .client,
        "Look for {server} in the log of {source} {time}: it quotes the server's reply, and that names the reason. Postfix: said: in the line with status=; Exchange: protocol log of the send connector."
      ),
      Remedy(
        .server,
        "Look for {source} in the server's log {time}: what it refused stands there with the rule that did it."),
    ],
    nextCommands: [.mail],
    references: ["RFC 8446 section 5.4", "RFC 5321 section 4.2.1"],
    captures: ["rate-limited"]
  ) { it in
    guard let sealed = it.sealed, case .refused(let stage, _) = sealed.outcome, stage != .secondEHLO,
      stage != .clientFlight, let handshake = it.handshake,
      // Where the EHLO that a client owes does not stand alone, the turns were captured in another order than they were sent.
      stage == .protected || sealed.helloWasRepeated || it.session.lastClearHello == nil
    else { return nil }
    func summary() -> String {
      guard stage != .protected else {
        return
          "Inside TLS the server spoke before the client's first command, with something as long as a reply, and left: by its size it took nothing from this client."
      }
      let what = ([stage] + sealed.otherStages).compactMap(SealedWords.object)
      let size =
        sealed.basis.last { $0.side == .server }.map { ", \(SealedWords.bytes($0.plaintext)) bytes long," } ?? ""
      return
        "By the sizes of what was sent inside TLS the server refused \(what.joined(separator: " or ")): after its answer\(size) nothing more was asked for."
    }
    let match = Match(
      min(sealed.certainty, .probable), summary(),
      cause: Cause(.stopped, by: .server, basis: .inference, holdsWithoutIntent: true),
      evidence: sealed.evidence(handshake), stage: stage,
      remedies: stage == .auth
        ? [
          Remedy(
            .client,
            "Try user name and password of the account by hand, and see whether the provider wants an application password or OAuth for it."
          )
        ] : [])
    guard stage == .protected else { return match }
    return match.telling { spokeFirst }
  }
}

/// A server that did not wait for the client's first command.
private let spokeFirst = Telling(
  meaning:
    "Nothing inside TLS can be read, but lengths and turns can. After STARTTLS it is the client's turn to speak. Here the server spoke first, with something as long as a reply, and left: a server that turns a client away says so in this way.",
  unknowable: "The reply and its reason. The client's log may have both, word for word.")

/// What sealed records are called in sentences.
enum SealedWords {
  /// "25", or "10 to 25".
  static func bytes(_ range: ClosedRange<Int>) -> String {
    range.lowerBound == range.upperBound ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
  }

  static func object(_ stage: Stage) -> String? {
    switch stage {
    case .auth: "the login (AUTH)"
    case .mail: "the sender (MAIL)"
    case .rcpt: "a recipient (RCPT)"
    case .data: "to take the message (DATA)"
    default: nil
    }
  }
}

extension SealedDialogue {
  /// The records on which the outcome rests, and how the connection ended.
  func evidence(_ handshake: Handshake) -> [Evidence] {
    let pieces = basis.flatMap { record in
      handshake.evidence(
        record.side, offset: record.offset, nil,
        meaning: "\(SealedWords.bytes(record.plaintext)) bytes inside TLS: \(record.meaning)")
    }
    return pieces + [handshake.endEvidence]
  }
}
