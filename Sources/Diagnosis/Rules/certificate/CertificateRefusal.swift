import SMTPSession
import SMTPTranscript
import StreamAssembly
import TLSHandshake

/// How one side turned away once it had the other's certificate.
struct CertificateRefusal {
  enum Manner: Equatable {
    /// It said so in clear.
    case alert(AlertDescription)
    /// It sent an alert that cannot be read, in place of its Finished or right after it.
    case encryptedAlert
    /// It closed the connection and said nothing.
    case silentClose
    /// It finished the handshake, sent one short command, and left.
    case quitAfterHandshake
  }

  var manner: Manner
  var evidence: Evidence
  var stage: Stage
  /// Whether the handshake was complete by then: an alert may be a goodbye as well.
  var isAfterCompletion = false

  var basis: Cause.Basis {
    switch manner {
    case .alert: .statement
    case .encryptedAlert, .quitAfterHandshake: .inference
    case .silentClose: .ending
    }
  }

  /// What it did, in words that follow "the client" or "the server".
  var words: String {
    switch manner {
    case .alert(let alert): "answered with the alert \(alert)"
    case .encryptedAlert where isAfterCompletion:
      "ended the session right after the handshake with an alert that is encrypted"
    case .encryptedAlert: "ended the handshake with an alert that is encrypted"
    case .silentClose: "closed the connection without a word after reading it"
    case .quitAfterHandshake: "finished the handshake, sent one short command and left"
    }
  }
}

extension Case {
  /// How the client turned away from what the server showed; `nil` where it went on, or left at another point.
  func findServerCertificateRefusal() -> CertificateRefusal? {
    guard let tls = session.tls, let handshake, tls.negotiation.serverHello != nil, !tls.carriedData,
      !session.acceptedMail, !tls.negotiation.isAnonymous
    else { return nil }
    let negotiation = tls.negotiation
    for sent in negotiation.alerts where sent.sender == .client && !sent.alert.isEncrypted {
      guard let description = sent.alert.description, description.refusesServerCertificate,
        sent.alert.level != .warning || description.namesCertificate,
        tls.moment(.client, at: sent.alert.offset).map({ !leave.isBefore($0.packet) }) ?? true
      else { continue }
      return CertificateRefusal(
        manner: .alert(description),
        evidence: session.alertEvidence(.client, sent.alert, meaning: "the client refuses: \(description)"),
        stage: .serverFlight)
    }
    guard negotiation.resumption.state != .resumed else { return nil }
    if negotiation.version?.isTLS13 == false, let alert = session.encryptedAlert(of: .client) {
      // Who idles first, or leaves after the server, ends a session that was in order.
      if handshake.completed {
        guard leave.side == .client, handshake.waited < 2, handshake.data(of: .client).isEmpty else { return nil }
      }
      return CertificateRefusal(
        manner: .encryptedAlert, evidence: alert, stage: handshake.completed ? .protected : .serverFlight,
        isAfterCompletion: handshake.completed)
    }
    if session.saysOnlyQuitInside, leave.kind == .quit, let quit = session.exchangesInside.first {
      return CertificateRefusal(
        manner: .quitAfterHandshake,
        evidence: session.evidence(quit.command, meaning: "the client's only command under TLS"), stage: .protected,
        isAfterCompletion: true)
    }
    if handshake.completed, sealed?.outcome == .looked, let quit = negotiation.clientQuitAfterHandshake,
      let record = quit.basis.first
    {
      let at = tls.moment(.client, at: record.offset) ?? session.end
      return CertificateRefusal(
        manner: .quitAfterHandshake,
        evidence: Evidence(
          packets: [at.packet], meaning: "the client's only command under TLS is as short as QUIT",
          transcriptLines: session.tlsLines(at, from: .client, [.records])),
        stage: .protected, isAfterCompletion: true)
    }
    if handshake.flight == .serverFlight, negotiation.alerts.isEmpty, handshake.seesAll, leave.side == .client,
      session.serverFlow.unacknowledgedTail == nil
    {
      return CertificateRefusal(manner: .silentClose, evidence: session.leavingEvidence, stage: .serverFlight)
    }
    return nil
  }

