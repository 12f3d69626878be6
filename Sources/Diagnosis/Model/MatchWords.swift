import Synchronization

/// What a match says of one session: a sentence, its evidence, and what is told in the place of the rule's prose. Each is worked out when
/// somebody reads it, and then kept, as by a ``Deferred``; together they take one place.
///
/// Unchecked: what gives a value is touched only under its lock, and what it holds no longer changes once the diagnosis is over. Each has a
/// lock of its own, because one may be made of another.
final class MatchWords: @unchecked Sendable {
  private let summaryLock = Mutex(())
  private let evidenceLock = Mutex(())
  private let tellingLock = Mutex(())
  /// Makes the value the first time, and then has it.
  private var giveSummary: () -> String
  private var giveEvidence: () -> [Evidence]
  private var giveTelling: (() -> Telling?)?
  private var isSummaryMade = false
  private var isEvidenceMade = false
  private var isTellingMade = false

  init(summary: @escaping () -> String, evidence: @escaping () -> [Evidence]) {
    giveSummary = summary
    giveEvidence = evidence
  }

  /// The same in a place of its own. What was made already is not made again.
  func copied() -> MatchWords {
    let copy = MatchWords(summary: { "" }, evidence: { [] })
    summaryLock.withLock { _ in
      copy.giveSummary = giveSummary
      copy.isSummaryMade = isSummaryMade
    }
    evidenceLock.withLock { _ in
      copy.giveEvidence = giveEvidence
      copy.isEvidenceMade = isEvidenceMade
    }
    tellingLock.withLock { _ in
      copy.giveTelling = giveTelling
      copy.isTellingMade = isTellingMade
    }
    return copy
  }

  /// One sentence about the session, with a full stop.
  var summary: String {
    summaryLock.withLock { _ in
      let value = giveSummary()
      if !isSummaryMade {
        giveSummary = { value }
        isSummaryMade = true
      }
      return value
    }
  }

  var evidence: [Evidence] {
    evidenceLock.withLock { _ in
      let value = giveEvidence()
      if !isEvidenceMade {
        giveEvidence = { value }
        isEvidenceMade = true
      }
      return value
    }
  }

  /// `nil` where the rule tells all of it.
  var telling: Telling? {
    tellingLock.withLock { _ in
      guard let give = giveTelling else { return nil }
      let value = give()
      if !isTellingMade {
        giveTelling = { value }
        isTellingMade = true
      }
      return value
    }
  }

  /// Whether something is told in the place of the rule's prose.
  var isTold: Bool { tellingLock.withLock { _ in giveTelling != nil } }

  // What follows is for words that nobody else has yet.

  func say(_ summary: String) {
    giveSummary = { summary }
    isSummaryMade = true
  }

  func show(_ evidence: [Evidence]) {
    giveEvidence = { evidence }
    isEvidenceMade = true
  }

  /// Tells it otherwise; `nil`: by the rule's prose alone.
  func tell(_ telling: (() -> Telling?)?) {
    giveTelling = telling
    isTellingMade = false
  }
}
