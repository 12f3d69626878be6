import CaptureFiles

/// Places by when they were last found, the longest idle first.
///
/// A heap of what was known of each when it was last at the front. A place that is found again stays where it is: its entry says then
/// less than is true, never more, so only what comes to the front has to be looked at anew. So nothing but the place itself is
/// touched for each packet.
struct IdleQueue: Sendable {
  struct Entry: Sendable {
    /// When the place was found, counted in findings: no two are equal.
    var order: UInt64
    /// The latest packet time of its connection at that moment.
    var time: Timestamp
    var slot: Int32
  }

  private var entries: [Entry] = []

  var first: Entry? { entries.first }

  /// Adds an entry of a higher order than all others.
  mutating func append(_ entry: Entry) {
    entries.append(entry)
  }

  mutating func replaceFirst(with entry: Entry) {
    guard !entries.isEmpty else { return }
    entries[0] = entry
    sinkFirst()
  }

  mutating func removeFirst() {
    guard let last = entries.popLast(), !entries.isEmpty else { return }
    entries[0] = last
    sinkFirst()
  }

  private mutating func sinkFirst() {
    var heap = entries.mutableSpan
    var place = 0
    while true {
      var child = 2 * place + 1
      guard child < heap.count else { return }
      if child + 1 < heap.count, heap[child + 1].order < heap[child].order { child += 1 }
      guard heap[child].order < heap[place].order else { return }
      let entry = heap[place]
      heap[place] = heap[child]
      heap[child] = entry
      place = child
    }
  }
}
