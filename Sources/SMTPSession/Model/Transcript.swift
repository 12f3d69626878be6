import Synchronization

/// The lines of a session's transcript, which are put together when somebody reads them: a summary of a million sessions reads
/// none. Copies of a session share them, as the first that is read shows them.
@usableFromInline
final class Transcript: Sendable {
  struct Lines: Sendable {
    var lines: [TranscriptLine]
    /// Where each line that was said stands, by its place among those.
    var placesOfSaid: [Int]
  }

  private enum State {
    case unmade(TranscriptMaker)
    /// The maker is let go of, and the words with it.
    case made(Lines)
  }

  private let state: Mutex<State>

  init(_ maker: consuming TranscriptMaker) {
    state = Mutex(.unmade(maker))
  }

  /// Lines that are as they are.
  init(_ lines: Lines) {
    state = Mutex(.made(lines))
  }

  /// The lines of `session`, to which the transcript belongs.
  func lines(of session: Session) -> Lines {
    state.withLock { state in
      switch state {
      case .made(let lines): return lines
      case .unmade(let maker):
        let lines = maker.lines(of: session)
        state = .made(lines)
        return lines
      }
    }
  }
}
