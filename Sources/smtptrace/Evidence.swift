import ArgumentParser
import SMTPAnalysis

/// `smtptrace evidence`: everything about one session in one folder.
struct EvidenceFolder: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evidence",
    abstract: "Write a folder with the report, the redacted capture, a letter, JSON, and a manifest of their sums.",
    discussion: """
      The session is the one that --session names, else the worst of those that are chosen, or of all. Nothing of other sessions is told, unless --with-table asks for \
      it. The letter goes to whoever has to act; where nothing is wrong, none is written. The capture has its passwords, tokens and \
      message contents replaced; with --redact hosts it is left out, because a capture shows every address. Files can be read by \
      their owner alone.

      EXAMPLE
        smtptrace evidence mail.pcap -o incident/
      """)

  @OptionGroup var inputs: InputOptions
  @OptionGroup var redaction: RedactionOptions

  @OptionGroup(title: "Which session: of several, the worst")
  var choice: SelectionOptions

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The folder; it is made where it is not there.", valueName: "folder"),
    completion: .directory)
  var output: String

  @Flag(help: "Put a table of all sessions, and what they show together, into the report.")
  var withTable = false

  @Option(help: "To whom the letter goes: server, client, network; without it, to whoever has to act.")
  var letterTo: LetterRecipient?

  @Option(help: "The title of the report.")
  var title: String?

  @Option(help: "A note that stands in the report and in the letter.")
  var note: String?

  @Flag(help: "Write over files that are there already.")
  var force = false

  mutating func validate() throws {
    if inputs.files.contains("-") {
      throw ValidationError("evidence reads its input twice; write the capture into a file first")
    }
  }

  mutating func run() throws {
    let pseudonyms = try redaction.pseudonyms()
    var redactor = Redactor(redaction.redaction, pseudonyms: pseudonyms)
    let keys = try inputs.keys.given(for: inputs.analysisOptions)
    let chosen = try choose(keys)
    var options = IncidentReport.Options(tool: Smtptrace.nameAndVersion)
    options.onlySession = chosen.session.id
    options.tellsOthers = withTable
    options.redactions = redaction.redaction.sentences
    var report = IncidentReport(options: options)
    let read = try CaptureReading.run(inputs, keys: keys) { report.add(redactor.redact($0)) }
    report.options.title = title.map(CleanText.line).map(redactor.redact)
    report.options.note = note.map(CleanText.lines).map(redactor.redact)
    report.digests = read.names.map(OutputFile.sha256)
    report.finish(redactor.redact(read.summary))
    guard let told = report.detailed.first else { throw ExitCode(2) }

    var files: [(name: String, bytes: [UInt8])] = [
      ("report.html", report.bytes(.html)), ("report.md", report.bytes(.markdown)),
      ("report.json", report.bytes(.json)),
    ]
    if let letter = LetterChoice.letter(
      told, of: report, to: letterTo, isAskedFor: try choice.selection().single != nil)
    {
      files.append(("letter.txt", Array(letter.text().utf8)))
    } else {
      StandardError.write(
        "smtptrace: \(LetterChoice.nothingIsWrong); the folder tells of session \(chosen.session.id), without a letter\n"
      )
    }
    if !redaction.redaction.contains(.hosts) {
      var extraction = Extraction.Options(tool: Smtptrace.nameAndVersion)
      extraction.isRedacted = true
      extraction.redaction = redaction.redaction
      extraction.pseudonyms = pseudonyms
      extraction.analysis = inputs.analysisOptions
      let result = try Outputs.extraction(Extraction(options: extraction), chosen, read.names)
      files.append(("session-\(chosen.session.id).pcapng", result.bytes))
    }
    // As sha256sum writes it, so that `sha256sum -c` checks it.
    let manifest = files.map { "\(OutputFile.sha256(of: $0.bytes))  \($0.name)\n" }.joined()
    files.append(("SHA256SUMS", Array(manifest.utf8)))
    try write(files)
  }

  /// The session that the folder is about.
  private func choose(_ keys: GivenKeys?) throws -> DiagnosedSession {
    var chosen: DiagnosedSession?
    let selection = try choice.selection()
    let read = try CaptureReading.run(inputs, keys: keys) { diagnosed in
      guard selection.admits(diagnosed) else { return }
      if chosen.map(diagnosed.isWorse) ?? true { chosen = diagnosed }
    }
    keys?.tell(afterReading: read.summary.packets)
    for failure in read.failures { StandardError.write("smtptrace: \(failure.description)\n") }
    if let chosen { return chosen }
    if selection.single == nil, !selection.isEmpty, read.summary.sessions > 0 {
      NoSession.tell(selection, read.summary)
      throw ExitCode(2)
    }
    throw NoSession.exit(selection.single, read)
  }

  private func write(_ files: [(name: String, bytes: [UInt8])]) throws {
    let folder = output.hasSuffix("/") && output.utf8.count > 1 ? String(output.dropLast()) : output
    do throws(OutputError) {
      try OutputFile.writeFolder(files, to: folder, overwrites: force)
    } catch {
      StandardError.write("smtptrace: \(error.description)\n")
      throw ExitCode(3)
    }
  }
}
