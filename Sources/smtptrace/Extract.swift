import ArgumentParser
import SMTPAnalysis

/// `smtptrace extract`: one session as a capture of its own, for people with Wireshark.
struct Extract: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract",
    abstract: "Write sessions into a capture of their own, with what was found as packet comments.",
    discussion: """
      With --redacted, passwords, tokens and message contents are replaced by as many other bytes, checksums are mended, and \
      the result is analysed again: it is written only when the verdict is the same and nothing that was replaced is left. \
      --redact addresses replaces the local parts of mail addresses too. IP addresses and host names stay: a capture cannot \
      prove anything without them.

      EXAMPLE
        smtptrace extract mail.pcap --session 3 --redacted -o evidence.pcapng
        smtptrace extract mail.pcap --server mx1.example.net --only problems -o mx1.pcapng
      """)

  @OptionGroup var inputs: InputOptions
  @OptionGroup var redaction: RedactionOptions

  @OptionGroup(title: "Which sessions")
  var choice: SelectionOptions

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Where to write; - is standard output.", valueName: "file"),
    completion: .file())
  var output: String

  @Flag(help: "Replace passwords, tokens and message contents.")
  var redacted = false

  @Flag(
    help:
      "Put the keys of these sessions into the capture, where there are any: whoever gets it reads all that TLS sealed, passwords too."
  )
  var withSecrets = false

  @Flag(help: "Write over a file that is there already.")
  var force = false

  mutating func validate() throws {
    if choice.isEmpty { throw ValidationError("say which sessions to take out, such as --session 3") }
    if !redaction.redaction.isEmpty && !redacted { throw ValidationError("--redact needs --redacted") }
    if withSecrets && redacted { throw ValidationError("--with-secrets cannot stand beside --redacted") }
    if redaction.redaction.contains(.hosts) {
      throw ValidationError("a capture keeps its IP addresses and host names; only --redact addresses can be had")
    }
    if inputs.files.contains("-") {
      throw ValidationError("extract reads its input twice; write the capture into a file first")
    }
  }

  /// Each is looked for in the capture again: more take as many readings.
  private static let maximumSessions = 100

  mutating func run() throws {
    let selection = try choice.selection()
    var found: [DiagnosedSession] = []
    var count = 0
    let named = try inputs.keys.given(for: inputs.analysisOptions)
    // Keys that the capture itself carries come in here, too.
    let memory = inputs.analysisOptions.memoryBytes
    let keys = named ?? (withSecrets ? GivenKeys(secrets: Secrets(memoryBytes: memory), names: "") : nil)
    let read = try CaptureReading.run(inputs, keys: keys) { diagnosed in
      guard selection.admits(diagnosed) else { return }
      count += 1
      if count <= Self.maximumSessions { found.append(diagnosed) }
    }
    named?.tell(afterReading: read.summary.packets)
    for failure in read.failures { StandardError.write("smtptrace: \(failure.description)\n") }
    guard !found.isEmpty else {
      if selection.single == nil, read.summary.sessions > 0 {
        NoSession.tell(selection, read.summary)
        throw ExitCode(2)
      }
      throw NoSession.exit(selection.single, read)
    }
    guard count <= Self.maximumSessions else {
      StandardError.write(
        "smtptrace: \(count) sessions are selected, and at most \(Self.maximumSessions) are taken out at once: select fewer\n"
      )
      throw ExitCode(2)
    }
    found.sort { $0.session.id < $1.session.id }
    var options = Extraction.Options(tool: Smtptrace.nameAndVersion)
    options.isRedacted = redacted
    options.redaction = redaction.redaction
    options.pseudonyms = try redaction.pseudonyms()
    options.analysis = inputs.analysisOptions
    options.secrets = withSecrets ? keys?.secrets : nil
    let extraction = Extraction(options: options)
    // A section for each session, which every reader of pcapng takes one after the other.
    var bytes: [UInt8] = []
    var told: [String] = []
    for session in found {
      let result = try Outputs.extraction(extraction, session, read.names)
      bytes += result.bytes
      if let difference = result.difference {
        told.append("smtptrace: note: read by itself, session \(session.session.id) says less: \(difference)\n")
      }
      if withSecrets, !result.hasKeys {
        told.append("smtptrace: session \(session.session.id): there are no keys of it, and none were written\n")
      }
      let replaced = redacted ? ", \(result.replacedBytes) bytes replaced" : ""
      told.append("smtptrace: session \(session.session.id): \(result.packets) packets\(replaced)\n")
    }
    try Outputs.write(bytes, to: output, force: force)
    told.forEach(StandardError.write)
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
