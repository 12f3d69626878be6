#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is open in this process.
enum Descriptors {
  /// From now on, programs that are started get standard input and the two outputs, and nothing else that is open here: not the socket that packets
  /// come from, nor a capture.
  static func closeOnStart() {
    let most = Int32(min(max(sysconf(Int32(_SC_OPEN_MAX)), 256), maximumLooked))
    for descriptor in (STDERR_FILENO + 1)..<most {
      let flags = fcntl(descriptor, F_GETFD)
      if flags >= 0 { _ = fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) }
    }
  }

  /// Numbers beyond which none is given out here: the system gives the lowest that is free.
  private static let maximumLooked = 65_536
}
