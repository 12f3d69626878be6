import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsHelloRetry = Rule(
    id: "tls/hello-retry",
    title: "server asked for a second ClientHello",
    stage: .clientHello,
    severity: .note,
    needs: .tlsAnswer,
    meaning: """
      The client had guessed a way of key exchange, and the server asked for another one from the client's list. This costs a round trip \
      and is in order. Asked for twice, or answered with the same message again, it is a fault.
      """,
    distinction: "The server's hello bears the mark of a HelloRetryRequest.",
    remedies: [.tlsServerLog],
    references: ["RFC 8446 section 4.1.4"],
    captures: ["healthy-starttls-sendmail", "keys-hello-retry-tls13", "tls-hello-retry"]
  ) { it in
    guard let handshake = it.handshake, let retry = handshake.negotiation.helloRetryRequest else { return nil }
    let group = retry.keyShare.map { " with a key for \($0.group)" } ?? ""
    let messages = handshake.tls.serverStream.messages.filter { message in
      if case .serverHello(let hello) = message.content { hello.isHelloRetryRequest } else { false }
    }
    let requests = messages.flatMap {
      handshake.evidence(.server, offset: $0.startOffset, .helloRetryRequest, meaning: "the server asks again")
    }
    let evidence = handshake.helloEvidence + requests
    if messages.count > 1, !handshake.tls.completed {
      return Match(
        .certain, "The server asked for a new ClientHello \(messages.count) times, which it may do only once.",
        cause: it.tlsRefusal == nil ? Cause(.stopped, by: .server, basis: .residue) : nil, evidence: evidence,
        severity: .problem)
    }
    if let wanted = retry.keyShare?.group, let second = handshake.negotiation.secondClientHello,
      let shares = second.keyShares, !shares.contains(where: { $0.group == wanted }), !handshake.tls.completed
    {
      return Match(
        .certain, "The server asked for a key for \(wanted), and the client's second message has none.",
        cause: it.tlsRefusal == nil ? Cause(.stopped, by: .client, basis: .residue) : nil, evidence: evidence,
        severity: .problem)
    }
    return Match(
      .certain, "The server asked for a second ClientHello\(group), which costs a round trip.", evidence: evidence)
  }
}
