import Foundation
import Testing

/// What is lost when the program does not get to run, and when it is killed.
@Suite("smtptrace live under pressure", .serialized)
struct LossTests {
  private static let port = 2526

  @Test(
    "packets that the kernel drops are counted, and told to the sessions that lack them",
    .enabled(if: LiveProgram.hasNamespaces, LiveProgram.noNamespaces))
  func drops() throws {
    let smtptrace = try LiveProgram()
    defer { smtptrace.remove() }
    let names = Namespaces()
    defer { names.remove() }
    try #require(names.make())
    let mail = try SteeredMail(in: smtptrace.folder, address: "127.0.0.1", port: Self.port, before: names.inServer([]))
    defer { mail.end() }
    try #require(mail.isReady)
    let file = smtptrace.file("all.pcapng")
    let live = try smtptrace.start(
      [
        "live", "-i", "lo", "--port", String(Self.port), "--buffer", "1", "-w", file, "--format", "ndjson", "--user",
        "root",
      ], before: names.inServer([]))
    defer { live.terminate() }
    try #require(Shell.wait { FileManager.default.fileExists(atPath: file) }, "\(smtptrace.errors)")

    // Whole before anything is lost.
    #expect(mail.open("early") && mail.quit("early"))
    // Its middle is lost.
    #expect(mail.open("middle"))
    // Its end is lost.
    #expect(mail.open("end"))
    #expect(Shell.wait { smtptrace.sessionsReported == 1 })
    kill(live.processIdentifier, SIGSTOP)
    #expect(mail.flood("middle"))
    #expect(mail.flood("end") && mail.quit("end"))
    kill(live.processIdentifier, SIGCONT)
    kill(live.processIdentifier, SIGUSR1)
    #expect(Shell.wait { smtptrace.errors.contains("dropped") }, "\(smtptrace.errors)")
    #expect(mail.quit("middle"))
    #expect(mail.open("late") && mail.quit("late"))
    #expect(Shell.wait { smtptrace.sessionsReported == 3 }, "\(smtptrace.output)\(smtptrace.errors)")
    live.interrupt()
    live.waitUntilExit()
    #expect(live.terminationStatus == 0)

    let caveat = "capture/dropped-by-kernel"
    let spoken = try LiveVerdict.all(in: smtptrace.output)
    #expect(spoken.map { $0.findings.contains(caveat) } == [false, true, true, false], "\(spoken)")
    // Nobody is accused of what the capture lost.
    #expect(spoken.allSatisfy { $0.outcome != "stopped" }, "\(spoken)")
    let last = try #require(smtptrace.output.split(separator: "\n").last)
    #expect(last.contains("\"caveats\":[\"\(caveat)\"]"), "\(last)")
  }

  @Test(
    "killed while it writes, it leaves files that can be read to the last block",
    .enabled(if: LiveProgram.hasNamespaces, LiveProgram.noNamespaces))
  func killed() throws {
    let smtptrace = try LiveProgram()
    defer { smtptrace.remove() }
    let names = Namespaces()
    defer { names.remove() }
    try #require(names.make())
    let mail = try SteeredMail(in: smtptrace.folder, address: "127.0.0.1", port: Self.port, before: names.inServer([]))
    defer { mail.end() }
    try #require(mail.isReady)
    let row = smtptrace.folder.appending(path: "row")
    try FileManager.default.createDirectory(at: row, withIntermediateDirectories: true)
    let live = try smtptrace.start(
      [
        "live", "-i", "lo", "--port", String(Self.port), "-w", row.path() + "/all.pcapng", "--rotate-size", "4",
        "--format", "ndjson", "--user", "root",
      ], before: names.inServer([]))
    defer { live.terminate() }
    try #require(Shell.wait { files(row).count == 1 }, "\(smtptrace.errors)")
    #expect(mail.open("whole") && mail.quit("whole"))
    #expect(mail.open("cut"))
    // The second begins when the first is through, so that packets come while it is killed.
    mail.begin("flood", "cut")
    mail.begin("flood", "cut")
    #expect(Shell.wait { files(row).count > 3 })
    kill(live.processIdentifier, SIGKILL)
    live.waitUntilExit()

    // The last block may be cut; the reader then says so, and has read all before.
    let options = ["--port", String(Self.port), "--format", "ndjson"]
    let read = Shell.run([LiveProgram.path, row.path()] + options)
    if read.status != 0 {
      #expect(read.status == 3, "\(read.errors)")
      #expect(read.errors.split(separator: "\n").count == 1, "\(read.errors)")
    }
    let verdicts = try LiveVerdict.all(in: read.output)
    #expect(verdicts.count == 2)
    #expect(verdicts.first?.outcome == "completed")
    // The files before the last are whole.
    for name in files(row).sorted().dropLast() {
      let alone = Shell.run([LiveProgram.path, row.path() + "/" + name] + options)
      #expect(alone.status == 0, "\(alone.errors)")
    }
  }

  private func files(_ folder: URL) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
  }
}
