public import Certificates
public import SMTPTranscript
package import TLSHandshake

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

  public var mode: Mode
  /// Whether both sides finished the handshake. Under TLS 1.3 this is inferred from what followed.
  public var completed: Bool
  /// Whether application data went on after it, beyond what closing takes.
  public var carriedData: Bool
  /// "TLS 1.2"; `nil` where no ServerHello was seen.
  public var version: String?
  /// IANA's name of the suite; `nil` where no ServerHello was seen.
  public var cipherSuite: String?
  /// The named group of the key exchange; `nil` where it is not visible.
  public var group: String?
  /// The name in the ClientHello (RFC 6066 section 3); `nil` where it had none, or was not seen.
  public var serverName: String?
  public var resumed: Bool
  public var clientCertificate: ClientCertificate
  public var alerts: [Alert]
  /// The handshake stages that it reached, with the packet that shows each.
  public var reached: [Stage: Moment]
  /// Whether bytes are missing, or records could not be followed, so that later stages may have been passed unseen.
  public var lostSight: Bool
  /// DER of the certificates that the server sent in clear, its own first.
  public var serverCertificates: [[UInt8]]
  /// What the server's certificates show; `nil` where none were seen in clear, as in TLS 1.3, or none were examined yet.
  public var examination: CertificateExamination?
  /// The same for the client's.
  public var clientExamination: CertificateExamination?

  /// Everything that was read of the handshake, and what it allows to conclude.
  package var negotiation: TLSNegotiation
  package var clientStream: TLSStream
  package var serverStream: TLSStream
  var clientMap: SourceMap
  var serverMap: SourceMap

  init(
    mode: Mode, negotiation: TLSNegotiation, client: TLSStream, server: TLSStream, clientMap: SourceMap,
    serverMap: SourceMap
  ) {
    self.mode = mode
    self.negotiation = negotiation
    clientStream = client
    serverStream = server
    self.clientMap = clientMap
    self.serverMap = serverMap
    completed = false
    carriedData = false
    version = nil
    cipherSuite = nil
    group = nil
    serverName = nil
    resumed = false
    clientCertificate = .hidden
    alerts = []
    reached = [:]
    lostSight = false
    serverCertificates = []
  }

  /// The server's certificates, its own first; empty where none were seen in clear.
  public var certificates: [CertificateFacts] { examination?.certificates ?? [] }

  /// The client's certificates, its own first; empty where none were seen in clear.
  public var clientCertificates: [CertificateFacts] { clientExamination?.certificates ?? [] }

  /// Stream offset at which TLS begins in the direction of `side`.
  package func startOffset(_ side: Side) -> UInt64 {
    side == .client ? clientStream.startOffset : serverStream.startOffset
  }

  /// The packet that brought the byte at `offset` of the direction of `side`; `nil` where it is missing.
  package func moment(_ side: Side, at offset: UInt64) -> Moment? {
    (side == .client ? clientMap : serverMap).moment(at: offset)
  }
}
