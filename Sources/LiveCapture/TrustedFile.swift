#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Whether a program can be started by root: nobody else may be able to put another in its place.
package enum TrustedFile {
  /// Who else could write the file or its folder; `nil` where nobody could. Where a link leads elsewhere, all folders that lead there count as well: of the
  /// file's own, those above have to be trusted already by who runs what lies beside it.
  package static func fault(of path: String) -> (path: String, what: String)? {
    let folder = folder(of: path)
    if let fault = fault(ofOne: path) ?? fault(ofOne: folder) { return fault }
    guard let file = real(path), let own = real(folder) else { return (path, "cannot be looked at") }
    if Self.folder(of: file) == own { return nil }
    if let fault = fault(ofOne: file) ?? fault(ofOne: Self.folder(of: file)) { return fault }
    var place = file
    while place != "/" {
      place = Self.folder(of: place)
      if let fault = fault(ofOne: place, mayBeSticky: true) { return fault }
    }
    return nil
  }

  private static func folder(of path: String) -> String {
    let folder = path.lastIndex(of: "/").map { path[..<$0] } ?? "."
    return folder.isEmpty ? "/" : String(folder)
  }

  private static func real(_ path: String) -> String? {
    // Unsafe: the copy that the library makes is given back.
    guard let real = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  private static func fault(ofOne path: String, mayBeSticky: Bool = false) -> (path: String, what: String)? {
    var facts = stat()
    // Unsafe: one structure, filled by the call.
    guard unsafe stat(path, &facts) == 0 else { return (path, "cannot be looked at") }
    guard facts.st_uid == 0 else { return (path, "belongs to the user \(facts.st_uid)") }
    // In a folder such as /tmp nobody can move what is another's.
    if mayBeSticky, facts.st_mode & S_ISVTX != 0 { return nil }
    return facts.st_mode & 0o022 != 0 ? (path, "can be written by others") : nil
  }
}
