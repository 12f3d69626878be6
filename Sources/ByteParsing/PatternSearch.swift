/// Looks for many byte strings at once, in one pass over the text whatever their number (Aho and Corasick, 1975). ASCII letters match
/// without case.
///
/// Its size follows the patterns and has a limit; the time of a search follows the text alone.
package struct PatternSearch: Sendable {
  /// Places in patterns that it holds by default: some 20 MB.
  package static let maximumNodes = 1 << 20

  private struct Node {
    var byte: UInt8
    /// Whether a pattern ends here.
    var isEnd = false
    var depth: Int32
    var child: Int32 = -1
    var sibling: Int32 = -1
    /// Where to go on when no child fits.
    var fallback: Int32 = 0
    /// The nearest node over `fallback` at which a pattern ends; -1 where none does.
    var shorter: Int32 = -1
  }

  private let limit: Int
  private var nodes = [Node(byte: 0, depth: 0)]
  /// The root's children by their byte: most bytes of a text are looked up there.
  private var first = [Int32](repeating: -1, count: 256)
  private var isLinked = true

  package init(maximumNodes: Int = PatternSearch.maximumNodes) {
    limit = maximumNodes
  }

  /// Makes room for so many places in patterns, so that none is made twice as much as is needed.
  package mutating func reserve(_ count: Int) { nodes.reserveCapacity(min(count, limit) + 1) }

  package var isEmpty: Bool { nodes.count == 1 }

  /// Adds a pattern. `false` where there is no room for it; an empty one is nothing.
  package mutating func add(_ pattern: some Collection<UInt8>) -> Bool {
    guard !pattern.isEmpty else { return true }
    guard nodes.count + pattern.count <= limit else { return false }
    isLinked = false
    var node: Int32 = 0
    for byte in pattern {
      let folded = asciiLowercase(byte)
      if let next = child(of: node, folded) {
        node = next
        continue
      }
      let new = Int32(nodes.count)
      var made = Node(byte: folded, depth: nodes[Int(node)].depth + 1)
      if node == 0 {
        first[Int(folded)] = new
      } else {
        made.sibling = nodes[Int(node)].child
        nodes[Int(node)].child = new
      }
      nodes.append(made)
      node = new
    }
    nodes[Int(node)].isEnd = true
    return true
  }

  /// Makes it ready to search; call it when all patterns are there.
  package mutating func link() {
    guard !isLinked else { return }
    isLinked = true
    var queue = first.filter { $0 >= 0 }
    for node in queue {
      nodes[Int(node)].fallback = 0
      nodes[Int(node)].shorter = -1
    }
    var head = 0
    while head < queue.count {
      let parent = queue[head]
      head += 1
      var node = nodes[Int(parent)].child
      while node >= 0 {
        let fallback = step(from: nodes[Int(parent)].fallback, nodes[Int(node)].byte)
        nodes[Int(node)].fallback = fallback
        nodes[Int(node)].shorter = nodes[Int(fallback)].isEnd ? fallback : nodes[Int(fallback)].shorter
        queue.append(node)
        node = nodes[Int(node)].sibling
      }
    }
  }

  /// Calls `body` with the place of each pattern that ends at each place of the text, the longest first, until it takes one.
  package func forEachMatch(in text: Span<UInt8>, _ body: (Range<Int>) -> Bool) {
    guard !isEmpty else { return }
    var node: Int32 = 0
    for index in text.indices {
      node = step(from: node, asciiLowercase(text[index]))
      var end = nodes[Int(node)].isEnd ? node : nodes[Int(node)].shorter
      while end >= 0 {
        let found = nodes[Int(end)]
        if body((index + 1 - Int(found.depth))..<(index + 1)) { break }
        end = found.shorter
      }
    }
  }

  /// What is covered by patterns, and by beginnings of them that have at least `minimumBeginning` bytes: in order, apart from each
  /// other.
  package func coverage(of text: Span<UInt8>, minimumBeginning: Int = .max) -> [Range<Int>] {
    guard !isEmpty else { return [] }
    var covered: [Range<Int>] = []
    var node: Int32 = 0
    for index in text.indices {
      node = step(from: node, asciiLowercase(text[index]))
      let here = nodes[Int(node)]
      var length = Int(here.depth) >= minimumBeginning ? Int(here.depth) : 0
      let end = here.isEnd ? node : here.shorter
      if end >= 0 { length = max(length, Int(nodes[Int(end)].depth)) }
      guard length > 0 else { continue }
      var start = index + 1 - length
      while let last = covered.last, last.upperBound >= start {
        start = min(start, last.lowerBound)
        covered.removeLast()
      }
      covered.append(start..<(index + 1))
    }
    return covered
  }

  /// Whether any pattern stands in the text.
  package func stands(in text: Span<UInt8>) -> Bool {
    guard !isEmpty else { return false }
    var node: Int32 = 0
    for index in text.indices {
      node = step(from: node, asciiLowercase(text[index]))
      if nodes[Int(node)].isEnd || nodes[Int(node)].shorter >= 0 { return true }
    }
    return false
  }

  private func step(from start: Int32, _ byte: UInt8) -> Int32 {
    var node = start
    while true {
      if let next = child(of: node, byte) { return next }
      guard node != 0 else { return 0 }
      node = nodes[Int(node)].fallback
    }
  }

  private func child(of node: Int32, _ byte: UInt8) -> Int32? {
    if node == 0 { return first[Int(byte)] >= 0 ? first[Int(byte)] : nil }
    var next = nodes[Int(node)].child
    while next >= 0 {
      if nodes[Int(next)].byte == byte { return next }
      next = nodes[Int(next)].sibling
    }
    return nil
  }
}
