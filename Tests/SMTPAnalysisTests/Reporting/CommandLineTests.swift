import Foundation
import TestSupport
import Testing

/// What somebody types who does not know the program yet.
@Suite("The command line", .enabled(if: ReportCommandTests.program != nil, "the program was not built"))
struct CommandLineTests {
  private func run(_ arguments: String...) throws -> (status: Int32, output: String) {
    try ReportCommandTests.run(arguments)
  }

  private let capture = ReportCommandTests.capture("not-offered-to-this-client.pcapng")

  @Test(
    "a word that was meant as a command is answered with the nearest, and status 2",
    arguments: [
      (["reprot", "x.pcap"], "did you mean report?"), (["help", "reprot"], "did you mean report?"),
      (["help", "nope"], "the commands are"), (["explian", "454"], "did you mean explain?"),
      (["--lst", "x.pcap"], "Did you mean '--list'?"),
    ])
  func mistakes(arguments: [String], answer: String) throws {
    let result = try ReportCommandTests.run(arguments)
    #expect(result.status == 2)
    #expect(result.output.contains(answer), "\(result.output)")
  }

  @Test("a file that is not there is no command")
  func missingFile() throws {
    let result = try run("mail-of-monday.pcap")
    #expect(result.status == 3)
    #expect(result.output.contains("no such file"))
  }

  /// Where nothing but files is named, the words of the options are not looked at.
  @Test(
    "files alone are read as with the command's name, on both outputs",
    arguments: [
      ["not-offered.pcap"], ["not-offered-to-this-client.pcapng", "auth-535-plain.pcap"], ["no-such-file.pcap"],
      ["not-offered.pcap", "no-such-file.pcap"],
    ])
  func filesAlone(names: [String]) throws {
    let files = names.map(ReportCommandTests.capture)
    let alone = try ReportCommandTests.run(files)
    let named = try ReportCommandTests.run(["analyze"] + files)
    let asOption = try ReportCommandTests.run(files.flatMap { ["--read", $0] })
    #expect(alone.output == named.output)
    #expect(alone.output == asOption.output)
    #expect([named.status, asOption.status] == [alone.status, alone.status])
  }

  @Test("--version tells version, commit and build, and is one line")
  func version() throws {
    let told = try run("--version")
    #expect(told.status == 0)
    // A build by hand knows no commit; what makes packages tells it.
    let form =
      #/smtptrace \d+\.\d+\.\d+ \((built from source|commit [0-9a-f]{12}( with changes)?), (debug|release) build, \w+(, Swift [\d.]+)?\)\n/#
    #expect(told.output.wholeMatch(of: form) != nil, "\(told.output)")
  }

  @Test("-h is a screen, --help is everything")
  func help() throws {
    let (short, long) = (try run("-h"), try run("--help"))
    #expect(short.status == 0 && long.status == 0)
    #expect(short.output.split(separator: "\n").count <= 24)
    #expect(short.output.contains("EXAMPLES") && !short.output.contains("--max-expansion"))
    #expect(long.output.contains("--max-expansion") && long.output.contains("EXIT STATUS"))
  }

  @Test(
    "text longer than the screen goes through the pager on a terminal, and nothing else does",
    .enabled(if: Tool.isInstalled("script"), "script is not installed"))
  func pager() throws {
    let program = try #require(ReportCommandTests.program)
    func shown(_ rows: Int, _ options: String, environment: String = "PAGER='sed s/^/paged:/'") throws -> String {
      let command = "stty rows \(rows) cols 80; \(environment) TERM=xterm '\(program)' '\(capture)' \(options)"
      return try Tool.run("script", ["-qec", command, "/dev/null"]).output
    }
    #expect(try shown(10, "--all").contains("paged:"))
    #expect(try !shown(10_000, "--all").contains("paged:"))
    #expect(try !shown(10, "--all --no-pager").contains("paged:"))
    #expect(try !shown(10, "--format json").contains("paged:"))
    #expect(try !shown(10, "--all", environment: "NO_PAGER=1 PAGER='sed s/^/paged:/'").contains("paged:"))
    // A pager that is not there takes nothing away.
    #expect(try shown(10, "--all", environment: "PAGER=no-such-pager").contains("packet    seconds"))
    #expect(try !run(capture, "--all").output.contains("paged:"))
  }

  @Test(
    "what cannot be a choice is one line and status 2",
    arguments: [
      ["--session", "0"], ["--session", "x"], ["--session", "4-2"], ["--from", "25:00"], ["--host", "192.0.2.0/99"],
      ["--cause", "nope/x"], ["--tls", "2.0"], ["--list", "--format", "json"], ["--sort", "time"], ["--session", "9"],
    ])
  func wrongChoice(options: [String]) throws {
    let result = try ReportCommandTests.run([capture] + options)
    #expect(result.status == 2, "\(result.output)")
    let lines = result.output.split(separator: "\n").filter { $0.hasPrefix("Error:") || $0.hasPrefix("smtptrace:") }
    #expect(lines.count == 1, "\(result.output)")
  }

