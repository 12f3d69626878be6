package import CaptureFiles
package import PacketLayers
import SMTPSession
import SMTPTranscript
import StreamAssembly
import TLSHandshake

extension Survey {
  /// What is remembered of one session of one client with one server: enough to judge others by it, and no more.
  ///
  /// Of a fixed size, but for its words, which it shares with others.
  package struct Visit: Sendable {
    /// The number of the session within the run.
    package internal(set) var session: Int
    package let start: Timestamp
    package let end: Timestamp
    package let client: Endpoint
    package let server: Endpoint
    /// The initial sequence numbers of the client and of the server, 32 bits each (RFC 9293 section 3.4.1); 0 where one was not captured.
    package let sequences: UInt64
    package internal(set) var firstPacket: PacketID
    package internal(set) var lastPacket: PacketID
    package let disposition: Disposition
    /// The finding of the session's verdict.
    package let finding: String?
    /// Whether the server spoke at all.
    package let isServed: Bool
    /// Whether STARTTLS stood in the whole list of extensions; `nil` where that was not captured, or no EHLO was answered.
    package internal(set) var offersSTARTTLS: Bool?
    /// Whether a device wrote over words of the list: what it lacks is then not the server's doing.
    package let listIsMasked: Bool
    /// The last packet of the list.
    package internal(set) var listPacket: PacketID?
    /// The name that the client gave, shortened. Apart from the server's words, which are the same in most sessions.
    package let clientName: String?
    package internal(set) var words: VisitWords
    package let tls: TLSOutcome
    /// The client's first TLS message; `nil` where none was seen whole.
    package let tlsHello: TLSHello?
    /// The MAIL command that was accepted in clear; `nil` where none was.
    package internal(set) var clearMailPacket: PacketID?
    /// Whether it asked for mail or a login.
    package let asksForService: Bool
    /// Whether the client left in clear, and had asked for nothing.
    package let leftInClear: Bool
    /// Sender and recipients of its first message, as one number by which a second attempt is known again; `nil` where they cannot be read.
    package let envelope: UInt64?
    /// What a second capture of the same conversation is known by; `nil` where too little was said.
    package let trace: ConversationTrace?

    /// Whether the session goes on behind a border of what was captured. That is not written down.
    package var crossesBorder = false

    package var serverName: String? { words.serverName }
    package var greetingText: String? { words.greetingText }
    package var keywords: [String] { words.keywords }

    /// About what the name of a client takes beside its visit.
    static let usualNameBytes = 64

    package enum TLSOutcome: String, Sendable {
      case none, failed, completed
    }

    package struct TLSHello: Sendable, Equatable {
      package var bytes: Int
      /// Whether it brings a key share of a group that is to resist quantum computers.
      package var isPostQuantum: Bool
      package var isAnswered: Bool

      package init(bytes: Int, isPostQuantum: Bool, isAnswered: Bool) {
        self.bytes = bytes
        self.isPostQuantum = isPostQuantum
        self.isAnswered = isAnswered
      }

      /// Whether it fits into one packet on every usual path.
      var isSmall: Bool { bytes <= 1400 }
    }

    /// - Parameter crossesBorder: As ``crossesBorder``.
    package init(_ diagnosed: borrowing DiagnosedSession, crossesBorder: Bool = false) {
      self.crossesBorder = crossesBorder
      let session = diagnosed.session
      let hello = session.lastClearHello
      let isKnown = hello.map { $0.verb != .helo && $0.listIsComplete } ?? false
      let clearMail = session.transactions.first { $0.layer == .clear && ($0.mailReply?.isPositiveCompletion ?? false) }
      self.session = session.id
      start = session.start.time
      end = session.end.time
      client = session.client
      server = session.server
      sequences =
        UInt64(session.clientFlow.syn?.sequence ?? 0) << 32 | UInt64(session.serverFlow.syn?.sequence ?? 0)
      firstPacket = session.start.packet
      lastPacket = session.end.packet
      disposition = diagnosed.verdict.disposition
      finding = diagnosed.verdict.finding
      isServed = session.greeting != nil || !session.hellos.isEmpty || session.tls != nil
      offersSTARTTLS = isKnown ? hello?.offersSTARTTLS : nil
      listIsMasked = hello?.hasMaskedKeywords ?? false
      listPacket = hello.flatMap { session.exchanges[$0.exchange].reply }?.last.packet
      clientName = session.clientHelloName.map(VisitWords.short)
      words = VisitWords.said(
        serverName: hello?.serverName, greetingText: session.greeting?.lines.first, listOf: isKnown ? hello : nil)
      tls = session.tls.map { $0.completed ? .completed : .failed } ?? .none
      tlsHello = session.tls.flatMap(TLSHello.init)
      clearMailPacket = clearMail.map { session.exchanges[$0.exchange].command.at.packet }
      asksForService =
        !session.transactions.isEmpty || !session.authentications.isEmpty
        || diagnosed.verdict.disposition != .noIntent && session.tls != nil
      leftInClear = session.tls == nil && session.clientLeft && !session.hasAskedForService
      envelope = Self.envelope(session)
      trace = ConversationTrace(session)
    }

    /// Who met whom, and when, and what the server said of itself.
    package init(
      session: Int, start: Timestamp, client: Endpoint, server: Endpoint, serverName: String?, packet: PacketID,
      offersSTARTTLS: Bool? = nil, keywords: [String] = [], greetingText: String? = nil, clientName: String? = nil
    ) {
      self.session = session
      self.start = start
      end = start
      self.client = client
      self.server = server
      sequences = 0
      firstPacket = packet
      lastPacket = packet
      disposition = .unknown
      finding = nil
      isServed = true
      self.offersSTARTTLS = offersSTARTTLS
      listIsMasked = false
      listPacket = nil
      self.clientName = clientName.map(VisitWords.short)
      words = VisitWords(serverName: serverName, greetingText: greetingText, keywords: keywords)
      tls = .none
      tlsHello = nil
      clearMailPacket = nil
      asksForService = false
      leftInClear = false
      envelope = nil
      trace = nil
    }

    private static func envelope(_ session: Session) -> UInt64? {
      guard let mail = session.transactions.first, !mail.recipients.isEmpty else { return nil }
      var digest = StableDigest()
      digest.combine(mail.mailFrom)
      for address in mail.recipients.map(\.address).sorted() { digest.combine(address) }
      return digest.finish()
    }

    /// Seconds between the beginnings of two sessions, whichever came first.
    func distance(to other: Visit) -> Double { abs(start.seconds(since: other.start)) }

    /// Whether it began before another; at one and the same moment nobody knows.
    func isBefore(_ other: Visit) -> Bool { start < other.start }

    /// The order of time; among sessions of the same moment that of their numbers, so that the result is the same each time.
    static func isEarlier(_ one: Visit, _ other: Visit) -> Bool {
      (one.start, one.session) < (other.start, other.session)
    }

    /// What no two sessions share, in every run.
    package struct Identity: Hashable, Comparable, Sendable {
      package let start: Timestamp
      package let client: Endpoint
      package let server: Endpoint
      package let sequences: UInt64

      package static func < (one: Identity, other: Identity) -> Bool {
        if one.start != other.start { return one.start < other.start }
        if one.client != other.client { return one.client < other.client }
        return (one.server, one.sequences) < (other.server, other.sequences)
      }
    }

    /// For what a survey remembers it: `a` for its arrival, `d` for its delivery, `c` for its conversation; empty for a session that
    /// nobody answered.
    package var remembered: String {
      guard isServed else { return "" }
      return switch (delivered != nil, trace != nil) {
      case (false, false): "a"
      case (true, false): "ad"
      case (false, true): "ac"
      case (true, true): "adc"
      }
    }

    /// The envelope of a message that was accepted; `nil` where none was, or it cannot be read.
    var delivered: UInt64? { disposition == .delivered ? envelope : nil }

    /// Gives it its number within the run.
    package mutating func number(_ session: Int) { self.session = session }

    package var identity: Identity { Identity(start: start, client: client, server: server, sequences: sequences) }

    /// The order in which visits are remembered and forgotten: that of time, and the same whatever the order in which they come.
    static func precedes(_ one: Visit, _ other: Visit) -> Bool {
      one.start != other.start ? one.start < other.start : one.identity < other.identity
    }

    /// Whether two lists come from servers that call themselves alike, or that have no names.
    func meetsSameName(as other: Visit) -> Bool { serverName == other.serverName }
  }
}

