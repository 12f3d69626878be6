import CaptureFiles
package import PacketLayers

/// What is remembered of every session, to see what several show together: which client was offered STARTTLS by which
/// server, where TLS failed, what went on in clear afterwards, and who came again.
///
/// Its size is bounded whatever the capture holds: all visits lie in one table, and four lists hold those that are remembered. What they
/// hold depends on the sessions that came and not on their order, so that the surveys of two runs can be put together: see
/// ``SurveyContents``.
package struct Survey: Sendable {
  /// Servers remembered; further ones are counted only.
  package static let maximumServers = 4096
  /// Clients remembered for each server; further ones are counted only.
  package static let maximumClientsPerServer = 64
  /// Sessions remembered for each client of a server: the first half of them, and the latest.
  package static let maximumVisitsPerClient = 16
  /// Bytes that all that is remembered may take, where nothing else is said.
  package static let usualBytes = 20 << 20

  /// What is remembered of one client of one server.
  package struct Client: Sendable {
    fileprivate let pair: ClientMemory.Pair
    fileprivate let table: VisitTable

    /// In the order of time: the first half, and the latest.
    package var visits: [Visit] { pair.places.map { table[$0] } }
    /// All of them, remembered or not.
    package var count: Int { pair.count }
    /// Whether one of them asked for mail or a login.
    var asksForService: Bool { pair.asksForService }
    /// The first and the latest that sent mail in clear.
    package var clearMail: [Visit] { pair.clearMail.map { table[$0] } }

    /// Those remembered, in the order of time.
    package var inTime: [Visit] { table.inTime(pair.places) }

    /// Those of the visits that are as asked for: each is looked at where it lies.
    func visits(where isWanted: (borrowing Visit) -> Bool) -> [Visit] { table.visits(at: pair.places, where: isWanted) }

    /// Whether one of the visits is as asked for: each is looked at where it lies.
    func hasVisit(where isWanted: (borrowing Visit) -> Bool) -> Bool {
      table.hasVisit(at: pair.places, where: isWanted)
    }

    /// Seconds from each remembered visit to the next; without the one over which visits were forgotten.
    var gaps: [Double] {
      let sorted = inTime
      let half = Survey.maximumVisitsPerClient / 2
      return zip(sorted, sorted.dropFirst()).enumerated().compactMap { place, pair in
        count > sorted.count && place == half - 1 ? nil : pair.1.start.seconds(since: pair.0.start)
      }
    }
  }

  private(set) var table = VisitTable()
  private(set) var words: WordStore
  private(set) var clients: ClientMemory
  /// The latest sessions in which the server spoke, by the second in which they began.
  private(set) var arrivals: LatestVisits<Int64>
  /// The latest messages that were accepted, by their envelopes.
  private(set) var deliveries: LatestVisits<UInt64>
  /// The latest conversations, by what was said in them.
  private(set) var conversations: LatestVisits<UInt64>

  /// - Parameter bytes: What may be remembered. A fifth is for words.
  package init(bytes: Int = Survey.usualBytes) {
    // A quarter more may lie there for a while, and what finds a visit and the name of its client take room beside it.
    let room = bytes / 5 * 3 / (MemoryLayout<Visit>.stride + 48 + Visit.usualNameBytes)
    words = WordStore(bytes: bytes / 5)
    clients = ClientMemory(capacity: room / 20 * 11)
    arrivals = LatestVisits(capacity: room / 20 * 4, perKey: 64)
    deliveries = LatestVisits(capacity: room / 20 * 2, perKey: 8)
    conversations = LatestVisits(capacity: room / 20 * 3, perKey: 8)
  }

  /// Sessions for which there was no room.
  package var forgotten: Int { clients.forgotten + words.refused }

  /// How often a session made way for a later one, in one of the lists.
  package var replaced: Int {
    clients.replaced + arrivals.forgotten + deliveries.forgotten + conversations.forgotten
  }

  /// Remembers a session.
  package mutating func record(_ visit: borrowing Visit) {
    // A connection that nobody answered tells nothing about others.
    guard visit.isServed else { return }
    let place = add(visit, isCounted: false)
    clients.add(visit, at: place, in: &table)
    table.release(place)
  }

  /// Puts a visit into the lists of the latest; it is held once more than by them.
  private mutating func add(_ visit: borrowing Visit, isCounted: Bool) -> Int32 {
    let words = shared(visit.words)
    let place = table.add(visit, saying: words)
    arrivals.add(place, under: visit.start.wholeSeconds, isCounted: isCounted, in: &table)
    if let envelope = visit.delivered {
      deliveries.add(place, under: envelope, isCounted: isCounted, in: &table)
    }
    if let trace = visit.trace { conversations.add(place, under: trace.key, isCounted: isCounted, in: &table) }
    return place
  }

  /// The same words, as they are remembered; `nil` where there is no room for them.
  private mutating func shared(_ said: VisitWords) -> VisitWords? {
    if let same = words.same(said) { return same }
    if words.maySearch(table.count) {
      words.keepOnly(table.words)
      if let same = words.same(said) { return same }
    }
    words.refuse()
    return nil
  }

  /// Forgets what is there beyond the limits, so that what is remembered does not depend on when each session came.
  package mutating func settle() {
    clients.trim(&table)
    arrivals.trim(&table)
    deliveries.trim(&table)
    conversations.trim(&table)
  }

  // MARK: - Putting together

  /// Takes what is remembered elsewhere. Sessions that both remember are remembered once; those that both counted are to be taken back
  /// with ``uncount(_:_:remembered:)``.
  package mutating func merge(_ other: SurveyContents) {
    var known = Set(table.all.map(\.identity))
    clients.exclude(
      from: other.excludedFrom.map { ClientMemory.Rank(server: $0.server, client: $0.client) }, in: &table)
    clients.countForgotten(other.forgotten)
    for client in other.clients {
      let hasRoom = clients.add(
        client.server, client.address, count: client.count, asksForService: client.asksForService, in: &table)
      for visit in client.visits.lazy.map({ other[$0] }) where known.insert(visit.identity).inserted {
        let place = add(visit, isCounted: true)
        if hasRoom { clients.addCounted(visit, at: place, in: &table) }
        table.release(place)
      }
    }
    for visit in other.others.lazy.map({ other[$0] }) where known.insert(visit.identity).inserted {
      table.release(add(visit, isCounted: true))
    }
    arrivals.count(other.totals.arrivals)
    deliveries.count(other.totals.deliveries)
    conversations.count(other.totals.conversations)
    settle()
  }

  /// A session of a client with a server that was counted twice.
  /// - Parameter remembered: For what it is remembered, as ``Visit/remembered`` says it.
  package mutating func uncount(_ server: Endpoint, _ client: IPAddress, remembered: String) {
    guard remembered.contains("a") else { return }
    clients.uncount(server, client)
    arrivals.count(-1)
    if remembered.contains("d") { deliveries.count(-1) }
    if remembered.contains("c") { conversations.count(-1) }
  }

  /// Gives visits their numbers and their packets anew.
  package mutating func renumber(_ change: (inout Visit) -> Void) { table.renumber(change) }

  /// All that is remembered, where it lies. Call ``settle()`` before.
  package var contents: SurveyContents {
    var contents = SurveyContents(table)
    contents.forgotten = clients.forgotten
    contents.excludedFrom = clients.excludedFrom.map { (server: $0.server, client: $0.client) }
    contents.totals = (arrivals.total, deliveries.total, conversations.total)
    let ordered = table.places.sorted(by: table.precedes)
    // A session that was read twice lies in two places, which stand together in that order: the first stands for both.
    var standIn: [Int32: Int32] = [:]
    for (one, other) in zip(ordered, ordered.dropFirst()) where table.areSame(one, other) {
      standIn[other] = standIn[one] ?? one
    }
    var isTaken = [Bool](repeating: false, count: table.room)
    func takes(_ place: Int32) -> Bool {
      let place = Int(standIn[place] ?? place)
      if isTaken[place] { return false }
      isTaken[place] = true
      return true
    }
    for (server, pairs) in clients.servers {
      for (address, pair) in pairs {
        var client = SurveyContents.Client(
          server: server, address: address, count: pair.count, asksForService: pair.asksForService)
        client.visits = (pair.places + pair.clearMail).filter(takes)
        client.visits.sort(by: table.precedes)
        contents.clients.append(client)
      }
    }
    contents.clients.sort { ($0.server, $0.address) < ($1.server, $1.address) }
    contents.others = ordered.filter(takes)
    return contents
  }
}

