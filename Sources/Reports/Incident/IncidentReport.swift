package import CaptureFiles
public import Diagnosis
package import PacketLayers
import PlainWords
import SMTPSession

/// Everything that one report for people elsewhere says, before any writer has dressed it. Redaction has happened before a
/// value comes in here.
public struct IncidentReport: Sendable {
  /// Sessions that are told in full: one for each verdict that needs somebody's attention.
  public static let maximumDetailedSessions = 12
  /// Sessions that have a row in the table; more are counted. Those with a problem take the rows of those without.
  public static let maximumRows = 5000

  /// What the person who makes the report says about it.
  public struct Options: Sendable {
    /// `nil` where the verdict is the title.
    public var title: String?
    public var note: String?
    /// The one session to tell; `nil` where the report chooses.
    public var onlySession: Int?
    /// Whether the others have their place in it, too, where one session is told: a table of all, and what they show together.
    public var tellsOthers = false
    /// Whether sessions without a problem are left out.
    public var onlyProblems = false
    /// Name and version of the program.
    public var tool: String
    /// What was replaced, in words; empty where nothing but secrets and message contents is left out.
    public var redactions: [String] = []

    public init(tool: String) {
      self.tool = tool
    }
  }

  /// A session in the table.
  package struct Row: Sendable {
    package var id: Int
    package var start: Timestamp
    package var client: String
    package var server: String
    /// The addresses alone, by which sessions of the same ends are known.
    package var clientAddress: IPAddress
    package var serverAddress: IPAddress
    /// What the server called itself; `nil` where it said nothing.
    package var serverName: String?
    package var outcome: Verdict.Outcome
    package var disposition: Disposition
    /// The finding, or the stage reached.
    package var label: String
    /// The same as the tally and the overview name it.
    package var cause: String
    /// "TLS 1.3", "TLS failed", or "-" where none was begun.
    package var tls: String
    package var seconds: Double
    package var isDetailed: Bool
  }

  public var options: Options
  public var capture = CaptureSummary()
  /// SHA-256 of each of the capture's files in hexadecimal digits, in their order; `nil` for what came through a pipe.
  public var digests: [String?] = []
  /// Sessions told in full, the one that the report is about first.
  public private(set) var detailed: [DiagnosedSession] = []
  /// Of the sessions that the report may tell of, the one that needs somebody's attention most; see ``DiagnosedSession/isWorse(than:)``.
  public private(set) var worst: DiagnosedSession?
  public private(set) var sessions = 0
  package private(set) var rows: [Row] = []
  package private(set) var unlistedRows = 0
  /// Sessions that were left out because nothing is wrong with them.
  package private(set) var omittedHealthy = 0
  package private(set) var tally = VerdictTally()
  package private(set) var timeline = VerdictTimeline()
  package private(set) var overview = Overview(by: .server)

  private var told: Set<String> = []
  private var fallback: DiagnosedSession?
  /// Places of rows that a session with a problem may take when there is no other.
  private var yielding: [Int] = []

  public init(options: Options) {
    self.options = options
  }

  /// Takes a session that has ended.
  public mutating func add(_ diagnosed: DiagnosedSession) {
    sessions += 1
    let verdict = diagnosed.verdict
    let matters = diagnosed.needsAttention
    let isWanted = options.onlySession.map { $0 == diagnosed.session.id } ?? true
    if !isWanted, !options.tellsOthers { return }
    if options.onlyProblems && !matters && !(isWanted && options.onlySession != nil) {
      omittedHealthy += 1
      return
    }
    tally.record(diagnosed)
    timeline.record(diagnosed.session.start.time, verdict.outcome)
    let item = OverviewItem(diagnosed)
    overview.record(item)
    let label = item.key.label
    var isDetailed = false
    if isWanted, worst.map(diagnosed.isWorse) ?? true { worst = isAlone ? diagnosed.byItself : diagnosed }
    if isWanted {
      if options.onlySession != nil {
        isDetailed = true
      } else if matters, !told.contains(label), detailed.count < Self.maximumDetailedSessions {
        told.insert(label)
        isDetailed = true
      } else if fallback == nil {
        fallback = diagnosed
      }
    }
    if isDetailed { detailed.append(isAlone ? diagnosed.byItself : diagnosed) }
    list(
      Row(
        id: item.session, start: item.start, client: item.client.description, server: item.server.description,
        clientAddress: item.client.address, serverAddress: item.server.address, serverName: item.serverName,
        outcome: verdict.outcome, disposition: verdict.disposition, label: label, cause: label, tls: item.tls,
        seconds: item.seconds,
        isDetailed: isDetailed), yields: !matters && !isDetailed)
  }

  /// Gives a session its row, or counts it.
  private mutating func list(_ row: Row, yields: Bool) {
    if rows.count < Self.maximumRows {
      if yields { yielding.append(rows.count) }
      rows.append(row)
      return
    }
    unlistedRows += 1
    if !yields, let place = yielding.popLast() { rows[place] = row }
  }

  /// Leaves out what was quoted of sessions other than those with `numbers`: they were not chosen.
  public mutating func tellOnly(_ numbers: Set<Int>) {
    func chosen(_ diagnosed: DiagnosedSession) -> DiagnosedSession {
      var result = diagnosed
      result.findings = diagnosed.findings.map { $0.telling(only: numbers) }
      return result
    }
    detailed = detailed.map(chosen)
    worst = worst.map(chosen)
    fallback = fallback.map(chosen)
  }

