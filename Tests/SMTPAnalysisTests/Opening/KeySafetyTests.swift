import Foundation
import TestSupport
import Testing

/// Keys go in, and never come out: neither those of a key log nor those that a capture carries.
@Suite("Keys appear in no output", .enabled(if: ReportCommandTests.program != nil, "the program was not built"))
struct KeySafetyTests {
  static let captures = CatalogueTests.captures.filter { $0.lastPathComponent.hasPrefix("keys-") }

  /// The lines of the key log that a capture carries.
  private static func keyLog(of capture: URL) throws -> [String] {
    let text = String(decoding: try Data(contentsOf: capture), as: UTF8.self)
    return text.matches(of: #/[A-Z][A-Z_0-9]+ [0-9a-fA-F]{64} [0-9a-fA-F]{64,96}\b/#).map { String($0.output) }
  }

  /// What must not come out: each secret in hexadecimal, as it was written and in the other case, and as bytes.
  private static func forms(_ log: [String]) -> [Data] {
    log.compactMap { $0.split(separator: " ").last }.flatMap { secret -> [Data] in
      var bytes: [UInt8] = []
      var rest = secret[...]
      while let byte = UInt8(rest.prefix(2), radix: 16) {
        bytes.append(byte)
        rest = rest.dropFirst(2)
      }
      return [Data(secret.lowercased().utf8), Data(secret.uppercased().utf8), Data(bytes), Data(bytes.prefix(16))]
    }
  }

  private static func files(below folder: URL) -> [URL] {
    (FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects as? [URL] ?? []).filter {
      !$0.hasDirectoryPath
    }
  }

  @Test("of a capture that carries its keys", arguments: captures)
  func carried(capture: URL) throws {
    let log = try Self.keyLog(of: capture)
    let secrets = Self.forms(log)
    try #require(!secrets.isEmpty)
    let folder = FileManager.default.temporaryDirectory.appending(path: "smtptrace-keys-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = capture.path()
    let keys = folder.appending(path: "given.keys")
    try Data((log.joined(separator: "\n") + "\n").utf8).write(to: keys)
    let runs: [[String]] = [
      [path, "--all", "-V"], [path, "--format", "json"], [path, "--format", "ndjson"],
      [path, "--explain-verdict", "1", "-V"],
      [path, "--all", "--show-secrets", "--show-messages"], [path, "--all", "--keylog", keys.path()],
      ["report", path, "-o", folder.appending(path: "a.html").path()],
      ["report", path, "-o", folder.appending(path: "a.md").path()],
      ["extract", path, "--session", "1", "-o", folder.appending(path: "cut.pcapng").path()],
      ["evidence", path, "--session", "1", "-o", folder.appending(path: "case").path()],
    ]
    for arguments in runs {
      let told = try ReportCommandTests.run(arguments)
      let output = Data(told.output.utf8)
      for secret in secrets { #expect(output.firstRange(of: secret) == nil, "\(arguments)") }
    }
    try FileManager.default.removeItem(at: keys)
    let written = Self.files(below: folder)
    let original = String(decoding: try Data(contentsOf: capture), as: UTF8.self)
    #expect(written.count >= 4)
    for file in written {
      let content = try Data(contentsOf: file)
      for secret in secrets { #expect(content.firstRange(of: secret) == nil, "\(file.lastPathComponent)") }
      // Packets without their keys tell nothing in their comments of what they seal.
      guard file.pathExtension == "pcapng" else { continue }
      let text = String(decoding: content, as: UTF8.self)
      for word in ["mail from", "rcpt to", "alice@", "554 "] {
        // What crossed the network in clear as well (Exim answers so behind a handshake that failed) stands in the packets.
        guard original.range(of: word, options: .caseInsensitive) == nil else { continue }
        #expect(text.range(of: word, options: .caseInsensitive) == nil, "\(file.lastPathComponent): \(word)")
      }
    }
    // What was cut out is sealed again.
    let cut = try ReportCommandTests.run([folder.appending(path: "cut.pcapng").path(), "--format", "ndjson"])
    #expect(cut.output.contains(#""opening":"noSecrets""#))
    // Asked for, the session's keys go with it, and open it again.
    let whole = folder.appending(path: "whole.pcapng").path()
    let extract = try ReportCommandTests.run(["extract", path, "--session", "1", "--with-secrets", "-o", whole])
    #expect(extract.status == 0, "\(extract.output)")
    let one = try ReportCommandTests.run([path, "--format", "ndjson"]).output
    let other = try ReportCommandTests.run([whole, "--format", "ndjson"]).output
    func facts(_ output: String) -> [Substring] {
      output.matches(of: #/"opening":"\w+"|"outcome":"\w+"|"layer":"tls"/#).map(\.output)
    }
    #expect(facts(one) == facts(other))
  }

  @Test("a key log that fits nothing, is none, is a folder, or can be read by others, is told of, and nothing is lost")
  func badLogs() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "smtptrace-keys-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let capture = ReportCommandTests.capture("healthy-starttls-postfix.pcap")
    func run(_ name: String, _ text: String, mode: Int = 0o600) throws -> (status: Int32, output: String) {
      let file = folder.appending(path: name)
      try Data(text.utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path())
      return try ReportCommandTests.run([capture, "--keylog", file.path()])
    }
    let other = "CLIENT_RANDOM \(String(repeating: "ab", count: 32)) \(String(repeating: "cd", count: 48))\n"
    let fits = try run("other.keys", other + "nonsense\n")
    #expect(fits.status == 0)
    #expect(fits.output.contains("fits any session (sessions with TLS whose hellos were captured: 1)"))
    #expect(fits.output.contains("1 line is none of a key log"))
    #expect(!fits.output.contains("other users"))
    #expect(try run("open.keys", other, mode: 0o644).output.contains("other users can read this key log"))
    let none = try run("none.keys", "an ordinary text\nand more\n")
    #expect(none.status == 2)
    #expect(none.output.contains("it is no key log"))
    #expect(try run("empty.keys", "").status == 0)
    let missing = try ReportCommandTests.run([capture, "--keylog", folder.appending(path: "absent").path()])
    #expect(missing.status == 2)
    #expect(missing.output.contains("No such file"))
    let isFolder = try ReportCommandTests.run([capture, "--keylog", folder.path()])
    #expect(isFolder.status == 2)
  }

  @Test("nothing is said of sessions where no capture was read, and each thing is said once")
  func saidOnce() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "smtptrace-keys-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let keys = folder.appending(path: "other.keys")
    let other = "CLIENT_RANDOM \(String(repeating: "ab", count: 32)) \(String(repeating: "cd", count: 48))\n"
    try Data(other.utf8).write(to: keys)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: keys.path())
    let capture = ReportCommandTests.capture("healthy-starttls-postfix.pcap")
    func count(_ arguments: [String]) throws -> (status: Int32, told: Int) {
      let told = try ReportCommandTests.run(arguments + ["--keylog", keys.path()])
      return (told.status, told.output.ranges(of: "fits any session").count)
    }
    let missing = folder.appending(path: "absent.pcap").path()
    #expect(try count([missing]) == (3, 0))
    #expect(try count([capture, "--ca-file", missing]) == (2, 0))
    #expect(try count(["report", missing, "-o", folder.appending(path: "a.md").path()]).told == 0)
    #expect(try count([capture]) == (0, 1))
    #expect(try count([capture, "--explain-verdict", "1"]) == (0, 1))
    #expect(try count([capture, "--fail-on", "caveat"]).told == 1)
    #expect(try count(["report", capture, "-o", folder.appending(path: "b.md").path()]) == (0, 1))
    #expect(try count(["evidence", capture, "--session", "1", "-o", folder.appending(path: "case").path()]) == (0, 1))
    #expect(
      try count(["extract", capture, "--session", "1", "-o", folder.appending(path: "a.pcapng").path()]) == (0, 1))
  }

  @Test("that there are no keys to put into an extracted capture is told")
  func noKeys() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "smtptrace-keys-\(UUID().uuidString).pcapng")
    defer { try? FileManager.default.removeItem(at: file) }
    let told = try ReportCommandTests.run([
      "extract", ReportCommandTests.capture("healthy-starttls-postfix.pcap"), "--session", "1", "--with-secrets", "-o",
      file.path(),
    ])
    #expect(told.status == 0)
    #expect(told.output.contains("session 1: there are no keys of it, and none were written"), "\(told.output)")
  }
}
