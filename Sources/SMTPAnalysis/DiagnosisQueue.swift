package import Diagnosis
import Dispatch
package import SMTPSession
import Synchronization

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
  /// So many batches wait where the thread has enough to do: then a session is made where its packets were read.
  private static let enoughBatches = 2

  private let thread = DispatchQueue(label: "smtptrace.diagnosis")
  private let room = DispatchSemaphore(value: waitingBatches)
  private let waiting = Atomic<Int>(0)
  private var batch: [Item] = []

  // Behind `thread`.
  private var judge: SessionJudge
  private let take: (DiagnosedSession) -> Void

  private enum Item: Sendable {
    case ended(EndedSession)
    case made(Session)
  }

  /// `take` is called for each session in its turn, on a thread of the queue's own.
  package init(_ judge: SessionJudge, take: @escaping (DiagnosedSession) -> Void) {
    self.judge = judge
    self.take = take
  }

  /// Hands over a session; waits where too many wait already.
  package func add(_ ended: EndedSession) {
    let hasEnough = waiting.load(ordering: .relaxed) >= Self.enoughBatches
    batch.append(hasEnough ? .made(ended.session()) : .ended(ended))
    if batch.count == Self.sessionsPerBatch { handOver() }
  }

  /// Waits until every session has been taken. What the judge remembers of them is then in its place.
  package func finish() -> SessionJudge {
    handOver()
    return thread.sync { judge }
  }

  private func handOver() {
    guard !batch.isEmpty else { return }
    var items: [Item] = []
    swap(&items, &batch)
    batch.reserveCapacity(Self.sessionsPerBatch)
    room.wait()
    waiting.add(1, ordering: .relaxed)
    thread.async { [self, items] in
      for item in items {
        switch item {
        case .ended(let ended): take(judge.judge(ended.session()))
        case .made(let session): take(judge.judge(session))
        }
      }
      waiting.subtract(1, ordering: .relaxed)
      room.signal()
    }
  }
}
