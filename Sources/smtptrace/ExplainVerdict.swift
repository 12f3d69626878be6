import ArgumentParser
import CaptureFiles
import SMTPAnalysis

/// `--explain-verdict N`: how the verdict of one session came about. It reads the captures in a loop of its own, so that the usual
/// way knows nothing of it.
extension Analyze {
  /// What cannot stand beside it.
  func validateExplanation(of number: Int) throws {
    guard number >= 1 else {
      throw ValidationError("--explain-verdict takes the number of a session, from 1; \(number) is none")
    }
    if live {
      throw ValidationError(
        "--explain-verdict needs a capture that is whole, and --live writes each session as it ends: save the packets, then ask"
      )
    }
    guard format == .text else { throw ValidationError("--explain-verdict is text; leave --format out") }
    if list || all { throw ValidationError("--explain-verdict tells of one session; leave --list and --all out") }
    if !choice.isEmpty {
      throw ValidationError("--explain-verdict names its session itself; leave --session and other choices out")
    }
    if by != .server { throw ValidationError("--by is for the overview of many sessions, not for --explain-verdict") }
    if showSecrets || showMessages {
      throw ValidationError("--explain-verdict shows no conversation; leave --show-secrets and --show-messages out")
    }
    if failOn != nil { throw ValidationError("--fail-on is for reports, not for --explain-verdict") }
  }

  func tellVerdict(of number: Int, _ options: AnalysisOptions, _ keys: GivenKeys?) throws {
    var analysis = Analysis(options: options)
    var input = PipedInput(readFiles + files)
    var progress = Progress(isWanted: !noProgress)
    var redactor = Redactor(redaction.redaction, pseudonyms: try redaction.pseudonyms())
    let inputs = CaptureInputs(paths: readFiles + files)
    var failures = inputs.errors
    analysis.note(inputs)
    var found: (asDecided: DiagnosedSession, asShown: DiagnosedSession)?
    func take(_ analysis: inout Analysis) {
      while let session = analysis.nextSession() {
        // Stand-ins are handed out in the order of the sessions, as for every other output.
        let shown = redactor.redact(session)
        if session.session.id == number { found = (session, shown) }
      }
    }
    for name in inputs.names where input.waits(for: name) {
      do throws(CaptureError) {
        var capture = try analysis.open(name)
        while try input.read(&capture, named: name, into: &analysis) {
          take(&analysis)
          progress.update(
            bytesRead: capture.bytesRead, totalBytes: capture.totalBytes, packets: analysis.packets,
            sessions: analysis.sessionsFound)
        }
      } catch {
        failures.append(error)
      }
      take(&analysis)
    }
    analysis.finish()
    take(&analysis)
    progress.clear()
    defer { keys?.tell(afterReading: analysis.packets) }
    if let found {
      let style = Presentation.style(color: color, isASCII: ascii, isLocal: localTime)
      let report = VerdictExplanation(found.asDecided, shown: found.asShown, among: analysis.judge.survey)
      Pager.write(report.text(style, isVerbose: verbose, namesFiles: inputs.names.count > 1), isWanted: !noPager)
    }
    for failure in failures { StandardError.write("smtptrace: \(failure.description)\n") }
    guard found != nil else {
      let sessions = analysis.sessionsFound
      StandardError.write(
        sessions == 0
          ? "smtptrace: --explain-verdict: there is no SMTP session to explain\n"
          : "smtptrace: --explain-verdict: expected the number of a session, 1 to \(sessions), found \(number)\n")
      throw ExitCode(failures.isEmpty ? 2 : 3)
    }
    if !failures.isEmpty { throw ExitCode(3) }
  }
}
