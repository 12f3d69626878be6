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

  subscript(slot: Int) -> Conversation {
    // A getter and no coroutine; see `Apart` in StreamAssembly.
    @inline(__always)
    get { blocks[slot >> Self.shift][slot & Self.mask] }
    @inline(__always)
    _modify { yield &blocks[slot >> Self.shift][slot & Self.mask] }
  }
}
