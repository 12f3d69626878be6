import CaptureFiles
import PacketLayers
import StreamAssembly

/// What the limit on the memory of open connections did.
package struct TrackerEffects: Hashable, Sendable {
  /// Sessions that were given out while they went on, because too much was kept of all.
  package var lettingGo: UInt64 = 0
  /// Packets of those that came afterwards, which were not looked at.
  package var packetsPassedOver: UInt64 = 0
  /// Connections that were given up, because too many were open for the memory allowed.
  package var givenUp: UInt64 = 0

  package init() {}
}

extension SessionTracker {
  /// What each further connection adds to what may be kept. The first few share a part of the whole.
  private static let addedPerConnection = 4096

  /// Few connections may not keep as much as many: what is read of a capture is then of a size that follows it.
  @inline(__always)
  var allowedBytes: Int {
    min(openBytes, openBytes / 6 &+ table.openCount &* Self.addedPerConnection)
  }

  /// What is kept of the connections' words.
  private var wordBytes: Int { keptBytes - table.openCount * bytesPerConnection }

  /// Counts anew what is kept of a connection.
  @inline(__always)
  mutating func account(_ slot: Int) {
    let kept =
      bytesPerConnection &+ table.takenBytes(of: slot) &+ conversations[slot].keptBytes
    keptBytes &+= kept &- conversations[slot].accounted
    conversations[slot].accounted = kept
  }

  /// Too much is kept: the sessions of the largest connections, the oldest first among equals, are decided by what is known
  /// of them; where it is their number, the longest idle ones are given up.
  @inline(never)
  mutating func makeRoom() {
    let goal = allowedBytes - allowedBytes / 8
    isCrowded = true
    // To look through all of them costs as much as there are: it is worth while only when their words have become more.
    if wordBytes > wordsWhenSearched + allowedBytes / 16 {
      for slot in largest() where keptBytes > goal { letGo(slot) }
      wordsWhenSearched = wordBytes
    }
    wordsWhenSearched = min(wordsWhenSearched, wordBytes)
    while keptBytes > allowedBytes, let slot = table.longestIdle() {
      if !conversations[slot].isLetGo { effects.givenUp &+= 1 }
      complete(slot, as: conversations[slot].isClosing ? .closed : .evicted)
    }
  }

  /// The open connections of which more is kept than of an idle one, the largest first, by the kilobyte.
  private func largest() -> [Int] {
    var found: [(slot: Int, kilobytes: Int, key: Int)] = []
    var next = table.nextOpen()
    while let slot = next {
      let kilobytes = (conversations[slot].accounted - bytesPerConnection) / 1024
      if kilobytes > 0 { found.append((slot, kilobytes, conversations[slot].key)) }
      next = table.nextOpen(from: slot + 1)
    }
    found.sort { ($1.kilobytes, $0.key) < ($0.kilobytes, $1.key) }
    return found.map(\.slot)
  }

  /// Decides the session of a connection that goes on; one that is no mail yet is forgotten.
  private mutating func letGo(_ slot: Int) {
    if conversations[slot].isClosing { return complete(slot, as: .closed) }
    guard giveOut(slot, as: .evicted) else { return forget(slot) }
    effects.lettingGo &+= 1
    conversations[slot].letGo()
    table.letGo(slot)
    keptBytes &-= conversations[slot].accounted &- bytesPerConnection
    conversations[slot].accounted = bytesPerConnection
  }

  /// A connection whose session, which was none, was given out already.
  private mutating func forget(_ slot: Int) {
    conversations[slot].letGo()
    complete(slot, as: .evicted)
  }

  /// Takes a segment of a connection whose session was given out.
  mutating func passOver(_ segment: TCPSegment, slot: Int, time: Timestamp) {
    effects.packetsPassedOver &+= 1
    guard segment.flags.contains(.rst) || segment.flags.contains(.fin), !conversations[slot].isClosing else { return }
    conversations[slot].isClosing = true
    closing.append((slot, conversations[slot].key, time))
  }
}
