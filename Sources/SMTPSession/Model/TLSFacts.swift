public import Certificates
public import SMTPTranscript
public import TLSHandshake

/// The TLS negotiation of a session, as far as it is visible (RFC 8446, RFC 5246).
public struct TLSFacts: Sendable {
  public enum Mode: String, Sendable {
    case starttls, implicit
  }

  public enum ClientCertificate: String, Sendable {
    case notRequested, requested, sent, empty, hidden
  }

  public struct Alert: Sendable {
    public var from: Side
    /// "warning" or "fatal"; `nil` where it is encrypted.
    public var level: String?
    /// The registry's name, or the number where it has none; `nil` where it is encrypted.
    public var description: String?
    public var isEncrypted: Bool
    public var at: Moment

    public init(from: Side, level: String?, description: String?, isEncrypted: Bool, at: Moment) {
      self.from = from
      self.level = level
      self.description = description
      self.isEncrypted = isEncrypted
      self.at = at
    }
  }

  /// The fields, apart from the value that is handed around: they are many.
  @usableFromInline var shared: Shared<Fields>

  @inlinable
  public var mode: Mode {
    _read { yield shared.fields.mode }
    _modify { yield &shared.fields.mode }
  }
  /// Whether both sides finished the handshake. Under TLS 1.3 this is inferred from what followed.
  @inlinable
  public var completed: Bool {
    _read { yield shared.fields.completed }
    _modify { yield &shared.fields.completed }
  }
  /// Whether application data went on after it, beyond what closing takes.
  @inlinable
  public var carriedData: Bool {
    _read { yield shared.fields.carriedData }
    _modify { yield &shared.fields.carriedData }
  }
  /// "TLS 1.2"; `nil` where no ServerHello was seen.
  @inlinable
  public var version: String? {
    _read { yield shared.fields.version }
    _modify { yield &shared.fields.version }
  }
  /// IANA's name of the suite; `nil` where no ServerHello was seen.
  @inlinable
  public var cipherSuite: String? {
    _read { yield shared.fields.cipherSuite }
    _modify { yield &shared.fields.cipherSuite }
  }
  /// The named group of the key exchange; `nil` where it is not visible.
  @inlinable
  public var group: String? {
    _read { yield shared.fields.group }
    _modify { yield &shared.fields.group }
  }
  /// The name in the ClientHello (RFC 6066 section 3); `nil` where it had none, or was not seen.
  @inlinable
  public var serverName: String? {
    _read { yield shared.fields.serverName }
    _modify { yield &shared.fields.serverName }
  }
  @inlinable
  public var resumed: Bool {
    _read { yield shared.fields.resumed }
    _modify { yield &shared.fields.resumed }
  }
  @inlinable
  public var clientCertificate: ClientCertificate {
    _read { yield shared.fields.clientCertificate }
    _modify { yield &shared.fields.clientCertificate }
  }
  @inlinable
  public var alerts: [Alert] {
    _read { yield shared.fields.alerts }
    _modify { yield &shared.fields.alerts }
  }
  /// The handshake stages that it reached, with the packet that shows each.
  @inlinable
  public var reached: ReachedStages {
    _read { yield shared.fields.reached }
    _modify { yield &shared.fields.reached }
  }
  /// Whether bytes are missing, or records could not be followed, so that later stages may have been passed unseen.
  @inlinable
  public var lostSight: Bool {
    _read { yield shared.fields.lostSight }
    _modify { yield &shared.fields.lostSight }
  }
  /// What became of its sealed records, where there are secrets.
  @inlinable
  public var opening: TLSOpening {
    _read { yield shared.fields.opening }
    _modify { yield &shared.fields.opening }
  }
  /// DER of the certificates that the server sent, its own first; sealed under TLS 1.3, so that they are known only where it was opened.
  @inlinable
  public var serverCertificates: [[UInt8]] {
    _read { yield shared.fields.serverCertificates }
    _modify { yield &shared.fields.serverCertificates }
  }
  /// What the server's certificates show; `nil` where none were seen in clear, as in TLS 1.3, or none were examined yet.
  @inlinable
  public var examination: CertificateExamination? {
    _read { yield shared.fields.examination }
    _modify { yield &shared.fields.examination }
  }
  /// The same for the client's.
  @inlinable
  public var clientExamination: CertificateExamination? {
    _read { yield shared.fields.clientExamination }
    _modify { yield &shared.fields.clientExamination }
  }

  /// Everything that was read of the handshake, and what it allows to conclude.
  @inlinable
  package var negotiation: TLSNegotiation {
    _read { yield shared.fields.negotiation }
    _modify { yield &shared.fields.negotiation }
  }
  @inlinable
  package var clientStream: TLSStream { _read { yield shared.fields.streams.client.fields.tls } }
  @inlinable
  package var serverStream: TLSStream { _read { yield shared.fields.streams.server.fields.tls } }

  init(_ fields: consuming Fields) {
    shared = Shared(fields)
  }

  /// The server's certificates, its own first; empty where none were seen in clear.
  public var certificates: [CertificateFacts] { examination?.certificates ?? [] }

  /// The client's certificates, its own first; empty where none were seen in clear.
  public var clientCertificates: [CertificateFacts] { clientExamination?.certificates ?? [] }

  /// Whether the suite that was chosen has no cipher (`TLS_RSA_WITH_NULL_SHA`): what goes on inside is readable to everybody.
  public var leavesDataReadable: Bool { negotiation.leavesDataReadable }

  /// The random bytes of the first ClientHello, by which key logs and traces name a session; `nil` where none was seen.
  package var clientRandom: [UInt8]? { negotiation.clientHello?.random }

  /// Those of all ClientHellos, each once: a renegotiation has secrets of its own, under the random bytes of its own.
  package var clientRandoms: [[UInt8]] {
    var randoms: [[UInt8]] = []
    for hello in clientStream.hellos where !randoms.contains(hello.random) { randoms.append(hello.random) }
    return randoms
  }

  /// Stream offset at which TLS begins in the direction of `side`.
  package func startOffset(_ side: Side) -> UInt64 {
    side == .client ? clientStream.startOffset : serverStream.startOffset
  }

  /// The packet that brought the byte at `offset` of the direction of `side`; `nil` where it is missing.
  package func moment(_ side: Side, at offset: UInt64) -> Moment? {
    shared.fields.streams.moment(side, at: offset)
  }
}
