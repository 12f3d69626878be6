internal import CPcap
import PlainWords

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The process's rights: taken up for opening an interface, and otherwise given away.
package enum Privileges {
  /// A user of this machine.
  package struct User: Sendable, Equatable {
    package var name: String
    package var id: UInt32
    package var group: UInt32
  }

  package static var isRoot: Bool { geteuid() == 0 }

  /// Whether this process has the right to listen as it is.
  package static var mayListen: Bool {
    #if os(Linux)
      isRoot || smtptrace_has_net_raw()
    #else
      true
    #endif
  }

  /// The name of the user who runs this; `nil` where it has none.
  package static var userName: String? {
    // Unsafe: as below.
    guard let entry = unsafe getpwuid(geteuid()), let name = unsafe entry.pointee.pw_name else { return nil }
    return unsafe String(cString: name)
  }

  /// `nil` where there is no such user.
  package static func user(named name: String) -> User? {
    // Unsafe: the entry lies in the library's own storage until the next call; two numbers are copied out of it.
    guard let entry = unsafe getpwnam(name) else { return nil }
    return User(name: name, id: unsafe entry.pointee.pw_uid, group: unsafe entry.pointee.pw_gid)
  }

  /// Becomes `user` for good. On Linux the right to open raw sockets can be taken up again (``raiseRawSockets()``), so that
  /// an interface that went away can be opened when it is back; every other right is gone.
  package static func become(_ user: User) throws(LiveCaptureError) {
    var group = gid_t(user.group)
    #if os(Linux)
      try check(smtptrace_keep_capabilities(1), user)
    #endif
    // Unsafe: one number, lent for the call.
    try check(unsafe setgroups(1, &group), user)
    try check(setgid(group), user)
    try check(setuid(user.id), user)
    #if os(Linux)
      try check(smtptrace_only_net_raw(1, 0), user)
      try check(smtptrace_keep_capabilities(0), user)
      try check(smtptrace_no_new_privileges(), user)
    #endif
    guard user.id == 0 || (setuid(0) != 0 && geteuid() == user.id) else {
      throw LiveCaptureError(.user, user.name, "root's rights could be taken up again")
    }
  }

  /// Lays down for now every right of a process that is not root's: what came from the package's helper, from a service's manager or
  /// from the program's own file. The right to open raw sockets can be taken up again (``raiseRawSockets()``), by this process and by
  /// no other that it may start.
  ///
  /// - Returns: Whether there was one.
  /// - Throws: Where there was one and it, or what goes with it, could not be laid down: what comes from the network must not be read then.
  package static func layDown() throws(LiveCaptureError) -> Bool {
    #if os(Linux)
      try layDown(
        isHeld: !isRoot && smtptrace_has_net_raw(), lower: { smtptrace_only_net_raw(1, 0) == 0 ? 0 : errno },
        forbid: { smtptrace_no_new_privileges() == 0 ? 0 : errno })
    #else
      false
    #endif
  }

  /// The same by given steps, each of which says 0 or the system's error.
  static func layDown(isHeld: Bool, lower: () -> Int32, forbid: () -> Int32) throws(LiveCaptureError) -> Bool {
    guard isHeld else { return false }
    try check(lower(), "the right to listen")
    try check(forbid(), "the right to gain rights")
    return true
  }

  /// Takes up the right to open raw sockets where it was kept.
  package static func raiseRawSockets() {
    #if os(Linux)
      _ = smtptrace_only_net_raw(1, 1)
    #endif
  }

  /// Lays it down again.
  package static func lowerRawSockets() throws(LiveCaptureError) {
    #if os(Linux)
      guard smtptrace_only_net_raw(1, 0) != 0 else { return }
      throw LiveCaptureError(.rights, "the right to listen", SystemText.message(errno))
    #endif
  }

  /// This program's own file, for the advice on how to give it rights; `nil` where the system does not tell.
  package static var programPath: String? {
    var path = [UInt8](repeating: 0, count: 4096)
    // Unsafe: the array lends its storage, and the length is its own.
    let length = unsafe path.withUnsafeMutableBytes { storage in
      guard let base = storage.baseAddress else { return 0 }
      return unsafe readlink("/proc/self/exe", base, storage.count)
    }
    return length > 0 ? String(decoding: path.prefix(length), as: UTF8.self) : nil
  }

  private static func check(_ code: Int32, _ right: String) throws(LiveCaptureError) {
    if code != 0 { throw LiveCaptureError(.rights, right, SystemText.message(code)) }
  }

  private static func check(_ result: Int32, _ user: User) throws(LiveCaptureError) {
    if result != 0 { throw LiveCaptureError(.user, user.name, SystemText.message(errno)) }
  }
}
