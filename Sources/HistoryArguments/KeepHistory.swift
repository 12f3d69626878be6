package import ArgumentParser

/// `smtptrace history expire`.
package struct ExpireHistory: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "expire",
    abstract: "Let go of sessions that are older than a time, and give their room back.",
    discussion: "Changes whose sessions went are no longer told.")

  @Option(
    help: ArgumentHelp(
      "How old a session may be, such as 400d or 36h, or the day before which it goes.", valueName: "age"))
  package var olderThan: String

  @OptionGroup package var database: DatabaseOption

  @Flag(help: "Say nothing of what went.")
  package var quiet = false

  package init() {}
}

/// `smtptrace history export`.
package struct ExportHistory: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write all sessions as lines of JSON, for another history or another program.",
    discussion: """
      EXAMPLES
        smtptrace history export | zstd > history.ndjson.zst
        zstd -dc history.ndjson.zst | smtptrace history add --database all.db -
        smtptrace history export | smtptrace history add --database all.db -
      """)

  @OptionGroup package var database: DatabaseOption

  package init() {}
}

/// `smtptrace history check`.
package struct CheckHistory: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Hold the database against its own rules, and say what it holds.")

  @OptionGroup package var database: DatabaseOption

  package init() {}
}
