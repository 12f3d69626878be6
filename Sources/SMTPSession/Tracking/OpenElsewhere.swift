/// The open connections on ports that are not for mail: their number, and the ports on which they may be, so that a packet of
/// another connection needs no look-up in the table.
struct OpenElsewhere: Sendable {
  private var count = 0
  /// The lower port of each of them, which is mostly the server's; those of ended ones too, until all have ended.
  private var ports = PortSet()

  mutating func open(_ one: UInt16, _ other: UInt16) {
    count += 1
    ports.insert(min(one, other))
  }

  mutating func close() {
    count -= 1
    if count == 0 { ports.removeAll() }
  }

  /// Whether a packet between two ports may belong to one of them.
  @inline(__always)
  func mayInclude(_ one: UInt16, _ other: UInt16) -> Bool {
    count > 0 && ports.contains(min(one, other))
  }
}
