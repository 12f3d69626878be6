import Crypto

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a file that was read is known again by: its size, and a digest of its size and of what lies at its beginning, at its end, and
/// in places spread evenly over it. To read all of a file for that would cost several times what its analysis does.
///
/// A file that grew, was cut, was written anew or is another one has another fingerprint; bytes that were changed between the places do
/// not show.
public struct InputFingerprint: Sendable, Equatable {
  public let bytes: UInt64
  /// 64 hexadecimal digits: SHA-256 of the size (eight bytes, the highest first), followed by the places in their order.
  public let digest: String

  /// Bytes of one place; what is not longer than all of them together is read whole.
  static let placeBytes: UInt64 = 64 << 10
  static let places: UInt64 = 16

  package init(bytes: UInt64, digest: String) {
    self.bytes = bytes
    self.digest = digest
  }

  /// `nil` where it is no regular file, or cannot be read.
  public init?(_ path: String) {
    // A pipe is not even opened: whoever writes into it would take that for its reader, who has left.
    guard OutputFile.isRegularFile(path) else { return nil }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { _ = close(descriptor) }
    var facts = stat()
    // Unsafe: one structure, filled by the call.
    guard unsafe fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_size >= 0 else {
      return nil
    }
    let size = UInt64(facts.st_size)
    bytes = size
    var hash = SHA256()
    hash.update(data: (0..<8).map { UInt8(truncatingIfNeeded: size >> (56 - 8 * $0)) })
    var buffer = [UInt8](repeating: 0, count: Int(Self.placeBytes))
    for (offset, count) in Self.spans(of: size) {
      var done = 0
      while done < count {
        // Unsafe: pread(2) fills the array's own storage, within what is wanted of it.
        let got = unsafe buffer.withUnsafeMutableBytes { storage -> Int in
          guard let base = storage.baseAddress else { return 0 }
          return unsafe pread(descriptor, base + done, count - done, off_t(offset) + off_t(done))
        }
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { return nil }
        done += got
      }
      hash.update(data: buffer[..<count])
    }
    digest = OutputFile.hexadecimal(hash.finalize())
  }

  /// The places of a file of that size, in their order.
  static func spans(of size: UInt64) -> [(offset: UInt64, count: Int)] {
    let step = placeBytes
    guard size > step * places else {
      return stride(from: 0, to: size, by: Int(step)).map { ($0, Int(min(step, size - $0))) }
    }
    return (0..<places).map { ((size - step) / (places - 1) * $0, Int(step)) }.dropLast()
      + [(size - step, Int(step))]
  }
}
