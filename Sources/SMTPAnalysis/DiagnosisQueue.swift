package import Diagnosis
import Dispatch
package import SMTPSession

/// Diagnoses sessions beside the reading of packets, one after the other and in the order in which they ended, so that the
/// output is the same as without it.
///
/// Sessions are handed over by the batch, because to hand one over costs as much as to read a dozen packets; few batches wait,
/// because a session that waits is memory.
///
/// Unchecked: what is behind `thread` is touched there only, until ``finish()`` has waited for its end.
package final class DiagnosisQueue: @unchecked Sendable {
  private static let sessionsPerBatch = 64
  private static let waitingBatches = 4

  private let thread = DispatchQueue(label: "smtptrace.diagnosis")
  private let room = DispatchSemaphore(value: waitingBatches)
  private var batch: [Session] = []

  // Behind `thread`.
  private var judge: SessionJudge
  private let take: (DiagnosedSession) -> Void

  /// `take` is called for each session in its turn, on a thread of the queue's own.
  package init(_ judge: SessionJudge, take: @escaping (DiagnosedSession) -> Void) {
    self.judge = judge
    self.take = take
  }

  /// Hands over a session; waits where too many wait already.
  package func add(_ session: consuming Session) {
    batch.append(session)
    if batch.count == Self.sessionsPerBatch { handOver() }
  }

  /// Waits until every session has been taken. What the judge remembers of them is then in its place.
  package func finish() -> SessionJudge {
    handOver()
    return thread.sync { judge }
  }

  private func handOver() {
    guard !batch.isEmpty else { return }
    var sessions: [Session] = []
    swap(&sessions, &batch)
    batch.reserveCapacity(Self.sessionsPerBatch)
    room.wait()
    let work = Work(sessions: sessions)
    thread.async { [self] in
      for session in work.sessions { take(judge.judge(session)) }
      room.signal()
    }
  }

  private struct Work: Sendable {
    let sessions: [Session]
  }
}
