import ArgumentParser
import SMTPAnalysis

/// What several commands ask in the same words.
struct InputOptions: ParsableArguments {
  @Argument(
    help: "Captures (pcap, pcapng, also as .gz or .zst), folders of captures, or - for standard input.",
    completion: .file())
  var files: [String] = []

  @Option(
    name: .customLong("port"),
    help: ArgumentHelp("Also take connections on this port for mail.", valueName: "port"))
  var ports: [UInt16] = []

  @OptionGroup var keys: KeyOptions

  @OptionGroup var bounds: BoundOptions

  func validate() throws {
    if files.isEmpty { throw ValidationError("name a capture to read, such as mail.pcap; - reads standard input") }
    if ports.contains(0) { throw ValidationError("--port takes a port from 1 to 65535") }
  }

  var analysisOptions: AnalysisOptions {
    var options = AnalysisOptions()
    options.mailPorts.formUnion(ports)
    bounds.apply(to: &options)
    return options
  }
}

enum RedactionChoice: String, ExpressibleByArgument, CaseIterable {
  case addresses, hosts, all
}

/// What is replaced by stand-ins.
struct RedactionOptions: ParsableArguments {
  @Option(
    name: .customLong("redact"),
    help: ArgumentHelp(
      "Replace by stand-ins: addresses (the local parts of mail addresses, user names), hosts (IP addresses, host names), all. May be repeated.",
      valueName: "what"))
  var choices: [RedactionChoice] = []

  @Option(
    help: ArgumentHelp(
      "Take the key of the stand-ins from this file (at least 16 bytes), so that several reports agree.",
      valueName: "file"), completion: .file())
  var redactKey: String?

  func validate() throws {
    if redactKey != nil && choices.isEmpty { throw ValidationError("--redact-key needs --redact") }
  }

  var redaction: Redaction {
    var redaction: Redaction = []
    if choices.contains(.addresses) || choices.contains(.all) { redaction.insert(.addresses) }
    if choices.contains(.hosts) || choices.contains(.all) { redaction.insert(.hosts) }
    return redaction
  }

  func pseudonyms() throws -> Pseudonyms {
    guard let redactKey else { return Pseudonyms() }
    guard let bytes = OutputFile.contents(of: redactKey, limit: 65_536) else {
      throw ValidationError("--redact-key: \(CleanText.line(redactKey)) cannot be read")
    }
    guard let pseudonyms = Pseudonyms(key: bytes) else {
      throw ValidationError("--redact-key: the key has fewer than \(Pseudonyms.minimumKeyLength) bytes")
    }
    return pseudonyms
  }
}

/// Reads every capture that `inputs` names, and hands each session on as it ends.
enum CaptureReading {
  /// - Parameters:
  ///   - keys: What the key logs and traces among the inputs hold, where they were read already; nothing is told of them then.
  static func run(
    _ inputs: InputOptions, keys known: GivenKeys? = nil, progress isWanted: Bool = true,
    each: (DiagnosedSession) throws -> Void
  ) throws -> (summary: CaptureSummary, names: [String], failures: [CaptureError]) {
    var input = PipedInput(inputs.files)
    var options = inputs.analysisOptions
    let keys = try known ?? inputs.keys.given(for: options)
    if let keys { options.use(keys.secrets) }
    var analysis = Analysis(options: options)
    var progress = Progress(isWanted: isWanted)
    let captures = CaptureInputs(paths: inputs.files)
    var failures = captures.errors
    analysis.note(captures)
    for name in captures.names where input.waits(for: name) {
      do {
        var capture = try analysis.open(name)
        while try input.read(&capture, named: name, into: &analysis) {
          while let session = analysis.nextSession() { try each(session) }
          progress.update(
            bytesRead: capture.bytesRead, totalBytes: capture.totalBytes, packets: analysis.packets,
            sessions: analysis.sessionsFound)
        }
      } catch let error as CaptureError {
        failures.append(error)
      }
      while let session = analysis.nextSession() { try each(session) }
    }
    analysis.finish()
    while let session = analysis.nextSession() { try each(session) }
    progress.clear()
    if known == nil { keys?.tell(afterReading: analysis.packets) }
    return (analysis.summary(), captures.names, failures)
  }
}
