import PlainWords

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The lines of a result in a file: one after the other, and later any of them again.
final class ResultLines {
  /// Where a line lies, without its line feed.
  struct Place {
    var offset: UInt64
    var length: Int32
  }

  /// A longer line is none that this program writes.
  static let maximumLength = 256 << 20
  private static let pieceBytes = 1 << 20

  let path: String
  private let descriptor: Int32
  private let size: UInt64

  init(_ path: String) throws(ResultError) {
    self.path = path
    // Unsafe: the path is lent for the call.
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw ResultError(.unreadable, path, SystemText.message(errno)) }
    var facts = stat()
    // Unsafe: one structure, filled by the call.
    guard unsafe fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw ResultError(
        .unreadable, path, "is no regular file, and a result is read twice; write it into a file first")
    }
    size = UInt64(max(0, facts.st_size))
  }

  deinit { close(descriptor) }

  /// Gives every line with its number and its place; the last may lack its line feed, which is told.
  func each(
    _ take: (_ number: Int, _ line: [UInt8], _ place: Place, _ isWhole: Bool) throws(ResultError) -> Void
  ) throws(ResultError) {
    var line: [UInt8] = []
    var start: UInt64 = 0
    var offset: UInt64 = 0
    var number = 0
    while offset < size {
      let piece = try bytes(at: offset, Int(min(UInt64(Self.pieceBytes), size - offset)))
      offset += UInt64(piece.count)
      var from = 0
      while let feed = piece[from...].firstIndex(of: 0x0A) {
        line += piece[from..<feed]
        number += 1
        try take(number, line, Place(offset: start, length: Int32(line.count)), true)
        start += UInt64(line.count) + 1
        line.removeAll(keepingCapacity: true)
        from = feed + 1
      }
      line += piece[from...]
      guard line.count <= Self.maximumLength else {
        throw ResultError(.damaged, path, line: number + 1, "is longer than any line of a result")
      }
    }
    if !line.isEmpty { try take(number + 1, line, Place(offset: start, length: Int32(line.count)), false) }
  }

  func line(at place: Place) throws(ResultError) -> [UInt8] { try bytes(at: place.offset, Int(place.length)) }

  private func bytes(at offset: UInt64, _ count: Int) throws(ResultError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      // Unsafe: pread(2) fills the array's own storage, within its length.
      let got = unsafe bytes.withUnsafeMutableBytes { storage -> Int in
        guard let base = storage.baseAddress else { return 0 }
        return unsafe pread(descriptor, base + done, count - done, off_t(offset) + off_t(done))
      }
      if got < 0, errno == EINTR { continue }
      guard got > 0 else {
        throw ResultError(
          .unreadable, path, got < 0 ? SystemText.message(errno) : "became shorter while it was read; merge it again")
      }
      done += got
    }
    return bytes
  }
}
