import PlainWords

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The few calls of the operating system that reading and writing captures need. All of the target's C pointers are in
/// this file and in `ByteWindow`: each is lent for one call, or belongs to one window and goes with it.
enum SystemCalls {
  struct Failure: Error {
    var code: Int32

    var isNotFound: Bool { code == ENOENT || code == ENOTDIR }

    /// The system's own words, such as "Permission denied".
    var text: String { SystemText.message(code) }
  }

  /// What a descriptor or a path leads to.
  struct FileStatus {
    var isFolder: Bool
    var isRegular: Bool
    var size: UInt64
    var device: UInt64
    var node: UInt64
  }

  static func openForReading(_ path: String) throws(Failure) -> Int32 {
    while true {
      let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
      if descriptor >= 0 { return descriptor }
      if errno != EINTR { throw Failure(code: errno) }
    }
  }

  static func closeDescriptor(_ descriptor: Int32) {
    _ = close(descriptor)
  }

  static func duplicate(_ descriptor: Int32) throws(Failure) -> Int32 {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    if copy < 0 { throw Failure(code: errno) }
    return copy
  }

  /// Reads into `buffer`; the count of bytes, 0 at the end of the file.
  @unsafe
  static func readBytes(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
  ) throws(Failure) -> Int {
    guard let base = buffer.baseAddress else { return 0 }
    while true {
      // Unsafe: the length is that of the buffer.
      let count = unsafe read(descriptor, base, buffer.count)
      if count >= 0 { return count }
      if errno == EAGAIN {
        // Someone made the pipe non-blocking; waiting is what reading means here.
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = unsafe poll(&waiting, 1, -1)
      } else if errno != EINTR {
        throw Failure(code: errno)
      }
    }
  }

  /// Reads into `buffer` from `start` to its end; the count of bytes, 0 at the end of the file.
  static func readBytes(_ descriptor: Int32, into buffer: inout [UInt8], from start: Int) throws(Failure) -> Int {
    var bytes = buffer.mutableSpan
    // Unsafe: the array lends its own storage, from `start` on where that lies in it.
    return try unsafe bytes.withUnsafeMutableBytes { storage throws(Failure) in
      try unsafe readBytes(descriptor, into: UnsafeMutableRawBufferPointer(rebasing: storage.dropFirst(start)))
    }
  }

