import SMTPTranscript
import TLSHandshake

/// What is visible of the TLS negotiation of a conversation.
struct TLSReader {
  let conversation: ReadConversation

  func facts() -> TLSFacts? {
    guard conversation.parser.tlsStart(.client) != nil || conversation.parser.tlsStart(.server) != nil else {
      return nil
    }
    guard
      conversation.streams.client.recordCount > 0 || conversation.streams.server.recordCount > 0
        || !conversation.streams.client.messages.isEmpty
    else { return nil }
    let negotiation = TLSNegotiation(client: conversation.streams.client, server: conversation.streams.server)
    var facts = TLSFacts(
      mode: conversation.parser.startTLSAccepted ? .starttls : .implicit, negotiation: negotiation,
      streams: conversation.streams)
    facts.completed = negotiation.flight == .complete
    facts.version = negotiation.version?.description
    facts.cipherSuite = negotiation.cipherSuite?.description
    facts.group = negotiation.group?.description
    facts.serverName = negotiation.serverName
    facts.resumed = negotiation.resumption.state == .resumed
    facts.clientCertificate = clientCertificate(negotiation)
    facts.serverCertificates = negotiation.serverCertificates?.certificates ?? []
    facts.alerts =
      alerts(conversation.streams.client.alerts, from: .client)
      + alerts(conversation.streams.server.alerts, from: .server)
    facts.alerts.sort { $0.at.packet < $1.at.packet }
    facts.carriedData = carriedData(negotiation)
    facts.opening = conversation.opening
    facts.lostSight =
      conversation.streams.client.missingLength > 0 || conversation.streams.server.missingLength > 0
      || conversation.streams.client.syncLoss != nil || conversation.streams.server.syncLoss != nil
    for evidence in negotiation.flightEvidence where evidence.flight <= negotiation.flight {
      guard let stage = Self.stage(evidence.flight) else { continue }
      let side: Side = evidence.peer == .client ? .client : .server
      facts.reached[stage] = facts.moment(side, at: evidence.offset) ?? conversation.lastSeen
    }
    return facts
  }

  private static func stage(_ flight: TLSNegotiation.Flight) -> Stage? {
    switch flight {
    case .none: nil
    case .clientHello: .clientHello
    case .serverFlight: .serverFlight
    case .clientFlight: .clientFlight
    case .complete: .protected
    }
  }

  private func clientCertificate(_ negotiation: TLSNegotiation) -> TLSFacts.ClientCertificate {
    switch negotiation.clientCertificate {
    case .notRequested: .notRequested
    case .requested: .requested
    case .sent: .sent
    case .empty: .empty
    case .hidden, .unknown: .hidden
    }
  }

  /// More than what a goodbye takes: the client sent two or more protected records, the first of them a command.
  private func carriedData(_ negotiation: TLSNegotiation) -> Bool {
    guard negotiation.flight == .complete else { return false }
    return negotiation.records.client.data.count >= 2 && !negotiation.records.server.data.isEmpty
  }

  private func alerts(_ alerts: [Alert], from side: Side) -> [TLSFacts.Alert] {
    alerts.map { alert in
      TLSFacts.Alert(
        from: side, level: alert.level?.description, description: alert.description?.description,
        isEncrypted: alert.isEncrypted,
        at: conversation.moment(side, at: alert.offset) ?? conversation.lastSeen)
    }
  }
}
