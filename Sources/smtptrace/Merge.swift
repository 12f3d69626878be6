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
    name: .shortAndLong,
    help: ArgumentHelp("Where to write; standard output where nothing is named.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Where the results have seams: write the packets of sessions that still cross the borders of all sets.",
      valueName: "file"), completion: .file())
  var seam: String?

  @Option(
    name: .customLong("ca-file"),
    help: ArgumentHelp("For sessions that seams make whole: as when the captures were analysed.", valueName: "file"),
    completion: .file())
  var caFile: String?

  @Option(
    help: ArgumentHelp("For sessions that seams make whole: as when the captures were analysed.", valueName: "name"))
  var serverName: String?

  @Flag(help: "Write over a file that is there already.")
  var force = false

  @Flag(
    help: "First compare the captures that were read, where they can be reached from here, with what they were then.")
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

  /// What is read is not written over, and the two that are written are two.
  private func checkNames(_ paths: [String], _ merger: ResultMerger) throws {
    if let seam, let output, seam == output || OutputFile.isSameFile(seam, output) {
      throw OutputError("\(CleanText.line(seam)): is named for the result and for the seam; name two files")
    }
    if let seam, let path = paths.first(where: { OutputFile.isSameFile($0, seam) }) {
      throw OutputError("\(CleanText.line(path)): is one of the results; name another file for the seam")
    }
    for path in merger.seamPaths {
      guard [seam, output].contains(where: { $0.map { OutputFile.isSameFile($0, path) } ?? false }) else { continue }
      throw OutputError("\(CleanText.line(path)): is the seam of one of the results; name another file")
    }
  }

  mutating func run() throws {
    let paths = try results + list.names()
    guard !paths.isEmpty else {
      StandardError.write("smtptrace: the list of inputs names no result\n")
      throw ExitCode(2)
    }
    var options = AnalysisOptions()
    if let memory { options.memoryBytes = memory << 20 }
    options.serverName = serverName
    if let caFile { options.trustRoots = try Roots.read(caFile) }
    do {
      var merger = try ResultMerger(paths, options: options)
      try checkNames(paths, merger)
      if checkInputs {
        let changed = merger.changedInputs()
        for error in changed { StandardError.write("smtptrace: \(error.description)\n") }
        if !changed.isEmpty { endProgram(withStatus: 3) }
      }
      if let seam {
        try merger.writeSeam(to: seam, tool: Smtptrace.nameAndVersion, overwrites: force)
      } else if merger.openSessions > 0 {
        StandardError.write(
          "smtptrace: \(merger.openSessions) sessions still cross the borders of the sets; with --seam a later merge can make them whole\n"
        )
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
