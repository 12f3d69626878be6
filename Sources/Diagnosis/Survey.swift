package import CaptureFiles
package import PacketLayers
import SMTPSession
import SMTPTranscript

/// What is remembered of every session, to see what several show together: which client was offered STARTTLS by which
/// server, where TLS failed, and what went on in clear afterwards. Its size is bounded whatever the capture holds.
package struct Survey: Sendable {
  /// Servers remembered; further ones are counted only.
  package static let maximumServers = 4096
  /// Clients remembered for each server; further ones are counted only.
  package static let maximumClientsPerServer = 64
  /// Sessions remembered for each client of a server: the first half of them, and the latest.
  package static let maximumVisitsPerClient = 16

  /// One session of one client with one server.
  package struct Visit: Sendable {
    package var session: Int
    package var start: Timestamp
    package var client: Endpoint
    package var server: Endpoint
    /// Whether STARTTLS stood in the whole list of extensions; `nil` where that was not captured, or no EHLO was answered.
    package var offersSTARTTLS: Bool?
    /// The last packet of the list.
    package var listPacket: PacketID?
    package var keywords: [String]
    package var serverName: String?
    /// The whole name by which the client introduced itself.
    package var clientName: String? = nil
    package var greetingText: String?
    /// Whether TLS was begun and did not complete.
    package var tlsFailed: Bool
    package var tlsCompleted: Bool
    /// The MAIL command that was accepted in clear; `nil` where none was.
    package var clearMailPacket: PacketID?
    /// The finding of the session's verdict.
    package var finding: String?
    package var lastPacket: PacketID
  }

  package private(set) var servers: [Endpoint: [IPAddress: [Visit]]] = [:]
  package private(set) var forgotten = 0

  package init() {}

  /// Remembers a session, in the order in which they ended; `nil` for one that tells nothing.
  package mutating func record(_ visit: Visit?) {
    guard let visit else { return }
    guard servers[visit.server] != nil || servers.count < Self.maximumServers else {
      forgotten += 1
      return
    }
    servers[visit.server, default: [:]].remember(visit, of: visit.client.address, forgotten: &forgotten)
  }

  /// What is remembered of a session; `nil` where nothing of it tells anything about its server.
  package static func visit(_ diagnosed: DiagnosedSession) -> Visit? {
    let session = diagnosed.session
    guard session.greeting != nil || !session.hellos.isEmpty || session.tls != nil else { return nil }
    let hello = session.lastClearHello
    let isKnown = hello.map { $0.verb != .helo && $0.listIsComplete } ?? false
    let reply = hello.flatMap { session.exchanges[$0.exchange].reply }
    let clearMail = session.transactions.first { !$0.isProtected && ($0.mailReply?.isPositiveCompletion ?? false) }
    return Visit(
      session: session.id, start: session.start.time, client: session.client, server: session.server,
      offersSTARTTLS: isKnown ? hello?.offersSTARTTLS : nil, listPacket: reply?.last.packet,
      keywords: isKnown ? hello?.keywords.map(\.line) ?? [] : [], serverName: hello?.serverName,
      clientName: session.clientHelloName, greetingText: session.greeting?.lines.first,
      tlsFailed: session.tls.map { !$0.completed } ?? false,
      tlsCompleted: session.tls?.completed ?? false,
      clearMailPacket: clearMail.map { session.exchanges[$0.exchange].command.at.packet },
      finding: diagnosed.verdict.finding, lastPacket: session.end.packet)
  }
}

extension [IPAddress: [Survey.Visit]] {
  fileprivate mutating func remember(_ visit: Survey.Visit, of address: IPAddress, forgotten: inout Int) {
    guard self[address] != nil || count < Survey.maximumClientsPerServer else {
      forgotten += 1
      return
    }
    self[address, default: []].append(visit)
    if let kept = self[address], kept.count > Survey.maximumVisitsPerClient {
      self[address]?.remove(at: Survey.maximumVisitsPerClient / 2)
      forgotten += 1
    }
  }
}
