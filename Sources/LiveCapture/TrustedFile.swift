#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Whether a program can be started by root: nobody else may be able to put another in its place.
package enum TrustedFile {
  /// Who else could write the file, or the folders that lead to it, where it lies and where a link leads; `nil` where nobody could.
  package static func fault(of path: String) -> (path: String, what: String)? {
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

  private static func fault(ofOne path: String, isFolder: Bool) -> (path: String, what: String)? {
    var facts = stat()
    // Unsafe: one structure, filled by the call.
    guard unsafe stat(path, &facts) == 0 else { return (path, "cannot be looked at") }
    guard facts.st_uid == 0 else { return (path, "belongs to the user \(facts.st_uid)") }
    // In a folder such as /tmp nobody can move what is another's.
    if isFolder, facts.st_mode & S_ISVTX != 0 { return nil }
    return facts.st_mode & 0o022 != 0 ? (path, "can be written by others") : nil
  }
}
