extension TLSNegotiation {
  /// What the server's messages in clear say.
  struct ServerMessages {
    var certificates: CertificateChain?
    var certificateRequest: CertificateRequest?
    var keyExchange: ServerKeyExchange?
    var hasCertificate = false
    var hasCertificateRequest = false
    var done: HandshakeMessage?
    /// Of CertificateVerify, which is the server's in TLS 1.3.
    var verifyScheme: SignatureScheme?

    init(_ stream: borrowing TLSStream) {
      for message in stream.messages {
        switch message.type {
        case .certificate: hasCertificate = true
        case .certificateRequest: hasCertificateRequest = true
        case .serverHelloDone: if done == nil { done = message }
        default: break
        }
        switch message.content {
        case .certificate(let chain): if certificates == nil { certificates = chain }
        case .certificateRequest(let request): if certificateRequest == nil { certificateRequest = request }
        case .serverKeyExchange(let exchange): if keyExchange == nil { keyExchange = exchange }
        case .certificateVerify(let verify): if verifyScheme == nil { verifyScheme = verify.signatureScheme }
        default: break
        }
      }
    }
  }

  /// What the client's messages in clear say.
  struct ClientMessages {
    var certificates: CertificateChain?
    var hasCertificate = false
    var hasKeyExchange = false
    var verifyScheme: SignatureScheme?

    init(_ stream: borrowing TLSStream) {
      for message in stream.messages {
        switch message.type {
        case .certificate: hasCertificate = true
        case .clientKeyExchange: hasKeyExchange = true
        default: break
        }
        switch message.content {
        case .certificate(let chain): if certificates == nil { certificates = chain }
        case .certificateVerify(let verify): if verifyScheme == nil { verifyScheme = verify.signatureScheme }
        default: break
        }
      }
    }
  }

  static func resumption(
    hello: ClientHello?, chosen: ServerHello?, messages: ServerMessages, server: borrowing TLSStream
  ) -> Resumption {
    guard let chosen else { return Resumption(state: .unknown, certainty: .undetermined) }
    if chosen.version.isTLS13 {
      // A pre-shared key can also have been arranged by other means.
      if chosen.selectedIdentity != nil { return Resumption(state: .resumed, certainty: .strong) }
      guard let hello else { return Resumption(state: .none, certainty: .probable) }
      return Resumption(state: (hello.pskIdentityCount ?? 0) > 0 ? .refused : .none, certainty: .certain)
    }
    let offered =
      hello.map { hello in
        (hello.sessionTicketLength ?? 0) > 0 || (!hello.sessionID.isEmpty && hello.supportedVersions == nil)
      } ?? false
    if messages.hasCertificate || messages.done != nil || messages.keyExchange != nil {
      return Resumption(state: offered ? .refused : .none, certainty: .certain)
    }
    let echoes = hello.map { !$0.sessionID.isEmpty && $0.sessionID == chosen.sessionID } ?? false
    let isAbbreviated = !server.changeCipherSpecOffsets.isEmpty && server.missingLength == 0
    if isAbbreviated { return Resumption(state: .resumed, certainty: echoes ? .certain : .strong) }
    if echoes { return Resumption(state: .resumed, certainty: .strong) }
    return Resumption(state: .unknown, certainty: .undetermined)
  }

  static func clientCertificate(
    chosen: ServerHello?, messages: ServerMessages, client: ClientMessages, resumption: Resumption,
    records: EncryptedRecords, protection: RecordProtection?
  ) -> (state: ClientCertificateState, inference: TLSInference?) {
    if let chain = client.certificates { return (chain.isEmpty ? .empty : .sent, nil) }
    if client.hasCertificate { return (.sent, nil) }
    guard let chosen else { return (.unknown, nil) }
    if chosen.version.isTLS13 {
      // A server that took a pre-shared key may not ask (RFC 8446 section 4.3.2).
      if chosen.selectedIdentity != nil { return (.notRequested, nil) }
      if messages.hasCertificateRequest { return (.requested, nil) }
      if records.server.isOpened, records.server.finished != nil { return (.notRequested, nil) }
      return (.hidden, hiddenCertificate(records.client, protection))
    }
    if messages.hasCertificateRequest { return (.requested, nil) }
    if messages.done != nil || resumption.state == .resumed { return (.notRequested, nil) }
    return (.unknown, nil)
  }

  private static func hiddenCertificate(
    _ records: EncryptedRecords.Direction, _ protection: RecordProtection?
  ) -> TLSInference? {
    guard let protection, let first = records.handshake.first, !records.isPartial else { return nil }
    guard records.handshake.count > 1 || Int(first.length) > protection.finishedLength else { return nil }
    let isEmpty = records.handshake.count == 2 && Int(first.length) == protection.emptyCertificateLength
    return TLSInference(
      claim: isEmpty ? .clientCertificateEmpty : .clientCertificateSent, certainty: isEmpty ? .strong : .probable,
      basis: records.handshake.map { TLSInference.Basis(.client, $0) },
      confirmation: "the server's log, or the session's keys")
  }

  static func alerts(client: borrowing TLSStream, server: borrowing TLSStream) -> [SentAlert] {
    let count = client.alerts.count + server.alerts.count
    guard count > 0 else { return [] }
    var alerts: [SentAlert] = []
    alerts.reserveCapacity(count)
    for alert in client.alerts { alerts.append(SentAlert(sender: .client, alert: alert)) }
    for alert in server.alerts { alerts.append(SentAlert(sender: .server, alert: alert)) }
    return alerts
  }

  static func nextSpeaker(
    flight: Flight, alerts: [SentAlert], isTLS13: Bool, retryPending: Bool, client: borrowing TLSStream
  ) -> TLSPeer? {
    if alerts.contains(where: { $0.alert.level == .fatal }) { return nil }
    if retryPending { return .client }
    switch flight {
    case .none: return client.kind == .notTLS || client.syncLoss != nil ? nil : .client
    case .clientHello: return .server
    case .serverFlight: return .client
    // In TLS 1.3 the server owes nothing for Finished: the protocol inside decides who goes on.
    case .clientFlight: return isTLS13 ? nil : .server
    case .complete: return nil
    }
  }
}

extension ServerKeyExchange {
  var group: NamedGroup? {
    if case .ecdhe(let group, _) = parameters { group } else { nil }
  }

  var primeBits: Int? {
    if case .dhe(let bits) = parameters { bits } else { nil }
  }
}
