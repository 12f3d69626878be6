import ArgumentParser
import Foundation
import History
import HistoryArguments
import Reports

/// The program behind `smtptrace history`. It has the database, and with it a library for it, so that the program which reads captures can do without.
@main
struct SmtptraceHistory: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "smtptrace", subcommands: [HistoryCommand.self])

  static func main() {
    // A closed pipe, and a file that may not become larger, show as errors of `write`, not as signals that kill the program.
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGXFSZ, SIG_IGN)
    do {
      let command = try parseAsRoot(["history"] + CommandLine.arguments.dropFirst())
      try run(command)
    } catch let error as HistoryError {
      Terminal.complain(error.description)
      Foundation.exit(3)
    } catch let status as ExitCode {
      Foundation.exit(status.rawValue)
    } catch {
      let isAsked = exitCode(for: error) == .success
      if isAsked {
        Terminal.write(Array("\(fullMessage(for: error))\n".utf8))
        Foundation.exit(0)
      }
      let text = HistoryMistake.text(message(for: error), arguments: Array(CommandLine.arguments.dropFirst()))
      Terminal.say("\(text.split(separator: "\n").map { CleanText.line(String($0)) }.joined(separator: "\n"))\n")
      Foundation.exit(2)
    }
  }

  private static func run(_ command: any ParsableCommand) throws {
    switch command {
    case let command as AddToHistory: try command.perform()
    case let command as HistoryPeers: try command.perform()
    case let command as ShowHistory: try command.perform()
    case let command as HistoryChanges: try command.perform()
    case let command as HistoryReport: try command.perform()
    case let command as ExpireHistory: try command.perform()
    case let command as ExportHistory: try command.perform()
    case let command as CheckHistory: try command.perform()
    default: throw CleanExit.helpRequest(HistoryCommand.self)
    }
  }
}

extension HistoryStore {
  /// This history, after its owner was told what was done on opening it.
  func told() -> HistoryStore {
    for notice in notices { Terminal.complain(notice) }
    return self
  }
}

extension DatabaseOption {
  /// The database that is meant.
  func path() throws -> String {
    if let database { return database }
    let environment = ProcessInfo.processInfo.environment
    let standard = Self.standardPath(stateHome: environment["XDG_STATE_HOME"], home: environment["HOME"])
    if let standard { return standard }
    throw ValidationError("neither XDG_STATE_HOME nor HOME names a folder: --database says where the history is")
  }
}
