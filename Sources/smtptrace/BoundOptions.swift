import ArgumentParser
import SMTPAnalysis

/// How much a run may keep and read, in the same words for every command.
struct BoundOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Keep at most so many MiB of open connections and of sessions that wait for others (default: 128). Of more, the largest are decided by what is known of them.",
      valueName: "mib"))
  var memory: Int?

  @Option(
    help: ArgumentHelp(
      "Read compressed files up to so many times their size, and up to 1 GiB in any case (default: 1000).",
      valueName: "times"))
  var maxExpansion: Int?

  func validate() throws {
    if let memory, !(16...1 << 20).contains(memory) { throw ValidationError("--memory takes a number of MiB, from 16") }
    if let maxExpansion, maxExpansion < 1 { throw ValidationError("--max-expansion takes a number from 1") }
  }

  func apply(to options: inout AnalysisOptions) {
    if let memory { options.memoryBytes = memory << 20 }
    if let maxExpansion { options.maximumExpansion = maxExpansion }
  }
}
