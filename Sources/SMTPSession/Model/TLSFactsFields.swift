import Certificates
import SMTPTranscript
import TLSHandshake

extension TLSFacts {
  /// What is held; ``TLSFacts`` says what each means.
  struct Fields: Sendable {
    var mode: Mode
    var completed: Bool = false
    var carriedData: Bool = false
    var version: String?
    var cipherSuite: String?
    var group: String?
    var serverName: String?
    var resumed: Bool = false
    var clientCertificate = ClientCertificate.hidden
    var alerts: [Alert] = []
    var reached: [Stage: Moment] = [:]
    var lostSight: Bool = false
    var serverCertificates: [[UInt8]] = []
    var examination: CertificateExamination?
    var clientExamination: CertificateExamination?
    var negotiation: TLSNegotiation
    let streams: Streams
  }

  /// The streams of both sides, and which packet brought what: in one place, and apart from the words that were said in clear.
  final class Streams: Sendable {
    let client: TLSStream
    let server: TLSStream
    private let clientMap: SourceMap
    private let serverMap: SourceMap

    init(_ reading: borrowing ConversationReading) {
      client = reading.clientTLS
      server = reading.serverTLS
      clientMap = reading.clientMap
      serverMap = reading.serverMap
    }

    func moment(_ side: Side, at offset: UInt64) -> Moment? {
      side == .client ? clientMap.moment(at: offset) : serverMap.moment(at: offset)
    }
  }
}
