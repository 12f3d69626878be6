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

  private var descriptor: Int32
  private let ring: KeyRing
  private let isGrowing: Bool
  /// What tells the file from others; `nil` of a pipe.
  private var identity: Identity?
  /// Bytes of it that were read.
  private var offset = 0
  /// Whether reading failed: it is not tried again.
  private var hasFailed = false
  private var text = KeyLogText()
  private var piece: [UInt8] = []
  private var notes: [String] = []
  private static let pieceBytes = 65_536

  private struct Identity: Equatable {
    var device: UInt64
    var number: UInt64

    init(_ facts: stat) {
      device = UInt64(truncatingIfNeeded: facts.st_dev)
      number = UInt64(truncatingIfNeeded: facts.st_ino)
    }
  }

  /// Opens a file and reads what it holds.
  ///
  /// - Parameter isGrowing: Whether it is read on later: then nothing is waited for, not even by a pipe into which nobody writes yet.
  init(_ path: String, into ring: KeyRing, isGrowing: Bool) throws(Failure) {
    self.path = path
    self.ring = ring
    self.isGrowing = isGrowing
    descriptor = Self.open(path, waits: !isGrowing)
    let code = errno
    guard descriptor >= 0 else { throw Failure(path: path, reason: SystemText.message(code)) }
    let facts = Self.facts(of: descriptor)
    let kind = (facts?.st_mode ?? 0) & S_IFMT
    // A pipe ends; a device need not.
    guard let facts, kind == S_IFREG || kind == S_IFIFO else {
      close(descriptor)
      throw Failure(path: path, reason: "it is no file of keys")
    }
    identity = kind == S_IFREG ? Identity(facts) : nil
    isReadableByOthers = kind == S_IFREG && facts.st_mode & (S_IRGRP | S_IROTH) != 0
    let before = ring.facts.files
    readArrived()
    if hasFailed { throw Failure(path: path, reason: notes.last ?? "") }
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

  /// Reads what has been added since the last time. A file that became shorter, and one that another took the place of, is read from its
  /// beginning; both are told by ``takeNotes()``.
  func readOn() {
    guard !hasFailed else { return }
    if let facts = Self.facts(of: descriptor), identity != nil {
      let size = Int(facts.st_size)
      if size < offset {
        notes.append("it was cut to \(size) bytes, and is read from its beginning again")
        // Behind its end, a file reads as empty.
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { return fail(errno) }
        offset = 0
        text.beginAnew()
      }
      if size > offset { readArrived() }
    } else {
      readArrived()
    }
    followName()
  }

  /// Says that nothing is added any more: a last line without an end counts, too.
  func end() { text.end(into: ring) }

  /// What happened to the file since the last time, in words behind its name.
  func takeNotes() -> [String] {
    defer { notes.removeAll() }
    return notes
  }

  private func readArrived() {
    if piece.isEmpty { piece = [UInt8](repeating: 0, count: Self.pieceBytes) }
    while true {
      // Unsafe: the array lends its own storage.
      let count = unsafe piece.withUnsafeMutableBytes { storage -> Int in
        guard let base = storage.baseAddress else { return 0 }
        return unsafe read(descriptor, base, storage.count)
      }
      let code = errno
      if count < 0, code == EINTR { continue }
      // A pipe whose writer has nothing to say now.
      if count < 0, code == EAGAIN || code == EWOULDBLOCK { return }
      guard count >= 0 else { return fail(code) }
      guard count > 0 else { return }
      offset += count
      text.feed(piece.span.extracting(0..<count), into: ring)
    }
  }

  private func fail(_ code: Int32) {
    hasFailed = true
    notes.append("it cannot be read any more: \(SystemText.message(code))")
  }

  /// Where another file bears the name now, as after a rotation, goes on with that.
  private func followName() {
    var facts = stat()
    // Unsafe: the path and one structure, lent for the call.
    guard isGrowing, let identity, unsafe stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG,
      Identity(facts) != identity
    else { return }
    let new = Self.open(path, waits: false)
    let code = errno
    guard new >= 0, let opened = Self.facts(of: new) else {
      if new >= 0 { close(new) }
      self.identity = nil
      hasFailed = true
      notes.append("another file has its name now, which cannot be read: \(SystemText.message(code))")
      return
    }
    // What was written to the old one until now has been read.
    text.end(into: ring)
    close(descriptor)
    descriptor = new
    self.identity = Identity(opened)
    offset = 0
    notes.append("another file has its name now, and is read from its beginning")
    readArrived()
  }

  private static func open(_ path: String, waits: Bool) -> Int32 {
    // Unsafe: the path is lent for the call. Qualified: this type has a function of the name.
    #if canImport(Glibc)
      unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (waits ? 0 : O_NONBLOCK))
    #elseif canImport(Musl)
      unsafe Musl.open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (waits ? 0 : O_NONBLOCK))
    #else
      unsafe Darwin.open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (waits ? 0 : O_NONBLOCK))
    #endif
  }

  private static func facts(of descriptor: Int32) -> stat? {
    var facts = stat()
    // Unsafe: one structure, filled by the call.
    return unsafe fstat(descriptor, &facts) == 0 ? facts : nil
  }
}

/// The secrets that TLS is opened with: those of files, and those that captures carry. They appear in no output.
///
/// Unchecked: files are added and read on by one thread; the secrets themselves may be asked for by all.
public final class Secrets: @unchecked Sendable {
  /// What is told of the files; of what captures carry, their ledger tells.
  public struct Facts: Sendable {
    /// Lines of the files that are none of a key log.
    public var brokenLines: Int
    /// Sessions in TLS that were looked up, and those of them that the files tell of.
    public var sessions: Int
    public var sessionsWithSecrets: Int
  }

  let ring: KeyRing
  public private(set) var files: [KeyLogFile] = []
  /// Whether the files are still being written. Then what they hold may come later than what it opens, and records wait for it a while.
  public let isGrowing: Bool

  /// - Parameter memoryBytes: What an analysis with them may keep in all, as ``AnalysisOptions/memoryBytes``: they take a share of it.
  public init(memoryBytes: Int = AnalysisOptions().memoryBytes, isGrowing: Bool = false) {
    ring = KeyRing(maximumBytes: MemoryBudget(memoryBytes).keys)
    ring.isGrowing = isGrowing
    self.isGrowing = isGrowing
  }

  /// Reads a key log. One that grows is read on by ``readOn()``.
  public func add(file path: String) throws(KeyLogFile.Failure) {
    files.append(try KeyLogFile(path, into: ring, isGrowing: isGrowing))
  }

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
  ///
  /// - Returns: What happened to them that a person should know, a sentence each, fit for a terminal.
  public func readOn() -> [String] {
    files.flatMap { file in
      file.readOn()
      return file.takeNotes().map { "\(PrintableText.string(file.path)): \($0)" }
    }
  }

  func keyLog(ofRandom random: [UInt8]) -> [UInt8] { ClientRandom(random.span).map(ring.keyLog) ?? [] }

  /// Takes the lines of a key log that is in memory.
  package func take(log text: String) { ring.take(Array(text.utf8).span) }

  /// Says that the files are whole.
  public func end() { for file in files { file.end() } }

  public var facts: Facts {
    let facts = ring.facts
    return Facts(
      brokenLines: facts.files.brokenLines, sessions: facts.asked, sessionsWithSecrets: facts.found)
  }
}
