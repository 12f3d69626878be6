import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsEHLONotReissued = Rule(
    id: "tls/ehlo-not-reissued",
    title: "client did not greet again after TLS began",
    stage: .protected,
    severity: .problem,
    needs: .tlsCompleted,
    points: .sealed,
    meaning: """
      After TLS has begun the client must introduce itself again; what was said before is forgotten. The client's first message inside TLS does \
      not have the length of its EHLO, the server's answer is too short for a list of extensions, and the session ended there. A \
      faulty client program goes on with MAIL or AUTH at once.
      """,
    distinction:
      "Told by the lengths of the encrypted records, compared with the EHLO and its answer in clear. EHLO under another name would have been answered with a list.",
    unknowable: "The words themselves. The server's log has them: 503 and a demand for EHLO.",
    remedies: [Remedy(.client, "Repair the program on {source}: after the handshake it must send EHLO again.")],
    nextCommands: [
      .startTLS
    ],
    references: ["RFC 3207 section 4.2"]
  ) { it in
    let session = it.session
    guard let handshake = it.completedHandshake, handshake.seesAll, session.ending.kind != .none,
      handshake.encryptedRefusal == nil, let length = handshake.clearEHLOLength,
      let protection = handshake.negotiation.protection, protection.isExact,
      handshake.negotiation.ehloWasReissued(clearEHLOLength: length).claim == .firstCommandDiffers,
      handshake.data(of: .client).count <= 2, let first = handshake.data(of: .client).first,
      let sent = handshake.moment(.client, first),
      let list = session.lastClearHello.flatMap({ hello in
        hello.exchange < session.exchanges.count ? session.exchanges[hello.exchange].reply : nil
      })
    else { return nil }
    let clearLength = list.lines.reduce(0) { $0 + $1.utf8.count + 6 }
    // After one command the last record of the server is its answer; tickets may lie between. After two it must be the first.
    let answers = handshake.data(of: .server).filter { record in
      handshake.moment(.server, record).map { $0.packet > sent.packet } ?? false
    }
    let answer = handshake.data(of: .client).count == 1 ? answers.last : answers.first
    guard let answer, let plain = protection.plaintextLengths(record: Int(answer.length)), plain.upperBound < 100,
      plain.upperBound < clearLength / 2
    else { return nil }
    return Match(
      .probable,
      "The client's first message inside TLS is not as long as its EHLO, the server's answer is a single short line, and the session ended: the client did not greet again.",
      cause: Cause(.stopped, by: .client, basis: .inference),
      evidence: handshake.evidence(
        .client, first,
        meaning: "\(first.length) bytes, where EHLO would have \(protection.recordLength(plaintext: length))")
        + handshake.evidence(.server, answer, meaning: "\(answer.length) bytes: too short for a list of extensions"))
  }
}
