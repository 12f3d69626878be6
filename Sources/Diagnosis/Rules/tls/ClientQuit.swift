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
      The handshake succeeded, and the client left with a command as long as QUIT before any mail. Senders that verify the server after the \
      handshake (Postfix at the levels verify, secure and dane; a send connector that demands a certain name) do this when \
      they are not satisfied with whom they met. Others leave when something they need, such as a login, is not offered inside TLS.
      """,
    distinction: """
      Told by the lengths of the encrypted records: the client's last command has the length of QUIT, and none is long enough for mail. A \
      test tool does the same and has no mail. Where EHLO was sent again first, what was offered is the likelier reason than the certificate.
      """,
    unknowable:
      "The reason, and whether the certificate was trusted: read the client's log, or verify the server from the client's host.",
    remedies: [
      Remedy(
        .client,
        "Read the log of {source} for this delivery: it names what was missing. Postfix writes \"Server certificate not verified\"; check smtp_tls_policy_maps, smtp_tls_CAfile and the names it compares; Exchange: TlsAuthLevel and TlsDomain of the send connector."
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
    references: ["RFC 3207 section 4.1", "RFC 7672 section 2.2"],
    captures: [
      "command-injection", "port-reuse", "rate-limited", "tls-client-quit-after-handshake",
      "tls-client-quit-after-handshake-tls12", "x-anonymoustls",
    ]
  ) { it in
    let session = it.session
    guard let handshake = it.completedHandshake, !handshake.meetsClearText,
      handshake.encryptedRefusal == nil, session.ending.kind != .none
    else { return nil }
    let cause = Cause(.stopped, by: .client, basis: .inference)
    if let quit = handshake.negotiation.clientQuitAfterHandshake, let record = quit.basis.first {
      return Match(
        quit.certainty >= .strong ? .strong : .probable,
        "TLS was set up (\(handshake.tls.version ?? "TLS")), and the client's only command inside it is as short as QUIT: it left on purpose, before EHLO and any mail.",
        cause: cause,
        evidence: handshake.serverHelloEvidence
          + handshake.evidence(
            .client, offset: record.offset, prefix: nil, meaning: "\(record.length) bytes: a command as long as QUIT")
          + [handshake.endEvidence])
    }
    let commands = handshake.data(of: .client)
    guard let protection = handshake.negotiation.protection, protection.isExact, commands.count == 2,
      !handshake.records.client.isPartial, let last = commands.last,
      Int(last.length) == protection.shortCommandLength, commands[0].length > last.length,
      // A server that closes before the client's goodbye has refused it: the client did not leave of its own will.
      !handshake.serverClosed(before: last)
    else { return nil }
    return Match(
      .probable,
      "TLS was set up (\(handshake.tls.version ?? "TLS")); inside it the client sent one command, such as EHLO, read the answer, and left with one as short as QUIT, without mail.",
      cause: cause,
      evidence: handshake.serverHelloEvidence
        + handshake.evidence(.client, last, meaning: "\(last.length) bytes: a command as long as QUIT")
        + [handshake.endEvidence],
      stage: .secondEHLO)
  }
}

extension Handshake {
  /// Whether the server had closed or reset the connection when the client sent `record`.
  fileprivate func serverClosed(before record: TLSRecord) -> Bool {
    guard session.ending.by == .server, session.ending.kind != .none,
      let sent = tls.moment(.client, at: record.offset)
    else { return false }
    return session.ending.at.packet < sent.packet
  }
}
