// Some of the system's structures come with the headers of libpcap, depending on what was built first.
internal import CPcap
package import CaptureFiles
import PlainWords

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Files that did not exist before, readable by their owner alone: captures hold mail and passwords.
package enum NewFile {
  /// Creates `path` and gives its descriptor, which is the caller's to close. An existing file is never touched, and no link
  /// is followed.
  package static func create(_ path: String) throws(CaptureError) -> Int32 {
    while true {
      // Unsafe: the system call takes the path as a C string, for the call. 0600: the owner alone.
      let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
      if descriptor >= 0 { return descriptor }
      if errno != EINTR { throw CaptureError(kind: .unwritable(SystemText.message(errno)), file: path) }
    }
  }

  package static func exists(_ path: String) -> Bool {
    // Unsafe: as above.
    unsafe access(path, F_OK) == 0
  }

  package static func close(_ descriptor: Int32) {
    #if canImport(Glibc)
      _ = Glibc.close(descriptor)
    #elseif canImport(Musl)
      _ = Musl.close(descriptor)
    #else
      _ = Darwin.close(descriptor)
    #endif
  }

  /// Hands a file to a user, before the process becomes that user.
  package static func give(_ descriptor: Int32, to user: Privileges.User) {
    _ = fchown(descriptor, user.id, user.group)
  }

  /// Removes a file of this run.
  package static func remove(_ path: String) {
    _ = unsafe unlink(path)
  }

  /// Sees to it that `path` is a folder; one that is made belongs to `owner`, or to the process where there is none. One that exists
  /// must be a folder itself, and nobody but its owner and root may put files or links into it: what is written there holds mail.
  package static func makeFolder(_ path: String, owner: Privileges.User?) throws(CaptureError) {
    if unsafe mkdir(path, 0o700) == 0 {
      // Not through a link: the folder is the one just made.
      if let owner { _ = unsafe lchown(path, owner.id, owner.group) }
      return
    }
    guard errno == EEXIST else { throw CaptureError(kind: .unwritable(SystemText.message(errno)), file: path) }
    var facts = stat()
    // Unsafe: a C string and a structure, lent for the call. The name itself is looked at, not what it leads to.
    guard unsafe lstat(path, &facts) == 0 else {
      throw CaptureError(kind: .unwritable(SystemText.message(errno)), file: path)
    }
    let mode = facts.st_mode
    let kind = mode & S_IFMT
    if kind == S_IFLNK {
      throw CaptureError(kind: .unwritable("it is a symbolic link; name the folder that it leads to"), file: path)
    }
    guard kind == S_IFDIR else { throw CaptureError(kind: .unwritable("it is no folder"), file: path) }
    if mode & (S_IWGRP | S_IWOTH) != 0 {
      throw CaptureError(
        kind: .unwritable("others may write in this folder; take that right away (chmod go-w), or name another"),
        file: path)
    }
  }

  /// Whether the process can make files in a folder, with the rights that it has now; else the system's words.
  package static func refusal(toWriteIn folder: String) -> String? {
    unsafe access(folder, W_OK | X_OK) == 0 ? nil : SystemText.message(errno)
  }

  /// The folder that a path lies in.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A time as it stands in a file's name: `20061005T140307Z`.
  package static func stamp(_ time: Timestamp) -> String {
    var seconds = time_t(time.nanoseconds / 1_000_000_000)
    var date = unsafe tm()
    // Unsafe: two structures, lent for the call.
    _ = unsafe gmtime_r(&seconds, &date)
    return padded(Int(unsafe date.tm_year) + 1900, 4) + padded(Int(unsafe date.tm_mon) + 1, 2)
      + padded(Int(unsafe date.tm_mday), 2) + "T"
      + padded(Int(unsafe date.tm_hour), 2) + padded(Int(unsafe date.tm_min), 2) + padded(Int(unsafe date.tm_sec), 2)
      + "Z"
  }

  package static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
