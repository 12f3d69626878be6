public import ArgumentParser
import SMTPAnalysis

/// Which sessions are told, in the same words for every command. What is not told still counts for the verdicts of the others.
struct SelectionOptions: ParsableArguments {
  @Option(
    name: .customLong("session"),
    help: ArgumentHelp("Sessions by number: 3, or 1,4-7. One alone is shown with its whole transcript.", valueName: "n")
  )
  var numbers: [String] = []

  @Option(
    name: .customLong("host"),
    help: ArgumentHelp(
      "Sessions with this host on either side: an address, a network (192.0.2.0/24), or a name, in which * stands for anything.",
      valueName: "host"))
  var hosts: [String] = []

  @Option(name: .customLong("client"), help: ArgumentHelp("Sessions of this client; as for --host.", valueName: "host"))
  var clients: [String] = []

  @Option(
    name: .customLong("server"),
    help: ArgumentHelp(
      "Sessions with this server; as for --host. Its names are those of greeting, EHLO reply, SNI and certificate.",
      valueName: "host"))
  var servers: [String] = []

  @Option(
    help: ArgumentHelp(
      "Sessions from this time on: 10:00, 10:00+02:00, 2026-11-22T10:00:00Z; without an offset it is UTC.",
      valueName: "time"))
  var from: String?

  @Option(help: ArgumentHelp("Sessions up to this time; as for --from.", valueName: "time"))
  var to: String?

  @Option(
    name: .customLong("cause"),
    help: ArgumentHelp("Sessions whose verdict rests on this finding, such as 'starttls/*'.", valueName: "finding"),
    completion: .custom { _, _, _ in Completions.findings() })
  var causes: [String] = []

  @Option(
    name: .customLong("outcome"),
    help: ArgumentHelp(
      "Sessions with this outcome: completed, stopped, downgraded, undetermined.", valueName: "outcome"))
  var outcomes: [Verdict.Outcome] = []

  @Option(
    name: .customLong("disposition"),
    help: ArgumentHelp(
      "Sessions of which this became: delivered, deferred, refused, aborted, abandoned, noIntent, unknown.",
      valueName: "what"))
  var dispositions: [Disposition] = []

  @Option(
    name: .customLong("sender"),
    help: ArgumentHelp("Sessions with mail from this address, such as '*@example.com'.", valueName: "address"))
  var senders: [String] = []

  @Option(
    name: .customLong("recipient"),
    help: ArgumentHelp("Sessions with mail to this address.", valueName: "address"))
  var recipients: [String] = []

  @Option(
    name: .customLong("tls"),
    help: ArgumentHelp("Sessions with this version of TLS: 1.0, 1.1, 1.2, 1.3, or none.", valueName: "version"),
    completion: .list(Selection.tlsVersions))
  var versions: [String] = []

  @Option(help: "problems: only sessions that need somebody's attention.")
  var only: OnlyChoice?

  enum OnlyChoice: String, ExpressibleByArgument, CaseIterable {
    case problems
  }

  var isEmpty: Bool {
    numbers.isEmpty && hosts.isEmpty && clients.isEmpty && servers.isEmpty && from == nil && to == nil && causes.isEmpty
      && outcomes.isEmpty && dispositions.isEmpty && senders.isEmpty && recipients.isEmpty && versions.isEmpty
      && only == nil
  }

  func validate() throws { _ = try selection() }

  /// What was asked for, or in one line what is wrong with it.
  func selection() throws -> Selection {
    var selection = Selection()
    do throws(SelectionError) {
      selection.numbers = try Self.ranges(numbers)
      for host in hosts { selection.hosts.append(try HostPattern(host)) }
      for host in clients { selection.clients.append(try HostPattern(host)) }
      for host in servers { selection.servers.append(try HostPattern(host)) }
      if let from { selection.from = try TimeBound(from) }
      if let to { selection.to = try TimeBound(to) }
      selection.causes = try Self.causes(causes)
      selection.senders = try senders.map(Self.pattern)
      selection.recipients = try recipients.map(Self.pattern)
      for version in versions where !Selection.tlsVersions.contains(version) {
        throw SelectionError("--tls takes \(Selection.tlsVersions.joined(separator: ", ")), not \(version)")
      }
    } catch {
      throw ValidationError(CleanText.line(error.description))
    }
    selection.outcomes = Set(outcomes)
    selection.dispositions = Set(dispositions)
    selection.tls = versions
    selection.onlyProblems = only == .problems
    return selection
  }

  private static func ranges(_ texts: [String]) throws(SelectionError) -> [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    for part in texts.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first >= 1,
        first <= last
      else {
        throw SelectionError("--session takes numbers of sessions, from 1, such as 3 or 1,4-7; \(part) is none")
      }
      ranges.append(first...last)
    }
    return ranges
  }

  private static func causes(_ texts: [String]) throws(SelectionError) -> [TextPattern] {
    var patterns: [TextPattern] = []
    for text in texts {
      let pattern = try pattern(text)
      guard Catalogue.rules.contains(where: { pattern.matches($0.id) }) else {
        throw SelectionError(
          "there is no finding \(text); smtptrace explain lists all, and --cause 'starttls/*' takes a group")
      }
      patterns.append(pattern)
    }
    return patterns
  }

  private static func pattern(_ text: String) throws(SelectionError) -> TextPattern {
    guard let pattern = TextPattern(text) else { throw SelectionError("an empty text selects nothing") }
    return pattern
  }
}

extension Verdict.Outcome: ExpressibleByArgument {}
extension Disposition: ExpressibleByArgument {}
