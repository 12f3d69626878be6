import CaptureFiles
import Foundation
import SMTPAnalysis
import SMTPSession
import TestSupport
import Testing

/// Key logs as files: they grow, are cut, make way for others, and are pipes.
@Suite("Files of keys")
struct KeyLogFileTests {
  private static func script() -> SealedScript {
    var script = SealedScript()
    script.say(.client, "EHLO mail.example.org\r\n")
    script.say(.server, "250 mx.example.net\r\n")
    script.finish(.client)
    return script
  }

  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "smtptrace-keylog-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func append(_ text: String, to file: URL) throws {
    let handle = try FileHandle(forWritingTo: file)
    defer { try? handle.close() }
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(text.utf8))
  }

  private func makePipe(_ path: String) throws {
    // Unsafe: the path is lent for the call.
    let made = unsafe mkfifo(path, 0o600)
    try #require(made == 0)
  }

  /// Whether the session of the script is opened with what the files have given by now.
  private func opens(_ secrets: Secrets) throws -> Bool {
    var options = AnalysisRun.options
    options.use(secrets)
    let run = AnalysisRun(bytes: Self.script().script.wire.capture, options: options)
    return try #require(run.sessions.first).session.tls?.opening.speaks ?? false
  }

  private static let other =
    "CLIENT_RANDOM \(String(repeating: "ab", count: 32)) \(String(repeating: "cd", count: 48))\n"

  @Test("what is added is read on, the last line too, and nothing is said of it")
  func grows() throws {
    try inFolder { folder in
      let file = folder.appending(path: "keys.log")
      try Data(Self.other.utf8).write(to: file)
      let secrets = Secrets(isGrowing: true)
      try secrets.add(file: file.path())
      #expect(try !opens(secrets))
      try append(String(Self.script().keyLog.dropLast()), to: file)
      #expect(secrets.readOn().isEmpty)
      secrets.end()
      #expect(try opens(secrets))
    }
  }

  @Test("one that is cut and written anew is read from its beginning, and that is told")
  func cut() throws {
    try inFolder { folder in
      let file = folder.appending(path: "keys.log")
      try Data((Self.other + Self.other + "CLIENT_RANDOM 0a").utf8).write(to: file)
      let secrets = Secrets(isGrowing: true)
      try secrets.add(file: file.path())
      let handle = try FileHandle(forWritingTo: file)
      try handle.truncate(atOffset: 0)
      try handle.close()
      let told = secrets.readOn()
      #expect(told.count == 1 && told[0].contains("was cut to 0 bytes"), "\(told)")
      try append(Self.script().keyLog, to: file)
      #expect(secrets.readOn().isEmpty)
      #expect(try opens(secrets))
      // The line that was cut off is none.
      #expect(secrets.facts.brokenLines == 0)
    }
  }

  @Test("where another takes its place, what the old one had last is read, then the new one, and that is told")
  func rotated() throws {
    try inFolder { folder in
      let file = folder.appending(path: "keys.log")
      try Data(Self.other.utf8).write(to: file)
      let secrets = Secrets(isGrowing: true)
      try secrets.add(file: file.path())
      let lines = Self.script().keyLog.split(separator: "\n").map { $0 + "\n" }
      try append(lines[..<2].joined(), to: file)
      try FileManager.default.moveItem(at: file, to: folder.appending(path: "keys.log.1"))
      // The name is free for a while.
      #expect(secrets.readOn().isEmpty)
      try Data(lines[2...].joined().utf8).write(to: file)
      let told = secrets.readOn()
      #expect(told.count == 1 && told[0].contains("another file has its name now"), "\(told)")
      #expect(try opens(secrets))
      #expect(secrets.readOn().isEmpty)
    }
  }

  @Test(
    "a pipe into which nobody writes yet does not hold up a live run, and what comes is read", .timeLimit(.minutes(1)))
  func pipe() throws {
    try inFolder { folder in
      let path = folder.appending(path: "keys.pipe").path()
      try makePipe(path)
      let secrets = Secrets(isGrowing: true)
      try secrets.add(file: path)
      #expect(secrets.readOn().isEmpty)
      let writer = try #require(FileHandle(forWritingAtPath: path))
      #expect(secrets.readOn().isEmpty)
      try writer.write(contentsOf: Data(Self.script().keyLog.utf8))
      #expect(secrets.readOn().isEmpty)
      #expect(try opens(secrets))
      try writer.close()
      #expect(secrets.readOn().isEmpty)
    }
  }

  @Test("a pipe is read to its end where the run is not live", .timeLimit(.minutes(1)))
  func wholePipe() throws {
    try inFolder { folder in
      let path = folder.appending(path: "keys.pipe").path()
      try makePipe(path)
      let writer = Thread {
        guard let writer = FileHandle(forWritingAtPath: path) else { return }
        Thread.sleep(forTimeInterval: 0.05)
        try? writer.write(contentsOf: Data(Self.script().keyLog.utf8))
        try? writer.close()
      }
      writer.start()
      let secrets = Secrets()
      try secrets.add(file: path)
      #expect(try opens(secrets))
    }
  }

  @Test(
    "an error of reading is no end", .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/mem"), "no /proc"))
  func unreadable() throws {
    // A regular file whose first page cannot be read.
    let failure = try #require(throws: KeyLogFile.Failure.self) { try Secrets().add(file: "/proc/self/mem") }
    #expect(failure.description.contains("cannot be read"), "\(failure)")
  }

  @Test(
    "what a file gave stays, whatever the capture says of the same session, and its broken lines are told of the capture"
  )
  func precedence() throws {
    var script = Self.script()
    let right = script.keyLog
    script.keyLog = right.split(separator: "\n").map { $0.dropLast(4) + "beef\n" }.joined() + "nonsense\n"
    let capture = try script.capture(withKeysBehind: 0)
    // The block's own keys are wrong.
    let alone = AnalysisRun(bytes: capture)
    #expect(alone.sessions.first?.session.tls?.opening.speaks == false)
    #expect(alone.summary.omissions.contains { $0.sentence.hasPrefix("1 line in blocks of decryption secrets") })
    let secrets = Secrets()
    secrets.take(log: right)
    var options = AnalysisRun.options
    options.use(secrets)
    let both = AnalysisRun(bytes: capture, options: options)
    #expect(both.sessions.first?.session.tls?.opening == .opened(unopened: 0, speaks: true))
    // Of the file nothing is wrong.
    #expect(secrets.facts.brokenLines == 0)
    #expect(secrets.facts.sessionsWithSecrets == 1)
  }

  @Test("keys of the capture are not taken for those of the file")
  func whoseKeys() throws {
    let secrets = Secrets()
    secrets.take(log: Self.other)
    var options = AnalysisRun.options
    options.use(secrets)
    let run = AnalysisRun(bytes: try Self.script().capture(withKeysBehind: 0), options: options)
    #expect(run.sessions.first?.session.tls?.opening.speaks == true)
    #expect(secrets.facts.sessions == 1)
    #expect(secrets.facts.sessionsWithSecrets == 0)
  }

  @Test("keys beyond their share of the memory are let go of, the longest unused first, and the ledger says so")
  func budget() throws {
    func log(_ sessions: Int) -> String {
      (0..<sessions).map { number in
        let digits = String(number, radix: 16)
        let random = String(repeating: "0", count: 64 - digits.count) + digits
        return "CLIENT_RANDOM \(random) \(String(repeating: "cd", count: 48))\n"
      }.joined()
    }
    for (megabytes, isEnough) in [(16, false), (64, true)] {
      var options = AnalysisRun.options
      options.memoryBytes = megabytes << 20
      let secrets = Secrets(memoryBytes: options.memoryBytes)
      secrets.take(log: log(5000))
      secrets.take(log: Self.script().keyLog)
      options.use(secrets)
      let run = AnalysisRun(bytes: Self.script().script.wire.capture, options: options)
      #expect(run.sessions.first?.session.tls?.opening.speaks == true)
      #expect(run.summary.omissions.contains { $0.kind == .keysForgotten } == !isEnough, "\(megabytes) MiB")
    }
  }

  @Test("traces beyond what is kept are counted, in the ledger")
  func traces() throws {
    let trace = try String(
      contentsOf: ProjectFolders.captures.appending(path: "lab/traces/trace-expired-tls13"), encoding: .utf8)
    let random = try #require(trace.firstMatch(of: #/random_bytes \(len=28\): ([0-9A-F]{56})/#)).output.1
    try inFolder { folder in
      let file = folder.appending(path: "many.trace")
      let many = (0..<1000).map { number in
        trace.replacing(random, with: String(repeating: "0", count: 50) + String(100_000 + number))
      }.joined()
      try Data((trace + many).utf8).write(to: file)
      var options = AnalysisRun.options
      options.memoryBytes = 16 << 20
      let secrets = Secrets(memoryBytes: options.memoryBytes)
      try secrets.add(trace: file.path())
      options.use(secrets)
      let capture = ProjectFolders.captures.appending(path: "trace-expired-tls13.pcap")
      let run = AnalysisRun([capture], options: options)
      #expect(run.sessions.first?.session.tls?.opening == .traced(unopened: 0))
      let ledger = run.summary.omissions.filter { $0.kind == .keysForgotten }
      #expect(ledger.count == 1 && ledger[0].sentence.contains("traces of sessions were left out"), "\(ledger)")
    }
  }
}
