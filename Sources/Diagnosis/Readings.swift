import SMTPSession
import SMTPTranscript

/// What several rules ask of one session, worked out once. It lives as long as the session is being diagnosed and no longer:
/// `Diagnoser` puts it in, and takes it out again.
///
/// Unchecked: it belongs to one call that diagnoses one session, and is empty before that call returns.
final class Readings: @unchecked Sendable {
  /// A value that is not known before somebody asks.
  struct Lazy<Value> {
    /// `nil` before somebody asks.
    private(set) var known: Value?

    mutating func get(_ work: () -> Value) -> Value {
      if let known { return known }
      let made = work()
      known = made
      return made
    }
  }

  var handshake = Lazy<Handshake?>()
  /// Of the handshake, which must not hold it itself: it holds the handshake.
  var handshakeRefusal = Lazy<TLSRefusal?>()
  var tlsRefusal = Lazy<TLSRefusal?>()
  var tlsEnding = Lazy<TLSEnding?>()
  var certificateCase = Lazy<CertificateCase?>()
  var serverCertificateRefusal = Lazy<CertificateRefusal?>()
  var clientCertificateRefusal = Lazy<CertificateRefusal?>()
  var refusals = Lazy<[Refusal]>()
  var authFailures = Lazy<[AuthFailure]>()
  var sayings = Lazy<[Saying]>()
  var earlyCommand = Lazy<Command?>()
  var refusedHello = Lazy<RefusedHello?>()
  var mangledExchange = Lazy<Int?>()
  var startTLSAttempts = Lazy<[StartTLSAttempt]>()
  var tlsDemand = Lazy<Exchange?>()
  var bearsMask = Lazy<Bool>()

  /// Whether the diagnosis is over: what is asked later, for the words of a finding, is worked out anew.
  private(set) var isOver = false

  /// Ends the diagnosis, and lets go of what holds the session.
  func forget() {
    isOver = true
    handshake.known??.settle()
    handshake = Lazy()
    handshakeRefusal = Lazy()
    tlsRefusal = Lazy()
    tlsEnding = Lazy()
    certificateCase = Lazy()
  }
}

/// The same questions, asked of a session. Outside of a diagnosis each is worked out anew.
extension Session {
  private var readings: Readings? {
    // Unsafe: only `Diagnoser` puts anything there, and nothing else; a checked cast costs as much as some rules.
    guard let derived else { return nil }
    let readings = unsafe unsafeDowncast(derived, to: Readings.self)
    return readings.isOver ? nil : readings
  }

  /// The TLS negotiation as the rules look at it; `nil` where the session has no TLS.
  var handshake: Handshake? {
    guard let readings else { return Handshake(self) }
    return readings.handshake.get { Handshake(self) }
  }

  /// The alert in clear that ended this session's handshake; `nil` where none did.
  func refusal(of handshake: Handshake) -> TLSRefusal? {
    guard let readings else { return TLSRefusal(handshake) }
    return readings.handshakeRefusal.get { TLSRefusal(handshake) }
  }

  /// The alert in clear that the negotiation failed with; `nil` where it did not.
  var tlsRefusal: TLSRefusal? {
    guard let readings else { return TLSRefusal(self) }
    return readings.tlsRefusal.get { TLSRefusal(self) }
  }

  /// How a negotiation ended about which nobody said a word; `nil` where it did not end so.
  var tlsEnding: TLSEnding? {
    guard let readings else { return TLSEnding(self) }
    return readings.tlsEnding.get { TLSEnding(self) }
  }

  /// The server's certificate with what is wrong with it; `nil` where the session has no TLS.
  var certificateCase: CertificateCase? {
    guard let readings else { return CertificateCase(self) }
    return readings.certificateCase.get { CertificateCase(self) }
  }

  /// How the client turned away from what the server showed; `nil` where it went on, or left at another point.
  var serverCertificateRefusal: CertificateRefusal? {
    guard let readings else { return findServerCertificateRefusal() }
    return readings.serverCertificateRefusal.get { findServerCertificateRefusal() }
  }

  /// How the server turned away once it had the client's answer to its request for a certificate.
  var clientCertificateRefusal: CertificateRefusal? {
    guard let readings else { return findClientCertificateRefusal() }
    return readings.clientCertificateRefusal.get { findClientCertificateRefusal() }
  }

  /// The refusals of mail in this session, in order.
  var refusals: [Refusal] {
    guard let readings else { return collectRefusals() }
    return readings.refusals.get { collectRefusals() }
  }

  /// The AUTH exchanges that led to no login, in order.
  var authFailures: [AuthFailure] {
    guard let readings else { return collectAuthFailures() }
    return readings.authFailures.get { collectAuthFailures() }
  }

  /// All replies after the greeting, with what they answer.
  var sayings: [Saying] {
    guard let readings else { return collectSayings() }
    return readings.sayings.get { collectSayings() }
  }

  /// The client's first command, where it was sent before the greeting was complete (RFC 5321 section 3.1); `nil` where it
  /// was not, or where the capture cannot tell.
  var earlyCommand: Command? {
    guard let readings else { return findEarlyCommand() }
    return readings.earlyCommand.get { findEarlyCommand() }
  }

  /// The first introduction in clear that the server refused; `nil` where none was.
  var refusedHello: RefusedHello? {
    guard let readings else { return findRefusedHello() }
    return readings.refusedHello.get { findRefusedHello() }
  }

  /// Where a device wrote over a command: the place of the exchange.
  var mangledExchange: Int? {
    guard let readings else { return findMangledExchange() }
    return readings.mangledExchange.get { findMangledExchange() }
  }

  /// The requests for TLS with their exchanges, in order.
  var startTLSAttempts: [StartTLSAttempt] {
    guard let readings else { return collectStartTLSAttempts() }
    return readings.startTLSAttempts.get { collectStartTLSAttempts() }
  }

  /// A refusal in clear that demands TLS, where no TLS followed: the exchange (RFC 3207 section 4).
  var tlsDemand: Exchange? {
    guard let readings else { return findTLSDemand() }
    return readings.tlsDemand.get { findTLSDemand() }
  }

  /// Whether a device on the way left its mark on the greeting or on the list of extensions.
  var bearsMask: Bool {
    guard let readings else { return findMask() }
    return readings.bearsMask.get { findMask() }
  }
}
