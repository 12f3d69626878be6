package import ArgumentParser

/// `smtptrace history peers`.
package struct HistoryPeers: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "peers",
    abstract: "List the peers, from each hub: sessions, what became of them, TLS, certificate, last change.")

  @Argument(help: "A peer's name or address, in which * stands for anything; none lists all.")
  package var peer: String?

  @OptionGroup package var database: DatabaseOption

  @Option(name: [.customShort("T"), .long], help: "How to write: text or json.")
  package var format: HistoryTableFormat = .text

  package init() {}
}

/// `smtptrace history show`.
package struct ShowHistory: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "show",
    abstract:
      "Tell the story of a peer: what it offers now, what changed when and for whom, and what else changed then.",
    discussion: """
      EXAMPLES
        smtptrace history show mx.example.net
        smtptrace history show 203.0.113.25
        smtptrace history show '*.mail.example.com' --as-one
      """)

  @Argument(
    help:
      "The peer: its name (as it calls itself, or as the client asked for it), its address, or, where addresses are stored, a recipient's domain. * stands for anything."
  )
  package var peer: String

  @OptionGroup package var database: DatabaseOption

  @Flag(help: "Tell all that fit as one peer, as a service with many names is.")
  package var asOne = false

  @Option(name: [.customShort("T"), .long], help: "How to write: text or json.")
  package var format: HistoryTableFormat = .text

  package init() {}

  package func validate() throws {
    if peer.isEmpty { throw ValidationError("name a peer, such as mx.example.net") }
  }
}

/// `smtptrace history changes`.
package struct HistoryChanges: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "changes",
    abstract: "Tell what is new since a time, of every peer: the mail of the morning.",
    discussion: """
      A change is told when it is established: when enough sessions have followed it. So each is told once where the times of two runs meet.

      EXAMPLES
        smtptrace history changes --since yesterday --until today      the mail of the morning, each change once
        smtptrace history changes --since 7d --format md
        smtptrace history changes --since yesterday --until today --quiet      nothing where nothing is new, for cron
      """)

  @Option(
    help: ArgumentHelp("From when: yesterday, today, 7d, 12h, 2026-10-03, 2026-10-03T07:00:00Z.", valueName: "time"))
  package var since: String = "yesterday"

  @Option(
    help: ArgumentHelp(
      "Up to when, not included, as for --since; the clock of this machine where it is left out.", valueName: "time"))
  package var until: String?

  @OptionGroup package var database: DatabaseOption

  @Option(name: [.customShort("T"), .long], help: "How to write: text, json or md.")
  package var format: HistoryFormat = .text

  @Flag(help: "Write nothing where nothing changed.")
  package var quiet = false

  package init() {}
}

/// `smtptrace history report`.
package struct HistoryReport: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write an HTML page with a chart of each peer, what it offers, and what changed.")

  @Argument(help: "A peer's name or address, in which * stands for anything; none tells all.")
  package var peer: String?

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Where to write; - is standard output.", valueName: "file"),
    completion: .file())
  package var output: String = "-"

  @OptionGroup package var database: DatabaseOption

  @Option(help: "The title of the page.")
  package var title: String?

  @Flag(help: "Write over a file that is there already.")
  package var force = false

  package init() {}
}
