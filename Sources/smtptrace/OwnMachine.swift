#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The machine on which this program runs.
enum OwnMachine {
  /// What it calls itself; `nil` where it has no name.
  static var name: String? {
    // POSIX allows 255 bytes, and a name that was cut need not end with a zero.
    var bytes = [CChar](repeating: 0, count: 256)
    // Unsafe: gethostname(2) fills the array's own storage, within its length.
    guard unsafe gethostname(&bytes, bytes.count) == 0 else { return nil }
    let name = String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return name.isEmpty ? nil : name
  }
}
