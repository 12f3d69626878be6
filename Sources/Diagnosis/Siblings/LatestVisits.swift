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
      let surplus = count - capacity
      guard surplus > 0 else { return }
      // Only their times are put in order: visits are large, and lie far apart.
      var starts: [Int64] = []
      starts.reserveCapacity(count)
      for list in lists.values { for place in list { starts.append(table[place].start.nanoseconds) } }
      starts.sort()
      let border = starts[surplus - 1]
      var left = surplus
      // Of those that began at the border itself as many go as are too many.
      var atBorder: [(key: Key, place: Int32)] = []
      for key in Array(lists.keys) {
        guard let list = lists[key], let first = list.first, table[first].start.nanoseconds <= border else { continue }
        // The earlier stand first.
        let older = list.prefix { table[$0].start.nanoseconds < border }
        atBorder += list[older.endIndex...].prefix { table[$0].start.nanoseconds == border }.map { (key, $0) }
        drop(older.count, of: key, &table)
        left -= older.count
      }
      atBorder.sort { table.precedes($0.place, $1.place) }
      for (key, _) in atBorder.prefix(left) { drop(1, of: key, &table) }
      count = capacity
    }

    /// Forgets the first visits of a key.
    private mutating func drop(_ number: Int, of key: Key, _ table: inout VisitTable) {
      guard number > 0, var list = lists.removeValue(forKey: key) else { return }
      for place in list.prefix(number) { table.release(place) }
      list.removeFirst(min(number, list.count))
      if !list.isEmpty { lists[key] = list }
    }

    /// Counts those that came elsewhere; less than none where some were counted twice.
    mutating func count(_ others: Int) { total = max(count, total + others) }

    /// What is remembered under a key, the earlier first.
    subscript(key: Key) -> [Int32] { lists[key] ?? [] }

    /// The keys under which more than one is remembered.
    var sharedKeys: [Key] { lists.compactMap { $0.value.count > 1 ? $0.key : nil } }
  }
}
