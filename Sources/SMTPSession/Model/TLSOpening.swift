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
  /// There are secrets of the session, and none of its `unopened` records opened with them.
  case nothingFits(unopened: Int)
  /// There are secrets, and the cipher of this suite is none that can be opened.
  case unknownCipher
  /// There are secrets of the session, but not those that its version needs.
  case otherSecrets

  /// Whether records were opened.
  public var isOpened: Bool {
    if case .opened = self { true } else { false }
  }

  /// Whether the dialogue inside was read, or known to be none: where the keys of the handshake alone were there, it is told by its sizes.
  public var readsDialogue: Bool {
    if case .opened(let unopened, let speaks) = self { speaks || unopened == 0 } else { false }
  }

  /// Whether the session's keys, or more of them, would tell more.
  public var lacksKeys: Bool {
    switch self {
    case .noSecrets, .traced, .otherSecrets, .nothingFits: true
    case .opened(let unopened, _): unopened > 0
    case .unknownCipher: false
    }
  }

  /// Whether the messages of the handshake and its alerts are known, whatever sealed them.
  public var knowsHandshake: Bool { isOpened || self == .traced }

  /// Whether words inside TLS were read.
  public var speaks: Bool {
    if case .opened(_, let speaks) = self { speaks } else { false }
  }

  /// Records that could not be opened although there were secrets.
  public var unopened: Int {
    switch self {
    case .opened(let unopened, _), .nothingFits(let unopened): unopened
    case .noSecrets, .traced, .unknownCipher, .otherSecrets: 0
    }
  }
}
