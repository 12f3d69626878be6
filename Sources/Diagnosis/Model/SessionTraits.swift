package import SMTPSession
import SMTPTranscript
import StreamAssembly

/// What a session shows at first sight. A rule names what it cannot do without, and is asked only about sessions that have
/// it: of two hundred rules, most have nothing to say about any one session.
package struct SessionTraits: OptionSet, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// TLS bytes were seen.
  package static let tls = SessionTraits(rawValue: 1 << 0)
  /// The negotiation completed.
  package static let tlsCompleted = SessionTraits(rawValue: 1 << 1)
  /// The negotiation did not complete, as far as one can see.
  package static let tlsUnfinished = SessionTraits(rawValue: 1 << 2)
  /// An alert was seen, in clear or encrypted and known by its type.
  package static let alert = SessionTraits(rawValue: 1 << 3)
  /// A certificate was seen in clear.
  package static let certificate = SessionTraits(rawValue: 1 << 4)
  /// The client asked for TLS.
  package static let startTLS = SessionTraits(rawValue: 1 << 5)
  /// The client introduced itself.
  package static let hello = SessionTraits(rawValue: 1 << 6)
  /// The server greeted.
  package static let greeting = SessionTraits(rawValue: 1 << 7)
  /// A login was begun.
  package static let auth = SessionTraits(rawValue: 1 << 8)
  /// A mail transaction was begun.
  package static let mail = SessionTraits(rawValue: 1 << 9)
  /// A reply is negative (4yz, 5yz), or is the server's goodbye (221) or another that nobody waited for.
  package static let refusal = SessionTraits(rawValue: 1 << 10)
  /// The client sent a command.
  package static let command = SessionTraits(rawValue: 1 << 11)
  /// An RST was seen.
  package static let reset = SessionTraits(rawValue: 1 << 12)
  /// TCP had to send again, lost something, or shows contradictions, zero windows or errors from the way.
  package static let trouble = SessionTraits(rawValue: 1 << 13)
  /// The capture lacks bytes, the beginning, or a direction.
  package static let notWhole = SessionTraits(rawValue: 1 << 14)
  /// The session took at least a second, or the capture went on that long after it, or its clock runs backwards.
  package static let pause = SessionTraits(rawValue: 1 << 15)
  /// Bytes that are no SMTP where SMTP was due.
  package static let notSMTP = SessionTraits(rawValue: 1 << 16)

  package init(_ session: Session) {
    var traits: SessionTraits = []
    if let tls = session.tls {
      traits.insert(tls.completed ? [.tls, .tlsCompleted] : [.tls, .tlsUnfinished])
      if !tls.alerts.isEmpty { traits.insert(.alert) }
      if tls.examination != nil || tls.clientExamination != nil { traits.insert(.certificate) }
    }
    if !session.startTLSRequests.isEmpty { traits.insert(.startTLS) }
    if !session.hellos.isEmpty { traits.insert(.hello) }
    if let greeting = session.greeting {
      traits.insert(.greeting)
      if greeting.isNegative || greeting.code == 221 { traits.insert(.refusal) }
    }
    if !session.authentications.isEmpty { traits.insert(.auth) }
    if !session.transactions.isEmpty { traits.insert(.mail) }
    if !session.exchanges.isEmpty { traits.insert(.command) }
    if !session.unsolicitedReplies.isEmpty || Self.hasRefusal(session) { traits.insert(.refusal) }
    if session.clientFlow.resetCount > 0 || session.serverFlow.resetCount > 0 { traits.insert(.reset) }
    if session.clientFlow.showsTrouble || session.serverFlow.showsTrouble || !session.icmpErrors.isEmpty {
      traits.insert(.trouble)
    }
    if !session.visibility.isWhole || !session.visibility.holes.isEmpty || session.visibility.unlistedHoles > 0 {
      traits.insert(.notWhole)
    }
    if session.durationSeconds >= 1 || (session.ending.captureWentOnSeconds ?? 0) >= 1
      || session.clientFlow.timeBackwards > 0 || session.serverFlow.timeBackwards > 0
    {
      traits.insert(.pause)
    }
    if session.notSMTP != nil { traits.insert(.notSMTP) }
    self = traits
  }

  private static func hasRefusal(_ session: Session) -> Bool {
    for index in session.exchanges.indices {
      if let code = session.exchanges[index].reply?.code, code >= 400 || code == 221 { return true }
    }
    for index in session.transactions.indices {
      if let code = session.transactions[index].finalReply?.code, code >= 400 || code == 221 { return true }
    }
    for index in session.authentications.indices {
      if let code = session.authentications[index].reply?.code, code >= 400 || code == 221 { return true }
    }
    return false
  }
}

extension DirectionFacts {
  @inline(__always)
  fileprivate var showsTrouble: Bool {
    retransmittedSegments > 0 || !gaps.isEmpty || !conflicts.isEmpty || outOfOrderSegments > 0
      || straySegments > 0 || keepAlives > 0 || zeroWindow.episodes > 0 || unacknowledgedTail != nil
      || segmentsAfterReset > 0 || finContradicted || bytesAfterFIN > 0 || zeroWindowProbes > 0
      || (syn?.retransmissions ?? 0) > 0 || duplicateACKs > 0 || lateBytes > 0
  }
}
