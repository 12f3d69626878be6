package import ArgumentParser

/// `smtptrace history`: what is remembered of sessions, over months.
///
/// The words of the command stand here apart from what does it: the program reads captures without a database, and hands this command to a program of its
/// own, but its help, its completion and its manual are the same.
package struct HistoryCommand: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Remember sessions over months, and tell since when something is different.",
    discussion: """
      Keeps a line of facts of each session in a database: whether STARTTLS was offered, what TLS was agreed on, which certificate was \
      shown, and what became of the mail. No word of a conversation is kept, and no mail address unless --with-recipients asks for it. A change is \
      told where a run of sessions stands on either side of it, never for one session; what was not captured is no change.

      The database is history.db in the folder smtptrace of XDG_STATE_HOME, else of ~/.local/state, for its owner alone. It is kept by \
      the program smtptrace-history, which the packages install.

      EXAMPLES
        smtptrace history add --sensor hub-a /var/captures   remember what is in captures
        smtptrace mail.pcap -T ndjson | smtptrace history add -
        smtptrace history peers                              who offers what, from which hub
        smtptrace history show mx.example.net                since when, and what else changed
        smtptrace history changes --since yesterday --until today   what is new
      """,
    subcommands: [
      AddToHistory.self, HistoryPeers.self, ShowHistory.self, HistoryChanges.self, HistoryReport.self,
      ExpireHistory.self,
      ExportHistory.self, CheckHistory.self,
    ])

  package init() {}
}

/// What is said of wrong words on the command line: one line that says what is wrong, and one where to read on.
package enum HistoryMistake {
  /// - Parameters:
  ///   - message: What is wrong, of one or more lines; the first says it.
  ///   - arguments: The words behind `history`.
  package static func text(_ message: String, arguments: [String]) -> String {
    let names = HistoryCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
    let command = arguments.first.flatMap { names.contains($0) ? " \($0)" : nil } ?? ""
    let line = message.split(whereSeparator: \.isNewline).joined(separator: "; ")
    return "smtptrace: \(line)\nsmtptrace history\(command) --help tells what can be given.\n"
  }
}

/// Where the database is, in the same words for every command.
package struct DatabaseOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("The database, where it is not the user's own.", valueName: "file"), completion: .file())
  package var database: String?

  package init() {}

  /// Where the history of a user lies, by the XDG Base Directory Specification; `nil` where neither variable of the environment names a folder.
  package static func standardPath(stateHome: String?, home: String?) -> String? {
    if let stateHome, stateHome.hasPrefix("/") { return "\(stateHome)/smtptrace/history.db" }
    guard let home, home.hasPrefix("/") else { return nil }
    return "\(home)/.local/state/smtptrace/history.db"
  }

  package func validate() throws {
    if database == "" { throw ValidationError("--database takes the name of a file") }
  }
}

/// How a document for people or machines is written.
package enum HistoryFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  case text, json, md
}

/// The same, where there is no document to pass on.
package enum HistoryTableFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  case text, json
}