  @Test("times of the machine's own zone are told with their offset, and only where they are asked for")
  func localTime() throws {
    let program = try #require(ReportCommandTests.program)
    for (options, told) in [
      ([], "10:41:01 +05:30"), (["--list"], "10:41:04"), (["--format", "summary"], "10:41:01 +05:30"),
    ] {
      let result = try Tool.run("env", ["TZ=XXX-5:30", program, capture, "--local-time"] + options)
      #expect(result.output.contains(told), "\(result.output)")
      #expect(!result.output.contains("05:11:01 UTC ·"), "\(result.output)")
    }
    #expect(try run(capture).output.contains("05:11:01 UTC"))
  }

  @Test("evidence is about the worst of the chosen")
  func evidence() throws {
    try ReportCommandTests.inFolder { folder in
      let made = try run("evidence", capture, "--client", "198.51.100.7", "-o", "\(folder)/one")
      #expect(made.status == 0, "\(made.output)")
      #expect(FileManager.default.fileExists(atPath: "\(folder)/one/session-1.pcapng"))
      let none = try run("evidence", capture, "--client", "192.0.2.99", "-o", "\(folder)/none")
      #expect(none.status == 2 && none.output.contains("no session is selected"))
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/none"))
    }
  }

  @Test("a choice of nothing says what there was, and is no error")
  func nothing() throws {
    let result = try run(capture, "--server", "mx9.example.net")
    #expect(result.status == 0)
    #expect(result.output.contains("No session is selected. The capture holds 2 sessions"))
  }

  @Test("names of a choice are replaced with --redact hosts")
  func redacted() throws {
    let result = try run(capture, "--server", "203.0.113.25", "--redact", "hosts")
    #expect(result.status == 0)
    #expect(result.output.contains("2 of 2 sessions"))
    #expect(!result.output.contains("203.0.113.25"), "\(result.output)")
  }

  @Test("with --redact hosts no line names a file, nor a choice a part of a name or a network")
  func redactedLines() throws {
    try ReportCommandTests.inFolder { folder in
      let named = "\(folder)/mx9.secret.example.pcapng"
      try FileManager.default.copyItem(atPath: capture, toPath: named)
      for format in [["--format", "ndjson"], ["--format", "json"], [], ["--list"]] {
        let result = try ReportCommandTests.run(
          [named, "--redact", "hosts", "--server", "*.example.*", "--host", "203.0.113.0/24"] + format)
        #expect(result.status == 0, "\(result.output)")
        for secret in ["secret.example", "203.0.113.", "*.example.*"] {
          #expect(!result.output.contains(secret), "\(format) \(secret)\n\(result.output)")
        }
        #expect(result.output.contains("[withheld]"))
      }
    }
  }

  @Test("a report of the chosen says nothing of others, also where a finding is about both")
  func chosenAlone() throws {
    for format in ["txt", "md", "html", "json"] {
      let result = try run("report", capture, "--client", "192.0.2.25", "-T", format, "-o", "-")
      #expect(result.status == 0)
      #expect(result.output.contains("not-offered-to-this-client"))
      #expect(!result.output.contains("198.51.100.7"), "\(format)")
    }
    let both = try run("report", capture, "--server", "203.0.113.25", "-T", "txt", "-o", "-")
    #expect(both.output.contains("198.51.100.7") && both.output.contains("192.0.2.25"))
  }

  @Test("what is repeated of a choice is printable")
  func hostileChoice() throws {
    let result = try run(capture, "--sender", "\u{1b}[31m*")
    #expect(result.status == 0 && !result.output.contains("\u{1b}"))
    #expect(result.output.contains("No session is selected"))
  }

  @Test("several sessions are taken out into one capture, and a report tells the chosen alone")
  func several() throws {
    try ReportCommandTests.inFolder { folder in
      let made = try run("extract", capture, "--host", "203.0.113.25", "--redacted", "-o", "\(folder)/two.pcapng")
      #expect(made.status == 0, "\(made.output)")
      let read = try run("\(folder)/two.pcapng", "--list")
      #expect(read.output.contains("2 SMTP sessions"), "\(read.output)")
      let none = try run("extract", capture, "--client", "192.0.2.99", "-o", "\(folder)/none.pcapng")
      #expect(none.status == 2 && none.output.contains("no session is selected"))
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/none.pcapng"))
      let report = try run("report", capture, "--client", "192.0.2.25", "-T", "txt", "-o", "-")
      #expect(report.output.contains("client 192.0.2.25"))
      #expect(!report.output.contains("198.51.100.7:"), "\(report.output)")
    }
  }

  @Test(
    "the page of one session has a display filter for Wireshark, which finds its packets",
    .enabled(if: Tool.isInstalled("tshark"), "tshark is not installed"))
  func displayFilter() throws {
    let page = try run(capture, "--session", "2").output
    let line = try #require(page.split(separator: "\n").first { $0.contains("in Wireshark: ") })
    let filter = String(line.split(separator: "in Wireshark: ", maxSplits: 1)[1])
    let found = try Tool.run("tshark", ["-r", capture, "-Y", filter])
    let count = found.output.split(separator: "\n").count { $0.contains("192.0.2.25") || $0.contains("198.51.100.7") }
    #expect(found.status == 0 && count > 5, "\(found.output)")
  }
}
