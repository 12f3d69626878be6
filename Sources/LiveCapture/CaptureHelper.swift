import PlainWords

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The package's small program that gives the right to listen to the members of one group, and to nobody else.
///
/// The right cannot stand on the program's own file: everybody may run that, to read captures, and would then be able to listen. So a
/// file of its own has it, which only the group may run, and which does nothing but start `smtptrace live` anew with it.
package struct CaptureHelper: Sendable, Equatable {
  /// The variable of the environment that the helper sets. Where the right is lacking all the same, to start it again would go on
  /// forever.
  package static let startedByHelper = "SMTPTRACE_HELPED"

  package let path: String

  package init(path: String) {
    self.path = path
  }

  /// The one that was installed with this program; `nil` where there is none.
  package static var besideProgram: CaptureHelper? {
    guard let program = Privileges.programPath, let path = path(for: program), unsafe access(path, F_OK) == 0 else {
      return nil
    }
    return CaptureHelper(path: path)
  }

  /// Where the helper of a program lies: under `libexec`, beside the `bin` that the program is in.
  package static func path(for program: String) -> String? {
    var folders = program.split(separator: "/", omittingEmptySubsequences: false)
    guard folders.popLast() != nil, folders.popLast() == "bin" else { return nil }
    return (folders + ["libexec", "smtptrace", "smtptrace-capture"]).joined(separator: "/")
  }

  /// Whether this user may run it.
  package var mayBeRun: Bool { unsafe access(path, X_OK) == 0 }

  /// The group whose members may run it; `nil` where it has no name, or is root's.
  package var group: String? {
    var facts = stat()
    // Unsafe: one structure, filled by the call; the group's entry lies in the library's own storage until the next call, and its
    // name is copied.
    guard unsafe stat(path, &facts) == 0, facts.st_gid != 0, let entry = unsafe getgrgid(facts.st_gid),
      let name = unsafe entry.pointee.gr_name
    else { return nil }
    return unsafe String(cString: name)
  }

  /// Lets the helper take this process's place.
  ///
  /// - Parameter arguments: What stands behind `smtptrace live`.
  /// - Returns: Why it could not.
  package func takePlace(arguments: [String]) -> LiveCaptureError {
    // Unsafe: the copies live until the process ends, be it here or in the helper.
    var words = unsafe ([path] + arguments).map { unsafe strdup($0) }
    unsafe words.append(nil)
    _ = unsafe execv(path, words)
    return LiveCaptureError(.other, path, SystemText.message(errno))
  }
}
