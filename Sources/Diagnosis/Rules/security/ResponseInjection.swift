import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let responseInjection = Rule(
    id: "security/response-injection",
    title: "replies were sent in clear behind the server's go-ahead for TLS",
    stage: .starttls,
    severity: .exposure,
    needs: [.startTLS, .clearAfterStartTLS],
    meaning: """
      After the answer that accepts STARTTLS more replies followed in clear text, before TLS began. A client that keeps them would \
      take them for answers given under TLS. Somebody on the way can plant them so; a broken server or proxy can send them too.
      """,
    distinction: """
      The extra reply came before the client's first TLS message. A reply in clear that answers that message is another finding: \
      then the server never switched to TLS.
      """,
    unknowable: "Who put the replies there, and what the client made of them.",
    remedies: [
      Remedy(
        .client, "Make sure that the client throws away what it has read before TLS begins: use a current version."),
      .captureOnBothSides,
    ],
    logMessages: [LogMessage("OpenSMTPD", "Remote host sent too much data")],
    references: ["CVE-2021-38371", "RFC 3207 section 4.2"],
    captures: ["response-injection"]
  ) { it in
    let session = it.session
    guard session.repliedAfterSTARTTLS, let accepted = session.acceptedTLSRequest else { return nil }
    let hello = session.tls?.moment(.client, at: session.tls?.clientStream.startOffset ?? 0)
    let replies = (session.unsolicitedReplies + session.exchanges.dropFirst(accepted.index + 1).compactMap(\.reply))
    let planted = replies.filter { reply in
      reply.flags.contains(.afterSTARTTLSReply) && reply.first.packet >= accepted.reply.last.packet
        && (hello.map { reply.first.packet < $0.packet } ?? (reply.first.packet == accepted.reply.last.packet))
    }
    // A client that goes on in clear gets answers in clear: nothing was planted then.
    let wentOnInClear = session.exchanges.dropFirst(accepted.index + 1).contains {
      $0.command.flags.contains(.afterSTARTTLS)
    }
    guard let first = planted.first, !wentOnInClear else { return nil }
    let together = first.first.packet == accepted.reply.last.packet ? " in the same packet" : ""
    return Match(
      .certain,
      "Behind the server's go-ahead for TLS\(together) came the clear reply \(PlantedText.short(first.quotation)), which nobody had asked for.",
      evidence: [
        session.evidence(accepted.reply, meaning: "the server agrees to TLS"),
        session.evidence(first, meaning: "a reply in clear that must not be here"),
      ])
  }
}

extension Session {
  /// Whether the server said anything in clear after it had agreed to TLS.
  fileprivate var repliedAfterSTARTTLS: Bool {
    unsolicitedReplies.contains { $0.flags.contains(.afterSTARTTLSReply) }
      || exchanges.contains { $0.reply?.flags.contains(.afterSTARTTLSReply) ?? false }
  }
}
