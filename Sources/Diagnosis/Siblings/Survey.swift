import CaptureFiles
package import PacketLayers

/// What is remembered of every session, to see what several show together: which client was offered STARTTLS by which
/// server, where TLS failed, what went on in clear afterwards, and who came again. Its size is bounded whatever the capture holds.
package struct Survey: Sendable {
  /// Servers remembered; further ones are counted only.
  package static let maximumServers = 4096
  /// Clients remembered for each server; further ones are counted only.
  package static let maximumClientsPerServer = 64
  /// Sessions remembered for each client of a server: the first half of them, and the latest.
  package static let maximumVisitsPerClient = 16
  /// Sessions remembered in all; of further ones only what needs no list.
  package static let maximumVisits = 32_768
  /// Bytes that all that is remembered may take, where nothing else is said.
  package static let usualBytes = 20 << 20

  /// What is remembered of one client of one server.
  package struct Client: Sendable {
    /// As they ended: the first half, and the latest.
    fileprivate(set) var visits: [Visit] = []
    /// All of them, remembered or not.
    fileprivate(set) var count = 0
    /// Whether one of them asked for mail or a login.
    fileprivate(set) var asksForService = false
    /// The first and the latest that sent mail in clear.
    fileprivate(set) var clearMail: [Visit] = []

    /// Those remembered, in the order of time.
    package var inTime: [Visit] { visits.sorted(by: Visit.isEarlier) }

    /// Seconds from each remembered visit to the next; without the one over which visits were forgotten.
    var gaps: [Double] {
      let sorted = inTime
      let hole = count > visits.count ? Set(visits.prefix(Survey.maximumVisitsPerClient / 2).map(\.session)) : []
      return zip(sorted, sorted.dropFirst()).compactMap { one, next in
        hole.contains(one.session) != hole.contains(next.session) && !hole.isEmpty
          ? nil : next.start.seconds(since: one.start)
      }
    }

    fileprivate mutating func remember(_ visit: Visit, hasRoom: Bool) -> Bool {
      count += 1
      if visit.asksForService { asksForService = true }
      if visit.clearMailPacket != nil, hasRoom || clearMail.count == 2 {
        if clearMail.count == 2 { clearMail.removeLast() }
        clearMail.append(visit)
      }
      guard hasRoom || visits.count == Survey.maximumVisitsPerClient else { return false }
      visits.append(visit)
      guard visits.count > Survey.maximumVisitsPerClient else { return true }
      visits.remove(at: Survey.maximumVisitsPerClient / 2)
      return false
    }
  }

  package private(set) var servers: [Endpoint: [IPAddress: Client]] = [:]
  /// Sessions for which there was no room.
  package private(set) var forgotten = 0
  private var replacedVisits = 0
  private var remembered = 0
  private var rememberedBytes = 0
  private let maximumBytes: Int
  /// The latest sessions in which the server spoke, by the second in which they began.
  private var arrivals: RecentMemory<Int64, Visit>
  /// The latest messages that were accepted, by their envelopes.
  private var deliveries: RecentMemory<Int, Visit>
  /// The latest conversations, by what was said in them.
  private var conversations: RecentMemory<Int, Visit>
  /// Sessions of which a second capture is known, by their numbers.
  private var copies: [Int: Copy] = [:]
  private static let maximumCopies = 8192

  /// The other capture of a conversation.
  struct Copy: Sendable {
    var other: Visit
    var place: ConversationTrace.Place
  }

  /// - Parameter bytes: What may be remembered. Three fifths are for the visits by server and client.
  package init(bytes: Int = Survey.usualBytes) {
    maximumBytes = bytes / 5 * 3
    arrivals = RecentMemory(capacity: 16_384, perKey: 64, bytes: bytes / 5)
    deliveries = RecentMemory(capacity: 8192, perKey: 4, bytes: bytes / 10)
    conversations = RecentMemory(capacity: 8192, perKey: 8, bytes: bytes / 10)
  }

  /// How often a session made way for a later one, in one of the lists.
  package var replaced: Int { replacedVisits + arrivals.forgotten + deliveries.forgotten + conversations.forgotten }

  /// Remembers a session, in the order in which they ended.
  package mutating func record(_ visit: Visit) {
    // A connection that nobody answered tells nothing about others.
    guard visit.isServed else { return }
    let bytes = visit.bytes
    arrivals.add(visit, under: visit.start.second, bytes: bytes)
    if visit.disposition == .delivered, let envelope = visit.envelope {
      deliveries.add(visit, under: envelope, bytes: bytes)
    }
    if let trace = visit.trace { findCopy(of: visit, trace) }
    let hasRoom = remembered < Self.maximumVisits && rememberedBytes < maximumBytes
    guard servers[visit.server] != nil || servers.count < Self.maximumServers && hasRoom else {
      forgotten += 1
      return
    }
    let isKept = servers[visit.server, default: [:]].remember(visit, hasRoom: hasRoom)
    if isKept {
      remembered += 1
      rememberedBytes += bytes
    } else if hasRoom, servers[visit.server]?[visit.client.address]?.count ?? 0 > Self.maximumVisitsPerClient {
      replacedVisits += 1
    } else {
      forgotten += 1
    }
  }

  private mutating func findCopy(of visit: Visit, _ trace: ConversationTrace) {
    let twin = conversations[trace.key].last { other in
      guard copies[other.session] == nil, let another = other.trace else { return false }
      return (visit.client.address != other.client.address || visit.server.address != other.server.address)
        && trace.copy(another) != nil
    }
    if let twin, let another = twin.trace, let own = trace.copy(another), let back = another.copy(trace),
      copies.count < Self.maximumCopies
    {
      copies[visit.session] = Copy(other: twin, place: own)
      copies[twin.session] = Copy(other: visit, place: back)
    }
    conversations.add(visit, under: trace.key, bytes: visit.bytes)
  }

  // MARK: - What is known

  /// The other capture of the same conversation; `nil` where there is none.
  func copy(of visit: Visit) -> Copy? { copies[visit.session] }

  /// Whether two sessions are one conversation, captured twice.
  func areCopies(_ one: Visit, _ other: Visit) -> Bool { copies[one.session]?.other.session == other.session }

  /// The conversations that were captured twice, each once, nearer to the client first.
  var pairs: [(near: Visit, far: Visit, isCertain: Bool)] {
    copies.compactMap { session, copy in
      // Of two that do not differ in time the lower number stands for the client's side.
      guard let back = copies[copy.other.session] else { return nil }
      let isNear =
        copy.place.isNearClient != back.place.isNearClient ? back.place.isNearClient : session > copy.other.session
      guard isNear else { return nil }
      return (copy.other, back.other, copy.place.isCertain)
    }.sorted { $0.near.session < $1.near.session }
  }

  /// The sessions that began in a stretch of time, in its order.
  func arrivals(from start: Timestamp, seconds: Double) -> [Visit] {
    let end = Timestamp(nanoseconds: start.nanoseconds.addingReportingOverflow(Int64(seconds * 1e9)).partialValue)
    guard start <= end else { return [] }
    return (start.second...end.second).flatMap { arrivals[$0] }.filter { start <= $0.start && $0.start <= end }
      .sorted(by: Visit.isEarlier)
  }

  /// The first acceptance of a message with this envelope after `time`.
  func delivery(of envelope: Int, after time: Timestamp) -> Visit? {
    deliveries[envelope].filter { $0.start > time }.min(by: Visit.isEarlier)
  }
}

extension [IPAddress: Survey.Client] {
  /// Whether the number of visits that are remembered grew.
  fileprivate mutating func remember(_ visit: Survey.Visit, hasRoom: Bool) -> Bool {
    guard self[visit.client.address] != nil || count < Survey.maximumClientsPerServer && hasRoom else { return false }
    return self[visit.client.address, default: Survey.Client()].remember(visit, hasRoom: hasRoom)
  }

  /// All visits that are remembered, in the order of time.
  package var inTime: [Survey.Visit] { values.flatMap(\.visits).sorted(by: Survey.Visit.isEarlier) }
}

extension Timestamp {
  /// The second in which it lies.
  fileprivate var second: Int64 { nanoseconds / 1_000_000_000 }
}