  /// The bytes of a file at a place, without moving in it; `nil` where they cannot all be had.
  static func bytes(of descriptor: Int32, from offset: UInt64, count: Int) -> [UInt8]? {
    guard let place = off_t(exactly: offset), count > 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: count)
    // Unsafe: the length is that of the array's own storage.
    let got = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, place) }
    return got == count ? bytes : nil
  }

  static let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))

  /// Maps a file for reading from front to back; `nil` where the system cannot.
  @unsafe
  static func map(_ descriptor: Int32, at offset: UInt64, count: Int) -> UnsafeMutableRawPointer? {
    guard let place = off_t(exactly: offset), count > 0 else { return nil }
    let mapping = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, place)
    guard unsafe mapping != MAP_FAILED else { return nil }
    // What is not in memory yet is brought well ahead.
    _ = unsafe madvise(mapping, count, Int32(MADV_SEQUENTIAL))
    return unsafe mapping
  }

  @unsafe
  static func unmap(_ mapping: UnsafeMutableRawPointer, count: Int) {
    _ = unsafe munmap(mapping, count)
  }

  /// Gives back the memory of whole pages of a mapped file.
  @unsafe
  static func forget(_ mapping: UnsafeMutableRawPointer, count: Int) {
    _ = unsafe madvise(mapping, count, Int32(MADV_DONTNEED))
  }

  /// Whether reading would not wait, now or within so many milliseconds; also where it would fail or find the end.
  static func isReadable(_ descriptor: Int32, milliseconds: Int32) -> Bool {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    // Unsafe: one structure, lent for the call.
    return unsafe poll(&waiting, 1, milliseconds) > 0
  }

  /// Writes all of `bytes`.
  static func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) throws(Failure) {
    var written = 0
    while written < bytes.count {
      // Unsafe: the array lends its own storage, and the length is what lies behind `written`.
      let count = unsafe bytes.withUnsafeBytes { storage in
        guard let base = storage.baseAddress else { return 0 }
        return unsafe write(descriptor, base + written, storage.count - written)
      }
      if count > 0 {
        written += count
      } else if count < 0 && errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&waiting, 1, -1)
      } else if count < 0 && errno != EINTR {
        throw Failure(code: errno)
      }
    }
  }

  /// Sends the first `count` of `bytes` into a socket, without the signal that a closed one would raise.
  static func sendAll(_ socket: Int32, _ bytes: [UInt8], count: Int) throws(Failure) {
    var sent = 0
    while sent < min(count, bytes.count) {
      // Unsafe: the array lends its own storage, and the length ends within it.
      let result = unsafe bytes.withUnsafeBytes { storage in
        guard let base = storage.baseAddress else { return 0 }
        return unsafe send(socket, base + sent, min(count, storage.count) - sent, Int32(MSG_NOSIGNAL))
      }
      if result > 0 {
        sent += result
      } else if result < 0 && errno != EINTR {
        throw Failure(code: errno)
      }
    }
  }

  /// The place in a file that can be moved in; `nil` for pipes and terminals.
  static func position(of descriptor: Int32) -> UInt64? {
    let place = lseek(descriptor, 0, SEEK_CUR)
    return place < 0 ? nil : UInt64(place)
  }

  static func move(_ descriptor: Int32, to position: UInt64) -> Bool {
    guard let place = off_t(exactly: position) else { return false }
    return lseek(descriptor, place, SEEK_SET) >= 0
  }

  static func isTerminal(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1
  }

  static func status(of descriptor: Int32) throws(Failure) -> FileStatus {
    var found = stat()
    if unsafe fstat(descriptor, &found) != 0 { throw Failure(code: errno) }
    return FileStatus(found)
  }

  static func status(ofPath path: String) throws(Failure) -> FileStatus {
    var found = stat()
    if unsafe stat(path, &found) != 0 { throw Failure(code: errno) }
    return FileStatus(found)
  }

  /// A pipe that no other program inherits: the end to read, and the end to write.
  static func makePipe() throws(Failure) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    if unsafe pipe(&ends) != 0 { throw Failure(code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// Two connected sockets that no other program inherits.
  static func makeSocketPair() throws(Failure) -> (Int32, Int32) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    if unsafe socketpair(AF_UNIX, kind, 0, &ends) != 0 { throw Failure(code: errno) }
    return (ends[0], ends[1])
  }

  enum ProgramEnd {
    case exited(Int32)
    case signaled(Int32)
    /// The system did not say.
    case unknown
  }

  /// Waits until a program that this process started has ended, and leaves it to be reaped by whoever started it.
  static func waitForEnd(of program: Int32) -> ProgramEnd {
    while true {
      var found = unsafe siginfo_t()
      if unsafe waitid(P_PID, id_t(bitPattern: program), &found, WEXITED | WNOWAIT) == 0 {
        #if canImport(Glibc)
          let status = unsafe found._sifields._sigchld.si_status
        #elseif canImport(Musl)
          let status = unsafe found.__si_fields.__si_common.__second.__sigchld.si_status
        #else
          let status = unsafe found.si_status
        #endif
        return unsafe found.si_code == Int32(CLD_EXITED) ? .exited(status) : .signaled(status)
      }
      if errno != EINTR { return .unknown }
    }
  }

  /// Names in a folder, without those that begin with a dot, in no order; at most `limit`, and how many there were more; and how
  /// many are not UTF-8, so that they cannot be had.
  static func names(inFolder path: String, limit: Int) throws(Failure) -> (names: [String], more: Int, unreadable: Int)
  {
    guard let folder = unsafe opendir(path) else { throw Failure(code: errno) }
    defer { _ = unsafe closedir(folder) }
    var names: [String] = []
    var (more, unreadable) = (0, 0)
    // Unsafe: an entry is valid until the next call, and its name, which ends in a zero, is copied before that.
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { text in unsafe String(validatingCString: text)
        }
      }
      guard let name else {
        unreadable += 1
        continue
      }
      if name.hasPrefix(".") { continue }
      if names.count >= limit { more += 1 } else { names.append(name) }
    }
    return (names, more, unreadable)
  }
}

extension SystemCalls.FileStatus {
  fileprivate init(_ found: stat) {
    isFolder = found.st_mode & S_IFMT == S_IFDIR
    isRegular = found.st_mode & S_IFMT == S_IFREG
    size = UInt64(max(0, found.st_size))
    device = UInt64(found.st_dev)
    node = UInt64(found.st_ino)
  }
}
