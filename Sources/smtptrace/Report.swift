import ArgumentParser
import SMTPAnalysis

/// `smtptrace report`: a document for people who have not taken the capture.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a report for people elsewhere: HTML, Markdown, text or JSON.",
    discussion: """
      The report proves the verdict and says who must do what. Passwords, tokens and message contents are never in it. One session \
      for each kind of problem is told in full; the others are in a table, which an HTML report filters and sorts. With --session, \
      nothing is told of any other session, unless --with-table asks for it.

      EXAMPLES
        smtptrace report mail.pcap -o incident.html
        smtptrace report mail.pcap --session 3 -o incident.md --redact all
      """)

  @OptionGroup var inputs: InputOptions
  @OptionGroup var redaction: RedactionOptions

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Where to write; - is standard output.", valueName: "file"),
    completion: .file())
  var output: String = "-"

  @Option(name: [.customShort("T"), .long], help: "The format, where the file's name does not tell.")
  var format: IncidentReport.Format?

  @OptionGroup(title: "Which sessions")
  var choice: SelectionOptions

  @Flag(help: "With --session: put a table of all sessions, and what they show together, into the report.")
  var withTable = false

  @Option(help: "The title of the report.")
  var title: String?

  @Option(help: "A note that stands at the beginning.")
  var note: String?

  @Flag(help: "Write a short mail to whoever has to act instead, as text; of several sessions, about the worst.")
  var letter = false

  @Option(help: "To whom the letter goes: server, client, network; without it, to whoever has to act.")
  var letterTo: LetterRecipient?

  @Flag(help: "Write over a file that is there already.")
  var force = false

  mutating func validate() throws {
    if letter, let format, format != .text { throw ValidationError("a letter is text; leave --format out") }
    if format == nil, !letter, output != "-", IncidentReport.Format(fileName: output) == nil {
      throw ValidationError(
        "the name \(CleanText.line(output)) does not say which format; --format takes html, md, txt or json")
    }
  }

  mutating func run() throws {
    var redactor = Redactor(redaction.redaction, pseudonyms: try redaction.pseudonyms())
    var options = IncidentReport.Options(tool: Smtptrace.nameAndVersion)
    options.title = title.map(CleanText.line)
    options.note = note.map(CleanText.lines)
    var selection = try choice.selection()
    options.onlySession = selection.single
    options.tellsOthers = withTable
    // How many are left out for this reason is told apart.
    options.onlyProblems = selection.onlyProblems && selection.single == nil
    selection.onlyProblems = false
    options.redactions = redaction.redaction.sentences
    var report = IncidentReport(options: options)
    var numbers: Set<Int> = []
    let single = selection.single
    let isChoice = single == nil && !selection.isEmpty
    var read = try CaptureReading.run(inputs) { diagnosed in
      if isChoice {
        guard selection.admits(diagnosed) else { return }
        numbers.insert(diagnosed.session.id)
      }
      report.add(redactor.redact(diagnosed))
    }
    if isChoice {
      read.summary.select(numbers, by: redactor.redact(selection))
      report.tellOnly(numbers)
    }
    report.digests = read.names.map(OutputFile.sha256)
    report.options.title = report.options.title.map(redactor.redact)
    report.options.note = report.options.note.map(redactor.redact)
    report.finish(redactor.redact(read.summary))
    for failure in read.failures { StandardError.write("smtptrace: \(failure.description)\n") }
    if report.isMissingSession || read.summary.sessions == 0 { throw NoSession.exit(single, read) }
    if isChoice, numbers.isEmpty { return NoSession.tell(selection, read.summary) }
    try Outputs.write(try document(report), to: output, force: force)
    if !read.failures.isEmpty { throw ExitCode(3) }
  }

  private func document(_ report: IncidentReport) throws -> [UInt8] {
    guard letter else { return report.bytes(chosenFormat) }
    return Array((worst(report)?.text() ?? LetterChoice.nothingIsWrong.sentence).utf8)
  }

  /// The letter about the worst session of the report; `nil` where nothing is wrong.
  private func worst(_ report: IncidentReport) -> Letter? {
    guard let told = report.worst else { return nil }
    return LetterChoice.letter(told, of: report, to: letterTo, isAskedFor: report.options.onlySession != nil)
  }

  private var chosenFormat: IncidentReport.Format { format ?? IncidentReport.Format(fileName: output) ?? .text }
}

/// Writes what a command made, or says in one line why not.
enum Outputs {
  static func write(_ bytes: [UInt8], to path: String, force: Bool) throws {
    if path == "-" { return StandardOutput.write(bytes) }
    do throws(OutputError) {
      try OutputFile.write(bytes, to: path, overwrites: force)
    } catch {
      StandardError.write("smtptrace: \(error.description)\n")
      throw ExitCode(3)
    }
  }
}