extension Survey.Visit.TLSHello {
  fileprivate init?(_ tls: TLSFacts) {
    let messages = tls.clientStream.messages
    guard let place = messages.lastIndex(where: { $0.type.isClientHello }) else { return nil }
    let hello = tls.negotiation.secondClientHello ?? tls.negotiation.clientHello
    self.init(
      bytes: messages[place].length + 4, isPostQuantum: hello?.keyShares?.contains { $0.group.isPostQuantum } ?? false,
      isAnswered: tls.version != nil || tls.alerts.contains { $0.from == .server })
  }
}

extension Survey.Visit {
  /// A visit that was written down. It has no number until it is given one.
  package init(
    start: Timestamp, end: Timestamp, client: Endpoint, server: Endpoint, sequences: UInt64, firstPacket: PacketID,
    lastPacket: PacketID, disposition: Disposition, finding: String?, isServed: Bool, offersSTARTTLS: Bool?,
    listIsMasked: Bool, listPacket: PacketID?, clientName: String?, words: Survey.VisitWords, tls: TLSOutcome,
    tlsHello: TLSHello?,
    clearMailPacket: PacketID?, asksForService: Bool, leftInClear: Bool, envelope: UInt64?, trace: ConversationTrace?
  ) {
    session = 0
    self.start = start
    self.end = end
    self.client = client
    self.server = server
    self.sequences = sequences
    self.firstPacket = firstPacket
    self.lastPacket = lastPacket
    self.disposition = disposition
    self.finding = finding
    self.isServed = isServed
    self.offersSTARTTLS = offersSTARTTLS
    self.listIsMasked = listIsMasked
    self.listPacket = listPacket
    self.clientName = clientName.map(Survey.VisitWords.short)
    self.words = words
    self.tls = tls
    self.tlsHello = tlsHello
    self.clearMailPacket = clearMailPacket
    self.asksForService = asksForService
    self.leftInClear = leftInClear
    self.envelope = envelope
    self.trace = trace
  }
}
