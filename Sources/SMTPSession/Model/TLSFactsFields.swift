public import Certificates
import SMTPTranscript
public import TLSHandshake

extension TLSFacts {
  /// What is held; ``TLSFacts`` says what each means.
  @usableFromInline
  struct Fields: Sendable {
    @usableFromInline var mode: Mode
    @usableFromInline var completed: Bool = false
    @usableFromInline var carriedData: Bool = false
    @usableFromInline var version: String?
    @usableFromInline var cipherSuite: String?
    @usableFromInline var group: String?
    @usableFromInline var serverName: String?
    @usableFromInline var resumed: Bool = false
    @usableFromInline var clientCertificate = ClientCertificate.hidden
    @usableFromInline var alerts: [Alert] = []
    @usableFromInline var reached = ReachedStages()
    @usableFromInline var lostSight: Bool = false
    @usableFromInline var opening = TLSOpening.noSecrets
    @usableFromInline var serverCertificates: [[UInt8]] = []
    @usableFromInline var examination: CertificateExamination?
    @usableFromInline var clientExamination: CertificateExamination?
    @usableFromInline var negotiation: TLSNegotiation
    @usableFromInline let streams: Streams
  }

  /// What was read of both sides below their words.
  @usableFromInline
  struct Streams: Sendable {
    @usableFromInline let client: Shared<ReadDirection>
    @usableFromInline let server: Shared<ReadDirection>

    func moment(_ side: Side, at offset: UInt64) -> Moment? {
      side == .client ? client.fields.map.moment(at: offset) : server.fields.map.moment(at: offset)
    }
  }
}
