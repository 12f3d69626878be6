import PacketLayers

extension Survey {
  /// The visits of clients to servers, by both: of each pair the first and the latest.
  ///
  /// Where there is no room for all pairs, those stay whose numbers, made from their addresses, are the lowest: that choice depends on
  /// nothing but the pairs themselves, so that two memories can be put together, and favours no server and no time.
  struct ClientMemory: Sendable {
    /// Where a pair stands when room is wanting: servers stay or go as a whole, as far as possible.
    struct Rank: Comparable, Hashable, Sendable {
      var server: UInt64
      var client: UInt64

      init(server: UInt64, client: UInt64) {
        self.server = server
        self.client = client
      }

      init(_ server: Endpoint, _ client: IPAddress) {
        var digest = StableDigest()
        digest.combine(server.address.high)
        digest.combine(server.address.low)
        digest.combine(Int(server.port))
        self.server = digest.finish()
        digest.combine(client.high)
        digest.combine(client.low)
        self.client = digest.finish()
      }

      static func < (one: Rank, other: Rank) -> Bool { (one.server, one.client) < (other.server, other.client) }
    }

    /// What is remembered of one client of one server.
    struct Pair: Sendable {
      let rank: Rank
      /// In order: the first half, and the latest.
      fileprivate(set) var places: [Int32] = []
      /// The first and the latest that sent mail in clear.
      fileprivate(set) var clearMail: [Int32] = []
      /// All of them, remembered or not.
      fileprivate(set) var count = 0
      /// Whether one of them asked for mail or a login.
      fileprivate(set) var asksForService = false

      /// Never less where more visits came.
      fileprivate var cost: Int { min(count, Survey.maximumVisitsPerClient) + clearMail.count }

      /// Takes a visit. By how much the cost has grown.
      fileprivate mutating func add(
        _ visit: borrowing Visit, at place: Int32, isCounted: Bool, in table: inout VisitTable
      ) -> Int {
        let before = cost
        if !isCounted {
          count += 1
          if visit.asksForService { asksForService = true }
        }
        table.insert(place, into: &places)
        if places.count > Survey.maximumVisitsPerClient {
          table.release(places.remove(at: Survey.maximumVisitsPerClient / 2))
        }
        if visit.clearMailPacket != nil {
          table.insert(place, into: &clearMail)
          if clearMail.count > 2 { table.release(clearMail.remove(at: 1)) }
        }
        return cost - before
      }
    }

    private let capacity: Int
    private(set) var servers: [Endpoint: [IPAddress: Pair]] = [:]
    /// The sum of the costs of all pairs.
    private var cost = 0
    /// Pairs from here on have no room; `nil` while all have.
    private(set) var excludedFrom: Rank?
    /// Sessions of pairs for which there was no room.
    private(set) var forgotten = 0
    /// Of a server that has as many clients as it may, the one of the highest rank, as far as it was looked for since they changed.
    private var highest: [Endpoint: (client: IPAddress, rank: Rank)] = [:]

    /// - Parameter capacity: So many visits are remembered at most, and for a while a quarter more.
    init(capacity: Int) {
      self.capacity = max(capacity, 1)
    }

    /// How often a visit made way for a later one of the same pair.
    var replaced: Int {
      servers.values.reduce(0) { $0 + $1.values.reduce(0) { $0 + max(0, $1.count - Survey.maximumVisitsPerClient) } }
    }

    /// Takes a visit, which lies at `place`.
    mutating func add(_ visit: borrowing Visit, at place: Int32, in table: inout VisitTable) {
      if !add(visit, at: place, isCounted: false, in: &table) {
        guard makeRoom(visit.server, visit.client.address, in: &table) else {
          forgotten += 1
          return
        }
        _ = add(visit, at: place, isCounted: false, in: &table)
      }
      if cost > capacity + capacity / 4 || servers.count > Survey.maximumServers + Survey.maximumServers / 4 {
        trim(&table)
      }
    }

