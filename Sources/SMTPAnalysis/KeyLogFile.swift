import ByteParsing
import PlainWords
import TLSDecryption

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A file of TLS secrets (RFC 9850), which may grow while it is read.
public final class KeyLogFile {
  /// Why a file cannot be used.
  public struct Failure: Error, Sendable, CustomStringConvertible {
    public let path: String
    public let reason: String

    public var description: String { "\(PrintableText.string(path)): \(reason)" }
  }

  public let path: String
  /// Whether users other than its owner can read it: whoever can, can open the same sessions.
  public let isReadableByOthers: Bool

  private let descriptor: Int32
  private let ring: KeyRing
  private var text = KeyLogText()
  private static let pieceBytes = 65_536

  /// Opens a file and reads what it holds.
  init(_ path: String, into ring: KeyRing) throws(Failure) {
    self.path = path
    self.ring = ring
    // Unsafe: the path is lent for the call.
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    let code = errno
    guard descriptor >= 0 else { throw Failure(path: path, reason: SystemText.message(code)) }
    var facts = stat()
    // Unsafe: one structure, filled by the call.
    let kind = unsafe fstat(descriptor, &facts) == 0 ? facts.st_mode & S_IFMT : 0
    // A pipe ends; a device need not.
    guard kind == S_IFREG || kind == S_IFIFO else {
      close(descriptor)
      throw Failure(path: path, reason: "it is no file of keys")
    }
    isReadableByOthers = kind == S_IFREG && facts.st_mode & (S_IRGRP | S_IROTH) != 0
    let before = ring.facts.files
    readOn()
    let after = ring.facts.files
    guard after.secrets == before.secrets, after.otherLines == before.otherLines,
      after.brokenLines > before.brokenLines
    else { return }
    // Everything is set: what is given up here is closed as what was used.
    throw Failure(
      path: path,
      reason: "it is no key log: expected lines such as \"CLIENT_RANDOM\" with two hexadecimal numbers, found none")
  }

  deinit { close(descriptor) }

  /// Reads what has been added since the last time.
  func readOn() {
    var piece = [UInt8](repeating: 0, count: Self.pieceBytes)
    while true {
      // Unsafe: the array lends its own storage.
      let count = unsafe piece.withUnsafeMutableBytes { storage -> Int in
        guard let base = storage.baseAddress else { return 0 }
        return unsafe read(descriptor, base, storage.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      text.feed(piece.span.extracting(0..<count), into: ring)
    }
  }

  /// Says that nothing is added any more: a last line without an end counts, too.
  func end() { text.end(into: ring) }
}

/// The secrets that TLS is opened with: those of files, and those that captures carry. They appear in no output.
///
/// Unchecked: files are added and read on by one thread; the secrets themselves may be asked for by all.
public final class Secrets: @unchecked Sendable {
  /// What is told of them.
  public struct Facts: Sendable {
    /// Lines of the files that are none of a key log.
    public var brokenLines: Int
    /// Sessions in TLS that were looked up, and those of them that had secrets.
    public var sessions: Int
    public var sessionsWithSecrets: Int
    /// Sessions whose secrets were let go of for want of room.
    public var forgotten: Int
  }

  let ring: KeyRing
  public private(set) var files: [KeyLogFile] = []

  /// - Parameter memoryBytes: About what they may take.
  public init(memoryBytes: Int = 16 << 20) { ring = KeyRing(maximumBytes: memoryBytes) }

  /// Reads a key log. One that grows is read on by ``readOn()``.
  public func add(file path: String) throws(KeyLogFile.Failure) { files.append(try KeyLogFile(path, into: ring)) }

  /// Reads a trace: the text that `openssl s_client -trace` prints, and Postfix from 3.12 on.
  public func add(trace path: String) throws(KeyLogFile.Failure) {
    guard let bytes = OutputFile.contents(of: path, limit: KeyRing.maximumTraceBytes) else {
      throw KeyLogFile.Failure(
        path: path, reason: "it cannot be read, or is longer than \(KeyRing.maximumTraceBytes >> 20) MiB")
    }
    guard let sessions = ring.take(trace: String(decoding: bytes, as: UTF8.self)), sessions > 0 else {
      throw KeyLogFile.Failure(
        path: path,
        reason: "it is no TLS trace: expected records such as \"Sent Record\" with a ClientHello, found none")
    }
  }

  /// Reads what was added to the files.
  public func readOn() { for file in files { file.readOn() } }

  func keyLog(ofRandom random: [UInt8]) -> [UInt8] { ClientRandom(random.span).map(ring.keyLog) ?? [] }

  /// Whether what the files hold may come later than what it opens: then records wait for it a while.
  package var isGrowing: Bool {
    get { ring.isGrowing }
    set { ring.isGrowing = newValue }
  }

  /// Takes the lines of a key log that is in memory.
  package func take(log text: String) { ring.take(Array(text.utf8).span) }

  /// Says that the files are whole.
  public func end() { for file in files { file.end() } }

  public var facts: Facts {
    let facts = ring.facts
    return Facts(
      brokenLines: facts.files.brokenLines, sessions: facts.asked, sessionsWithSecrets: facts.found,
      forgotten: facts.forgotten)
  }
}
