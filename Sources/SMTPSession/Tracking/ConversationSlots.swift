import StreamAssembly

/// The conversations of the connection table's places, in blocks: an array of all of them would be copied, and for a while be held twice, whenever it grows.
struct ConversationSlots: Sendable {
  private static let shift = 8
  private static let mask = 1 << shift - 1

  private var blocks: [[Conversation]] = []
  private(set) var count = 0

  mutating func append(_ conversation: Conversation) {
    if count & Self.mask == 0 {
      var block: [Conversation] = []
      block.reserveCapacity(1 << Self.shift)
      blocks.append(block)
    }
    blocks[count >> Self.shift].append(conversation)
    count += 1
  }

  // These look at a conversation where it lies, for every packet: a getter would copy it.

  @inline(__always)
  func keyAndState(of slot: Int) -> (key: Int, isLetGo: Bool) {
    let block = blocks[slot >> Self.shift]
    return (block.span[slot & Self.mask].key, block.span[slot & Self.mask].isLetGo)
  }

  /// See ``Conversation/takeOrdinary(_:at:)``.
  @inline(__always)
  mutating func takeOrdinary(_ delivery: borrowing Delivery, at moment: Moment, in slot: Int) -> Int? {
    var places = blocks.mutableSpan
    var block = places[slot >> Self.shift].mutableSpan
    return block[slot & Self.mask].takeOrdinary(delivery, at: moment)
  }

  /// See ``Conversation/readOrdinary(_:_:at:)``.
  @inline(__always)
  mutating func readOrdinary(
    _ delivery: borrowing Delivery, _ bytes: Span<UInt8>, at moment: Moment, in slot: Int
  ) -> Bool {
    var places = blocks.mutableSpan
    var block = places[slot >> Self.shift].mutableSpan
    return block[slot & Self.mask].readOrdinary(delivery, bytes, at: moment)
  }

  subscript(slot: Int) -> Conversation {
    // A getter and no coroutine; see `Apart` in StreamAssembly.
    @inline(__always)
    get { blocks[slot >> Self.shift][slot & Self.mask] }
    @inline(__always)
    _modify { yield &blocks[slot >> Self.shift][slot & Self.mask] }
  }
}
