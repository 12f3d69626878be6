/// Remembers what was added lately, by a key, and forgets the oldest half when it is full: its size is bounded, and to add costs the
/// same whatever it holds.
struct RecentMemory<Key: Hashable & Sendable, Element: Sendable>: Sendable {
  private let capacity: Int
  private let perKey: Int
  private var recent: [Key: [Element]] = [:]
  private var older: [Key: [Element]] = [:]
  private var count = 0

  /// - Parameters:
  ///   - capacity: So many elements are remembered at most.
  ///   - perKey: So many of the latest of one key, in each half.
  init(capacity: Int, perKey: Int) {
    self.capacity = capacity
    self.perKey = perKey
  }

  mutating func add(_ element: Element, under key: Key) {
    if count >= capacity / 2 {
      older = recent
      recent = [:]
      count = 0
    }
    count += 1
    recent[key, default: []].append(element)
    if let kept = recent[key]?.count, kept > perKey {
      recent[key]?.removeFirst()
      count -= 1
    }
  }

  /// What was added under a key, the earlier first.
  subscript(key: Key) -> [Element] {
    guard let early = older[key] else { return recent[key] ?? [] }
    return early + (recent[key] ?? [])
  }
}
