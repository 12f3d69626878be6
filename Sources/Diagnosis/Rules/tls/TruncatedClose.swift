import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsTruncatedClose = Rule(
    id: "tls/truncated-close",
    title: "TLS was not ended in the regular way",
    stage: .protected,
    severity: .note,
    needs: .tlsCompleted,
    meaning: """
      The side that closed the connection did not announce it inside TLS first, as it should. Many mail servers are that short, and mail \
      loses nothing by it, because SMTP has its own end of a message.
      """,
    distinction: "Data had gone through TLS, and the last record of the side that closed is no alert.",
    references: ["RFC 8446 section 6.1"],
    captures: ["command-injection", "x-anonymoustls"]
  ) { it in
    guard let handshake = it.completedHandshake, handshake.tls.carriedData, handshake.seesAll,
      !handshake.isEndedByTheWay,
      // Who said QUIT has not closed yet.
      it.session.ending.kind != .none, let closer = it.session.ending.by,
      let size = handshake.negotiation.protection?.alertLength
    else { return nil }
    let closed = handshake.negotiation.alerts.contains {
      ($0.sender == .client) == (closer == .client) && $0.alert.description == .closeNotify
    }
    guard !closed else { return nil }
    let direction = closer == .client ? handshake.records.client : handshake.records.server
    guard !direction.isPartial, direction.alerts.isEmpty, let last = direction.data.last,
      !(handshake.isTLS13 && Int(last.length) == size)
    else { return nil }
    return Match(
      handshake.isTLS13 && !direction.isOpened ? .strong : .certain,
      "The \(closer.noun) closed the connection without ending TLS first.",
      evidence: handshake.evidence(closer, last, meaning: "the last record of the \(closer.noun); no alert")
        + [handshake.endEvidence])
  }
}
