import ByteParsing
import Crypto
import PlainWords

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why a file could not be written, in one line.
public struct OutputError: Error, CustomStringConvertible, Sendable {
  public var description: String

  public init(_ description: String) {
    self.description = description
  }
}

/// Writes a file so that under its name there is the whole of it or nothing: into a file beside it first, readable for its
/// owner alone, then under its name in one step.
public enum OutputFile {
  /// Writes `bytes` to `path`; what is there already stays, unless `overwrites`. A pipe or a device is written as it is.
  public static func write(_ bytes: [UInt8], to path: String, overwrites: Bool) throws(OutputError) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw OutputError("an empty name cannot be written to") }
    switch kind(of: path) {
    case .folder: throw OutputError("\(shown(path)): is a folder; name a file in it")
    case .device:
      let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw failure(path) }
      defer { _ = close(descriptor) }
      guard writeAll(bytes, descriptor) else { throw failure(path) }
      return
    case .file where !overwrites: throw OutputError("\(shown(path)): is there already; --force writes over it")
    case .file, .nothing: break
    }
    let temporary = try stage(bytes, beside: path)
    if let problem = publish(temporary, as: path, overwrites: overwrites) {
      _ = unsafe unlink(temporary)
      throw problem
    }
  }

  /// Writes what `produce` gives piece by piece, which is too much to be had at once, in the same way.
  public static func write(
    to path: String, overwrites: Bool, _ produce: (_ give: ([UInt8]) -> Void) throws -> Void
  ) throws {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw OutputError("an empty name cannot be written to") }
    switch kind(of: path) {
    case .folder: throw OutputError("\(shown(path)): is a folder; name a file in it")
    case .device:
      let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw failure(path) }
      defer { _ = close(descriptor) }
      return try write(produce, to: descriptor, named: path)
    case .file where !overwrites: throw OutputError("\(shown(path)): is there already; --force writes over it")
    case .file, .nothing: break
    }
    var generator = SystemRandomNumberGenerator()
    let temporary = "\(path).\(String(generator.next(), radix: 36)).part"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    do {
      try write(produce, to: descriptor, named: path)
      guard fsync(descriptor) == 0 else { throw failure(path) }
      if let problem = publish(temporary, as: path, overwrites: overwrites) { throw problem }
    } catch {
      _ = close(descriptor)
      _ = unsafe unlink(temporary)
      throw error
    }
    _ = close(descriptor)
  }

  private static func write(
    _ produce: (_ give: ([UInt8]) -> Void) throws -> Void, to descriptor: Int32, named path: String
  ) throws {
    var problem: OutputError?
    try produce { piece in
      guard problem == nil else { return }
      if !writeAll(piece, descriptor) { problem = failure(path) }
    }
    if let problem { throw problem }
  }

  /// Writes files that belong together into a folder for their owner alone: all of them, or none. The folder is made where
  /// there is none; where there is one, it must be empty unless `overwrites`.
  public static func writeFolder(
    _ files: [(name: String, bytes: [UInt8])], to folder: String, overwrites: Bool
  ) throws(OutputError) {
    let isNew = try makeFolder(folder, overwrites: overwrites)
    var staged: [(temporary: String, path: String)] = []
    var problem: OutputError?
    for file in files where problem == nil {
      let path = "\(folder)/\(file.name)"
      do throws(OutputError) {
        staged.append((try stage(file.bytes, beside: path), path))
      } catch {
        problem = error
      }
    }
    // Nothing takes more room from here on, so that a full disk leaves no part of the set.
    var published: [String] = []
    for file in staged {
      if problem == nil { problem = publish(file.temporary, as: file.path, overwrites: overwrites) }
      if problem == nil { published.append(file.path) } else { _ = unsafe unlink(file.temporary) }
    }
    guard let problem else { return }
    // What was written over cannot be brought back, and is better than nothing in its place.
    if !overwrites { for path in published { _ = unsafe unlink(path) } }
    if isNew { _ = unsafe rmdir(folder) }
    throw problem
  }

  /// Writes `bytes` into a new file beside `path`, to be published under that name or taken away.
  private static func stage(_ bytes: [UInt8], beside path: String) throws(OutputError) -> String {
    var generator = SystemRandomNumberGenerator()
    let temporary = "\(path).\(String(generator.next(), radix: 36)).part"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    var problem: OutputError?
    if !writeAll(bytes, descriptor) || fsync(descriptor) != 0 { problem = failure(path) }
    if close(descriptor) != 0, problem == nil { problem = failure(path) }
    if let problem {
      _ = unsafe unlink(temporary)
      throw problem
    }
    return temporary
  }

  /// Makes a folder for its owner alone, where there is none. Where there is one, it must be empty unless `overwrites`.
  ///
  /// - Returns: Whether it was made.
  @discardableResult
  static func makeFolder(_ path: String, overwrites: Bool) throws(OutputError) -> Bool {
    if unsafe mkdir(path, 0o700) == 0 { return true }
    guard errno == EEXIST else { throw failure(path) }
    guard kind(of: path) == .folder else { throw OutputError("\(shown(path)): is there already and is no folder") }
    guard overwrites || isEmpty(path) else {
      throw OutputError("\(shown(path)): holds files already; --force writes over those with the same names")
    }
    return false
  }

  /// SHA-256 of a file in hexadecimal digits; `nil` where it is no regular file or cannot be read.
  public static func sha256(of path: String) -> String? {
    guard kind(of: path) == .file else { return nil }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { _ = close(descriptor) }
    var hash = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      // Unsafe: read(2) fills the array's own storage, within its length.
      let count = unsafe buffer.withUnsafeMutableBytes { storage -> Int in
        guard let base = storage.baseAddress else { return 0 }
        return unsafe read(descriptor, base, storage.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { break }
      hash.update(data: buffer[..<count])
    }
    return hexadecimal(hash.finalize())
  }

  public static func sha256(of bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

  /// Two digits a byte, in lower case; of the first `count` bytes, where not all are wanted.
  static func hexadecimal<Hash: Digest>(_ digest: Hash, first count: Int = .max) -> String {
    var left = min(count, Hash.byteCount)
    var digits: [UInt8] = []
    digits.append(addingCapacity: 2 * left) { digits in
      for byte in digest where left > 0 {
        digits.append(hexadecimalDigit(byte >> 4))
        digits.append(hexadecimalDigit(byte & 0x0F))
        left -= 1
      }
    }
    return String(decoding: digits, as: UTF8.self)
  }

  private static func publish(_ temporary: String, as path: String, overwrites: Bool) -> OutputError? {
    if overwrites { return unsafe rename(temporary, path) == 0 ? nil : failure(path) }
    // A second name for the file fails where the name is taken, which `rename` does not.
    if unsafe link(temporary, path) == 0 {
      _ = unsafe unlink(temporary)
      return nil
    }
    if errno == EEXIST { return OutputError("\(shown(path)): is there already; --force writes over it") }
    // A file system without second names.
    guard kind(of: path) == .nothing, unsafe rename(temporary, path) == 0 else { return failure(path) }
    return nil
  }

  public static func isRegularFile(_ path: String) -> Bool { kind(of: path) == .file }

  /// Whether two names lead to one file that is there.
  public static func isSameFile(_ one: String, _ other: String) -> Bool {
    var (first, second) = (stat(), stat())
    // Unsafe: the paths, and a structure each, lent for the calls.
    guard unsafe stat(one, &first) == 0, unsafe stat(other, &second) == 0 else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  private enum Kind { case nothing, file, folder, device }

  private static func kind(of path: String) -> Kind {
    var found = stat()
    guard unsafe stat(path, &found) == 0 else { return .nothing }
    switch found.st_mode & S_IFMT {
    case S_IFDIR: return .folder
    case S_IFREG: return .file
    default: return .device
    }
  }

  private static func isEmpty(_ path: String) -> Bool {
    guard let folder = unsafe opendir(path) else { return false }
    defer { _ = unsafe closedir(folder) }
    var entries = 0
    while unsafe readdir(folder) != nil { entries += 1 }
    // "." and ".." are always there.
    return entries <= 2
  }

  private static func writeAll(_ bytes: [UInt8], _ descriptor: Int32) -> Bool {
    var written = 0
    while written < bytes.count {
      // Unsafe: write(2) reads the array's own storage, within its length.
      let count = unsafe bytes.withUnsafeBytes { storage -> Int in
        guard let base = storage.baseAddress else { return 0 }
        return unsafe SystemWrite.call(descriptor, base + written, storage.count - written)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      written += count
    }
    return true
  }

  private static func failure(_ path: String) -> OutputError {
    let code = errno
    return OutputError("\(shown(path)): cannot be written: \(SystemText.message(code))")
  }

  private static func shown(_ path: String) -> String { CleanText.line(path) }
}

/// The system's `write`, which the name of a function here would hide.
private enum SystemWrite {
  static func call(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    unsafe write(descriptor, bytes, count)
  }
}

extension OutputFile {
  /// A small file whole; `nil` where it cannot be read or is longer than `limit` bytes.
  public static func contents(of path: String, limit: Int) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { _ = close(descriptor) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      // Unsafe: read(2) fills the array's own storage, within its length.
      let count = unsafe buffer.withUnsafeMutableBytes { storage -> Int in
        guard let base = storage.baseAddress else { return 0 }
        return unsafe read(descriptor, base, storage.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0, content.count + count <= limit else { return nil }
      if count == 0 { return content }
      content += buffer[..<count]
    }
  }
}
