import ArgumentParser
import SMTPAnalysis

/// `smtptrace merge`: results of several runs, as one run over all of them would have written them.
struct Merge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Put results (--format ndjson) together into what one run over all captures would have said.",
    discussion: """
      Results may come in any order; one that is given twice changes nothing. Each session is told once, findings about several \
      sessions are worked out again, and the verdicts of sessions that others may change are decided by all. What is written can be \
      merged again.

      EXAMPLE
        smtptrace /var/captures/hub-a --format ndjson --sensor hub-a > a.ndjson
        smtptrace /var/captures/hub-b --format ndjson --sensor hub-b > b.ndjson
        smtptrace merge a.ndjson b.ndjson -o all.ndjson
      """)

  @Argument(help: "Results, as --format ndjson or merge wrote them.", completion: .file())
  var results: [String] = []

  @OptionGroup var list: InputListOptions

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Where to write; standard output where nothing is named.", valueName: "file"),
    completion: .file())
  var output: String?

  @Flag(help: "Write over a file that is there already.")
  var force = false

  @Flag(help: "First compare the captures that were read, where they can be reached from here, with what they were then.")
  var checkInputs = false

  @Option(
    help: ArgumentHelp(
      "Bound what is remembered of sessions as an analysis with so many MiB does (default: 128).", valueName: "mib"))
  var memory: Int?

  mutating func validate() throws {
    if results.isEmpty, list.inputList == nil {
      throw ValidationError("name results to merge, such as smtptrace merge a.ndjson b.ndjson")
    }
    if let memory, !(16...1 << 20).contains(memory) { throw ValidationError("--memory takes a number of MiB, from 16") }
  }

  mutating func run() throws {
    let paths = try results + list.names()
    guard !paths.isEmpty else {
      StandardError.write("smtptrace: the list of inputs names no result\n")
      throw ExitCode(2)
    }
    do {
      let merger = try ResultMerger(paths, memoryBytes: memory.map { $0 << 20 } ?? AnalysisOptions().memoryBytes)
      if checkInputs {
        let changed = merger.changedInputs()
        for error in changed { StandardError.write("smtptrace: \(error.description)\n") }
        if !changed.isEmpty { endProgram(withStatus: 3) }
      }
      if let output {
        try OutputFile.write(to: output, overwrites: force) { give in try merger.write(give) }
      } else {
        try merger.write { StandardOutput.write($0) }
      }
    } catch let error as OutputError {
      StandardError.write("smtptrace: \(error.description)\n")
      throw ExitCode(3)
    } catch let error as ResultError {
      StandardError.write("smtptrace: \(error.description)\n")
      throw ExitCode(3)
    }
  }
}
