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
    do throws(KeyLogFile.Failure) {
      let given = try GivenKeys(
        keyLogs: keyLogs, traces: traces, memoryBytes: options.memoryBytes, isGrowing: isGrowing)
      for warning in given?.warnings ?? [] { StandardError.write("smtptrace: \(warning)\n") }
      return given
    } catch {
      StandardError.write("smtptrace: \(error.description)\n")
      throw ExitCode(2)
    }
  }
}

extension GivenKeys {
  /// Says what they did not open, and why, once captures were read to their end.
  ///
  /// - Parameter packets: How many were read.
  func tell(afterReading packets: Int) {
    for remark in remarks(afterReading: packets) { StandardError.write("smtptrace: \(remark)\n") }
  }
}
