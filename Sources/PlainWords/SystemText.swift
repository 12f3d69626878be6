#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What the system calls its errors.
package enum SystemText {
  /// The system's own words for an error number, such as "Permission denied".
  package static func message(_ number: Int32) -> String {
    // Unsafe: the text is copied before anything else can change it.
    guard let text = unsafe strerror(number) else { return "error \(number)" }
    return unsafe String(cString: text)
  }
}
