import CaptureFiles
import PacketLayers
import SMTPTranscript
import StreamAssembly

extension Session {
  /// What a session holds; ``Session`` says what each means.
  struct Fields: Sendable {
    var id: Int
    var protocolName: ProtocolName
    var client: Endpoint
    var server: Endpoint
    var servicePort: ServicePort
    var start: Moment
    var end: Moment
    var completion: Completion
    var transcript: Transcript
    var greeting: Reply?
    var exchanges: [Exchange]
    var hellos: [Hello]
    var startTLSRequests: [StartTLSRequest]
    var authentications: [AuthExchange]
    var transactions: [MailTransaction]
    var unsolicitedReplies: [Reply]
    var proxyHeader: String?
    var notSMTP: NotSMTP?
    var tls: TLSFacts?
    var ending: Ending
    var visibility: Visibility
    var stages: [StageReport]
    var messages: [MessageFacts]
    var endPatterns: [EndPattern]
    var clientFlow: DirectionFacts
    var serverFlow: DirectionFacts
    var icmpErrors: [ICMPReport]
    var sensitive: [SensitiveBytes] = []
  }
}
