/// What became of the records that TLS sealed, where somebody had the session's secrets.
public enum TLSOpening: Sendable, Equatable {
  /// Nobody gave secrets, or none of this session.
  case noSecrets
  /// They were opened: handshake, alerts and dialogue are read and not told by their sizes. Of `unopened` records no key fitted: bytes of
  /// them, or records before them, are missing. `speaks`: whether anything was said inside.
  case opened(unopened: Int, speaks: Bool)
  /// Nobody gave secrets, and a program that took part wrote down the handshake: its messages and alerts are known, and the dialogue is told by
  /// its sizes.
  case traced
  /// There are secrets, and the cipher of this suite is none that can be opened.
  case unknownCipher
  /// There are secrets of the session, but not those that its version needs.
  case otherSecrets

  /// Whether what is inside was read.
  public var isOpened: Bool {
    if case .opened = self { true } else { false }
  }

  /// Whether the messages of the handshake and its alerts are known, whatever sealed them.
  public var knowsHandshake: Bool { isOpened || self == .traced }

  /// Whether words inside TLS were read.
  public var speaks: Bool {
    if case .opened(_, let speaks) = self { speaks } else { false }
  }

  /// Records that could not be opened although there were secrets.
  public var unopened: Int {
    if case .opened(let unopened, _) = self { unopened } else { 0 }
  }
}
