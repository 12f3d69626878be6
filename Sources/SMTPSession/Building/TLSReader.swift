import SMTPTranscript
import TLSHandshake

/// What is visible of the TLS negotiation of a conversation.
struct TLSReader {
  let conversation: ReadConversation

  func facts() -> TLSFacts? {
    guard let negotiation = conversation.negotiation else { return nil }
    let streams = conversation.streams
    let (client, server) = (streams.client, streams.server)
    guard client.fields.tls.recordCount > 0 || server.fields.tls.recordCount > 0 || !client.fields.tls.messages.isEmpty
    else { return nil }
    let isOutOfSight =
      client.fields.tls.missingLength > 0 || server.fields.tls.missingLength > 0
      || client.fields.tls.syncLoss != nil || server.fields.tls.syncLoss != nil
    return TLSFacts(
      TLSFacts.Fields(
        mode: conversation.parser.startTLSAccepted ? .starttls : .implicit,
        completed: negotiation.flight == .complete, carriedData: carriedData(negotiation),
        version: negotiation.version?.description, cipherSuite: negotiation.cipherSuite?.description,
        group: negotiation.group?.description, serverName: negotiation.serverName,
        resumed: negotiation.resumption.state == .resumed, clientCertificate: clientCertificate(negotiation),
        alerts: alerts(negotiation.alerts), reached: reached(negotiation, streams), lostSight: isOutOfSight,
        opening: conversation.opening, serverCertificates: negotiation.serverCertificates?.certificates ?? [],
        negotiation: negotiation, streams: streams))
  }

  private func reached(_ negotiation: TLSNegotiation, _ streams: TLSFacts.Streams) -> ReachedStages {
    var reached = ReachedStages()
    for evidence in negotiation.flightEvidence where evidence.flight <= negotiation.flight {
      guard let stage = Self.stage(evidence.flight) else { continue }
      let side: Side = evidence.peer == .client ? .client : .server
      reached[stage] = streams.moment(side, at: evidence.offset) ?? conversation.lastSeen
    }
    return reached
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

  /// In the order of their packets.
  private func alerts(_ sent: [TLSNegotiation.SentAlert]) -> [TLSFacts.Alert] {
    guard !sent.isEmpty else { return [] }
    var alerts = sent.map { sent in
      let side: Side = sent.sender == .client ? .client : .server
      return TLSFacts.Alert(
        from: side, level: sent.alert.level?.description, description: sent.alert.description?.description,
        isEncrypted: sent.alert.isEncrypted,
        at: conversation.moment(side, at: sent.alert.offset) ?? conversation.lastSeen)
    }
    alerts.sort { $0.at.packet < $1.at.packet }
    return alerts
  }
}
