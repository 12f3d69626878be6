import CaptureFiles
public import PacketLayers
public import SMTPTranscript
public import StreamAssembly

extension Session {
  /// What a session holds; ``Session`` says what each means.
  @usableFromInline
  struct Fields: Sendable {
    @usableFromInline var id: Int
    @usableFromInline var protocolName: ProtocolName
    @usableFromInline var client: Endpoint
    @usableFromInline var server: Endpoint
    @usableFromInline var servicePort: ServicePort
    @usableFromInline var start: Moment
    @usableFromInline var end: Moment
    @usableFromInline var completion: Completion
    @usableFromInline var transcript: Transcript
    @usableFromInline var greeting: Reply?
    @usableFromInline var exchanges: [Exchange]
    @usableFromInline var hellos: [Hello]
    @usableFromInline var startTLSRequests: [StartTLSRequest]
    @usableFromInline var authentications: [AuthExchange]
    @usableFromInline var transactions: [MailTransaction]
    @usableFromInline var unsolicitedReplies: [Reply]
    @usableFromInline var proxyHeader: String?
    @usableFromInline var notSMTP: NotSMTP?
    @usableFromInline var tls: TLSFacts?
    @usableFromInline var ending: Ending
    @usableFromInline var visibility: Visibility
    @usableFromInline var messages: [MessageFacts]
    @usableFromInline var endPatterns: [EndPattern]
    @usableFromInline var clientFlow: Shared<DirectionFacts>
    @usableFromInline var serverFlow: Shared<DirectionFacts>
    @usableFromInline var icmpErrors: [ICMPReport]
    @usableFromInline var sensitive: [SensitiveBytes] = []
  }
}