  /// How the server turned away once it had the client's answer to its request for a certificate.
  func findClientCertificateRefusal() -> CertificateRefusal? {
    guard let tls = session.tls, let handshake, tls.negotiation.serverHello != nil, !tls.carriedData,
      !session.acceptedMail
    else { return nil }
    let negotiation = tls.negotiation
    for sent in negotiation.alerts where sent.sender == .server && !sent.alert.isEncrypted {
      guard let description = sent.alert.description, description.refusesClientCertificate,
        tls.moment(.server, at: sent.alert.offset).map({ !leave.isBefore($0.packet) }) ?? true
      else { continue }
      return CertificateRefusal(
        manner: .alert(description),
        evidence: session.alertEvidence(.server, sent.alert, meaning: "the server refuses: \(description)"),
        stage: .clientFlight)
    }
    if let alert = session.encryptedAlert(of: .server), leave.side == .server {
      // A server that has finished has taken the handshake: it may still mind a certificate that it got, not one that it did
      // not get.
      let isThrough = handshake.encryptedRefusal?.sender != .server
      if isThrough, tls.clientCertificate != .sent || handshake.waited >= 2 { return nil }
      return CertificateRefusal(
        manner: .encryptedAlert, evidence: alert, stage: .clientFlight, isAfterCompletion: isThrough)
    }
    if handshake.flight == .clientFlight, negotiation.version?.isTLS13 == false, negotiation.alerts.isEmpty,
      handshake.seesAll, leave.side == .server, session.clientFlow.unacknowledgedTail == nil
    {
      return CertificateRefusal(manner: .silentClose, evidence: session.leavingEvidence, stage: .clientFlight)
    }
    return nil
  }
}

extension Session {
  /// An alert of `peer` that is encrypted and stands where the handshake ends, not behind data.
  fileprivate func encryptedAlert(of peer: TLSPeer) -> Evidence? {
    guard let tls else { return nil }
    for inference in tls.negotiation.encryptedAlerts {
      guard case .encryptedAlert(let from, let position) = inference.claim, from == peer,
        position == .insteadOfFinished || position == .afterFinished, let record = inference.basis.first
      else { continue }
      let side: Side = peer == .client ? .client : .server
      let at = tls.moment(side, at: record.offset) ?? end
      return Evidence(
        packets: [at.packet], meaning: "the \(peer.rawValue) sends an alert; which one is encrypted",
        transcriptLines: tlsLines(at, from: side, [.alert, .records]))
    }
    return nil
  }

  func alertEvidence(_ side: Side, _ alert: Alert, meaning: String) -> Evidence {
    let at = tls?.moment(side, at: alert.offset) ?? end
    return Evidence(
      packets: [at.packet], meaning: meaning, transcriptLines: tlsLines(at, from: side, [.alert]))
  }

  /// The Certificate message of `side` as evidence.
  func certificateEvidence(_ side: Side, meaning: String) -> Evidence {
    let at = certificateMoment(side)
    let lines = transcript.indices.filter {
      transcript[$0].from == side && transcript[$0].tls == .message(.certificate)
    }
    return Evidence(packets: [at.packet], meaning: meaning, transcriptLines: Array(lines))
  }

  /// The places of the transcript's lines in which `side` sent one of `elements` in the packet at `moment`; an empty set stands for any.
  func tlsLines(_ moment: Moment, from side: Side, _ elements: Set<TLSElement>) -> [Int] {
    transcript.indices.filter { place in
      guard let element = transcript[place].tls, transcript[place].from == side,
        transcript[place].at.packet == moment.packet
      else { return false }
      return elements.isEmpty || elements.contains(element)
    }
  }
}

extension TLSNegotiation {
  /// Whether the suite has no certificate in it (RFC 5246 appendix A.5).
  var isAnonymous: Bool {
    let name = cipherSuite?.description ?? ""
    return name.contains("_anon_") || name.contains("NULL_WITH_NULL")
  }
}

extension AlertDescription {
  /// Whether it speaks of a certificate (RFC 8446 section 6.2).
  var namesCertificate: Bool {
    switch self {
    case .badCertificate, .unsupportedCertificate, .certificateRevoked, .certificateExpired, .certificateUnknown,
      .unknownCA, .badCertificateStatusResponse:
      true
    default: false
    }
  }

  /// Whether a client that has the server's flight may mean the certificate by it.
  var refusesServerCertificate: Bool {
    namesCertificate || self == .handshakeFailure || self == .insufficientSecurity || self == .illegalParameter
  }

  /// Whether a server that has the client's flight may mean the certificate, or its absence, by it.
  var refusesClientCertificate: Bool {
    namesCertificate || self == .handshakeFailure || self == .certificateRequired || self == .accessDenied
  }
}
