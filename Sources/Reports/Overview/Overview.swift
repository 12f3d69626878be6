import CaptureFiles
package import Diagnosis
import PacketLayers
import PlainWords
import SMTPSession

/// What many sessions come to: what is wrong with them, grouped, and how each server or client fared. Its size follows the catalogue
/// and a limit on ends, not the number of sessions.
package struct Overview: Sendable {
  /// By which end sessions are counted.
  package enum End: String, Sendable, CaseIterable {
    case server, client
  }

  /// Sessions that ended with one verdict.
  package struct Group: Sendable {
    let outcome: Verdict.Outcome
    let label: String
    let stoppedBy: Actor
    /// Who does what next, as it was said of the first of them.
    let next: String
    let example: Int
    var sessions = 0
    var first: Timestamp
    var last: Timestamp
    var clients = DistinctCount<IPAddress>()
    var servers = DistinctCount<Endpoint>()

    fileprivate mutating func add(_ item: OverviewItem) {
      sessions += 1
      first = min(first, item.start)
      last = max(last, item.start)
      clients.insert(item.client.address)
      servers.insert(item.server)
    }
  }

  /// How the sessions of one end went.
  package struct Fate: Sendable {
    var name: String?
    var sessions = 0
    var delivered = 0
    var deferred = 0
    var refused = 0
    var stopped = 0
    var inClear = 0
    var lastFailure: Timestamp?
  }

  /// Ends that are told apart; the sessions of others are counted together.
  static let maximumEnds = 20_000

  package let end: End
  package private(set) var sessions = 0
  private var dispositions = DispositionCounts()
  /// How many sessions went how; what none came to is not there.
  package var byDisposition: [Disposition: Int] { dispositions.byDisposition }
  package private(set) var inClear = 0
  /// Whether all sessions began on one day (UTC).
  package private(set) var isOneDay = true
  private var day: Int64?
  /// Sessions in which something grave stands beside the verdict, by the finding's id, with the first of them.
  private var graveSideFacts: [String: (count: Int, example: Int)] = [:]
  private var table: [OverviewItem.Key: Group] = [:]
  private var ends: [Endpoint: Fate] = [:]
  /// Sessions of ends that are not told apart.
  package private(set) var sessionsOfOthers = 0

  package init(by end: End) {
    self.end = end
  }

  package mutating func record(_ item: OverviewItem) {
    sessions += 1
    dispositions.add(item.disposition)
    if item.isInClear { inClear += 1 }
    let began = item.start.nanoseconds / 86_400_000_000_000
    if began != day ?? began { isOneDay = false }
    day = began
    for id in item.graveSideFacts {
      let known = graveSideFacts[id] ?? (0, item.session)
      graveSideFacts[id] = (known.count + 1, min(known.example, item.session))
    }
    recordGroup(item)
    recordEnd(item)
  }

  private mutating func recordGroup(_ item: OverviewItem) {
    if let place = table.index(forKey: item.key) { return table.values[place].add(item) }
    var group = Group(
      outcome: item.key.outcome, label: item.key.label, stoppedBy: item.key.stoppedBy, next: item.next ?? "",
      example: item.session, first: item.start, last: item.start)
    group.add(item)
    table[item.key] = group
  }

  private mutating func recordEnd(_ item: OverviewItem) {
    let name = end == .client ? Endpoint(address: item.client.address, port: 0) : item.server
    if ends.count >= Self.maximumEnds, ends[name] == nil {
      sessionsOfOthers += 1
      return
    }
    ends[name, default: Fate()].add(item, named: end == .server ? item.serverName : nil)
  }

  /// What is wrong, what stopped sessions first, then what took protection from them; the most frequent first.
  package var problems: [Group] {
    groups.filter { $0.outcome == .stopped || $0.outcome == .downgraded }
  }

  private var groups: [Group] {
    table.values.sorted { one, other in
      if one.outcome != other.outcome { return one.outcome.gravity < other.outcome.gravity }
      return one.sessions != other.sessions
        ? one.sessions > other.sessions : (one.label, one.example) < (other.label, other.example)
    }
  }

  /// Findings that stand beside the verdict and need somebody's attention: in how many sessions, and the first of these; the most frequent
  /// first.
  var sideFacts: [(id: String, count: Int, example: Int)] {
    graveSideFacts.map { (id: $0.key, count: $0.value.count, example: $0.value.example) }.sorted {
      $0.count != $1.count ? $0.count > $1.count : $0.id < $1.id
    }
  }

  /// What is said where no session was stopped; `nil` where one was.
  var nothingWrong: String? {
    guard problems.isEmpty else { return nil }
    return graveSideFacts.isEmpty
      ? "Nothing is wrong as far as this capture shows." : "No session was stopped as far as this capture shows."
  }

  /// The columns in which ends differ from nothing: a column of zeros says nothing.
  var columns: [Column] {
    let all: [Column] = [
      Column(title: "sessions", shortTitle: "all", value: \.sessions),
      Column(title: "delivered", shortTitle: "deliv.", value: \.delivered),
      Column(title: "deferred", shortTitle: "defer.", value: \.deferred),
      Column(title: "refused", shortTitle: "refus.", value: \.refused),
      Column(title: "stopped", shortTitle: "stop.", value: \.stopped),
      Column(title: "in clear", shortTitle: "clear", value: \.inClear),
    ]
    return all.filter { column in ends.values.contains { column.value($0) > 0 } }
  }

  struct Column {
    let title: String
    let shortTitle: String
    let value: (Fate) -> Int
  }

  /// The ends, those with failures first, then the busiest.
  package var fates: [(end: String, fate: Fate)] {
    fatesByEndpoint.map { endpoint, fate in
      // The port of mail between servers goes without saying.
      let isAlone = end == .client || endpoint.port == 25
      return (isAlone ? endpoint.address.description : endpoint.description, fate)
    }
  }

  /// The same, each with its port.
  var fatesByEndpoint: [(endpoint: Endpoint, fate: Fate)] {
    ends.sorted { one, other in
      let failures = (one.value.failures, other.value.failures)
      if failures.0 != failures.1 { return failures.0 > failures.1 }
      return one.value.sessions != other.value.sessions
        ? one.value.sessions > other.value.sessions : one.key < other.key
    }.map { ($0.key, $0.value) }
  }

  /// What became of sessions, in the order in which it is told, in words.
  static let dispositions: [(disposition: Disposition, words: String)] = [
    (.delivered, "delivered"), (.deferred, "deferred"), (.refused, "refused"), (.aborted, "broken off"),
    (.abandoned, "left by the client"), (.noIntent, "looks"), (.unknown, "not known"),
  ]

  /// How many sessions went how, in one sentence.
  var sentence: String {
    let parts = Self.dispositions.compactMap { disposition, word in
      byDisposition[disposition].map { "\(Counting.grouped($0)) \(word)" }
    }
    let clear = inClear > 0 ? "; \(Counting.grouped(inClear)) with mail in clear text" : ""
    return "\(Counting.counted(sessions, "session", "sessions")): \(parts.joined(separator: ", "))\(clear)"
  }
}

