/// A set of TCP ports that answers in one load: every packet of a capture asks it twice.
struct PortSet: Sendable {
  private var words = [UInt64](repeating: 0, count: 1024)

  init(_ ports: Set<UInt16> = []) {
    for port in ports { insert(port) }
  }

  mutating func insert(_ port: UInt16) {
    words[Int(port >> 6)] |= 1 << UInt64(port & 63)
  }

  mutating func removeAll() {
    for index in words.indices { words[index] = 0 }
  }

  @inline(__always)
  func contains(_ port: UInt16) -> Bool {
    words[Int(port >> 6)] & (1 << UInt64(port & 63)) != 0
  }
}
