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
  /// What it shows at first sight.
  let traits: SessionTraits
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
  private var knownForgedReset: ForgedReset??

  package init(_ session: Session) {
    self.session = session
    // What was opened is read, and nothing about it is told by sizes.
    sealed = session.tls?.opening.readsDialogue ?? false ? nil : SealedDialogue(session)
    leave = LeaveTaking(session, sealed: sealed)
    traits = SessionTraits(session)
  }

  /// Ends the diagnosis: from here on nothing is kept.
  func close() { isClosed = true }

  /// Who owed what to whom, and when it came.
  var timeline: Timeline {
    if let knownTimeline { return knownTimeline }
    let found = Timeline(session, until: leave)
    if !isClosed { knownTimeline = found }
    return found
  }

  /// Where the session stopped.
  var point: PointOfStop {
    if let knownPoint { return knownPoint }
    let found = PointOfStop.find(self)
    if !isClosed { knownPoint = found }
    return found
  }

  /// What became of the session, before any rule is asked.
  var disposition: Disposition {
    if let knownDisposition { return knownDisposition }
    let found = Disposition(self)
    if !isClosed { knownDisposition = found }
    return found
  }

  /// The refusals of this session, in order, each with its one reason.
  var refusals: [Refusal] {
    if let knownRefusals { return knownRefusals }
    let found = traits.contains(.refusal) ? collectRefusals() : []
    if !isClosed { knownRefusals = found }
    return found
  }

  /// The TLS negotiation as the rules look at it; `nil` where the session has no TLS.
  var handshake: Handshake? {
    if let knownHandshake { return knownHandshake }
    let found = Handshake(session, leave: leave, hasTrouble: !traits.isDisjoint(with: [.trouble, .reset]))
    if !isClosed { knownHandshake = found }
    return found
  }

  /// The alert in clear that ended the handshake, whether or not it had completed; `nil` where none did.
  var handshakeRefusal: TLSRefusal? {
    if let knownHandshakeRefusal { return knownHandshakeRefusal }
    let found = handshake.flatMap(TLSRefusal.init)
    if !isClosed { knownHandshakeRefusal = found }
    return found
  }

  /// The alert in clear that the negotiation failed with; `nil` where it did not.
  var tlsRefusal: TLSRefusal? {
    if let knownTlsRefusal { return knownTlsRefusal }
    let found = failedHandshake == nil ? nil : handshakeRefusal
    if !isClosed { knownTlsRefusal = found }
    return found
  }

  /// How a negotiation ended about which nobody said a word; `nil` where it did not end so.
  var tlsEnding: TLSEnding? {
    if let knownTlsEnding { return knownTlsEnding }
    let found = TLSEnding(self)
    if !isClosed { knownTlsEnding = found }
    return found
  }

  /// The server's certificate with what is wrong with it; `nil` where the session has no TLS.
  var certificateCase: CertificateCase? {
    if let knownCertificateCase { return knownCertificateCase }
    let found = CertificateCase(session, refusal: serverCertificateRefusal)
    if !isClosed { knownCertificateCase = found }
    return found
  }

  /// How the client turned away from what the server showed; `nil` where it went on, or left at another point.
  var serverCertificateRefusal: CertificateRefusal? {
    if let knownServerCertificateRefusal { return knownServerCertificateRefusal }
    let found = findServerCertificateRefusal()
    if !isClosed { knownServerCertificateRefusal = found }
    return found
  }

  /// How the server turned away once it had the client's answer to its request for a certificate.
  var clientCertificateRefusal: CertificateRefusal? {
    if let knownClientCertificateRefusal { return knownClientCertificateRefusal }
    let found = findClientCertificateRefusal()
    if !isClosed { knownClientCertificateRefusal = found }
    return found
  }

  /// The AUTH exchanges that led to no login, in order.
  var authFailures: [AuthFailure] {
    if let knownAuthFailures { return knownAuthFailures }
    let found = collectAuthFailures()
    if !isClosed { knownAuthFailures = found }
    return found
  }

  /// The client's first command, where it was sent before the greeting was complete (RFC 5321 section 3.1); `nil` where it
  /// was not, or where the capture cannot tell.
  var earlyCommand: Command? {
    if let knownEarlyCommand { return knownEarlyCommand }
    let found = session.findEarlyCommand()
    if !isClosed { knownEarlyCommand = found }
    return found
  }

  /// The first introduction in clear that the server refused; `nil` where none was.
  var refusedHello: RefusedHello? {
    if let knownRefusedHello { return knownRefusedHello }
    let found = findRefusedHello()
    if !isClosed { knownRefusedHello = found }
    return found
  }

  /// Where a device wrote over a command: the place of the exchange.
  var mangledExchange: Int? {
    if let knownMangledExchange { return knownMangledExchange }
    let found = bearsMask ? session.findMangledExchange() : nil
    if !isClosed { knownMangledExchange = found }
    return found
  }

  /// The requests for TLS with their exchanges, in order.
  var startTLSAttempts: [StartTLSAttempt] {
    if let knownStartTLSAttempts { return knownStartTLSAttempts }
    let found = session.collectStartTLSAttempts()
    if !isClosed { knownStartTLSAttempts = found }
    return found
  }

  /// An RST in the middle of the session that another machine seems to have made; `nil` where there is none.
  var forgedReset: ForgedReset? {
    if let knownForgedReset { return knownForgedReset }
    let found = traits.contains(.reset) ? session.findForgedReset() : nil
    if !isClosed { knownForgedReset = found }
    return found
  }

  /// A refusal in clear that demands TLS, where no TLS followed (RFC 3207 section 4).
  var tlsDemand: Refusal? {
    if let knownTlsDemand { return knownTlsDemand }
    let found = findTLSDemand()
    if !isClosed { knownTlsDemand = found }
    return found
  }

  /// Whether a device on the way left its mark on the greeting or on the list of extensions.
  var bearsMask: Bool { traits.contains(.mask) }

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
