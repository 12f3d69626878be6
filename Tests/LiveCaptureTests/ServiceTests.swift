import Foundation
import LiveCapture
import TestSupport
import Testing

/// The program as something that runs for weeks: with few rights, as a service, without a terminal.
@Suite("smtptrace live as a service")
struct ServiceTests {
  static let canVerifyUnits = Shell.refusal(["systemd-analyze"]) == nil

  @Test(
    "the unit of the documentation is one that systemd takes without a remark",
    .enabled(if: canVerifyUnits, "systemd-analyze is not installed"))
  func unit() throws {
    let smtptrace = try LiveProgram()
    defer { smtptrace.remove() }
    let page = ProjectFolders.root.appending(path: "Sources/SMTPAnalysis/SMTPAnalysis.docc/Live.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let block = try #require(text.components(separatedBy: "```ini\n").dropFirst().first)
    let unit = try #require(block.components(separatedBy: "```").first)
    #expect(unit.contains("ExecStart=/usr/local/bin/smtptrace "))
    // The program has to be there for it.
    let here = unit.replacingOccurrences(of: "/usr/local/bin/smtptrace", with: LiveProgram.path)
    try here.write(toFile: smtptrace.file("smtptrace.service"), atomically: true, encoding: .utf8)
    let verified = Shell.run(["systemd-analyze", "verify", "--man=no", smtptrace.file("smtptrace.service")])
    #expect(verified.succeeded)
    #expect(verified.errors == "" && verified.output == "")
  }

  @Test(
    "CAP_NET_RAW alone is enough, for another user than root",
    .enabled(if: LiveProgram.canListen, LiveProgram.deaf),
    .enabled(if: LiveProgram.othersCanStart, "another user cannot start the program here"))
  func onlyNetRaw() throws {
    let smtptrace = try LiveProgram()
    defer { smtptrace.remove() }
    let folder = smtptrace.file("problems")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    #expect(Shell.run(["chown", "65534", folder]).succeeded)
    let result = Shell.run([
      "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--inh-caps", "-all,+net_raw",
      "--ambient-caps", "-all,+net_raw", "--bounding-set", "-all,+net_raw", "--no-new-privs", LiveProgram.path, "live",
      "-i", "any", "--duration", "1", "--save-problems", folder, "-w", folder + "/all.pcapng",
    ])
    #expect(result.status == 0, "\(result.errors)")
    #expect(FileManager.default.fileExists(atPath: folder + "/all.pcapng"))
  }

  @Test("a hang-up ends it, but not where it was started to outlive one")
  func hangUp() throws {
    for ignored in [false, true] {
      let smtptrace = try LiveProgram()
      defer { smtptrace.remove() }
      let input = Pipe()
      let trap = ignored ? "trap '' HUP;" : ""
      let live = try Shell.start(
        ["sh", "-c", "\(trap) exec \"$0\" - --live --idle 1", LiveProgram.path],
        output: try Shell.handle(smtptrace.folder, "out"), errors: try Shell.handle(smtptrace.folder, "err"),
        input: input)
      defer { live.terminate() }
      let capture = ProjectFolders.captures.appending(path: "healthy-starttls-postfix.pcap")
      try input.fileHandleForWriting.write(contentsOf: try Data(contentsOf: capture))
      // It has begun, and the pipe stays open.
      #expect(Shell.wait { smtptrace.output.contains("203.0.113.25") })
      kill(live.processIdentifier, SIGHUP)
      if ignored {
        Thread.sleep(forTimeInterval: 1)
        #expect(live.isRunning)
        try input.fileHandleForWriting.close()
      }
      #expect(Shell.wait { !live.isRunning })
      #expect(live.terminationStatus == 0, "\(smtptrace.errors)")
    }
  }
}
