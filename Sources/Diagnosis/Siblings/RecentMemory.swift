/// Remembers what was added lately, by a key, and forgets the oldest half when it is full: its size is bounded, and to add costs the
/// same whatever it holds.
struct RecentMemory<Key: Hashable & Sendable, Element: Sendable>: Sendable {
  private let capacity: Int
  private let perKey: Int
  private let maximumBytes: Int
  private var bytes = 0
  /// Elements that were forgotten.
  private(set) var forgotten = 0
  private var recent: [Key: [Element]] = [:]
  private var older: [Key: [Element]] = [:]
  private var count = 0

  /// - Parameters:
  ///   - capacity: So many elements are remembered at most.
  ///   - perKey: So many of the latest of one key, in each half.
  ///   - bytes: What the elements may take.
  init(capacity: Int, perKey: Int, bytes: Int) {
    self.capacity = capacity
    self.perKey = perKey
    maximumBytes = bytes
  }

  /// - Parameter bytes: About what the element takes.
  mutating func add(_ element: Element, under key: Key, bytes: Int) {
    if count >= capacity / 2 || self.bytes >= maximumBytes / 2 {
      forgotten += older.values.reduce(0) { $0 + $1.count }
      older = recent
      recent = [:]
      count = 0
      self.bytes = 0
    }
    count += 1
    self.bytes += bytes
    recent[key, default: []].append(element)
    if let kept = recent[key]?.count, kept > perKey {
      recent[key]?.removeFirst()
      forgotten += 1
      count -= 1
      self.bytes -= bytes
    }
  }

  /// What was added under a key, the earlier first.
  subscript(key: Key) -> [Element] {
    guard let early = older[key] else { return recent[key] ?? [] }
    return early + (recent[key] ?? [])
  }
}
