internal import ByteParsing
internal import Dispatch
internal import Subprocess
internal import Synchronization
internal import SystemPackage

/// A program of the system (`gzip`, `zstd`) that decompresses a capture into a pipe which the reader reads.
///
/// The reader pulls and waits, perhaps on a thread of the cooperative pool. So nothing that it waits for may need that
/// pool: the program is started by a task on a thread of its own and watched by another thread, which keeps the pipe's
/// writing end open until it has stored how the program ended. Whoever has read the pipe to its end can ask `outcome`.
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
    let complaint: (read: Int32, write: Int32)
    do throws(SystemCalls.Failure) {
      complaint = try SystemCalls.makePipe()
    } catch {
      SystemCalls.closeDescriptor(pipe.read)
      SystemCalls.closeDescriptor(pipe.write)
      throw error
    }
    let input: Int32
    let place: Int32
    do throws(SystemCalls.Failure) {
      place = prefix.isEmpty ? try SystemCalls.duplicate(descriptor) : -1
      input = try Decompression.makeInput(prefix, descriptor)
    } catch {
      for end in [pipe.read, pipe.write, complaint.read, complaint.write] { SystemCalls.closeDescriptor(end) }
      throw error
    }
    let ends = Ends(
      input: input, output: pipe.write, complaintReading: complaint.read, complaintWriting: complaint.write)
    let stored = StoredOutcome()
    self.programName = programName
    readingEnd = pipe.read
    inputDescriptor = place
    self.stored = stored
    task = Task(executorPreference: OwnThread(name: "smtptrace.decompression")) {
      await Decompression.run(programName, ends, stored)
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

  /// The descriptors that stay this side's to close, whatever becomes of the program.
  private struct Ends {
    var input: Int32
    var output: Int32
    var complaintReading: Int32
    var complaintWriting: Int32
  }

  private static func run(_ name: String, _ ends: Ends, _ stored: StoredOutcome) async {
    do {
      _ = try await Subprocess.run(
        .name(name), arguments: ["-dc"], environment: .inherit.updating(["LC_ALL": "C", "GZIP": nil]),
        input: .fileDescriptor(FileDescriptor(rawValue: ends.input), closeAfterSpawningProcess: false),
        output: .fileDescriptor(FileDescriptor(rawValue: ends.output), closeAfterSpawningProcess: false),
        error: .fileDescriptor(FileDescriptor(rawValue: ends.complaintWriting), closeAfterSpawningProcess: false)
      ) { execution in
        let program = pid_t(execution.processIdentifier.value)
        // The program holds its own copies; the pipe of complaints must end when the program does.
        SystemCalls.closeDescriptor(ends.input)
        SystemCalls.closeDescriptor(ends.complaintWriting)
        await withCheckedContinuation { continuation in
          DispatchQueue(label: "smtptrace.decompression.watch").async {
            watch(name, program, ends, stored)
            continuation.resume()
          }
        }
      }
    } catch {
      // Where the program was started, it has been watched to its end, and the outcome stands.
      guard stored.value.withLock({ $0 }) == nil else { return }
      let isMissing = (error as? SubprocessError)?.code == .executableNotFound
      let outcome: Outcome = isMissing ? .isMissing : .failed(PrintableText.string(String(describing: error)))
      stored.value.withLock { $0 = outcome }
      for end in [ends.input, ends.complaintWriting, ends.complaintReading, ends.output] {
        SystemCalls.closeDescriptor(end)
      }
    }
  }

  /// Waits for the program's end and leaves it for its starter to reap.
  private static func watch(_ name: String, _ program: pid_t, _ ends: Ends, _ stored: StoredOutcome) {
    let complaint = readComplaint(ends.complaintReading)
    let outcome: Outcome =
      switch SystemCalls.waitForEnd(of: program) {
      case .exited(0): .succeeded
      // gzip's status for a warning, such as bytes behind the compressed data.
      case .exited(2) where name == Program.gzip.name: .warned(complaint)
      case .exited(let status): .failed(complaint.isEmpty ? "it ended with status \(status)" : complaint)
      case .signaled(let signal): .failed("it was ended by signal \(signal)")
      case .unknown: complaint.isEmpty ? .succeeded : .failed(complaint)
      }
    stored.value.withLock { $0 = outcome }
    SystemCalls.closeDescriptor(ends.complaintReading)
    SystemCalls.closeDescriptor(ends.output)
  }

  /// All that the program writes to its standard error, read to the end; the first line of it.
  private static func readComplaint(_ descriptor: Int32) -> String {
    var kept: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    do throws(SystemCalls.Failure) {
      while true {
        let count = try SystemCalls.readBytes(descriptor, into: &buffer, from: 0)
        if count == 0 { break }
        kept.append(contentsOf: buffer.prefix(min(count, maximumComplaintLength - kept.count)))
      }
    } catch {
      // What was said until then must do.
    }
    return firstLine(of: kept)
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
