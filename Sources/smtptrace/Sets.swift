import ArgumentParser
import SMTPAnalysis

/// `smtptrace sets`: which files belong together.
struct Sets: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sets",
    abstract: "Tell which captures belong together: what one sensor wrote in one rotation.",
    discussion: """
      Files whose names differ in numbers alone are of one set, in the order of their first packets. Where files of a set lie over \
      each other in time, or one may be missing between two, it is told. A set is what one machine analyses at a time; the results of \
      sets are put together by merge.

      EXAMPLE
        smtptrace sets /var/captures
        smtptrace sets /var/captures --format ndjson
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, ndjson
  }

  @Argument(help: "Captures, or folders of captures.", completion: .file())
  var files: [String] = []

  @Flag(help: "Look at the first packet of each file alone: neither holes nor files that lie over each other are told.")
  var quick = false

  @OptionGroup var list: InputListOptions

  @Option(name: [.customShort("T"), .long], help: "How to write: text, or ndjson (a line for each set).")
  var format: Format = .text

  mutating func validate() throws {
    if files.isEmpty, list.inputList == nil {
      throw ValidationError("name captures or folders, such as smtptrace sets /var/captures")
    }
    if files.contains("-") { throw ValidationError("sets reads files; write the capture into one first") }
  }

  mutating func run() throws {
    let sets = CaptureSets(CaptureInputs(paths: try files + list.names()), isQuick: quick)
    switch format {
    case .text: StandardOutput.write(sets.text())
    case .ndjson: StandardOutput.write(sets.ndjson())
    }
    for error in sets.errors { StandardError.write("smtptrace: \(error.description)\n") }
    if !sets.errors.isEmpty { throw ExitCode(3) }
  }
}
