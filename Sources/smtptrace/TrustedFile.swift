import SMTPAnalysis

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whether a program can be started by root: nobody else may be able to put another in its place.
enum TrustedFile {
  /// Who else could write the file, or the folders that lead to it, where it lies and where a link leads; `nil` where nobody could.
  static func fault(of path: String) -> String? {
    var places = [path]
    // Unsafe: the copy that the library makes is given back.
    if let real = unsafe realpath(path, nil) {
      places.append(unsafe String(cString: real))
      unsafe free(real)
    }
    for place in places {
      var rest = place[...]
      var isFolder = false
      while true {
        if let fault = fault(ofOne: rest.isEmpty ? "/" : String(rest), isFolder: isFolder) {
          return fault
        }
        guard let slash = rest.lastIndex(of: "/") else { break }
        rest = rest[..<slash]
        isFolder = true
      }
    }
    return nil
  }

  private static func fault(ofOne path: String, isFolder: Bool) -> String? {
    var facts = stat()
    // Unsafe: one structure, filled by the call.
    guard unsafe stat(path, &facts) == 0 else { return "\(CleanText.line(path)) cannot be looked at" }
    guard facts.st_uid == 0 else { return "\(CleanText.line(path)) belongs to the user \(facts.st_uid)" }
    // In a folder such as /tmp nobody can move what is another's.
    if isFolder, facts.st_mode & S_ISVTX != 0 { return nil }
    return facts.st_mode & 0o022 != 0 ? "others can write \(CleanText.line(path))" : nil
  }
}

/// What is open in this process.
enum Descriptors {
  /// From now on, programs that are started get standard input and the two outputs, and nothing else that is open here: not the socket that packets
  /// come from, nor a capture.
  static func closeOnStart() {
    for descriptor in open() where descriptor > STDERR_FILENO {
      let flags = fcntl(descriptor, F_GETFD)
      if flags >= 0 { _ = fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) }
    }
  }

  /// The numbers of all that is open; where the system does not list them, those that are looked at.
  private static func open() -> [Int32] {
    #if os(Linux)
      // Unsafe: the library's own structures, read while the folder is open.
      if let folder = unsafe opendir("/proc/self/fd") {
        defer { unsafe closedir(folder) }
        var numbers: [Int32] = []
        while let entry = unsafe readdir(folder) {
          let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
            unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
          }
          if let number = Int32(name) { numbers.append(number) }
        }
        return numbers
      }
    #endif
    return Array(0..<Int32(min(max(sysconf(Int32(_SC_OPEN_MAX)), 256), 65_536)))
  }
}
