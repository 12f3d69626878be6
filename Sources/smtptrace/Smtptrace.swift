import ArgumentParser
import HistoryArguments
import SMTPAnalysis

/// The command line. Everything that knows a protocol is behind `SMTPAnalysis`; here are arguments, the terminal and the exit
/// status.
@main
struct Smtptrace: ParsableCommand {
  static let version = "0.2.0"
  /// As reports name it: the same for every build of one version.
  static var nameAndVersion: String { "smtptrace \(version)" }

  static let configuration = CommandConfiguration(
    commandName: "smtptrace",
    abstract: "Explains from a packet capture why TLS did not start between two mail servers.",
    discussion: """
      Reads pcap and pcapng captures (gzip and zstd too), rebuilds every SMTP conversation in them, and says how far it came, who \
      stopped it, how sure that is, on which packets it rests, and what to do. Names are never looked up. Passwords, tokens and \
      message contents are not shown unless asked for.

      EXAMPLES
        smtptrace mail.pcap                     what is wrong, by cause where there are many
        smtptrace mail.pcap --session 3         one session, whole
        smtptrace mail.pcap --explain-verdict 3 how that verdict came about
        smtptrace mail.pcap --list              a row for each session
        smtptrace mail.pcap --server mx1.example.net --from 10:00 --to 10:05
        smtptrace /var/captures                 a folder of rotated captures
        ssh mx tcpdump -U -s0 -w - port 25 | smtptrace -
        sudo smtptrace live -i eth0             listen; each session as it ends
        smtptrace mail.pcap --format ndjson     a line of JSON for each session
        smtptrace mail.pcap --fail-on problem   exit with 1 where there is one
        smtptrace explain starttls/not-offered  what a finding means
        smtptrace explain "454 4.7.0"           what a code or a log message stands for
        smtptrace recipe postfix                how to take the capture
        smtptrace report mail.pcap -o a.html    a report for people elsewhere
        smtptrace history show mx.example.net   since when something is different

      EXIT STATUS
        0  analysed
        1  a finding reaches --fail-on
        2  wrong usage
        3  an input could not be read; what could be read was analysed
      """,
    version: BuildFacts.sentence,
    subcommands: [
      Analyze.self, Live.self, Interfaces.self, Report.self, Extract.self, EvidenceFolder.self, Merge.self, Sets.self,
      Explain.self, Recipe.self, HistoryCommand.self,
    ],
    defaultSubcommand: Analyze.self)

  static func main() {
    ignoreBrokenPipes()
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments == ["-h"] {
      StandardOutput.write(shortHelp + "\n")
      endProgram(withStatus: 0)
    }
    if arguments == ["--version"] {
      StandardOutput.write(BuildFacts.sentence + "\n")
      endProgram(withStatus: 0)
    }
    if arguments == ["--help"] || arguments == ["help"] {
      StandardOutput.write(wholeHelp + "\n")
      endProgram(withStatus: 0)
    }
    if let script = CompletionScripts.script(for: arguments) {
      StandardOutput.write(script)
      endProgram(withStatus: 0)
    }
    if let mistake = CommandWords.mistake(in: arguments, exists: pathExists) {
      StandardError.write("smtptrace: \(mistake)\n")
      endProgram(withStatus: 2)
    }
    do {
      if let files = CommandWords.files(alone: arguments) {
        var run = ReportRun(files.paths)
        if let format = files.format { run.format = format }
        return try run.run()
      }
      var command = try command(arguments)
      // Words and help of the history are known here; what it does is another program's.
      if HistoryCommand.configuration.subcommands.contains(where: { $0 == type(of: command) }) {
        HistoryProgram.takePlace(Array(arguments.dropFirst()))
      }
      try command.run()
    } catch let status as ExitCode {
      endProgram(withStatus: status.rawValue)
    } catch {
      let code = exitCode(for: error)
      let text = PrintableLines.of(fullMessage(for: error))
      if code == .success {
        StandardOutput.write(text + "\n")
        endProgram(withStatus: 0)
      }
      if arguments.first == HistoryCommand.configuration.commandName {
        let mistake = HistoryMistake.text(message(for: error), arguments: Array(arguments.dropFirst()))
        StandardError.write(PrintableLines.of(mistake))
      } else {
        StandardError.write(text + "\n")
      }
      endProgram(withStatus: 2)
    }
  }

  /// The command that the arguments ask for.
  ///
  /// The tree of all commands with the words of all options takes twice the time of a small capture. It is made where a command is
  /// named, and for what is to be said of a mistake. Where files and a format are all that is named, no words are needed, and nothing comes
  /// here.
  private static func command(_ arguments: [String]) throws -> any ParsableCommand {
    let first = arguments.first ?? ""
    // Three dashes ask for a completion, of any command.
    let namesCommand = first == "help" || first.hasPrefix("---") || CommandWords.commands.contains(first)
    if !namesCommand, let command = try? Analyze.parseAsRoot(arguments) { return command }
    return try parseAsRoot(arguments)
  }

  /// What a screen holds: the examples and the commands.
  private static var shortHelp: String {
    let commands = configuration.subcommands.map { $0._commandName }.joined(separator: ", ")
    let lines = configuration.discussion.split(separator: "\n", omittingEmptySubsequences: false)
    let from = lines.firstIndex { $0.hasPrefix("EXAMPLES") } ?? lines.startIndex
    let to = lines.firstIndex { $0.hasPrefix("EXIT STATUS") } ?? lines.endIndex
    return """
      smtptrace [options] FILE...: \(configuration.abstract)

      \(lines[from..<to].joined(separator: "\n"))
      COMMANDS  \(commands)
      --help tells all options; smtptrace help COMMAND those of a command.
      """
  }

  /// The options of the default command belong to what a newcomer reads first.
  private static var wholeHelp: String {
    let options = Analyze.helpMessage().split(separator: "\n", omittingEmptySubsequences: false)
    let from = options.firstIndex { $0.hasPrefix("USAGE") } ?? options.startIndex
    return helpMessage() + "\n\n"
      + options[from...].joined(separator: "\n").replacing("USAGE: analyze", with: "USAGE: smtptrace")
  }
}
