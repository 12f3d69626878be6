import ArgumentParser
import SMTPAnalysis

/// How much a run may keep and read, in the same words for every command.
struct BoundOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Keep at most so many MiB of open connections and of sessions that wait for others (default: 128). Of more, the largest are decided by what is known of them.",
      valueName: "mib"))
  var memory: Int?

  func validate() throws {
    if let memory, !(16...1 << 20).contains(memory) { throw ValidationError("--memory takes a number of MiB, from 16") }
  }

  func apply(to options: inout AnalysisOptions) {
    if let memory { options.memoryBytes = memory << 20 }
  }
}
