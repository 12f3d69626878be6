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

  var isEmpty: Bool { keyLogs.isEmpty && traces.isEmpty }

  /// The secrets of the files, and what is to be said of these at once; `nil` where none was named.
  func secrets() throws -> Secrets? {
    guard !isEmpty else { return nil }
    let secrets = Secrets()
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
    return secrets
  }

  /// Says at the end what the secrets did not open, and why.
  func tell(_ secrets: Secrets?) {
    guard let secrets else { return }
    let facts = secrets.facts
    let names = (keyLogs + traces).map(CleanText.line).joined(separator: ", ")
    if facts.brokenLines > 0 {
      StandardError.write(
        "smtptrace: \(names): \(facts.brokenLines) \(facts.brokenLines == 1 ? "line is" : "lines are") none of a key log, and passed over\n"
      )
    }
    if facts.forgotten > 0 {
      StandardError.write(
        "smtptrace: \(names): the keys of \(facts.forgotten) sessions were let go of, because too many were held\n")
    }
    if facts.sessionsWithSecrets == 0 {
      StandardError.write(
        "smtptrace: nothing in \(names) fits any session (sessions with TLS whose hellos were captured: \(facts.sessions))\n"
      )
    }
  }
}
