package import Diagnosis
import Dispatch
package import SMTPSession
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Diagnoses sessions beside the reading of packets, in the order in which they ended, so that the output is the same as without
/// it.
///
/// The thread that reads packets hands over ended sessions, workers judge them, and what they found is settled in its order:
///
/// - Sessions are handed over in batches, because to hand over costs as much as to read a dozen packets. At most a few batches wait,
///   because a session that waits takes memory.
/// - Where already enough batches wait, the reading thread works on the oldest of them itself, from the first byte to what is written
///   of it: so nobody waits for the other.
/// - The results of the batches are settled in their order, however many workers there are: it is remembered what each session adds to
///   the survey, and those sessions are written at last that had to wait for others. Whoever brings the result whose turn it is
///   settles it, and all that wait behind it: a thread for this alone would be woken for every batch, and would give back what others
///   have allocated.
///
/// Unchecked: the batch that is being filled belongs to the thread that hands over; the judge and `take` to the one that settles,
/// of which ``Order/isSettling`` allows one at a time.
package final class DiagnosisQueue<Output: Sendable>: @unchecked Sendable {
  private let workers = DispatchQueue(label: "smtptrace.judging", attributes: .concurrent)
  private let order = Mutex(Order())
  private let progress = DispatchSemaphore(value: 0)
  // Of the thread that hands over.
  private var batch: [EndedSession] = []
  private var textBytes = 0

  private let examination: SessionExamination
  private let isShared: Bool
  private let mostWorkers: Int
  private let enoughBatches: Int
  private let sessionsPerBatch: Int
  private let begin: @Sendable () -> Output
  private let write: @Sendable (DiagnosedSession, inout Output) -> Void

  // Of the thread that settles.
  private var judge: SessionJudge
  private let take: (Output) -> Void

  /// What came of a stretch of a batch that ends with a session which may have to wait, or with the batch.
  private struct Done: Sendable {
    var output: Output?
    var visits: [Survey.Visit] = []
    var held: SessionJudge.Judged?
  }

  /// A batch that nobody works on yet.
  private struct Waiting: Sendable {
    var turn: Int
    var ended: [EndedSession]
  }

  /// Which batches wait, and which are due.
  private struct Order: Sendable {
    /// The oldest first.
    var waiting: [Waiting] = []
    var workers = 0
    /// Batches that were handed over, and so the turn of the next one.
    var handedOver = 0
    /// The turn of the next one to be given out to be settled.
    var due = 0
    /// What came of the batches from `due` on; `nil` where somebody still works on one.
    var done: [[Done]?] = []
    var isSettling = false
    /// Whether the thread that hands over waits for the next one to be settled.
    var isAwaited = false

    mutating func keep(_ result: [Done], of turn: Int) {
      let place = turn - due
      while done.count <= place { done.append(nil) }
      done[place] = result
    }

    /// What is to be settled next, where nobody else does.
    mutating func nextToSettle() -> [Done]? {
      guard !isSettling, let first = done.first, let result = first else { return nil }
      isSettling = true
      done.removeFirst()
      due += 1
      return result
    }

    /// Whether somebody waits for this.
    mutating func settled() -> Bool {
      isSettling = false
      defer { isAwaited = false }
      return isAwaited
    }
  }

  /// - Parameters:
  ///   - isShared: Whether `add` may be called on several threads at once. Otherwise it is called on one at a time, with one session
  ///     after the other in their order.
  ///   - workers: Threads that work beside the one that reads, at least 1.
  ///   - enoughBatches: So many batches wait where the workers have enough to do; `nil`: two for each.
  ///   - sessionsPerBatch: Fewer where much is written of each.
  ///   - begin: The output of a batch before its first session.
  ///   - add: Adds a session to the output of its batch.
  ///   - take: Takes the output of each batch in its turn, on one thread at a time.
  package init(
    _ judge: SessionJudge, isShared: Bool, workers: Int = DiagnosisQueueLimits.workers, enoughBatches: Int? = nil,
    sessionsPerBatch: Int = DiagnosisQueueLimits.sessionsPerBatch, begin: @escaping @Sendable () -> Output,
    add: @escaping @Sendable (DiagnosedSession, inout Output) -> Void, take: @escaping (Output) -> Void
  ) {
    self.judge = judge
    examination = judge.examination
    self.isShared = isShared
    mostWorkers = workers
    self.enoughBatches = enoughBatches ?? 2 * workers
    self.sessionsPerBatch = sessionsPerBatch
    self.begin = begin
    write = add
    self.take = take
  }

  /// Hands over a session; waits where too many wait already.
  package func add(_ ended: EndedSession) {
    batch.append(ended)
    textBytes += ended.textBytes + ended.lines * DiagnosisQueueLimits.textBytesPerLine
    if batch.count == sessionsPerBatch || textBytes >= DiagnosisQueueLimits.textBytesPerBatch {
      handOver()
    }
  }

  /// Waits until every session has been taken, those that waited for others last. What the judge remembers of them is then in its
  /// place.
  package func finish() -> SessionJudge {
    handOver()
    while workOnNext() {}
    waitUntil { $0.due == $0.handedOver && !$0.isSettling }
    while let first = judge.releaseNext() {
      var output = begin()
      write(first, &output)
      for _ in 1..<sessionsPerBatch {
        guard let next = judge.releaseNext() else { break }
        write(next, &output)
      }
      take(output)
    }
    return judge
  }

  // MARK: - The thread that hands over

  private func handOver() {
    guard !batch.isEmpty else { return }
    var ended: [EndedSession] = []
    swap(&ended, &batch)
    // What is made of a session that fills a batch alone is several times its text: such ones are made one after the other.
    let isLong = ended.count < 3 && textBytes >= DiagnosisQueueLimits.textBytesPerBatch
    textBytes = 0
    batch.reserveCapacity(sessionsPerBatch)
    if isLong {
      let turn = order.withLock {
        $0.handedOver += 1
        return $0.handedOver - 1
      }
      work(on: Waiting(turn: turn, ended: ended))
    } else {
      let (isWorkerNeeded, isEnough) = order.withLock { order in
        order.waiting.append(Waiting(turn: order.handedOver, ended: ended))
        order.handedOver += 1
        let isEnough = order.waiting.count > enoughBatches
        let isWorkerNeeded = !isEnough && order.workers < mostWorkers
        if isWorkerNeeded { order.workers += 1 }
        return (isWorkerNeeded, isEnough)
      }
      if isWorkerNeeded { workers.async { self.workWhileSomeWait() } }
      if isEnough { _ = workOnNext() }
    }
    let most = DiagnosisQueueLimits.openBatches + enoughBatches + mostWorkers
    while order.withLock({ $0.handedOver - $0.due >= most }), workOnNext() {}
    waitUntil { $0.handedOver - $0.due < most }
  }

  /// Waits for those who settle.
  private func waitUntil(_ isSo: (borrowing Order) -> Bool) {
    while order.withLock({ order in
      if isSo(order) { return false }
      order.isAwaited = true
      return true
    }) {
      progress.wait()
    }
  }

  // MARK: - Any thread

  private func workWhileSomeWait() {
    repeat {
      while workOnNext() {}
      // One may have been handed over since.
    } while order.withLock { order in
      if order.waiting.isEmpty { order.workers -= 1 }
      return !order.waiting.isEmpty
    }
  }

  /// Works on the oldest batch that waits. `false` where none does.
  private func workOnNext() -> Bool {
    guard let next = order.withLock({ $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }) else { return false }
    work(on: next)
    return true
  }

  /// Works on a batch, and settles what is due.
  private func work(on batch: consuming Waiting) {
    let turn = batch.turn
    let result = judged(batch.ended)
    var due = order.withLock { order in
      order.keep(result, of: turn)
      return order.nextToSettle()
    }
    while let next = due {
      settle(next)
      let isAwaited: Bool
      (isAwaited, due) = order.withLock { ($0.settled(), $0.nextToSettle()) }
      if isAwaited { progress.signal() }
    }
  }

  private func judged(_ ended: [EndedSession]) -> [Done] {
    var all: [Done] = []
    var visits: [Survey.Visit] = []
    visits.reserveCapacity(ended.count)
    var output = begin()
    var isWritten = false
    for session in ended {
      let held = examination.judge(session) { diagnosed, visit, heldBytes -> SessionJudge.Judged? in
        // Where sessions have to be written one after the other, each waits for its turn.
        guard heldBytes == nil, isShared else {
          return SessionJudge.Judged(diagnosed: diagnosed, visit: visit, heldBytes: heldBytes)
        }
        visits.append(visit)
        write(diagnosed, &output)
        isWritten = true
        return nil
      }
      guard let held else { continue }
      all.append(Done(output: isWritten ? output : nil, visits: visits, held: held))
      visits = []
      if isWritten { output = begin() }
      isWritten = false
    }
    if isWritten { all.append(Done(output: output, visits: visits, held: nil)) }
    return all
  }

  /// Of one thread at a time, in turn.
  private func settle(_ all: [Done]) {
    for done in all {
      for visit in done.visits { judge.remember(visit) }
      if let output = done.output { take(output) }
      guard let held = done.held else { continue }
      judge.take(held) { decided in
        var output = begin()
        write(decided, &output)
        take(output)
      }
    }
  }
}

package enum DiagnosisQueueLimits {
  /// As many as there are processors beside the one that reads, up to a number that it keeps busy.
  package static let workers = max(1, min(sysconf(Int32(_SC_NPROCESSORS_ONLN)) - 1, 3))
  package static let sessionsPerBatch = 16
  /// The same where each session is written whole.
  package static let wholeSessionsPerBatch = 8
  /// A batch is handed over earlier where its sessions are long: what is written of them is several times their text.
  static let textBytesPerBatch = 64 << 10
  /// What is made of a line, however short, is as much as of so many bytes of text.
  static let textBytesPerLine = 32
  /// Batches that may be done and wait for their turn, beside those that wait and those that are worked on.
  static let openBatches = 3
}