extension Overview.Group {
  /// Who stopped them, and how many ends they had: "by the server", "3 clients, 1 server".
  var ends: [String] {
    let clients = "\(clients.text) \(clients.count == 1 ? "client" : "clients")"
    let servers = "\(servers.text) \(servers.count == 1 ? "server" : "servers")"
    return (outcome == .stopped ? ["by \(VerdictWords.actor(stoppedBy))"] : []) + ["\(clients), \(servers)"]
  }

  /// The title of the finding; `nil` where no finding explains them.
  var title: String? { Catalogue.rule(label)?.title }
}

extension Overview.Fate {
  fileprivate mutating func add(_ item: OverviewItem, named itsName: String?) {
    if name == nil { name = itsName }
    sessions += 1
    switch item.disposition {
    case .delivered: delivered += 1
    case .deferred: deferred += 1
    case .refused: refused += 1
    case .aborted, .abandoned: stopped += 1
    case .noIntent where item.key.outcome == .stopped: stopped += 1
    case .noIntent, .unknown: break
    }
    if item.isInClear { inClear += 1 }
    if item.key.outcome == .stopped { lastFailure = max(lastFailure ?? item.start, item.start) }
  }

  var failures: Int { deferred + refused + stopped }
}

/// How many sessions went how.
private struct DispositionCounts: Sendable {
  private var counts = InlineArray<7, Int>(repeating: 0)

  mutating func add(_ disposition: Disposition) { counts[Self.place(of: disposition)] += 1 }

  var byDisposition: [Disposition: Int] {
    var result: [Disposition: Int] = [:]
    for disposition in Disposition.allCases where counts[Self.place(of: disposition)] > 0 {
      result[disposition] = counts[Self.place(of: disposition)]
    }
    return result
  }

  private static func place(of disposition: Disposition) -> Int {
    switch disposition {
    case .delivered: 0
    case .deferred: 1
    case .refused: 2
    case .aborted: 3
    case .abandoned: 4
    case .noIntent: 5
    case .unknown: 6
    }
  }
}

/// How many different values were seen, up to a limit.
struct DistinctCount<Value: Hashable & Sendable>: Sendable {
  static var maximum: Int { 1000 }
  private var seen: Set<Value> = []

  mutating func insert(_ value: Value) {
    if seen.count < Self.maximum { seen.insert(value) }
  }

  var count: Int { seen.count }

  /// The number, in words: "3", or "1,000 and more".
  var text: String { count < Self.maximum ? Counting.grouped(count) : "\(Counting.grouped(count)) and more" }
}
