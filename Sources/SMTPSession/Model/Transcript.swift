import Synchronization

/// The lines of a session's transcript, which are put together when somebody reads them: a summary of a million sessions reads
/// none. Copies of a session share them.
///
/// Unchecked: `made` is touched only under the lock.
final class Transcript: @unchecked Sendable {
  struct Lines: Sendable {
    var lines: [TranscriptLine]
    /// Where each line that was said stands, by its place among those.
    var placesOfSaid: [Int]
  }

  private let maker: TranscriptMaker?
  private let lock = Mutex(())
  private var made: Lines?

  init(_ maker: TranscriptMaker) {
    self.maker = maker
  }

  /// Lines that are as they are.
  init(_ lines: Lines) {
    maker = nil
    made = lines
  }

  /// The lines of `session`, to which the transcript belongs.
  func lines(of session: Session) -> Lines {
    lock.withLock { _ in
      if let made { return made }
      let lines = maker?.lines(of: session) ?? Lines(lines: [], placesOfSaid: [])
      made = lines
      return lines
    }
  }

  /// The same, to be put together anew because the session knows more than it did.
  func renewed() -> Transcript {
    maker.map(Transcript.init) ?? self
  }
}
