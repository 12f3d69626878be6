/// One end of a TCP connection.
public struct Endpoint: Hashable, Comparable, Sendable {
  public var address: IPAddress
  public var port: UInt16

  @inline(__always)
  public init(address: IPAddress, port: UInt16) {
    self.address = address
    self.port = port
  }

  public static func < (left: Endpoint, right: Endpoint) -> Bool {
    (left.address, left.port) < (right.address, right.port)
  }
}
