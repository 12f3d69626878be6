package import SMTPSession
import SMTPTranscript
import StreamAssembly
import TLSHandshake

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

  /// The server answered the ClientHello with a message of the handshake, or what came later shows that it did.
  package static let tlsAnswer = SessionTraits(rawValue: 1 << 17)
  /// No TLS bytes were seen.
  package static let clearOnly = SessionTraits(rawValue: 1 << 18)
  /// The server answered an introduction in clear, or may have, without an offer of STARTTLS that was seen.
  package static let withoutOffer = SessionTraits(rawValue: 1 << 19)
  /// A word of a list of extensions begins as AUTH does.
  package static let loginOffer = SessionTraits(rawValue: 1 << 20)
  /// A command or an extension that a vendor has for himself, as their names tell that begin with X; or a request of HTTP.
  package static let vendorWords = SessionTraits(rawValue: 1 << 21)
  /// A device on the way wrote over the greeting, a word of a list of extensions, or a command.
  package static let mask = SessionTraits(rawValue: 1 << 22)
  /// The client said HELO.
  package static let helo = SessionTraits(rawValue: 1 << 23)
  /// Clear text stands behind a request for TLS.
  package static let clearAfterStartTLS = SessionTraits(rawValue: 1 << 24)
  /// A request for TLS was not offered, not answered, or answered otherwise than by one line with 220.
  package static let unusualStartTLS = SessionTraits(rawValue: 1 << 25)
  /// Packets are copies, were cut, joined or wrapped, or differ in their hop limits; or the capture tells of limits and drops, or its clock is
  /// wrong.
  package static let captureMark = SessionTraits(rawValue: 1 << 26)

  package init(_ session: Session) {
    self = []
    readTLS(session)
    readOpening(session)
    readExchanges(session)
    readStartTLS(session)
    if !session.authentications.isEmpty { insert(.auth) }
    if !session.transactions.isEmpty { insert(.mail) }
    if Self.hasRefusal(session) { insert(.refusal) }
    readPackets(session)
    if session.durationSeconds >= 1 || (session.ending.captureWentOnSeconds ?? 0) >= 1
      || session.clientFlow.timeBackwards > 0 || session.serverFlow.timeBackwards > 0
    {
      insert(.pause)
    }
    if session.notSMTP != nil { insert(.notSMTP) }
  }

  private mutating func readTLS(_ session: Session) {
    guard let tls = session.tls else {
      insert(.clearOnly)
      return
    }
    insert(tls.completed ? [.tls, .tlsCompleted, .tlsAnswer] : [.tls, .tlsUnfinished])
    if !tls.alerts.isEmpty { insert(.alert) }
    // Where none was shown, none is looked at: what was read in one is large.
    if session.showsCertificates, tls.examination != nil || tls.clientExamination != nil {
      insert([.certificate, .tlsAnswer])
    }
    if !tls.serverStream.messages.isEmpty || tls.negotiation.version != nil { insert(.tlsAnswer) }
  }

  /// The greeting, and the lists of extensions.
  private mutating func readOpening(_ session: Session) {
    if let greeting = session.greeting {
      insert(.greeting)
      if greeting.isNegative || greeting.code == 221 { insert(.refusal) }
      if session.greetingIsMasked { insert(.mask) }
    }
    if !session.hellos.isEmpty { insert(.hello) }
    for index in session.hellos.indices {
      let hello = session.hellos[index]
      if hello.hasMaskedKeywords { insert(.mask) }
      if !hello.isProtected, !hello.offersSTARTTLS { insert(.withoutOffer) }
      if hello.hasLoginWord { insert(.loginOffer) }
      if hello.hasVendorWord { insert(.vendorWords) }
    }
  }

  private mutating func readExchanges(_ session: Session) {
    if !session.exchanges.isEmpty { insert(.command) }
    for index in session.exchanges.indices {
      let command = session.exchanges[index].command
      switch command.verb {
      case .helo: insert(.helo)
      case .masked: insert(.mask)
      case .xExps, .xAnonymousTLS, .httpRequest: insert(.vendorWords)
      default: break
      }
      if command.flags.contains(.afterSTARTTLS) { insert(.clearAfterStartTLS) }
      guard let reply = session.exchanges[index].reply else { continue }
      if reply.flags.contains(.afterSTARTTLSReply) { insert(.clearAfterStartTLS) }
      guard reply.code >= 400 || reply.code == 221 else { continue }
      insert(.refusal)
      if reply.echoesMask(of: command) { insert(.mask) }
    }
    for index in session.unsolicitedReplies.indices {
      insert(.refusal)
      if session.unsolicitedReplies[index].flags.contains(.afterSTARTTLSReply) { insert(.clearAfterStartTLS) }
    }
  }

  private mutating func readStartTLS(_ session: Session) {
    for request in session.startTLSRequests {
      insert(.startTLS)
      if request.serverWentOnWith == .plainText { insert(.clearAfterStartTLS) }
      guard request.wasAdvertised != false, request.exchange < session.exchanges.count,
        let reply = session.exchanges[request.exchange].reply, reply.code == 220, reply.lines.count == 1
      else {
        insert(.unusualStartTLS)
        continue
      }
    }
  }

  private mutating func readPackets(_ session: Session) {
    if session.clientFlow.resetCount > 0 || session.serverFlow.resetCount > 0 { insert(.reset) }
    if session.clientFlow.showsTrouble || session.serverFlow.showsTrouble || !session.icmpErrors.isEmpty {
      insert(.trouble)
    }
    if !session.visibility.seesStart || !session.visibility.seesClient || !session.visibility.seesServer
      || !session.visibility.holes.isEmpty || session.visibility.unlistedHoles > 0
    {
      insert(.notWhole)
    }
    if session.clientFlow.bearsMark || session.serverFlow.bearsMark || session.visibility.kernelDrops ?? 0 > 0
      || !session.visibility.limits.isEmpty || !session.visibility.shortenedLists.isEmpty || session.beganBeforeSTARTTLS
    {
      insert(.captureMark)
    }
  }

  private static func hasRefusal(_ session: Session) -> Bool {
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

  /// Whether the capture, or the way of its packets, left a mark on this direction.
  @inline(__always)
  fileprivate var bearsMark: Bool {
    if captureDuplicates > 0 || snapshotCuts > 0 || sawOffload || timeBackwards > 0 || !encapsulation.isEmpty {
      return true
    }
    guard let hopLimits else { return false }
    return hopLimits.lowerBound != hopLimits.upperBound || hopLimits.lowerBound != synHopLimit ?? hopLimits.lowerBound
  }
}
