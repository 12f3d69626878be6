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
    /// Where the streams of both sides are, and which packet brought what.
    let conversation: EndedConversation
  }
}
