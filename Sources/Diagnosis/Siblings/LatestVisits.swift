import CaptureFiles

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
      if Self.insert(place, into: &lists[key, default: []], perKey, &table) { count += 1 }
      if count > capacity + capacity / 4 { trim(&table) }
    }

    /// Puts a place into the list of one key; where it is full, the oldest of them goes. Whether the list has grown.
    private static func insert(
      _ place: Int32, into list: inout [Int32], _ room: Int, _ table: inout VisitTable
    ) -> Bool {
      table.insert(place, into: &list)
      guard list.count > room else { return true }
      table.release(list.removeFirst())
      return false
    }

    /// Forgets the oldest of more than may be remembered.
    mutating func trim(_ table: inout VisitTable) {
      guard count > capacity else { return }
      // The time beside the place: visits are large, and lie far apart.
      var all: [(start: Timestamp, key: Key, place: Int32)] = []
      all.reserveCapacity(count)
      for (key, list) in lists { all += list.map { (table[$0].start, key, $0) } }
      all.sort { $0.start != $1.start ? $0.start < $1.start : table.precedes($0.place, $1.place) }
      for (_, key, place) in all.prefix(count - capacity) {
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
