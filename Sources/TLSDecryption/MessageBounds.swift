import TLSHandshake

/// Follows where handshake messages end in opened records, however they are cut.
struct MessageBounds: Sendable {
  private enum Place {
    /// Where the last message was left.
    case known
    /// Behind a gap, at the beginning of a message.
    case beginning
    /// Behind a gap, anywhere.
    case unknown
  }

  private var header: [UInt8] = []
  private var remaining = 0
  private var place = Place.known

  /// Says that something is missing before what comes next.
  mutating func lose() {
    header.removeAll(keepingCapacity: true)
    remaining = 0
    place = .unknown
  }

  /// Says that a record of another type came, which no message lies around.
  mutating func meetOther() {
    if place == .unknown { place = .beginning }
  }

  /// How `content` goes on from what came before, and the types of the messages that end in it.
  mutating func take(_ content: [UInt8]) -> (joint: OpenedJoint, ended: [HandshakeType]) {
    var joint = OpenedJoint.continues
    switch place {
    case .known: break
    case .beginning: joint = .begins
    case .unknown:
      // What happens to look like messages to its last byte is not the middle of one.
      guard Self.isWholeMessages(content) else { return (.unknown, []) }
      joint = .begins
    }
    place = .known
    return (joint, ended(by: content))
  }

  private static func isWholeMessages(_ content: [UInt8]) -> Bool {
    var start = 0
    while start + 4 <= content.count {
      guard HandshakeType(rawValue: content[start]).registeredName != nil else { return false }
      start += 4 + (Int(content[start + 1]) << 16 | Int(content[start + 2]) << 8 | Int(content[start + 3]))
    }
    return start == content.count && start > 0
  }

  private mutating func ended(by content: [UInt8]) -> [HandshakeType] {
    var types: [HandshakeType] = []
    var place = 0
    while place < content.count {
      if header.count < 4 {
        header.append(content[place])
        place += 1
        guard header.count == 4 else { continue }
        remaining = Int(header[1]) << 16 | Int(header[2]) << 8 | Int(header[3])
      }
      let count = min(remaining, content.count - place)
      remaining -= count
      place += count
      guard remaining == 0, let type = header.first else { continue }
      types.append(HandshakeType(rawValue: type))
      header.removeAll(keepingCapacity: true)
    }
    return types
  }
}
