// Some of the system's structures come with the headers of libpcap, depending on what was built first.
internal import CPcap

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Signals that wait to be asked for. Nothing runs when one comes, so nothing can be interrupted halfway.
package struct SignalInbox: Sendable {
  package enum Signal: Sendable {
    /// SIGINT, SIGTERM, or SIGHUP where whoever started the process did not have it ignored, as `nohup` does.
    case end
    /// SIGUSR1.
    case report
  }

  /// From now on the signals are kept. To be called before the process has a second thread.
  package init() {
    // A blocked signal waits even where it was to be ignored, so that has to be asked before.
    numbers = smtptrace_ignores(SIGHUP) ? [SIGINT, SIGTERM, SIGUSR1] : [SIGINT, SIGTERM, SIGUSR1, SIGHUP]
    var signals = sigset_t()
    // Unsafe: the set is lent for the call, here and below.
    unsafe sigemptyset(&signals)
    for number in numbers { unsafe sigaddset(&signals, number) }
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// From now on the signals have their usual effects again, in the thread that calls.
  package func close() {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    for number in numbers { unsafe sigaddset(&signals, number) }
    unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// The next signal that came; `nil` where none did.
  package func next() -> Signal? {
    var pending = sigset_t()
    guard unsafe sigpending(&pending) == 0 else { return nil }
    for number in numbers where unsafe sigismember(&pending, number) == 1 {
      var one = sigset_t()
      unsafe sigemptyset(&one)
      unsafe sigaddset(&one, number)
      var taken: Int32 = 0
      guard unsafe sigwait(&one, &taken) == 0 else { return nil }
      return taken == SIGUSR1 ? .report : .end
    }
    return nil
  }

  private let numbers: [Int32]
}

/// The machine's clocks.
package enum Clock {
  /// Seconds of a clock that does not jump.
  package static var monotonicSeconds: Double { seconds(of: CLOCK_MONOTONIC) }

  /// Nanoseconds since 1970, as the kernel stamps packets.
  package static var nanosecondsSince1970: Int64 {
    var now = timespec()
    // Unsafe: one structure, filled by the call.
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) &* 1_000_000_000 &+ Int64(now.tv_nsec)
  }

  package static func sleep(seconds: Double) {
    _ = poll(nil, 0, Int32(max(0, min(seconds, 60)) * 1000))
  }

  private static func seconds(of clock: clockid_t) -> Double {
    var now = timespec()
    unsafe clock_gettime(clock, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }
}