  /// Puts everything in order; call it once, after the last session.
  public mutating func finish(_ summary: CaptureSummary) {
    // Folders tell where somebody keeps things, and nothing about the capture.
    capture = summary.withoutFolders
    if isAlone { capture = detailed.first.map { capture.restricted(to: $0.session) } ?? capture.withoutFindings }
    if detailed.isEmpty, options.onlySession == nil, let fallback {
      detailed.append(fallback)
      for index in rows.indices where rows[index].id == fallback.session.id { rows[index].isDetailed = true }
    }
    fallback = nil
    detailed.sort { left, right in
      let ranks = (left.verdict.outcome.gravity, right.verdict.outcome.gravity)
      if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
      let counts = (tally.count(left.verdict), tally.count(right.verdict))
      return counts.0 != counts.1 ? counts.0 > counts.1 : left.session.id < right.session.id
    }
    rows.sort { $0.id < $1.id }
  }

  /// Whether one session is told, and nothing of others.
  private var isAlone: Bool { options.onlySession != nil && !options.tellsOthers }

  public var isMissingSession: Bool { options.onlySession != nil && detailed.isEmpty }
}

extension IncidentReport {
  /// What stands over everything.
  package var title: String {
    if let title = options.title { return title }
    guard let first = detailed.first else { return "No SMTP session was found" }
    if tally.sessions > 1, options.onlySession == nil {
      var counts: [Verdict.Outcome: Int] = [:]
      for entry in tally.entries { counts[entry.outcome, default: 0] += entry.count }
      let words = [Verdict.Outcome.stopped, .downgraded, .undetermined, .completed].compactMap { outcome in
        counts[outcome].map { "\(Counting.grouped($0)) \(outcome.rawValue)" }
      }
      return "\(Counting.grouped(tally.sessions)) SMTP sessions: \(words.joined(separator: ", "))"
    }
    return "SMTP between \(first.session.client.address) and \(first.session.server.address)"
  }

  /// The sessions that ended as this one did and that concern whoever gets a letter about it; `nil` where it is told alone. The sessions of
  /// others stay with us.
  public func group(of diagnosed: DiagnosedSession, to recipient: Letter.Recipient) -> Letter.Group? {
    guard options.onlySession == nil else { return nil }
    let label = VerdictWords.label(diagnosed.verdict)
    let (client, server) = (diagnosed.session.client.address, diagnosed.session.server.address)
    let alike = rows.filter { row in
      guard row.cause == label, row.outcome == diagnosed.verdict.outcome else { return false }
      switch recipient {
      case .server: return row.serverAddress == server
      case .client: return row.clientAddress == client
      case .network: return row.clientAddress == client && row.serverAddress == server
      }
    }
    guard alike.count > 1 else { return nil }
    return Letter.Group(
      isWhole: unlistedRows == 0,
      sessions: alike.sorted { ($0.start, $0.id) < ($1.start, $1.id) }.map {
        ($0.start, "\($0.client) -> \($0.server)")
      },
      total: capture.sessions)
  }

  /// Which of several sessions a verdict is about, and how many others ended so; empty where there is only one.
  package func which(_ diagnosed: DiagnosedSession) -> String {
    guard tally.sessions > 1 else { return "" }
    let others = tally.count(diagnosed.verdict) - 1
    let like = others > 0 ? " and \(Counting.counted(others, "other that ended so", "others that ended so"))" : ""
    return "Session \(diagnosed.session.id)\(like)"
  }

  /// Whether packets must be named with their file's number.
  package var namesFiles: Bool { capture.files.count > 1 }

  package func packetName(_ packet: PacketID) -> String {
    namesFiles ? "\(packet.file + 1):\(packet.number)" : String(packet.number)
  }

  /// What was not shown or replaced, one sentence each.
  package var privacy: [String] {
    ["Passwords, tokens and message contents were left out; nothing in this report can be used to log in."]
      + options.redactions
  }
}

extension DiagnosedSession {
  /// Whether somebody must do something about it.
  public var needsAttention: Bool {
    verdict.outcome == .stopped || verdict.outcome == .downgraded || findings.contains { $0.severity == .problem }
  }

  /// Whether nothing stopped it, and somebody has something to do all the same: a password was readable, a certificate has run out.
  public var leavesSomethingToDo: Bool { findings.contains(where: \.isGraveSideFact) }

  /// The finding that the verdict rests on; `nil` where none does.
  package var primaryFinding: Finding? {
    guard let id = verdict.finding else { return nil }
    return findings.first { $0.id == id && $0.cause != nil } ?? findings.first { $0.id == id }
  }
}

extension Verdict.Outcome {
  /// The gravest first.
  package var gravity: Int {
    switch self {
    case .stopped: 0
    case .downgraded: 1
    case .undetermined: 2
    case .completed: 3
    }
  }

  /// The word and the sign, so that nothing rests on colour.
  package var sign: String {
    switch self {
    case .stopped: "✗"
    case .downgraded: "!"
    case .undetermined: "?"
    case .completed: "✓"
    }
  }
}

extension CaptureSummary {
  /// The same with the names of files alone, wherever they stand.
  fileprivate var withoutFolders: CaptureSummary {
    var result = self
    for index in files.indices {
      let path = files[index].name
      guard let slash = path.lastIndex(of: "/") else { continue }
      let name = String(path[path.index(after: slash)...])
      let shorten = { (text: String) in
        text.split(separator: path, omittingEmptySubsequences: false).joined(separator: name)
      }
      result.files[index].name = name
      result.files[index].error = files[index].error.map(shorten)
      result.caveatSentences = result.caveatSentences.map(shorten)
    }
    return result
  }
}
