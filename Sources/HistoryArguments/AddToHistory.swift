package import ArgumentParser

/// `smtptrace history add`.
package struct AddToHistory: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add sessions to the history: of captures, and of results (--format ndjson).",
    discussion: """
      Captures are read together, as smtptrace FILE reads them; results are read one by one. What is there already is known by the session's \
      key and not added again, so the same input can be added as often as one likes, in any order, and a run that was broken off is \
      simply run again.

      EXAMPLES
        smtptrace history add --sensor hub-a /var/captures
        smtptrace history add hub-a.ndjson hub-b.ndjson
        ssh hub-b smtptrace /var/captures -T ndjson --sensor hub-b | smtptrace history add -
      """)

  @Argument(
    help: "Captures, folders of captures, results, exported histories; - is a result on standard input.",
    completion: .file())
  package var files: [String] = []

  @OptionGroup package var database: DatabaseOption

  @Option(
    help: ArgumentHelp(
      "Who captured, such as the name of the machine; in results, where they name nobody.", valueName: "name"))
  package var sensor: String?

  @Flag(
    help:
      "Also store mail addresses: of senders and recipients, so that show finds a peer by a recipient's domain, and in the names of certificates."
  )
  package var withRecipients = false

  @Flag(
    help: "Also take results that were made with --redact hosts; their stand-ins are then peers of their own.")
  package var redacted = false

  @Option(
    name: .customLong("port"),
    help: ArgumentHelp("In captures, also take connections on this port for mail.", valueName: "port"))
  package var ports: [UInt16] = []

  @Option(
    name: .customLong("keylog"),
    help: ArgumentHelp("In captures, open TLS with the secrets of this key log. May be repeated.", valueName: "file"),
    completion: .file())
  package var keyLogs: [String] = []

  /// For `live`: the number of lines that are stored is written to standard output whenever it has grown, and a line that is refused is told and passed over.
  @Flag(help: .hidden)
  package var acknowledge = false

  @Flag(help: "Say nothing of what was added.")
  package var quiet = false

  package init() {}

  package func validate() throws {
    if files.isEmpty {
      throw ValidationError("name something to add, such as a capture or a result; - reads standard input")
    }
    if ports.contains(0) { throw ValidationError("--port takes a port from 1 to 65535") }
    if files.count(where: { $0 == "-" }) > 1 { throw ValidationError("- can be named once") }
    if sensor == "" { throw ValidationError("--sensor takes a name") }
  }
}
