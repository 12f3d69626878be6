/// What became of the records that TLS sealed, where somebody had the session's secrets.
public enum TLSOpening: Sendable, Equatable {
  /// Nobody gave secrets, or none of this session.
  case noSecrets
  /// They were opened: handshake, alerts and dialogue are read and not told by their sizes. Of `unopened` records no key fitted: bytes of
  /// them, or records before them, are missing. `speaks`: whether anything was said inside.
  case opened(unopened: Int, speaks: Bool)
  /// Nobody gave secrets, and a program that took part wrote down the handshake: its messages and alerts are known, and the dialogue is told by
  /// its sizes. Of `unopened` records of the handshake's time it does not tell: the trace, or the capture, lacks something.
  case traced(unopened: Int)
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

  /// Whether a trace tells of the handshake.
  public var isTraced: Bool {
    if case .traced = self { true } else { false }
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
  public var knowsHandshake: Bool { isOpened || isTraced }

  /// Whether words inside TLS were read.
  public var speaks: Bool {
    if case .opened(_, let speaks) = self { speaks } else { false }
  }

  /// Records that could not be opened although there were secrets, or of which the trace does not tell.
  public var unopened: Int {
    switch self {
    case .opened(let unopened, _), .nothingFits(let unopened), .traced(let unopened): unopened
    case .noSecrets, .unknownCipher, .otherSecrets: 0
    }
  }
}
