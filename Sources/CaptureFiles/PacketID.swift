/// Which packet: the file of the set, and the packet's number in it, from 1, as Wireshark numbers them.
public struct PacketID: Hashable, Comparable, Sendable {
  /// The file's place in the set that is analysed, from 0.
  public var file: Int32
  /// The packet's number within its file, from 1.
  public var number: Int64

  public init(file: Int32 = 0, number: Int64) {
    self.file = file
    self.number = number
  }

  public static func < (left: PacketID, right: PacketID) -> Bool {
    (left.file, left.number) < (right.file, right.number)
  }
}
