import Synchronization

/// Runs asynchronous code that waits for nothing outside itself to its end, on the thread that calls.
///
/// The library's verifier is asynchronous because a store may be; the stores here are not. So no other thread is needed, and
/// nothing depends on a pool that the caller may be keeping busy: the task's jobs are queued here and run one after another.
enum CallingThread {
  /// - Returns: `nil` where the operation waits for something after all, and so cannot come to its end here.
  static func run<Value: Sendable>(_ operation: @escaping @Sendable () async -> Value) -> Value? {
    let executor = QueuedJobs()
    let outcome = Outcome<Value>()
    Task(executorPreference: executor) {
      let value = await operation()
      outcome.value.withLock { $0 = value }
    }
    while let job = executor.next() {
      // Unsafe: `executor` lives until this function returns, so it outlives the job.
      unsafe job.runSynchronously(on: executor.asUnownedTaskExecutor())
    }
    return outcome.value.withLock { $0 }
  }
}

private final class Outcome<Value: Sendable>: Sendable {
  let value = Mutex<Value?>(nil)
}

private final class QueuedJobs: TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
  }

  func next() -> UnownedJob? {
    jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }
}
