import CaptureFiles
public import PacketLayers
public import SMTPTranscript
package import StreamAssembly

/// The whole story of one connection that carried SMTP, as values: what was said, in which packets, how it ended, and what
/// the capture does not show. It judges nothing; the rules do.
public struct Session: Sendable {
  public enum ProtocolName: String, Sendable {
    case esmtp, smtp, lmtp, unknown
  }

  /// Why the session was handed out.
  public enum Completion: Sendable {
    /// Both sides closed, or one reset the connection.
    case closed
    /// Nothing was heard for the idle time.
    case idle
    /// The capture ended while it was open.
    case captureEnded
    /// A new connection with the same addresses and ports began.
    case portReused
    /// The limit on open connections was reached.
    case evicted
  }

  /// Its number in the capture, from 1, in the order of the first packets.
  public var id: Int
  public var protocolName: ProtocolName
  public var client: Endpoint
  public var server: Endpoint
  public var servicePort: ServicePort
  public var start: Moment
  public var end: Moment
  public var completion: Completion

  /// The conversation line by line; with what TCP and TLS add to it.
  public var transcript: [TranscriptLine]
  /// The server's first reply (RFC 5321 section 4.3.1); `nil` where none was seen.
  public var greeting: Reply?
  public var exchanges: [Exchange]
  public var hellos: [Hello]
  public var startTLSRequests: [StartTLSRequest]
  public var authentications: [AuthExchange]
  public var transactions: [MailTransaction]
  /// Replies that no command was waiting for, the greeting aside.
  public var unsolicitedReplies: [Reply]
  /// What stood in a PROXY protocol header before the greeting; `nil` where there was none.
  public var proxyHeader: String?
  /// What the bytes look like that were no SMTP, by side; `nil` where all was SMTP.
  public var notSMTP: NotSMTP?
  /// The TLS negotiation as far as it is visible; `nil` where no TLS was begun.
  public var tls: TLSFacts?
  public var ending: Ending
  public var visibility: Visibility
  public var stages: [StageReport]
  /// What of message contents matters to a diagnosis, message by message.
  package var messages: [MessageFacts]
  /// Lone dots that not every server takes for the end of a message.
  package var endPatterns: [EndPattern]
  /// What TCP shows of each side.
  package var clientFlow: DirectionFacts
  package var serverFlow: DirectionFacts
  /// ICMP errors that quoted this connection.
  public var icmpErrors: [ICMPReport]
  /// Where credentials and messages lie in the two streams.
  public var sensitive: [SensitiveBytes] = []

  public struct NotSMTP: Sendable {
    public var from: Side
    /// What it looks like, such as "SSH"; `nil` where it looks like nothing known.
    public var looksLike: String?
    public var at: Moment

    public init(from: Side, looksLike: String?, at: Moment) {
      self.from = from
      self.looksLike = looksLike
      self.at = at
    }
  }

  public struct ICMPReport: Sendable {
    public var type: UInt8
    public var code: UInt8
    public var isIPv6: Bool
    public var reporter: IPAddress
    /// The side whose packet it complains about.
    public var about: Side
    public var nextHopMTU: Int?
    public var at: Moment

    public init(
      type: UInt8, code: UInt8, isIPv6: Bool, reporter: IPAddress, about: Side, nextHopMTU: Int?, at: Moment
    ) {
      self.type = type
      self.code = code
      self.isIPv6 = isIPv6
      self.reporter = reporter
      self.about = about
      self.nextHopMTU = nextHopMTU
      self.at = at
    }
  }
}

extension Session {
  public var durationSeconds: Double { end.time.seconds(since: start.time) }

  /// What TCP shows of `side`.
  package func flow(_ side: Side) -> DirectionFacts {
    side == .client ? clientFlow : serverFlow
  }

  /// TTL or hop limit of the SYN or SYN-ACK of `side`; `nil` where none was captured.
  package func openingHopLimit(_ side: Side) -> UInt8? { flow(side).synHopLimit }

  /// The last EHLO, HELO or LHLO in clear before TLS; `nil` where none was seen.
  public var lastClearHello: Hello? { hellos.last { !$0.isProtected } }

  public func exchange(of verb: Verb) -> Exchange? {
    exchanges.first { $0.command.verb == verb }
  }

  public func stage(_ stage: Stage) -> StageReport {
    stages.first { $0.stage == stage } ?? StageReport(stage: stage, state: .notReached)
  }

  public var acceptedMail: Bool { transactions.contains { $0.outcome == .accepted } }
}
