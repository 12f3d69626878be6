import Foundation
import TestSupport
import Testing

/// `smtptrace -` at the end of a pipe that somebody ends.
@Suite("A signal ends the reading of a pipe, and what was read is reported", .serialized)
struct PipedInputTests {
  private static let capture = ProjectFolders.captures.appending(path: "not-offered.pcap")

  @Test("the first signal", arguments: [SIGINT, SIGTERM])
  func reported(signal: Int32) throws {
    let smtptrace = try LiveProgram()
    defer { smtptrace.remove() }
    let input = Pipe()
    let run = try Shell.start(
      [LiveProgram.path, "-"], output: try Shell.handle(smtptrace.folder, "out"),
      errors: try Shell.handle(smtptrace.folder, "err"), input: input)
    defer { run.terminate() }
    try input.fileHandleForWriting.write(contentsOf: try Data(contentsOf: Self.capture))
    Thread.sleep(forTimeInterval: 1)
    #expect(run.isRunning && smtptrace.output.isEmpty)
    kill(run.processIdentifier, signal)
    #expect(Shell.wait { !run.isRunning })
    #expect(run.terminationStatus == 0, "\(smtptrace.errors)")
    #expect(smtptrace.output.contains("starttls/not-offered"))
    try input.fileHandleForWriting.close()
  }

  @Test("before anything came, it ends at once")
  func nothing() throws {
    let smtptrace = try LiveProgram()
    defer { smtptrace.remove() }
    let input = Pipe()
    let run = try Shell.start(
      [LiveProgram.path, "-"], output: try Shell.handle(smtptrace.folder, "out"),
      errors: try Shell.handle(smtptrace.folder, "err"), input: input)
    defer { run.terminate() }
    Thread.sleep(forTimeInterval: 1)
    kill(run.processIdentifier, SIGTERM)
    #expect(Shell.wait { !run.isRunning })
    try input.fileHandleForWriting.close()
  }

  @Test("a file that may not grow ends with an error, and not with a signal")
  func fullFile() throws {
    let smtptrace = try LiveProgram()
    defer { smtptrace.remove() }
    let run = Shell.run([
      "bash", "-c", "ulimit -f 1; exec \"$0\" \"$1\" --all -V --format json > \"$2\"", LiveProgram.path,
      Self.capture.path(), smtptrace.file("small"),
    ])
    #expect(run.status == 3)
    #expect(run.errors.contains("cannot be written"))
  }
}
