import CaptureFiles
import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsClientQuit = Rule(
    id: "tls/client-quit-after-handshake",
    title: "encryption worked, and the client said goodbye at once",
    stage: .protected,
    severity: .problem,
    needs: .tlsCompleted,
    points: .sealed,
    meaning: """
      The handshake succeeded, and the client left with a command as long as QUIT before any mail. Tests and monitors do this. So do senders \
      that verify the server after the handshake (Postfix at the levels verify, secure and dane; MTA-STS; a send connector that demands \
      a certain name) when they are not satisfied with whom they met, and clients that miss something inside TLS, such as a login.
      """,
    distinction: """
      Told by the lengths of the encrypted records: the client's last command has the length of QUIT, and none is long enough for mail. \
      Where EHLO was sent again first, what was offered is a likelier reason than the certificate. DANE and MTA-STS demand that the sender \
      names the server in its first TLS message.
      """,
    unknowable:
      "The reason, and whether the certificate was trusted: read the client's log, or verify the server from the client's host.",
    remedies: [
      Remedy(
        .client,
        "Look for {server} in the log of {source} {time}: it names what was missing. Postfix writes \"Server certificate not verified\"; check smtp_tls_policy_maps, smtp_tls_CAfile and the names it compares; Exchange: TlsAuthLevel and TlsDomain of the send connector."
      ),
      Remedy(
        .server,
        "Serve a certificate that names the host in your MX record, with its intermediate certificates, from a known authority."
      ),
    ],
    nextCommands: [.verify, .finger],
    logMessages: [
      LogMessage("Postfix", "Server certificate not verified"),
      LogMessage("Microsoft 365", "450 4.7.320 Certificate validation failed"),
    ],
    references: ["RFC 3207 section 4.1", "RFC 7672 section 8.1", "RFC 8461 section 7.1"],
    captures: [
      "command-injection", "port-reuse", "rate-limited", "tls-client-quit-after-handshake",
      "tls-client-quit-after-handshake-tls12", "tls-old-tls10", "tls-resumption-12-session-id", "tls-weak-rsa",
      "x-anonymoustls",
    ]
  ) { it in
    guard let handshake = it.completedHandshake, let sealed = it.sealed, sealed.outcome == .looked,
      let leave = sealed.leave, leave.kind == .quit, let record = sealed.basis.last(where: { $0.side == .client })
    else { return nil }
    let version = handshake.tls.version ?? "TLS"
    let greeted = sealed.turns.contains { $0.shape == .hello }
    let what =
      greeted
      ? "inside it the client sent one command, such as EHLO, read the answer, and left with one as short as QUIT, without mail"
      : "the client's only command inside it is as short as QUIT: it left before EHLO and any mail"
    let who =
      handshake.hello?.serverName == nil
      ? "It had named no server, as senders under DANE or MTA-STS must: a test or a monitor does the same"
      : "Tests do so, and senders that check the server's name or key after the handshake (DANE, MTA-STS, Postfix at the levels verify and secure)"
    return Match(
      sealed.certainty, "TLS was set up (\(version)), and \(what). \(who).",
      cause: Cause(.stopped, by: .client, basis: .inference),
      evidence: handshake.serverHelloEvidence
        + handshake.evidence(
          .client, offset: record.offset, nil, meaning: "\(record.length) bytes: a command as long as QUIT")
        + [handshake.endEvidence],
      stage: greeted ? .secondEHLO : .protected)
  }
}
