import ArgumentParser
import SMTPAnalysis

/// With which secrets TLS is opened, in the same words for every command.
struct KeyOptions: ParsableArguments {
  @Option(
    name: .customLong("keylog"),
    help: ArgumentHelp(
      "Open TLS with the secrets of this key log (SSLKEYLOGFILE, RFC 9850). May be repeated. What stands inside is then read by the same rules, and shown as strictly as clear text; smtptrace recipe keylog says how to get one.",
      valueName: "file"), completion: .file())
  var keyLogs: [String] = []

  @Option(
    name: .customLong("tls-trace"),
    help: ArgumentHelp(
      "Take what a program wrote down of the handshake: the text of openssl s_client -trace, or of Postfix from 3.12 on. It holds no key.",
      valueName: "file"), completion: .file())
  var traces: [String] = []

  /// What the files hold, and what is to be said of these at once; `nil` where none was named.
  ///
  /// - Parameters:
  ///   - options: Those of the analysis that uses them.
  ///   - isGrowing: Whether key logs are read on while packets come.
  func given(for options: AnalysisOptions, isGrowing: Bool = false) throws -> GivenKeys? {
    guard !(keyLogs.isEmpty && traces.isEmpty) else { return nil }
    let secrets = Secrets(memoryBytes: options.memoryBytes, isGrowing: isGrowing)
    do throws(KeyLogFile.Failure) {
      for path in keyLogs { try secrets.add(file: path) }
      for path in traces { try secrets.add(trace: path) }
    } catch {
      StandardError.write("smtptrace: \(error.description)\n")
      throw ExitCode(2)
    }
    for file in secrets.files where file.isReadableByOthers {
      StandardError.write(
        "smtptrace: \(CleanText.line(file.path)): other users can read this key log, and open the same sessions: chmod 600\n"
      )
    }
    // A log that ends in the middle of a line is as whole as it will be.
    if !isGrowing { secrets.end() }
    return GivenKeys(secrets: secrets, names: (keyLogs + traces).map(CleanText.line).joined(separator: ", "))
  }
}

/// The key logs and traces that a command was given.
struct GivenKeys {
  let secrets: Secrets
  /// Of the files, fit for a terminal.
  let names: String

  /// Says what they did not open, and why, once captures were read to their end.
  ///
  /// - Parameter packets: How many were read: of none, nothing can be said.
  func tell(afterReading packets: Int) {
    guard packets > 0 else { return }
    let facts = secrets.facts
    if facts.brokenLines > 0 {
      StandardError.write(
        "smtptrace: \(names): \(facts.brokenLines) \(facts.brokenLines == 1 ? "line is" : "lines are") none of a key log, and passed over\n"
      )
    }
    if facts.sessionsWithSecrets == 0 {
      StandardError.write(
        "smtptrace: nothing in \(names) fits any session (sessions with TLS whose hellos were captured: \(facts.sessions))\n"
      )
    }
  }
}
