import Foundation
import Reports
import SMTPAnalysis
import TestSupport
import Testing

/// The commands themselves, as somebody calls them.
@Suite("report, extract and evidence as commands")
struct ReportCommandTests {
  /// The program, which lies beside the tests.
  static let program: String? = {
    var folder = URL(filePath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()
    while folder.path() != "/" {
      let candidate = folder.appending(path: "smtptrace").path()
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
      folder.deleteLastPathComponent()
    }
    return nil
  }()

  static func capture(_ name: String) -> String { ProjectFolders.captures.appending(path: name).path() }

  static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    try Tool.run(path: try #require(program), arguments)
  }

  /// A folder of its own that goes again.
  static func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "smtptrace-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path())
  }

  static let outputs: [[String]] = [
    ["report", capture("auth-535-plain.pcap"), "-o", "OUT/report.html"],
    ["report", capture("auth-535-plain.pcap"), "--letter", "-o", "OUT/letter.txt"],
    ["extract", capture("auth-535-plain.pcap"), "--session", "1", "--redacted", "-o", "OUT/session.pcapng"],
    ["evidence", capture("auth-535-plain.pcap"), "-o", "OUT/incident"],
  ]

  /// Whether file systems can be mounted in a name space of one's own here.
  static let canMount =
    (try? Tool.run("unshare", ["-m", "sh", "-c", "mount -t tmpfs -o size=4k none /mnt"]))?.status == 0

