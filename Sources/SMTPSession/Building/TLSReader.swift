import SMTPTranscript
import TLSHandshake

/// What is visible of the TLS negotiation of a conversation.
struct TLSReader {
  let conversation: Conversation

  func facts() -> TLSFacts? {
    let parser = conversation.parser
    guard parser.tlsStart(.client) != nil || parser.tlsStart(.server) != nil else { return nil }
    var facts = TLSFacts(mode: parser.startTLSAccepted ? .starttls : .implicit)
    let client = conversation.clientTLS
    let server = conversation.serverTLS
    if let hello = client.hellos.last { facts.serverName = hello.serverName }
    facts.alerts = alerts(client, from: .client) + alerts(server, from: .server)
    return facts
  }

  private func alerts(_ stream: TLSStream, from side: Side) -> [TLSFacts.Alert] {
    stream.alerts.map { alert in
      TLSFacts.Alert(
        from: side, level: alert.level?.description, description: alert.description?.description,
        isEncrypted: alert.isEncrypted, at: conversation.map(side).moment(at: alert.offset) ?? conversation.lastSeen)
    }
  }
}
