extension TLSNegotiation {
  /// Which flights were seen, and by what.
  static func flights(
    client: borrowing TLSStream, server: borrowing TLSStream, chosen: ServerHello?, retry: ServerHello?,
    second: ClientHello?,
    messages serverMessages: ServerMessages, records: EncryptedRecords
  ) -> (evidence: [FlightEvidence], certainty: TLSCertainty) {
    var evidence: [FlightEvidence] = []
    let isWholeHello = { (message: HandshakeMessage) in message.type == .clientHello && message.isComplete }
    let messages = client.messages
    if let hello = second == nil
      ? messages.firstIndex(where: isWholeHello) : messages.lastIndex(where: isWholeHello)
    {
      evidence.append(
        FlightEvidence(flight: .clientHello, peer: .client, offset: messages[hello].startOffset))
    }
    guard let chosen else { return (evidence, evidence.isEmpty ? .undetermined : .certain) }
    return chosen.version.isTLS13
      ? flights13(evidence, client: client, server: server, records: records)
      : flights12(evidence, client: client, server: server, messages: serverMessages, records: records)
  }

  /// TLS 1.2 and before: the ends of the flights are in clear, or told by type.
  private static func flights12(
    _ start: [FlightEvidence], client: borrowing TLSStream, server: borrowing TLSStream, messages: ServerMessages,
    records: EncryptedRecords
  ) -> (evidence: [FlightEvidence], certainty: TLSCertainty) {
    var evidence = start
    if let done = messages.done {
      evidence.append(FlightEvidence(flight: .serverFlight, peer: .server, offset: done.startOffset))
      guard let finished = records.client.finished else { return (evidence, .certain) }
      evidence.append(FlightEvidence(flight: .clientFlight, peer: .client, offset: finished.offset))
      if let finished = records.server.finished {
        evidence.append(FlightEvidence(flight: .complete, peer: .server, offset: finished.offset))
      }
      return (evidence, .certain)
    }
    // Resumed: the server finishes first, the client last.
    guard let finished = records.server.finished else { return (evidence, .certain) }
    evidence.append(FlightEvidence(flight: .serverFlight, peer: .server, offset: finished.offset))
    if let last = records.client.finished {
      evidence.append(FlightEvidence(flight: .clientFlight, peer: .client, offset: last.offset))
      evidence.append(FlightEvidence(flight: .complete, peer: .client, offset: last.offset))
    }
    return (evidence, server.missingLength == 0 ? .certain : .strong)
  }

  /// TLS 1.3: the ends of the flights are told by sizes, or by data behind them.
  private static func flights13(
    _ start: [FlightEvidence], client: borrowing TLSStream, server: borrowing TLSStream, records: EncryptedRecords
  ) -> (evidence: [FlightEvidence], certainty: TLSCertainty) {
    var evidence = start
    guard let finished = records.server.finished else { return (evidence, .certain) }
    evidence.append(FlightEvidence(flight: .serverFlight, peer: .server, offset: finished.offset))
    var certainty: TLSCertainty =
      records.server.isOpened ? .certain : records.server.isFinishedExact ? .strong : .probable
    guard let last = records.client.finished else { return (evidence, certainty) }
    evidence.append(FlightEvidence(flight: .clientFlight, peer: .client, offset: last.offset))
    certainty = min(
      certainty, records.client.isOpened ? .certain : records.client.isFinishedExact ? .strong : .probable)
    // The server need not answer Finished; what the client sends behind it shows that it went on.
    if let data = records.client.data.first {
      evidence.append(FlightEvidence(flight: .complete, peer: .client, offset: data.offset))
    }
    return (evidence, certainty)
  }

  static func offers(
    hello: ClientHello?, chosen: ServerHello?, retry: ServerHello?, group: NamedGroup?,
    signatureScheme: SignatureScheme?, certificateRequest: CertificateRequest?, clientScheme: SignatureScheme?
  ) -> [NegotiatedOffer] {
    var result: [NegotiatedOffer] = []
    if let hello {
      let answer = chosen ?? retry
      // Without supported_versions the hello names the highest only, and every one below it is on offer.
      let isCommonVersion = answer.map { answer in
        hello.supportedVersions == nil
          ? answer.version <= hello.legacyVersion : hello.offeredVersions.contains(answer.version)
      }
      result.append(
        NegotiatedOffer(
          kind: .version, offeredBy: .client, offered: hello.offeredVersions.map(\.description),
          chosen: answer?.version.description, isCommon: isCommonVersion))
      result.append(offer(.cipherSuite, .client, hello.offeredSuites, (chosen ?? retry)?.cipherSuite))
      if let groups = hello.supportedGroups {
        result.append(offer(.group, .client, groups.filter { !$0.isGREASE }, group ?? retry?.keyShare?.group))
      }
      if let shares = hello.keyShares {
        result.append(
          offer(.keyShare, .client, shares.map(\.group).filter { !$0.isGREASE }, chosen?.keyShare?.group))
      }
      if let schemes = hello.signatureAlgorithms {
        result.append(offer(.signatureScheme, .client, schemes.filter { !$0.isGREASE }, signatureScheme))
      }
      if let names = hello.protocolNames {
        result.append(offer(.protocolName, .client, names, chosen?.protocolName))
      }
    }
    if let schemes = certificateRequest?.signatureAlgorithms {
      result.append(offer(.clientSignatureScheme, .server, schemes.filter { !$0.isGREASE }, clientScheme))
    }
    return result
  }

  private static func offer<Value: Equatable & CustomStringConvertible>(
    _ kind: NegotiatedOffer.Kind, _ peer: TLSPeer, _ offered: [Value], _ chosen: Value?
  ) -> NegotiatedOffer {
    NegotiatedOffer(
      kind: kind, offeredBy: peer, offered: offered.map(\.description), chosen: chosen?.description,
      isCommon: chosen.map { offered.contains($0) })
  }
}
