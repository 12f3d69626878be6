package import CaptureFiles
package import PacketLayers
import SMTPSession
import SMTPTranscript
import StreamAssembly
import TLSHandshake

extension Survey {
  /// What is remembered of one session of one client with one server: enough to judge others by it, and no more.
  package final class Visit: Sendable {
    package let session: Int
    package let start: Timestamp
    package let end: Timestamp
    package let client: Endpoint
    package let server: Endpoint
    package let firstPacket: PacketID
    package let lastPacket: PacketID
    package let disposition: Disposition
    /// The finding of the session's verdict.
    package let finding: String?
    /// Whether the server spoke at all.
    package let isServed: Bool
    /// The name that the client gave.
    package let clientName: String?
    /// Whether STARTTLS stood in the whole list of extensions; `nil` where that was not captured, or no EHLO was answered.
    package let offersSTARTTLS: Bool?
    /// Whether a device wrote over words of the list: what it lacks is then not the server's doing.
    package let listIsMasked: Bool
    /// The last packet of the list.
    package let listPacket: PacketID?
    package let keywords: [String]
    package let serverName: String?
    package let greetingText: String?
    package let tls: TLSOutcome
    /// The client's first TLS message; `nil` where none was seen whole.
    package let tlsHello: TLSHello?
    /// The MAIL command that was accepted in clear; `nil` where none was.
    package let clearMailPacket: PacketID?
    /// Whether it asked for mail or a login.
    package let asksForService: Bool
    /// Sender and recipients of its first message, by which a second attempt is known again; `nil` where they cannot be read.
    package let envelope: Int?
    /// What a second capture of the same conversation is known by; `nil` where too little was said.
    let trace: ConversationTrace?

    package enum TLSOutcome: Sendable {
      case none, failed, completed
    }

    package struct TLSHello: Sendable {
      package var bytes: Int
      /// Whether it brings a key share of a group that is to resist quantum computers.
      package var isPostQuantum: Bool
      package var isAnswered: Bool

      /// Whether it fits into one packet on every usual path.
      var isSmall: Bool { bytes <= 1400 }
    }

    package init(_ diagnosed: DiagnosedSession) {
      let session = diagnosed.session
      let hello = session.lastClearHello
      let isKnown = hello.map { $0.verb != .helo && $0.listIsComplete } ?? false
      let clearMail = session.transactions.first { $0.layer == .clear && ($0.mailReply?.isPositiveCompletion ?? false) }
      self.session = session.id
      start = session.start.time
      end = session.end.time
      client = session.client
      server = session.server
      firstPacket = session.start.packet
      lastPacket = session.end.packet
      disposition = diagnosed.verdict.disposition
      finding = diagnosed.verdict.finding
      isServed = session.greeting != nil || !session.hellos.isEmpty || session.tls != nil
      clientName = session.clientHelloName.map(Self.short)
      offersSTARTTLS = isKnown ? hello?.offersSTARTTLS : nil
      listIsMasked = hello?.hasMaskedKeywords ?? false
      listPacket = hello.flatMap { session.exchanges[$0.exchange].reply }?.last.packet
      keywords = isKnown ? hello?.keywords.prefix(Self.maximumKeywords).map { Self.short($0.line) } ?? [] : []
      serverName = hello?.serverName.map(Self.short)
      greetingText = session.greeting?.lines.first.map(Self.short)
      tls = session.tls.map { $0.completed ? .completed : .failed } ?? .none
      tlsHello = session.tls.flatMap(TLSHello.init)
      clearMailPacket = clearMail.map { session.exchanges[$0.exchange].command.at.packet }
      asksForService =
        !session.transactions.isEmpty || !session.authentications.isEmpty
        || diagnosed.verdict.disposition != .noIntent && session.tls != nil
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
      firstPacket = packet
      lastPacket = packet
      disposition = .unknown
      finding = nil
      isServed = true
      self.clientName = clientName
      self.offersSTARTTLS = offersSTARTTLS
      listIsMasked = false
      listPacket = nil
      self.keywords = keywords
      self.serverName = serverName
      self.greetingText = greetingText
      tls = .none
      tlsHello = nil
      clearMailPacket = nil
      asksForService = false
      envelope = nil
      trace = nil
    }

    /// Lines of a list, and bytes of a text, that are remembered.
    private static let maximumKeywords = 64
    private static let maximumText = 256

    private static func short(_ text: String) -> String {
      text.utf8.count <= maximumText ? text : String(text.prefix(maximumText / 4))
    }

    /// About what it takes to remember it.
    var bytes: Int {
      func bytes(_ text: String?) -> Int { text.map { $0.utf8.count > 15 ? $0.utf8.count + 48 : 0 } ?? 0 }
      return 768 + bytes(serverName) + bytes(greetingText) + bytes(clientName)
        + keywords.reduce(0) { $0 + 16 + bytes($1) }
    }

    private static func envelope(_ session: Session) -> Int? {
      guard let mail = session.transactions.first, !mail.recipients.isEmpty else { return nil }
      var hasher = Hasher()
      hasher.combine(mail.mailFrom)
      for address in mail.recipients.map(\.address).sorted() { hasher.combine(address) }
      return hasher.finalize()
    }

    /// Seconds between the beginnings of two sessions, whichever came first.
    func distance(to other: Visit) -> Double { abs(start.seconds(since: other.start)) }

    /// Whether it began before another; at one and the same moment nobody knows.
    func isBefore(_ other: Visit) -> Bool { start < other.start }

    /// The order of time; among sessions of the same moment that of their numbers, so that the result is the same each time.
    static func isEarlier(_ one: Visit, _ other: Visit) -> Bool {
      (one.start, one.session) < (other.start, other.session)
    }

    /// Whether two lists come from servers that call themselves alike, or that have no names.
    func meetsSameName(as other: Visit) -> Bool { serverName == other.serverName }
  }
}

extension Survey.Visit.TLSHello {
  fileprivate init?(_ tls: TLSFacts) {
    guard let message = tls.clientStream.messages.last(where: { $0.type.isClientHello }) else { return nil }
    let hello = tls.negotiation.secondClientHello ?? tls.negotiation.clientHello
    self.init(
      bytes: message.length + 4, isPostQuantum: hello?.keyShares?.contains { $0.group.isPostQuantum } ?? false,
      isAnswered: tls.version != nil || tls.alerts.contains { $0.from == .server })
  }
}
