// What sizes and places of encrypted records allow to conclude, and how surely.
extension TLSNegotiation {
  /// Whether the client greeted again after the handshake, as RFC 3207 section 4.2 demands.
  ///
  /// - Parameter clearEHLOLength: the length in bytes of the EHLO line that went in clear, its line end included.
  package func ehloWasReissued(clearEHLOLength: Int) -> TLSInference {
    let confirmation = "the client's or the server's SMTP log, or the session's keys"
    func result(_ claim: TLSInference.Claim, _ certainty: TLSCertainty, _ basis: [TLSRecord]) -> TLSInference {
      TLSInference(
        claim: claim, certainty: certainty, basis: basis.map { TLSInference.Basis(.client, $0) },
        confirmation: confirmation)
    }
    guard let protection, records.client.finished != nil, (1...16_384).contains(clearEHLOLength) else {
      return result(.unknown, .undetermined, [])
    }
    guard let first = records.client.data.first else {
      return records.client.isPartial ? result(.unknown, .undetermined, []) : result(.nothingSent, .strong, [])
    }
    if first.flags.contains(.afterGap) || records.client.isPartial && first.isIncomplete {
      return result(.unknown, .undetermined, [first])
    }
    let surest: TLSCertainty = records.client.isFinishedExact && protection.isExact ? .strong : .probable
    let length = protection.recordLength(plaintext: clearEHLOLength)
    if version.map({ $0 <= .tls10 }) == true, !protection.isExact, records.client.data.count > 1 {
      // CBC in TLS 1.0: many send the first byte, or none, in a record of its own.
      let second = records.client.data[1]
      let rest = protection.recordLength(plaintext: clearEHLOLength - 1)
      let isSplit = Int(first.length) == protection.recordLength(plaintext: 1)
      if isSplit, Int(second.length) == length || Int(second.length) == rest {
        return result(.ehloReissued, .probable, [first, second])
      }
    }
    if Int(first.length) == length {
      // In CBC mode the block of a short command may have the same size as that of a short EHLO.
      if length == protection.shortCommandLength && !protection.isExact {
        return result(.ehloReissued, .undetermined, [first])
      }
      return result(.ehloReissued, surest, [first])
    }
    if version?.isTLS13 == true, Int(first.length) == protection.alertLength {
      return result(.nothingSent, .probable, [first])
    }
    if Int(first.length) == protection.shortCommandLength { return result(.ehloNotReissued, surest, [first]) }
    return result(.firstCommandDiffers, surest == .strong ? .strong : .probable, [first])
  }

  /// Whether the client's only protected command is a short one such as QUIT: encryption worked, and it left. `nil` where
  /// the records show something else.
  package var clientQuitAfterHandshake: TLSInference? {
    guard let protection, records.client.finished != nil, !records.client.isPartial else { return nil }
    var data = records.client.data
    guard let first = data.first, Int(first.length) == protection.shortCommandLength else { return nil }
    data.removeFirst()
    // In TLS 1.3 close_notify looks like data.
    if version?.isTLS13 == true, let last = data.last, Int(last.length) == protection.alertLength { data.removeLast() }
    guard data.isEmpty else { return nil }
    let isSure = protection.isExact && records.client.isFinishedExact
    return TLSInference(
      claim: .clientQuitAfterHandshake, certainty: isSure ? .strong : .probable,
      basis: (records.client.data + records.client.alerts).map { TLSInference.Basis(.client, $0) },
      confirmation: "the client's log: it names what it missed, such as a certificate that it could verify")
  }

  /// The alerts that are encrypted: known by type in TLS 1.2 and before, by size in TLS 1.3.
  package var encryptedAlerts: [TLSInference] {
    alerts(of: .client, records.client) + alerts(of: .server, records.server)
  }

  private func alerts(of peer: TLSPeer, _ direction: EncryptedRecords.Direction) -> [TLSInference] {
    let confirmation = "the log of the \(peer.rawValue), or the session's keys"
    func inference(
      _ record: TLSRecord, _ position: TLSInference.AlertPosition, _ certainty: TLSCertainty
    ) -> TLSInference {
      TLSInference(
        claim: .encryptedAlert(from: peer, position: position), certainty: certainty,
        basis: [TLSInference.Basis(peer, record)], confirmation: confirmation)
    }
    var result = direction.alerts.map { record in
      let dataBefore = direction.data.contains { $0.offset < record.offset }
      let finishedBefore = direction.finished.map { $0.offset < record.offset } ?? false
      return inference(
        record, dataBefore ? .afterData : finishedBefore ? .afterFinished : .insteadOfFinished, .strong)
    }
    if let record = direction.alertInsteadOfFinished {
      result.append(inference(record, .insteadOfFinished, .probable))
    }
    // TLS 1.3: only a direction's last record is taken for an alert.
    guard version?.isTLS13 == true, let protection, let last = direction.data.last,
      Int(last.length) == protection.alertLength, !last.isIncomplete
    else { return result }
    let position: TLSInference.AlertPosition
    if direction.finished == nil {
      position = .unknown
    } else {
      // Tickets are data by type, and longer than any reply that would matter here.
      position = direction.data.count == 1 ? .afterFinished : .afterData
    }
    result.append(inference(last, position, .probable))
    return result
  }
}
