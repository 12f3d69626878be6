extension Survey {
  /// The latest visits by a key: of each key so many, and so many in all. What it holds depends on the visits that came, and not on
  /// their order, so that two can be put together.
  struct LatestVisits<Key: Hashable & Sendable>: Sendable {
    private let capacity: Int
    private let perKey: Int
    private var lists: [Key: [Int32]] = [:]
    private var count = 0
    /// All that came.
    private(set) var total = 0

    /// - Parameters:
    ///   - capacity: So many are remembered at most, and for a while a quarter more.
    ///   - perKey: So many of one key.
    init(capacity: Int, perKey: Int) {
      self.capacity = max(capacity, 1)
      self.perKey = perKey
    }

    /// Those that were forgotten.
    var forgotten: Int { total - count }

    /// - Parameter isCounted: Whether it has been counted where it was remembered first.
    mutating func add(_ place: Int32, under key: Key, isCounted: Bool, in table: inout VisitTable) {
      if !isCounted { total += 1 }
      let position = table.position(of: place, in: lists[key] ?? [])
      if let list = lists[key], list.count >= perKey {
        guard position > 0 else { return }
        table.release(list[0])
        lists[key]?.removeFirst()
        lists[key]?.insert(place, at: position - 1)
      } else {
        lists[key, default: []].insert(place, at: position)
        count += 1
      }
      table.hold(place)
      if count > capacity + capacity / 4 { trim(&table) }
    }

    /// Forgets the oldest of more than may be remembered.
    mutating func trim(_ table: inout VisitTable) {
      guard count > capacity else { return }
      var all: [(key: Key, place: Int32)] = []
      all.reserveCapacity(count)
      for (key, list) in lists { all += list.map { (key, $0) } }
      all.sort { table.precedes($0.place, $1.place) }
      for (key, place) in all.prefix(count - capacity) {
        lists[key]?.removeAll { $0 == place }
        if lists[key]?.isEmpty ?? false { lists[key] = nil }
        table.release(place)
      }
      count = capacity
    }

    /// Counts those that came elsewhere; less than none where some were counted twice.
    mutating func count(_ others: Int) { total = max(count, total + others) }

    /// What is remembered under a key, the earlier first.
    subscript(key: Key) -> [Int32] { lists[key] ?? [] }

    var keys: some Sequence<Key> { lists.keys }
  }
}
