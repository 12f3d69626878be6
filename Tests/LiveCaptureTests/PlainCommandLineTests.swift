import Foundation
import TestSupport
import Testing

/// `smtptrace FILE --format FORMAT` is read without the words of all options. `-T` stands for `--format`, and goes through the parser.
@Suite("Files and a format alone are understood as the whole command line is")
struct PlainCommandLineTests {
  private static func run(_ arguments: [String]) -> (status: Int32, output: String, errors: String) {
    let result = Shell.run([LiveProgram.path] + arguments)
    return (result.status, result.output, result.errors)
  }

  private static let captures = ["not-offered.pcap", "stripped.pcap", "220-then-client-plaintext.pcap"]
    .map { ProjectFolders.captures.appending(path: $0).path() }
    .filter { FileManager.default.fileExists(atPath: $0) }

  @Test("every format", arguments: ["text", "json", "ndjson", "summary", "list"])
  func formats(format: String) {
    #expect(Self.captures.count >= 2)
    let usual = Self.run(["-T", format] + Self.captures)
    #expect(usual.status == 0 && !usual.output.isEmpty, "\(usual.errors)")
    for arguments in [Self.captures + ["--format", format], ["--format", format] + Self.captures] {
      let plain = Self.run(arguments)
      #expect(plain == usual)
    }
  }

  @Test(
    "what is wrong is said in the parser's words",
    arguments: [["--format"], ["--format", "xml"], ["--format", "json", "--format", "text"], ["--format", "-"]])
  func mistakes(options: [String]) {
    let capture = Self.captures[0]
    let short = options.map { $0 == "--format" ? "-T" : $0 }
    let (plain, usual) = (Self.run([capture] + options), Self.run([capture] + short))
    #expect(plain.status == usual.status && plain.output == usual.output)
    #expect(plain.errors.replacing("--format", with: "-T") == usual.errors.replacing("--format", with: "-T"))
  }

  @Test("a format without a file, and a file that is not there")
  func files() {
    #expect(Self.run(["--format", "json"]).status == 2)
    let missing = Self.run(["--format", "json", "no-such-file.pcap"])
    #expect(missing.status == 3 && missing.errors.contains("no-such-file.pcap"))
  }
}