  @Test(
    "a full disk is told, and nothing is left on it",
    .enabled(if: program != nil && canMount, "no file system can be mounted here"), arguments: outputs)
  func fullDisk(arguments: [String]) throws {
    // Room for a folder and for no byte of a file; `ls` shows what is left, in the same name space.
    let script = """
      mount -t tmpfs -o size=4k,nr_inodes=40 none /mnt && head -c 4096 /dev/zero > /mnt/filler || exit 99
      "$@"; echo "status $?"; find /mnt -mindepth 1 ! -name filler | sed 's/^/left /'
      """
    let words = arguments.map { $0.split(separator: "OUT", omittingEmptySubsequences: false).joined(separator: "/mnt") }
    let result = try Tool.run("unshare", ["-m", "sh", "-c", script, "sh", try #require(Self.program)] + words)
    #expect(result.output.contains("No space left on device"), "\(result.output)")
    #expect(result.output.contains("status 3") && !result.output.contains("left /mnt"), "\(result.output)")
  }

  @Test(
    "a folder that cannot be written is told",
    .enabled(if: program != nil && canMount, "no file system can be mounted here"), arguments: outputs)
  func unwritable(arguments: [String]) throws {
    let script = """
      mount -t tmpfs -o ro none /mnt || exit 99
      "$@"; echo "status $?"
      """
    let words = arguments.map { $0.split(separator: "OUT", omittingEmptySubsequences: false).joined(separator: "/mnt") }
    let result = try Tool.run("unshare", ["-m", "sh", "-c", script, "sh", try #require(Self.program)] + words)
    #expect(result.output.contains("Read-only file system") && result.output.contains("status 3"), "\(result.output)")
  }

  @Test(
    "evidence: every part is there for its owner alone, and the manifest fits",
    .enabled(if: program != nil, "the program was not built"))
  func evidence() throws {
    try Self.inFolder { folder in
      let output = "\(folder)/incident"
      let arguments = ["evidence", Self.capture("auth-535-plain.pcap"), "-o", output, "--redact", "addresses"]
      #expect(try Self.run(arguments).status == 0)
      let names = try FileManager.default.contentsOfDirectory(atPath: output).sorted()
      #expect(names == ["SHA256SUMS", "letter.txt", "report.html", "report.json", "report.md", "session-1.pcapng"])
      for name in names {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(output)/\(name)")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let content = try Data(contentsOf: URL(filePath: "\(output)/\(name)"))
        // The password of the capture, as it is and as it crossed the network, and the user.
        for secret in ["not-a-real-password", "bm90LWEtcmVhbC1wYXNzd29yZA", "AGFsaWNlQGV4YW1wbGUuY29t", "alice"] {
          #expect(content.range(of: Data(secret.utf8)) == nil, "\(secret) in \(name)")
        }
      }
      let sums = try Tool.run("sh", ["-c", "cd \"$1\" && sha256sum -c --strict SHA256SUMS", "sh", output])
      #expect(sums.status == 0, "\(sums.output)")
      #expect(try Self.run(arguments).status == 3)
      #expect(try Self.run(arguments + ["--force"]).status == 0)
    }
  }

  @Test(
    "one key gives the same stand-ins in every part and every run",
    .enabled(if: program != nil, "the program was not built"))
  func stableStandIns() throws {
    try Self.inFolder { folder in
      try Data("a key that is long enough".utf8).write(to: URL(filePath: "\(folder)/key"))
      var found: Set<String> = []
      for name in ["one", "two"] {
        let output = "\(folder)/\(name)"
        let arguments = ["evidence", Self.capture("auth-535-plain.pcap"), "-o", output, "--redact", "addresses"]
        #expect(try Self.run(arguments + ["--redact-key", "\(folder)/key"]).status == 0)
        for part in ["report.html", "report.md", "report.json", "letter.txt"] {
          let text = String(decoding: try Data(contentsOf: URL(filePath: "\(output)/\(part)")), as: UTF8.self)
          let users = Set(text.matches(of: #/user-[a-z0-9]{8}/#).map { String($0.0) })
          #expect(users.count == 1, "\(part)")
          found.formUnion(users)
        }
      }
      #expect(found.count == 1)
    }
  }

  @Test(
    "what was typed wrongly is repeated without what a terminal obeys",
    .enabled(if: program != nil, "the program was not built"))
  func hostileUsage() throws {
    let hostile = "x\u{1b}[31m\u{202e}"
    for arguments in [["report", "a.pcap", "--format", hostile], ["--\(hostile)"], ["explain", hostile], [hostile]] {
      let (status, output) = try Self.run(arguments)
      #expect(status != 0)
      #expect(!output.unicodeScalars.contains { $0 == "\u{1b}" || $0 == "\u{202e}" }, "\(output)")
    }
  }

  @Test("a file's hostile name is harmless in each part", .enabled(if: program != nil, "the program was not built"))
  func fileName() throws {
    try Self.inFolder { folder in
      let name = "\(folder)/a<b>&\u{1b}[31m\u{202e}`|.pcap"
      try FileManager.default.copyItem(atPath: Self.capture("not-offered.pcap"), toPath: name)
      let output = "\(folder)/incident"
      #expect(try Self.run(["evidence", name, "-o", output]).status == 0)
      for part in try FileManager.default.contentsOfDirectory(atPath: output) where !part.hasSuffix(".pcapng") {
        let text = String(decoding: try Data(contentsOf: URL(filePath: "\(output)/\(part)")), as: UTF8.self)
        #expect(HostileTextTests.hidden(in: text).isEmpty, "\(part)")
        #expect(!text.contains(folder), "\(part)")
      }
      let html = String(decoding: try Data(contentsOf: URL(filePath: "\(output)/report.html")), as: UTF8.self)
      #expect(html.contains("a&lt;b&gt;&amp;"))
    }
  }

  @Test("what was asked wrongly is told in one line", .enabled(if: program != nil, "the program was not built"))
  func usage() throws {
    try Self.inFolder { folder in
      let capture = Self.capture("not-offered.pcap")
      #expect(try Self.run(["report", capture, "-o", "\(folder)/incident.doc"]).status == 2)
      let missing = try Self.run(["report", capture, "--session", "9", "-o", "\(folder)/a.html"])
      #expect(missing.status == 2 && missing.output.contains("there is no session 9; the capture holds 1"))
      #expect(try Self.run(["extract", capture, "--session", "9", "-o", "\(folder)/a.pcapng"]).status == 2)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  @Test(
    "where nothing is wrong, no letter is written, and that is said",
    .enabled(if: program != nil, "the program was not built"))
  func nothingWrong() throws {
    try Self.inFolder { folder in
      let capture = Self.capture("healthy-bdat.pcap")
      let letter = try Self.run(["report", capture, "--letter"])
      #expect(letter.status == 0 && letter.output.hasPrefix("No session needs anybody's attention"))
      #expect(!letter.output.contains("Subject: "))
      let evidence = try Self.run(["evidence", capture, "-o", "\(folder)/incident"])
      #expect(evidence.status == 0 && evidence.output.contains("without a letter"), "\(evidence.output)")
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/incident/letter.txt"))
      // Who names a session wants to write about it.
      #expect(try Self.run(["report", capture, "--session", "1", "--letter"]).output.contains("Subject: "))
    }
  }

  @Test(
    "a capture without mail, and none at all, are told with status 3",
    .enabled(if: program != nil, "the program was not built"))
  func noMail() throws {
    try Self.inFolder { folder in
      let empty = "\(folder)/empty.pcap"
      try Data([0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0] + [UInt8](repeating: 0, count: 8) + [0, 0, 4, 0, 1, 0, 0, 0])
        .write(to: URL(filePath: empty))
      let commands: [[String]] = [
        ["report", "-o", "\(folder)/a.html"], ["report", "--letter"], ["evidence", "-o", "\(folder)/incident"],
        ["extract", "--session", "1", "-o", "\(folder)/a.pcapng"],
      ]
      for command in commands {
        let none = try Self.run([command[0], empty] + command.dropFirst())
        #expect(none.status == 3 && none.output.contains("there is no packet in it"), "\(command): \(none.output)")
        let missing = try Self.run([command[0], "\(folder)/missing.pcap"] + command.dropFirst())
        #expect(missing.status == 3 && missing.output.contains("missing.pcap"), "\(command): \(missing.output)")
        #expect(missing.output.split(separator: "\n").count == 1, "\(missing.output)")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["empty.pcap"])
    }
  }
}
