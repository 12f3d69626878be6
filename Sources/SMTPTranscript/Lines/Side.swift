/// Who sent a byte: the SMTP roles of RFC 5321 section 2.3.1, fixed by who greets and not by a port.
public enum Side: UInt8, Sendable, Hashable, CaseIterable {
  case client
  case server

  public var opposite: Side { self == .client ? .server : .client }
}
