/// What may be kept of a capture at the same time, in bytes, and how it is shared. The shares are fixed, so that what is found in a
/// capture does not depend on which thread was faster.
struct MemoryBudget: Sendable {
  /// Where nothing else is asked for.
  static let usual = 128 << 20
  /// Less does not hold the sessions of one busy server.
  static let least = 16 << 20

  private let bytes: Int

  init(_ bytes: Int) {
    self.bytes = max(bytes, Self.least)
  }

  /// What is kept of connections that are open: segments that wait, the first words, and what was read of the rest. Where there are keys,
  /// they take ``keys`` of it.
  var open: Int { bytes / 4 * 3 }
  /// The keys of sessions, and traces of them.
  var keys: Int { bytes / 8 }
  /// Sessions that are over and wait for what others show.
  var held: Int { bytes / 32 * 3 }
  /// What is remembered of all sessions, to see what several show together.
  var survey: Int { bytes / 32 * 5 }
}
