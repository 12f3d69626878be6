import Foundation

/// Keeps the input that a target is working on where a signal handler can write it to a file: a trap ends the process, and what it
/// was about would be lost. The handler calls nothing but `open`, `write` and `_exit`.
enum CrashNote {
  private static let capacity = 1 << 20
  /// One input may take so much processor time, in seconds.
  private static let seconds = 20

  nonisolated(unsafe) private static let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
  nonisolated(unsafe) private static var count = 0
  nonisolated(unsafe) private static let path = UnsafeMutablePointer<CChar>.allocate(capacity: 4096)

  static func watch() {
    unsafe bytes.initialize(repeating: 0, count: capacity)
    unsafe path.initialize(repeating: 0, count: 4096)
    for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGPROF] {
      signal(number) { CrashNote.write($0) }
    }
  }

  static func set(_ name: String, _ input: [UInt8]) {
    unsafe count = min(input.count, capacity)
    for (index, byte) in input.prefix(capacity).enumerated() { unsafe bytes[index] = byte }
    let text = name.utf8CString.prefix(4095)
    for (index, character) in text.enumerated() { unsafe path[index] = character }
    unsafe path[text.count] = 0
    setTimer(seconds)
  }

  static func clear() { setTimer(0) }

  private static func setTimer(_ seconds: Int) {
    var timer = itimerval()
    timer.it_value.tv_sec = seconds
    unsafe _ = setitimer(__itimer_which_t(UInt32(2)), &timer, nil)
  }

  private static func write(_ number: Int32) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    if descriptor >= 0 { unsafe _ = Foundation.write(descriptor, bytes, count) }
    say(number == SIGPROF ? "it takes too long; the input was written to " : "a trap; the input was written to ")
    unsafe _ = Foundation.write(1, path, strlen(path))
    say("\n")
    _exit(3)
  }

  private static func say(_ text: StaticString) {
    unsafe _ = Foundation.write(1, text.utf8Start, text.utf8CodeUnitCount)
  }

  /// The most memory that the process had, in MiB; `nil` where the system does not tell.
  static var peakMebibytes: Int? {
    var usage = rusage()
    guard unsafe getrusage(__rusage_who_t(0), &usage) == 0 else { return nil }
    return Int(usage.ru_maxrss) / 1024
  }
}