// MARK: - What is known

extension Survey {
  package var servers: [Endpoint: [IPAddress: Client]] {
    clients.servers.mapValues { $0.mapValues { Client(pair: $0, table: table) } }
  }

  /// What is remembered of a client of a server; `nil` where there is nothing.
  package func client(_ address: IPAddress, of server: Endpoint) -> Client? {
    clients.servers[server]?[address].map { Client(pair: $0, table: table) }
  }

  /// Whether one of the visits to a server is as asked for.
  func hasVisit(to server: Endpoint, where isWanted: (borrowing Visit) -> Bool) -> Bool {
    (clients.servers[server] ?? [:]).values.contains { table.hasVisit(at: $0.places, where: isWanted) }
  }

  /// Of the visits to a server that are as asked for the one nearest in time to `moment`.
  func nearestVisit(
    to server: Endpoint, at moment: Timestamp, where isWanted: (borrowing Visit) -> Bool
  ) -> Visit? {
    table.nearest(
      to: moment, at: (clients.servers[server] ?? [:]).values.lazy.flatMap { $0.places }, where: isWanted)
  }

  /// The clients of a server.
  package func clients(of server: Endpoint) -> [IPAddress: Client] {
    (clients.servers[server] ?? [:]).mapValues { Client(pair: $0, table: table) }
  }

