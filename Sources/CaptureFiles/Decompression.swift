internal import ByteParsing
internal import Dispatch
internal import Subprocess
internal import Synchronization
internal import SystemPackage

/// A program of the system (`gzip`, `zstd`) that decompresses a capture into a pipe which the reader reads.
///
/// The reader pulls and waits; the program is watched by a task on a thread of its own, so that a reader that waits on a
/// thread of the cooperative pool cannot starve it. The task keeps the pipe's writing end open until it has stored how
/// the program ended: whoever has read the pipe to its end can ask `outcome`.
struct Decompression: ~Copyable {
  enum Program: String {
    case gzip
    case zstd

    var name: String { rawValue }
  }

  enum Outcome: Equatable {
    case succeeded
    /// All data was given; something about it was odd.
    case warned(String)
    case failed(String)
    case isMissing
  }

  /// Bytes of the program's own complaint that are kept.
  static let maximumComplaintLength = 16 * 1024

  let programName: String
  /// Belongs to whoever reads it.
  let readingEnd: Int32
  /// Shares its place with the descriptor that the program reads; negative where the program reads no file.
  private let inputDescriptor: Int32
  private let stored: StoredOutcome
  private let task: Task<Void, Never>

  /// Decompresses what `descriptor` holds from its present place on. `prefix` are bytes that were read from it already
  /// and cannot be read again; where it is empty the program reads the descriptor itself. A negative descriptor means
  /// that `prefix` is all.
  init(programName: String, prefix: [UInt8], descriptor: Int32) throws(SystemCalls.Failure) {
    let pipe = try SystemCalls.makePipe()
    let input: Int32
    let place: Int32
    do throws(SystemCalls.Failure) {
      place = prefix.isEmpty ? try SystemCalls.duplicate(descriptor) : -1
      input = try Decompression.makeInput(prefix, descriptor)
    } catch {
      SystemCalls.closeDescriptor(pipe.read)
      SystemCalls.closeDescriptor(pipe.write)
      throw error
    }
    let stored = StoredOutcome()
    self.programName = programName
    readingEnd = pipe.read
    inputDescriptor = place
    self.stored = stored
    task = Task(executorPreference: OwnThread(name: "smtptrace.decompression")) {
      let outcome = await Decompression.run(programName, input: input, output: pipe.write)
      stored.value.withLock { $0 = outcome }
      SystemCalls.closeDescriptor(input)
      SystemCalls.closeDescriptor(pipe.write)
    }
  }

  deinit {
    // The program is ended where the reader stopped early; where it has ended this does nothing.
    task.cancel()
    if inputDescriptor >= 0 { SystemCalls.closeDescriptor(inputDescriptor) }
  }

  /// How much of the compressed file the program has read; `nil` where it reads no file.
  var inputPosition: UInt64? {
    inputDescriptor < 0 ? nil : SystemCalls.position(of: inputDescriptor)
  }

  /// How the program ended; `nil` before the pipe was read to its end.
  var outcome: Outcome? { stored.value.withLock { $0 } }

  private final class StoredOutcome: Sendable {
    let value = Mutex<Outcome?>(nil)
  }

  private static func run(_ name: String, input: Int32, output: Int32) async -> Outcome {
    do {
      let result = try await Subprocess.run(
        .name(name), arguments: ["-dc"],
        environment: .inherit.updating(["LC_ALL": "C", "GZIP": nil]),
        input: .fileDescriptor(FileDescriptor(rawValue: input), closeAfterSpawningProcess: false),
        output: .fileDescriptor(FileDescriptor(rawValue: output), closeAfterSpawningProcess: false),
        error: .bytes(limit: maximumComplaintLength))
      let complaint = firstLine(of: result.standardError)
      switch result.terminationStatus {
      case .exited(0): return .succeeded
      // gzip's status for a warning, such as bytes behind the compressed data.
      case .exited(2) where name == Program.gzip.name: return .warned(complaint)
      case .exited(let status): return .failed(complaint.isEmpty ? "it ended with status \(status)" : complaint)
      case .signaled(let signal): return .failed("it was ended by signal \(signal)")
      }
    } catch let error as SubprocessError where error.code == .executableNotFound {
      return .isMissing
    } catch {
      return .failed(PrintableText.string(String(describing: error)))
    }
  }

  private static func firstLine(of complaint: [UInt8]) -> String {
    let lines = complaint.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
    let line = lines.first { !$0.allSatisfy { byte in byte == 0x20 } } ?? []
    return PrintableText.string(Array(line), limit: 256)
  }

  private static func makeInput(_ prefix: [UInt8], _ descriptor: Int32) throws(SystemCalls.Failure) -> Int32 {
    prefix.isEmpty ? try SystemCalls.duplicate(descriptor) : try feed(prefix, thenFrom: descriptor)
  }

  /// A socket from which the program reads `prefix` and then what `descriptor` gives. A thread of its own carries the
  /// bytes until either side ends.
  private static func feed(_ prefix: [UInt8], thenFrom descriptor: Int32) throws(SystemCalls.Failure) -> Int32 {
    let source = descriptor < 0 ? descriptor : try SystemCalls.duplicate(descriptor)
    let ends: (Int32, Int32)
    do throws(SystemCalls.Failure) {
      ends = try SystemCalls.makeSocketPair()
    } catch {
      if source >= 0 { SystemCalls.closeDescriptor(source) }
      throw error
    }
    DispatchQueue(label: "smtptrace.decompression.input").async {
      carry(prefix, thenFrom: source, into: ends.1)
      SystemCalls.closeDescriptor(ends.1)
      if source >= 0 { SystemCalls.closeDescriptor(source) }
    }
    return ends.0
  }

  private static func carry(_ prefix: [UInt8], thenFrom source: Int32, into socket: Int32) {
    do throws(SystemCalls.Failure) {
      try SystemCalls.sendAll(socket, prefix, count: prefix.count)
      guard source >= 0 else { return }
      var buffer = [UInt8](repeating: 0, count: 64 * 1024)
      while true {
        let count = try SystemCalls.readBytes(source, into: &buffer, from: 0)
        if count == 0 { return }
        try SystemCalls.sendAll(socket, buffer, count: count)
      }
    } catch {
      // The program has ended, or the input has: the program's own outcome tells which.
    }
  }
}

/// Runs a task's jobs one after another on a thread of its own, outside the cooperative pool.
private final class OwnThread: TaskExecutor {
  private let queue: DispatchQueue

  init(name: String) {
    queue = DispatchQueue(label: name)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    // Unsafe: the executor is kept alive by the closure while the job runs.
    queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
