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
    @usableFromInline var reached: [Stage: Moment] = [:]
    @usableFromInline var lostSight: Bool = false
    @usableFromInline var opening = TLSOpening.noSecrets
    @usableFromInline var serverCertificates: [[UInt8]] = []
    @usableFromInline var examination: CertificateExamination?
    @usableFromInline var clientExamination: CertificateExamination?
    @usableFromInline var negotiation: TLSNegotiation
    @usableFromInline let streams: Streams
  }

  /// The streams of both sides, and which packet brought what: in one place, and apart from the words that were said in clear.
  @usableFromInline
  final class Streams: Sendable {
    @usableFromInline let client: TLSStream
    @usableFromInline let server: TLSStream
    private let clientMap: SourceMap
    private let serverMap: SourceMap

    init(client: consuming TLSStream, server: consuming TLSStream, clientMap: SourceMap, serverMap: SourceMap) {
      self.client = client
      self.server = server
      self.clientMap = clientMap
      self.serverMap = serverMap
    }

    func moment(_ side: Side, at offset: UInt64) -> Moment? {
      side == .client ? clientMap.moment(at: offset) : serverMap.moment(at: offset)
    }
  }
}
