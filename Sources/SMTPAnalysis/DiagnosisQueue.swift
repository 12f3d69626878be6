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
/// The thread that reads packets hands over ended sessions, workers judge them, and one thread of the queue's own settles what they
/// found:
///
/// - Sessions are handed over in batches, because to hand over costs as much as to read a dozen packets. At most a few batches wait,
///   because a session that waits takes memory.
/// - Where already enough batches wait, the reading thread works on its batch itself, from the first byte to what is written of it: so
///   nobody waits for the other.
/// - The results of the batches go through the queue's thread in their order, however many workers there are: there it is remembered
///   what each session adds to the survey, and there those sessions are written at last that had to wait for others.
///
/// Unchecked: what is behind `thread` is touched there only, until ``finish()`` has waited for its end; the batch that is being
/// filled, by the thread that hands over.
package final class DiagnosisQueue<Output: Sendable>: @unchecked Sendable {
  private let thread = DispatchQueue(label: "smtptrace.diagnosis")
  private let workers = DispatchQueue(label: "smtptrace.judging", attributes: .concurrent)
  private let room: DispatchSemaphore
  private let waiting = Atomic<Int>(0)
  // Of the thread that hands over.
  private var batch: [EndedSession] = []
  private var textBytes = 0

  private let examination: SessionExamination
  private let isShared: Bool
  private let enoughBatches: Int
  private let begin: @Sendable () -> Output
  private let write: @Sendable (DiagnosedSession, inout Output) -> Void

  // Behind `thread`.
  private var judge: SessionJudge
  private let take: (Output) -> Void

  /// What came of a stretch of a batch that ends with a session which may have to wait, or with the batch.
  private struct Done: Sendable {
    var output: Output?
    var visits: [Survey.Visit] = []
    var held: SessionJudge.Judged?
  }

  /// A batch that a worker has, and what came of it.
  private final class Handed: @unchecked Sendable {
    // Unchecked: written before the signal, and read behind the wait for it.
    private var done: [Done] = []
    private let isDone = DispatchSemaphore(value: 0)

    func give(_ done: [Done]) {
      self.done = done
      isDone.signal()
    }

    /// Waits for the worker.
    func take() -> [Done] {
      isDone.wait()
      var taken: [Done] = []
      swap(&taken, &done)
      return taken
    }
  }

  /// - Parameters:
  ///   - isShared: Whether `add` may be called on several threads at once. Otherwise it is called on the queue's own only, with one
  ///     session after the other in their order.
  ///   - workers: Threads that work beside the one that reads, at least 1.
  ///   - enoughBatches: So many batches wait where the workers have enough to do; `nil`: one for each, and one more.
  ///   - begin: The output of a batch before its first session.
  ///   - add: Adds a session to the output of its batch.
  ///   - take: Takes the output of each batch in its turn, on a thread of the queue's own.
  package init(
    _ judge: SessionJudge, isShared: Bool, workers: Int = DiagnosisQueueLimits.workers, enoughBatches: Int? = nil,
    begin: @escaping @Sendable () -> Output,
    add: @escaping @Sendable (DiagnosedSession, inout Output) -> Void, take: @escaping (Output) -> Void
  ) {
    self.judge = judge
    examination = judge.examination
    self.isShared = isShared
    self.enoughBatches = enoughBatches ?? workers + 1
    room = DispatchSemaphore(value: DiagnosisQueueLimits.waitingBatches + workers)
    self.begin = begin
    write = add
    self.take = take
  }

  /// Hands over a session; waits where too many wait already.
  package func add(_ ended: EndedSession) {
    batch.append(ended)
    textBytes += ended.textBytes + ended.lines * DiagnosisQueueLimits.textBytesPerLine
    if batch.count == DiagnosisQueueLimits.sessionsPerBatch || textBytes >= DiagnosisQueueLimits.textBytesPerBatch {
      handOver()
    }
  }

  /// Waits until every session has been taken, those that waited for others last. What the judge remembers of them is then in its
  /// place.
  package func finish() -> SessionJudge {
    handOver()
    return thread.sync {
      while let first = judge.releaseNext() {
        var output = begin()
        write(first, &output)
        for _ in 1..<DiagnosisQueueLimits.sessionsPerBatch {
          guard let next = judge.releaseNext() else { break }
          write(next, &output)
        }
        take(output)
      }
      return judge
    }
  }

  private func handOver() {
    guard !batch.isEmpty else { return }
    var ended: [EndedSession] = []
    swap(&ended, &batch)
    // What is made of a session that fills a batch alone is several times its text: such ones are made one after the other.
    let isLong = ended.count < 3 && textBytes >= DiagnosisQueueLimits.textBytesPerBatch
    let enough = isLong ? 0 : enoughBatches
    textBytes = 0
    batch.reserveCapacity(DiagnosisQueueLimits.sessionsPerBatch)
    if isShared, waiting.load(ordering: .relaxed) >= enough {
      let done = work(on: ended)
      room.wait()
      thread.async { [self] in
        settle(done)
        room.signal()
      }
      return
    }
    room.wait()
    waiting.add(1, ordering: .relaxed)
    guard isShared else {
      thread.async { [self, ended] in
        workInTurn(on: ended)
        waiting.subtract(1, ordering: .relaxed)
        room.signal()
      }
      return
    }
    let handed = Handed()
    workers.async { [self, ended] in
      handed.give(work(on: ended))
      waiting.subtract(1, ordering: .relaxed)
    }
    thread.async { [self] in
      settle(handed.take())
      room.signal()
    }
  }

  private func work(on ended: [EndedSession]) -> [Done] {
    var all: [Done] = []
    var done = Done()
    done.visits.reserveCapacity(ended.count)
    for session in ended {
      let judged = examination.judge(session)
      if judged.isOpen {
        done.held = judged
        all.append(done)
        done = Done()
      } else {
        done.visits.append(judged.visit)
        var output = done.output.take() ?? begin()
        write(judged.diagnosed, &output)
        done.output = output
      }
    }
    if done.output != nil { all.append(done) }
    return all
  }

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

  /// The same where sessions have to be written one after the other in their order.
  private func workInTurn(on ended: [EndedSession]) {
    var output = begin()
    for session in ended { judge.take(examination.judge(session)) { write($0, &output) } }
    take(output)
  }
}

package enum DiagnosisQueueLimits {
  /// As many as there are processors beside the one that reads, up to a number that it keeps busy.
  package static let workers = max(1, min(sysconf(Int32(_SC_NPROCESSORS_ONLN)) - 1, 3))
  static let sessionsPerBatch = 32
  /// A batch is handed over earlier where its sessions are long: what is written of them is several times their text.
  static let textBytesPerBatch = 256 << 10
  /// What is made of a line, however short, is as much as of so many bytes of text.
  static let textBytesPerLine = 32
  static let waitingBatches = 3
}
