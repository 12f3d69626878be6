package import SMTPSession
import SMTPTranscript

/// One session under examination: what was said, who owed what, who took leave first, where it stopped, and why the server
/// refused. Every rule receives one, and reads the session through it.
///
/// A class, because two hundred rules look at the same one. What several rules ask is worked out once and kept, but only while
/// the diagnosis runs: afterwards nothing here changes any more, so that the words of a finding, which are made when somebody
/// reads them, may be made on any thread.
///
/// Unchecked: it belongs to one call that diagnoses one session, and is closed before that call returns.
package final class Case: @unchecked Sendable {
  package let session: Session
  /// What sizes and turns show of what cannot be read; `nil` where no TLS was set up.
  let sealed: SealedDialogue?
  /// Who left first, and how.
  let leave: LeaveTaking
  private var isClosed = false

  private var knownTimeline: Timeline?
  private var knownPoint: PointOfStop?
  private var knownDisposition: Disposition?
  private var knownRefusals: [Refusal]?
  private var knownHandshake: Handshake??
  private var knownHandshakeRefusal: TLSRefusal??
  private var knownTlsRefusal: TLSRefusal??
  private var knownTlsEnding: TLSEnding??
  private var knownCertificateCase: CertificateCase??
  private var knownServerCertificateRefusal: CertificateRefusal??
  private var knownClientCertificateRefusal: CertificateRefusal??
  private var knownAuthFailures: [AuthFailure]?
  private var knownEarlyCommand: Command??
  private var knownRefusedHello: RefusedHello??
  private var knownMangledExchange: Int??
  private var knownStartTLSAttempts: [StartTLSAttempt]?
  private var knownTlsDemand: Refusal??
  private var knownBearsMask: Bool?

  package init(_ session: Session) {
    self.session = session
    sealed = SealedDialogue(session)
    leave = LeaveTaking(session, sealed: sealed)
  }

  /// Ends the diagnosis: from here on nothing is kept.
  func close() { isClosed = true }

  private func keep<Value>(_ place: inout Value?, _ value: Value) -> Value {
    if !isClosed { place = value }
    return value
  }

  /// Who owed what to whom, and when it came.
  var timeline: Timeline { knownTimeline ?? keep(&knownTimeline, Timeline(session, until: leave)) }

  /// Where the session stopped.
  var point: PointOfStop { knownPoint ?? keep(&knownPoint, PointOfStop(self)) }

  /// What became of the session, before any rule is asked.
  var disposition: Disposition { knownDisposition ?? keep(&knownDisposition, Disposition(self)) }

  /// The refusals of this session, in order, each with its one reason.
  var refusals: [Refusal] { knownRefusals ?? keep(&knownRefusals, collectRefusals()) }

  /// The TLS negotiation as the rules look at it; `nil` where the session has no TLS.
  var handshake: Handshake? { knownHandshake ?? keep(&knownHandshake, Handshake(session, leave: leave)) }

  /// The alert in clear that ended the handshake, whether or not it had completed; `nil` where none did.
  var handshakeRefusal: TLSRefusal? {
    knownHandshakeRefusal ?? keep(&knownHandshakeRefusal, handshake.flatMap(TLSRefusal.init))
  }

  /// The alert in clear that the negotiation failed with; `nil` where it did not.
  var tlsRefusal: TLSRefusal? {
    knownTlsRefusal ?? keep(&knownTlsRefusal, failedHandshake == nil ? nil : handshakeRefusal)
  }

  /// How a negotiation ended about which nobody said a word; `nil` where it did not end so.
  var tlsEnding: TLSEnding? { knownTlsEnding ?? keep(&knownTlsEnding, TLSEnding(self)) }

  /// The server's certificate with what is wrong with it; `nil` where the session has no TLS.
  var certificateCase: CertificateCase? {
    knownCertificateCase ?? keep(&knownCertificateCase, CertificateCase(session, refusal: serverCertificateRefusal))
  }

  /// How the client turned away from what the server showed; `nil` where it went on, or left at another point.
  var serverCertificateRefusal: CertificateRefusal? {
    knownServerCertificateRefusal ?? keep(&knownServerCertificateRefusal, findServerCertificateRefusal())
  }

  /// How the server turned away once it had the client's answer to its request for a certificate.
  var clientCertificateRefusal: CertificateRefusal? {
    knownClientCertificateRefusal ?? keep(&knownClientCertificateRefusal, findClientCertificateRefusal())
  }

  /// The AUTH exchanges that led to no login, in order.
  var authFailures: [AuthFailure] { knownAuthFailures ?? keep(&knownAuthFailures, collectAuthFailures()) }

  /// The client's first command, where it was sent before the greeting was complete (RFC 5321 section 3.1); `nil` where it
  /// was not, or where the capture cannot tell.
  var earlyCommand: Command? { knownEarlyCommand ?? keep(&knownEarlyCommand, session.findEarlyCommand()) }

  /// The first introduction in clear that the server refused; `nil` where none was.
  var refusedHello: RefusedHello? { knownRefusedHello ?? keep(&knownRefusedHello, findRefusedHello()) }

  /// Where a device wrote over a command: the place of the exchange.
  var mangledExchange: Int? { knownMangledExchange ?? keep(&knownMangledExchange, session.findMangledExchange()) }

  /// The requests for TLS with their exchanges, in order.
  var startTLSAttempts: [StartTLSAttempt] {
    knownStartTLSAttempts ?? keep(&knownStartTLSAttempts, session.collectStartTLSAttempts())
  }

  /// A refusal in clear that demands TLS, where no TLS followed (RFC 3207 section 4).
  var tlsDemand: Refusal? { knownTlsDemand ?? keep(&knownTlsDemand, findTLSDemand()) }

  /// Whether a device on the way left its mark on the greeting or on the list of extensions.
  var bearsMask: Bool { knownBearsMask ?? keep(&knownBearsMask, findMask()) }

  /// Whether TLS was begun on the wire, by more than an alert.
  var beganTLS: Bool { handshake.map { !$0.neverBegan } ?? false }

  /// The negotiation, where it did not complete and both sides meant TLS.
  var failedHandshake: Handshake? {
    guard let handshake, !handshake.completed, !handshake.meetsClearText else { return nil }
    return handshake
  }

  /// The negotiation, where it completed.
  var completedHandshake: Handshake? {
    guard let handshake, handshake.completed else { return nil }
    return handshake
  }
}