  /// The other capture of a conversation.
  struct Copy: Sendable {
    var other: Visit
    var place: ConversationTrace.Place
  }

  /// The other capture of the same conversation; `nil` where there is none.
  func copy(of visit: Visit) -> Copy? {
    guard let trace = visit.trace else { return nil }
    for (one, other) in pairs(under: trace.key) {
      let sessions = (one.session, other.session)
      guard sessions.0 == visit.session || sessions.1 == visit.session else { continue }
      let (own, twin) = sessions.0 == visit.session ? (one, other) : (other, one)
      guard let mine = own.trace, let its = twin.trace, let place = mine.copy(its) else { return nil }
      return Copy(other: twin, place: place)
    }
    return nil
  }

  /// Whether two sessions are one conversation, captured twice.
  func areCopies(_ one: borrowing Visit, _ other: borrowing Visit) -> Bool {
    guard let trace = one.trace, let another = other.trace, trace.key == another.key else { return false }
    return copy(of: copy one)?.other.session == other.session
  }

  /// The conversations of one key that were captured twice: each is paired with the nearest before it that is not paired.
  private func pairs(under key: UInt64) -> [(Visit, Visit)] {
    let places = conversations[key]
    guard places.count > 1 else { return [] }
    let visits = places.map { table[$0] }
    var isPaired = [Bool](repeating: false, count: visits.count)
    var result: [(Visit, Visit)] = []
    for (place, visit) in visits.enumerated() {
      guard let trace = visit.trace else { continue }
      let twin = visits[..<place].indices.last { before in
        let other = visits[before]
        guard !isPaired[before], let another = other.trace else { return false }
        return (visit.client.address != other.client.address || visit.server.address != other.server.address)
          && trace.copy(another) != nil && another.copy(trace) != nil
      }
      guard let twin else { continue }
      isPaired[twin] = true
      isPaired[place] = true
      result.append((visits[twin], visit))
    }
    return result
  }

  /// The conversations that were captured twice, each once, nearer to the client first.
  var pairs: [(near: Visit, far: Visit, isCertain: Bool)] {
    conversations.sharedKeys.flatMap { pairs(under: $0) }.compactMap { one, other in
      guard let first = one.trace, let second = other.trace, let place = first.copy(second),
        let back = second.copy(first)
      else { return nil }
      // Of two that do not differ in time the lower number stands for the client's side.
      let isFirstNear =
        place.isNearClient != back.isNearClient ? place.isNearClient : one.session < other.session
      return isFirstNear ? (one, other, place.isCertain) : (other, one, place.isCertain)
    }.sorted { $0.near.session < $1.near.session }
  }

  /// The sessions that began in a stretch of time, in its order.
  func arrivals(from start: Timestamp, seconds: Double) -> [Visit] {
    let end = Timestamp(nanoseconds: start.nanoseconds.addingReportingOverflow(Int64(seconds * 1e9)).partialValue)
    guard start <= end else { return [] }
    return (start.wholeSeconds...end.wholeSeconds).flatMap { arrivals[$0] }.map { table[$0] }
      .filter { start <= $0.start && $0.start <= end }.sorted(by: Visit.isEarlier)
  }

  /// The first acceptance of a message with this envelope after `time` that is as asked for.
  func delivery(of envelope: UInt64, after time: Timestamp, where isWanted: (borrowing Visit) -> Bool) -> Visit? {
    table.visits(at: deliveries[envelope]) { $0.start > time && isWanted($0) }.min(by: Visit.isEarlier)
  }
}

extension [IPAddress: Survey.Client] {
  /// All visits that are remembered, in the order of time.
  package var inTime: [Survey.Visit] {
    // All lie in one table.
    values.first?.table.inTime(values.flatMap(\.pair.places)) ?? []
  }
}
