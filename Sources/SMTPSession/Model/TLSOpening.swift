/// What became of the records that TLS sealed, where somebody had the session's secrets.
public enum TLSOpening: Sendable, Equatable {
  /// Nobody gave secrets, or none of this session.
  case noSecrets
  /// They were opened: handshake, alerts and dialogue are read and not told by their sizes. Of `unopened` records no key fitted: bytes of
  /// them, or records before them, are missing.
  case opened(unopened: Int)
  /// There are secrets, and the cipher of this suite is none that can be opened.
  case unknownCipher
  /// There are secrets of the session, but not those that its version needs.
  case otherSecrets

  /// Whether what is inside was read.
  public var isOpened: Bool {
    if case .opened = self { true } else { false }
  }
}
