package import CaptureFiles
package import PacketLayers

/// The open connections, found by the endpoints of a segment of either direction.
///
/// Open addressing over words of a 32-bit tag and a 32-bit place in a dense array. The places of closed connections are
/// used again, so memory follows the connections that are open at once.
package struct ConnectionTable: Sendable {
  /// Places, open or not. Change a connection in place: `table.connections[slot].accept(…)`.
  package var connections: [Connection] = []
  package private(set) var effects = TableEffects()
  package private(set) var openCount = 0
  /// Bytes that all connections held when they were last found; the one found last is counted with what it held then.
  package private(set) var heldBytes = 0

  private var index: [UInt64]
  private var nodes: [Node] = []
  private var freeHead: Int32 = Node.none
  private var idle = IdleQueue()
  /// Connections found or opened so far.
  private var findings: UInt64 = 0
  /// The latest packet time of all connections, and how far behind it a connection was that had just been found, at most.
  private var latest = Timestamp(nanoseconds: .min)
  private var farthestBehind: Int64 = 0
  /// Where several connections are open, the longest idle one had its last packet no earlier than this.
  package private(set) var idleFrom = Timestamp(nanoseconds: .min)
  private var lastFound: Int32 = Node.none
  private let hash: EndpointHash
  private let limits: Apart<AssemblyLimits>

  /// What the table knows of one place.
  private struct Node: Sendable {
    static let none: Int32 = -1
    var hash: UInt64 = 0
    /// When it was last found; see ``IdleQueue/Entry/order``.
    var found: UInt64 = 0
    /// In a free place, the next free one.
    var next = Node.none
    /// What of the connection is counted in `heldBytes`.
    var accounted: Int32 = 0
    var isOpen = false
    /// Whether the queue of idle places has an entry for this one.
    var isQueued = false
  }

  /// `seed` makes the order of the table repeatable; without one it differs from run to run, so that nobody can prepare a
  /// capture whose connections all fall together.
  package init(limits: AssemblyLimits = AssemblyLimits(), seed: UInt64? = nil) {
    var limits = limits
    limits.connections = min(max(limits.connections, 1), 1 << 28)
    self.limits = Apart(limits)
    var generator = SystemRandomNumberGenerator()
    hash = EndpointHash(seed: seed ?? generator.next())
    index = [UInt64](repeating: 0, count: 1024)
  }

  // MARK: - Finding, opening, closing

  /// The place of the connection that the segment belongs to, in either direction; it becomes the most recently active.
  package mutating func find(_ segment: TCPSegment) -> Int? {
    let hash = hash(segment.source, segment.destination)
    let mask = index.count &- 1
    var position = Int(truncatingIfNeeded: hash) & mask
    while true {
      let word = index[position]
      if word == 0 { return nil }
      if word >> 32 == hash >> 32 {
        let slot = Int(UInt32(truncatingIfNeeded: word)) &- 1
        if isConnection(slot, of: segment) {
          touch(Int32(truncatingIfNeeded: slot))
          return slot
        }
      }
      position = (position &+ 1) & mask
    }
  }

  /// Opens a connection for the segment, which is not accepted yet. Where the table is full, the longest idle connection
  /// is lost and counted; a consumer that wants its story asks `slotToEvict()` first.
  package mutating func open(_ segment: TCPSegment, id: PacketID, time: Timestamp) -> Int {
    settle()
    if openCount >= limits.value.connections, let longest = longestIdle() {
      effects.droppedConnections &+= 1
      close(longest)
    }
    if (openCount + 1) * 2 > index.count { grow() }
    let hash = hash(segment.source, segment.destination)
    let slot: Int32
    if freeHead != Node.none {
      slot = freeHead
      freeHead = nodes[Int(slot)].next
      connections[Int(slot)].reopen(segment, id: id, time: time)
    } else {
      slot = Int32(truncatingIfNeeded: nodes.count)
      nodes.append(Node())
      connections.append(Connection(segment, id: id, time: time, sharedLimits: limits))
    }
    findings &+= 1
    if !nodes[Int(slot)].isQueued { idle.append(IdleQueue.Entry(order: findings, time: time, slot: slot)) }
    nodes[Int(slot)] = Node(hash: hash, found: findings, isOpen: true, isQueued: true)
    enter(hash, slot)
    openCount += 1
    lastFound = slot
    applyTotalLimit(slot)
    return Int(slot)
  }

  /// Forgets the connection; its place is used again. Closing a place that is not open does nothing.
  package mutating func close(_ slot: Int) {
    guard isOpen(slot) else { return }
    settle()
    let place = Int32(truncatingIfNeeded: slot)
    removeFromIndex(nodes[slot].hash, place)
    heldBytes -= Int(nodes[slot].accounted)
    nodes[slot] = Node(next: freeHead, isQueued: nodes[slot].isQueued)
    freeHead = place
    if lastFound == place { lastFound = Node.none }
    openCount -= 1
    connections[slot].release()
  }

  /// The connection in an open place keeps nothing any more and is still found.
  package mutating func letGo(_ slot: Int) {
    guard isOpen(slot) else { return }
    connections[slot].release()
  }

  /// About the bytes that a place takes whatever its connection holds.
  package static let bytesPerPlace =
    MemoryLayout<Connection>.stride + 2 * (MemoryLayout<Ledger>.stride + 32) + MemoryLayout<Node>.stride
    + 4 * MemoryLayout<UInt64>.stride

  // MARK: - Walking

  package func isOpen(_ slot: Int) -> Bool {
    slot >= 0 && slot < nodes.count && nodes[slot].isOpen
  }

  /// The first open place at or after `slot`; `nil` at the end. Connections may be closed between calls.
  package func nextOpen(from slot: Int = 0) -> Int? {
    var slot = max(slot, 0)
    while slot < nodes.count {
      if nodes[slot].isOpen { return slot }
      slot += 1
    }
    return nil
  }

  /// The place of the longest idle connection; `nil` where none is open.
  package mutating func longestIdle() -> Int? {
    while let entry = idle.first {
      let node = nodes[Int(entry.slot)]
      if node.isOpen {
        if node.found == entry.order { return Int(entry.slot) }
        let time = connections.span[Int(entry.slot)].lastActivity
        idle.replaceFirst(with: IdleQueue.Entry(order: node.found, time: time, slot: entry.slot))
      } else {
        nodes[Int(entry.slot)].isQueued = false
        idle.removeFirst()
      }
    }
    return nil
  }

  /// A time before which no open connection had its last packet; `nil` where none is open.
  package mutating func earliestActivity() -> Timestamp? {
    settle()
    guard openCount > 0, let entry = idle.first else { return nil }
    // One that was found later may have had its last packet earlier, by no more than was ever seen: captures swap packets, and an
    // ICMP error finds a connection without being a packet of it.
    let (time, overflow) = entry.time.nanoseconds.subtractingReportingOverflow(farthestBehind)
    idleFrom = Timestamp(nanoseconds: overflow ? .min : time)
    return idleFrom
  }

  /// The longest idle connection, where its last packet is older than `time`; else `nil`. The consumer closes it before
  /// it asks again.
  package mutating func nextIdle(before time: Timestamp) -> Int? {
    guard let earliest = earliestActivity(), earliest < time, let slot = longestIdle(),
      connections.span[slot].lastActivity < time
    else { return nil }
    return slot
  }

  /// Where no further connection can be opened: the longest idle one, which the consumer finishes and closes. Counted as
  /// evicted.
  package mutating func slotToEvict() -> Int? {
    guard openCount >= limits.value.connections, let slot = longestIdle() else { return nil }
    effects.evictedConnections &+= 1
    return slot
  }

  // MARK: - The index

  @inline(__always)
  private func isConnection(_ slot: Int, of segment: TCPSegment) -> Bool {
    let places = connections.span
    // The port alone tells the two directions apart in nearly all connections.
    let isForward =
      segment.source.port == places[slot].endpoints.first.port && segment.source == places[slot].endpoints.first
    return isForward
      ? segment.destination == places[slot].endpoints.second
        || segment.source == places[slot].endpoints.second && segment.destination == places[slot].endpoints.first
      : segment.source == places[slot].endpoints.second && segment.destination == places[slot].endpoints.first
  }

  private mutating func enter(_ hash: UInt64, _ slot: Int32) {
    let mask = index.count - 1
    var position = Int(truncatingIfNeeded: hash) & mask
    while index[position] != 0 { position = (position + 1) & mask }
    index[position] = ConnectionTable.word(hash, slot)
  }

  private static func word(_ hash: UInt64, _ slot: Int32) -> UInt64 {
    (hash >> 32) << 32 | UInt64(UInt32(bitPattern: slot) &+ 1)
  }

  private mutating func removeFromIndex(_ hash: UInt64, _ slot: Int32) {
    let mask = index.count - 1
    let wanted = ConnectionTable.word(hash, slot)
    var hole = Int(truncatingIfNeeded: hash) & mask
    while index[hole] != wanted {
      if index[hole] == 0 { return }
      hole = (hole + 1) & mask
    }
    // Closes the row up, so that no marker of a removed word is needed.
    var position = (hole + 1) & mask
    while index[position] != 0 {
      let slot = Int(UInt32(truncatingIfNeeded: index[position])) - 1
      let home = Int(truncatingIfNeeded: nodes[slot].hash) & mask
      if (position &- home) & mask >= (position &- hole) & mask {
        index[hole] = index[position]
        hole = position
      }
      position = (position + 1) & mask
    }
    index[hole] = 0
  }

  private mutating func grow() {
    index = [UInt64](repeating: 0, count: index.count * 2)
    var slot = nextOpen()
    while let place = slot {
      enter(nodes[place].hash, Int32(truncatingIfNeeded: place))
      slot = nextOpen(from: place + 1)
    }
  }

  // MARK: - Activity and accounts

  @inline(__always)
  private mutating func touch(_ slot: Int32) {
    settle()
    findings &+= 1
    nodes[Int(slot)].found = findings
    lastFound = slot
    applyTotalLimit(slot)
  }

  /// About the bytes that a connection takes beside its place: those that wait, those remembered for comparison, and what was out of the
  /// ordinary.
  @inline(__always)
  package func takenBytes(of slot: Int) -> Int { connections.span[slot].takenBytes }

  /// Counts anew what the connection found last holds. It changed since without the table's knowledge.
  @inline(__always)
  private mutating func settle() {
    guard lastFound != Node.none else { return }
    let slot = Int(lastFound)
    let held = Int32(clamping: connections.span[slot].heldBytes)
    if held != nodes[slot].accounted {
      heldBytes += Int(held) - Int(nodes[slot].accounted)
      nodes[slot].accounted = held
    }
    let activity = connections.span[slot].lastActivity
    if activity >= latest {
      latest = activity
    } else {
      let (behind, overflow) = latest.nanoseconds.subtractingReportingOverflow(activity.nanoseconds)
      if overflow || behind > farthestBehind {
        farthestBehind = overflow ? .max : behind
        idleFrom = Timestamp(nanoseconds: .min)
      }
    }
    lastFound = Node.none
  }

  @inline(__always)
  private mutating func applyTotalLimit(_ slot: Int32) {
    let mayHold = heldBytes < limits.value.totalHeldBytes
    if !mayHold { effects.packetsOverTotalHeldBytes &+= 1 }
    if connections.span[Int(slot)].mayHold != mayHold { connections[Int(slot)].mayHold = mayHold }
  }
}

/// A keyed hash of two endpoints that does not depend on their order.
struct EndpointHash: Sendable {
  private let keys: (UInt64, UInt64, UInt64, UInt64)

  init(seed: UInt64) {
    var state = seed
    // SplitMix64: four keys from one seed.
    func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = state
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }
    keys = (next(), next(), next(), next())
  }

  @inline(__always)
  func callAsFunction(_ one: Endpoint, _ other: Endpoint) -> UInt64 {
    let (left, right) = (mixed(one), mixed(other))
    return folded((left &+ right) ^ keys.2, (left ^ right) ^ keys.3)
  }

  @inline(__always)
  private func mixed(_ endpoint: Endpoint) -> UInt64 {
    let inner = folded(endpoint.address.low ^ keys.0, endpoint.address.high ^ keys.1)
    return folded(inner ^ UInt64(endpoint.port) ^ keys.3, keys.2 | 1)
  }

  /// Both halves of the product, so that every bit of the factors counts.
  @inline(__always)
  private func folded(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