    /// Takes what is remembered of a pair elsewhere, without its visits.
    /// - Returns: Whether there is room for them.
    mutating func add(
      _ server: Endpoint, _ client: IPAddress, count: Int, asksForService: Bool, in table: inout VisitTable
    ) -> Bool {
      guard makeRoom(server, client, in: &table) else {
        forgotten += count
        return false
      }
      guard var pair = servers[server]?[client] else { return false }
      cost -= pair.cost
      pair.count += count
      if asksForService { pair.asksForService = true }
      cost += pair.cost
      servers[server]?[client] = pair
      return true
    }

    /// Takes a visit of a pair that has been counted.
    mutating func addCounted(_ visit: borrowing Visit, at place: Int32, in table: inout VisitTable) {
      _ = add(visit, at: place, isCounted: true, in: &table)
    }

    /// Takes a visit of a pair that is known; `false` where it is not. Each end is looked for once.
    private mutating func add(
      _ visit: borrowing Visit, at place: Int32, isCounted: Bool, in table: inout VisitTable
    ) -> Bool {
      guard let server = servers.index(forKey: visit.server),
        let client = servers.values[server].index(forKey: visit.client.address)
      else { return false }
      cost += servers.values[server].values[client].add(visit, at: place, isCounted: isCounted, in: &table)
      return true
    }

    /// Takes back from the count of a pair, where a session was counted twice.
    mutating func uncount(_ server: Endpoint, _ client: IPAddress) {
      guard var pair = servers[server]?[client] else {
        forgotten = max(0, forgotten - 1)
        return
      }
      cost -= pair.cost
      pair.count = max(pair.places.count, pair.count - 1)
      cost += pair.cost
      servers[server]?[client] = pair
    }

    /// Whether a pair has room, which is then made.
    private mutating func makeRoom(_ server: Endpoint, _ client: IPAddress, in table: inout VisitTable) -> Bool {
      if servers[server]?[client] != nil { return true }
      let rank = Rank(server, client)
      if let excludedFrom, rank >= excludedFrom { return false }
      if let clients = servers[server], clients.count >= Survey.maximumClientsPerServer {
        guard let last = highest(of: server, clients), rank < last.rank else { return false }
        drop(server, last.client, in: &table)
      }
      servers[server, default: [:]][client] = Pair(rank: rank)
      if !highest.isEmpty { highest[server] = nil }
      return true
    }

    /// Looked for once: every further client of a busy server asks.
    private mutating func highest(
      of server: Endpoint, _ clients: [IPAddress: Pair]
    ) -> (client: IPAddress, rank: Rank)? {
      if let known = highest[server] { return known }
      let found = clients.max { $0.value.rank < $1.value.rank }.map { (client: $0.key, rank: $0.value.rank) }
      highest[server] = found
      return found
    }

    private mutating func drop(_ server: Endpoint, _ client: IPAddress, in table: inout VisitTable) {
      highest[server] = nil
      guard let pair = servers[server]?.removeValue(forKey: client) else { return }
      if servers[server]?.isEmpty ?? false { servers[server] = nil }
      for place in pair.places + pair.clearMail { table.release(place) }
      cost -= pair.cost
      forgotten += pair.count
    }

    /// Leaves out pairs from a rank on, which had no room elsewhere.
    mutating func exclude(from rank: Rank?, in table: inout VisitTable) {
      guard let rank, excludedFrom.map({ rank < $0 }) ?? true else { return }
      excludedFrom = rank
      for (server, clients) in servers {
        for (client, pair) in clients where pair.rank >= rank { drop(server, client, in: &table) }
      }
    }

    mutating func countForgotten(_ count: Int) { forgotten += count }

    /// Forgets the pairs of more than may be remembered.
    mutating func trim(_ table: inout VisitTable) {
      guard cost > capacity || servers.count > Survey.maximumServers else { return }
      var all: [(rank: Rank, server: Endpoint, client: IPAddress)] = []
      for (server, clients) in servers {
        for (client, pair) in clients { all.append((pair.rank, server, client)) }
      }
      all.sort { $0.rank < $1.rank }
      while cost > capacity || servers.count > Survey.maximumServers, let last = all.popLast() {
        drop(last.server, last.client, in: &table)
        excludedFrom = last.rank
      }
    }
  }
}
