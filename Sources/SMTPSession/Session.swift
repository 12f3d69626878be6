import CaptureFiles
public import PacketLayers
public import SMTPTranscript
public import StreamAssembly

/// The whole story of one connection that carried SMTP, as values: what was said, in which packets, how it ended, and what
/// the capture does not show. It judges nothing; the rules do.
public struct Session: Sendable {
  /// Which protocol the client opened with: EHLO (RFC 5321), HELO (RFC 821), LHLO (RFC 2033).
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
    /// The limit on open connections, or on what may be kept of them, was reached while it went on.
    case evicted

    /// Whether it went on, for all that is known, and nobody looked any further.
    public var isCutOff: Bool { self == .captureEnded || self == .evicted }
  }

  /// The fields, apart from the value that is handed around: a session is large, and two hundred rules look at it.
  @usableFromInline var shared: Shared<Fields>

  init(_ fields: Fields) {
    shared = Shared(fields)
  }

  /// The place of the fields, by which a test can tell that nobody holds the session any more.
  package var identity: AnyObject { shared.identity }

  /// Its number in the capture, from 1, in the order of the first packets.
  @inlinable
  public var id: Int {
    _read { yield shared.fields.id }
    _modify { yield &shared.fields.id }
  }
  /// Which protocol the client opened with.
  @inlinable
  public var protocolName: ProtocolName {
    _read { yield shared.fields.protocolName }
    _modify { yield &shared.fields.protocolName }
  }
  /// Who waited for the greeting.
  @inlinable
  public var client: Endpoint {
    _read { yield shared.fields.client }
    _modify { yield &shared.fields.client }
  }
  /// Who greeted, or was to greet; not decided by the port.
  @inlinable
  public var server: Endpoint {
    _read { yield shared.fields.server }
    _modify { yield &shared.fields.server }
  }
  /// What the port of the server stands for.
  @inlinable
  public var servicePort: ServicePort {
    _read { yield shared.fields.servicePort }
    _modify { yield &shared.fields.servicePort }
  }
  /// The first packet.
  @inlinable
  public var start: Moment {
    _read { yield shared.fields.start }
    _modify { yield &shared.fields.start }
  }
  /// The last packet.
  @inlinable
  public var end: Moment {
    _read { yield shared.fields.end }
    _modify { yield &shared.fields.end }
  }
  /// Why the session was handed out.
  @inlinable
  public var completion: Completion {
    _read { yield shared.fields.completion }
    _modify { yield &shared.fields.completion }
  }

  /// The conversation line by line; with what TCP and TLS add to it. It is put together when it is read first.
  public var transcript: [TranscriptLine] {
    get { shared.fields.transcript.lines(of: self).lines }
    _modify {
      var made = shared.fields.transcript.lines(of: self)
      defer { shared.fields.transcript = Transcript(made) }
      yield &made.lines
    }
  }

  /// Where in the transcript a line stands that was said, by its place among those; `nil` where it is not there.
  package func transcriptPlace(ofSaid place: Int) -> Int? {
    let made = shared.fields.transcript.lines(of: self)
    guard made.placesOfSaid.indices.contains(place), made.placesOfSaid[place] < made.lines.count else { return nil }
    return made.placesOfSaid[place]
  }
  /// The server's first reply (RFC 5321 section 4.3.1); `nil` where none was seen.
  @inlinable
  public var greeting: Reply? {
    _read { yield shared.fields.greeting }
    _modify { yield &shared.fields.greeting }
  }
  /// Commands with their replies, in the order of the commands.
  @inlinable
  public var exchanges: [Exchange] {
    _read { yield shared.fields.exchanges }
    _modify { yield &shared.fields.exchanges }
  }
  /// EHLO, HELO and LHLO with what the server answered.
  @inlinable
  public var hellos: [Hello] {
    _read { yield shared.fields.hellos }
    _modify { yield &shared.fields.hellos }
  }
  /// STARTTLS commands, and what followed each (RFC 3207).
  @inlinable
  public var startTLSRequests: [StartTLSRequest] {
    _read { yield shared.fields.startTLSRequests }
    _modify { yield &shared.fields.startTLSRequests }
  }
  /// Logins by AUTH (RFC 4954).
  @inlinable
  public var authentications: [AuthExchange] {
    _read { yield shared.fields.authentications }
    _modify { yield &shared.fields.authentications }
  }
  /// Mail transactions (RFC 5321 section 3.3).
  @inlinable
  public var transactions: [MailTransaction] {
    _read { yield shared.fields.transactions }
    _modify { yield &shared.fields.transactions }
  }
  /// Replies that no command was waiting for, the greeting aside.
  @inlinable
  public var unsolicitedReplies: [Reply] {
    _read { yield shared.fields.unsolicitedReplies }
    _modify { yield &shared.fields.unsolicitedReplies }
  }
  /// What stood in a PROXY protocol header before the greeting; `nil` where there was none.
  @inlinable
  public var proxyHeader: String? {
    _read { yield shared.fields.proxyHeader }
    _modify { yield &shared.fields.proxyHeader }
  }
  /// What the bytes look like that were no SMTP, by side; `nil` where all was SMTP.
  @inlinable
  public var notSMTP: NotSMTP? {
    _read { yield shared.fields.notSMTP }
    _modify { yield &shared.fields.notSMTP }
  }
  /// The TLS negotiation as far as it is visible; `nil` where no TLS was begun.
  @inlinable
  public var tls: TLSFacts? {
    _read { yield shared.fields.tls }
    _modify { yield &shared.fields.tls }
  }
  /// How the connection ended, and who began that.
  @inlinable
  public var ending: Ending {
    _read { yield shared.fields.ending }
    _modify { yield &shared.fields.ending }
  }
  /// What the capture does not show of it.
  @inlinable
  public var visibility: Visibility {
    _read { yield shared.fields.visibility }
    _modify { yield &shared.fields.visibility }
  }
  /// How far it came, stage by stage. Worked out when somebody asks.
  public var stages: [StageReport] { StageWalk(session: self).stages() }
  /// What of message contents matters to a diagnosis, message by message.
  @inlinable
  package var messages: [MessageFacts] {
    _read { yield shared.fields.messages }
    _modify { yield &shared.fields.messages }
  }
  /// Lone dots that not every server takes for the end of a message.
  @inlinable
  package var endPatterns: [EndPattern] {
    _read { yield shared.fields.endPatterns }
    _modify { yield &shared.fields.endPatterns }
  }
  /// What TCP shows of each side.
  @inlinable
  package var clientFlow: DirectionFacts {
    _read { yield shared.fields.clientFlow.fields }
    _modify { yield &shared.fields.clientFlow.fields }
  }
  /// What TCP shows of the server.
  @inlinable
  package var serverFlow: DirectionFacts {
    _read { yield shared.fields.serverFlow.fields }
    _modify { yield &shared.fields.serverFlow.fields }
  }
  /// ICMP errors that quoted this connection.
  @inlinable
  public var icmpErrors: [ICMPReport] {
    _read { yield shared.fields.icmpErrors }
    _modify { yield &shared.fields.icmpErrors }
  }
  /// Where credentials and messages lie in the two streams.
  @inlinable
  public var sensitive: [SensitiveBytes] {
    _read { yield shared.fields.sensitive }
    _modify { yield &shared.fields.sensitive }
  }

  /// Bytes of a side that are no SMTP.
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

  /// An ICMP error (RFC 792, RFC 4443) that quotes a packet of the connection.
  public struct ICMPReport: Sendable {
    public var type: UInt8
    public var code: UInt8
    public var isIPv6: Bool
    /// Who sent it.
    public var reporter: IPAddress
    /// The side whose packet it complains about.
    public var about: Side
    /// The largest packet that passes, in bytes (RFC 1191, RFC 8201); `nil` where the error tells none.
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
  /// From the first packet to the last.
  public var durationSeconds: Double { end.time.seconds(since: start.time) }

  /// What TCP shows of `side`.
  @inlinable
  package subscript(flow side: Side) -> DirectionFacts {
    _read {
      let flow = side == .client ? shared.fields.clientFlow : shared.fields.serverFlow
      yield flow.fields
    }
  }

  /// TTL or hop limit of the SYN or SYN-ACK of `side`; `nil` where none was captured.
  package func openingHopLimit(_ side: Side) -> UInt8? { self[flow: side].synHopLimit }

  /// The initial sequence number of `side` (RFC 9293 section 3.4.1); `nil` where its SYN was not captured.
  package func initialSequence(_ side: Side) -> UInt32? { self[flow: side].syn?.sequence }

  /// The last EHLO, HELO or LHLO in clear before TLS; `nil` where none was seen.
  public var lastClearHello: Hello? {
    hellos.last { $0.layer == .clear } ?? hellos.first { !$0.isProtected }
  }

  /// The name of the server's host: as its greeting says, or else its answer to EHLO, or else the name that the client asked for
  /// in its ClientHello. `nil` where none of them holds what looks like one.
  public var serverHostName: String? {
    if let name = greeting?.hostName { return name }
    if let name = hellos.last(where: { $0.serverName != nil })?.serverName { return name }
    if let name = inferredExchanges.last(where: { $0.serverName != nil })?.serverName { return name }
    return tls?.serverName
  }

  /// The first exchange of a verb; `nil` where none was seen.
  public func exchange(of verb: Verb) -> Exchange? {
    let exchanges = exchanges
    guard let place = exchanges.indices.first(where: { exchanges[$0].command.verb == verb }) else { return nil }
    return exchanges[place]
  }

  /// What is known of a stage.
  public func stage(_ stage: Stage) -> StageReport { StageWalk(session: self).report(of: stage) }

  /// Whether the server took over a message, in clear.
  public var acceptedMail: Bool { transactions.contains { $0.outcome == .accepted } }
}
