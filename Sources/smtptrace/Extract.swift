import ArgumentParser
import SMTPAnalysis

/// `smtptrace extract`: one session as a capture of its own, for people with Wireshark.
struct Extract: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write one session into a capture of its own, with what was found as packet comments.",
    discussion: """
      With --redacted, passwords, tokens and message contents are replaced by as many other bytes, checksums are mended, and \
      the result is analysed again: it is written only when the verdict is the same and nothing that was replaced is left. \
      --redact addresses replaces the local parts of mail addresses too. IP addresses and host names stay: a capture cannot \
      prove anything without them.

      EXAMPLE
        smtptrace extract mail.pcap --session 3 --redacted -o evidence.pcapng
      """)

  @OptionGroup var inputs: InputOptions
  @OptionGroup var redaction: RedactionOptions

  @Option(help: ArgumentHelp("The session to take out.", valueName: "n"))
  var session: Int

  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write; - is standard output.", valueName: "file"))
  var output: String

  @Flag(help: "Replace passwords, tokens and message contents.")
  var redacted = false

  @Flag(help: "Write over a file that is there already.")
  var force = false

  mutating func validate() throws {
    if session < 1 { throw ValidationError("--session takes a session's number, from 1") }
    if !redaction.redaction.isEmpty && !redacted { throw ValidationError("--redact needs --redacted") }
    if redaction.redaction.contains(.hosts) {
      throw ValidationError("a capture keeps its IP addresses and host names; only --redact addresses can be had")
    }
    if inputs.files.contains("-") {
      throw ValidationError("extract reads its input twice; write the capture into a file first")
    }
  }

  mutating func run() throws {
    let wanted = session
    var found: DiagnosedSession?
    let read = try CaptureReading.run(inputs) { diagnosed in
      if diagnosed.session.id == wanted { found = diagnosed }
    }
    for failure in read.failures { StandardError.write("smtptrace: \(failure.description)\n") }
    guard let found else { throw NoSession.exit(wanted, read) }
    var options = Extraction.Options(tool: Smtptrace.nameAndVersion)
    options.isRedacted = redacted
    options.redaction = redaction.redaction
    options.pseudonyms = try redaction.pseudonyms()
    options.analysis = inputs.analysisOptions
    let result = try Outputs.extraction(Extraction(options: options), found, read.names)
    try Outputs.write(result.bytes, to: output, force: force)
    if let difference = result.difference {
      StandardError.write("smtptrace: note: read by itself, the session says less: \(difference)\n")
    }
    let replaced = redacted ? ", \(result.replacedBytes) bytes replaced" : ""
    StandardError.write("smtptrace: session \(wanted): \(result.packets) packets\(replaced)\n")
  }
}

extension Outputs {
  /// The session as a capture, or one line that says why not.
  static func extraction(
    _ extraction: Extraction, _ diagnosed: DiagnosedSession, _ names: [String]
  ) throws -> Extraction.Result {
    do {
      return try extraction.extract(diagnosed, from: names)
    } catch let error as OutputError {
      StandardError.write("smtptrace: \(error.description)\n")
    } catch let error as CaptureError {
      StandardError.write("smtptrace: \(error.description)\n")
    }
    throw ExitCode(3)
  }
}
