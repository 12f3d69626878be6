/// A change of one attribute at one peer, as several sensors saw it, with the ground on which it stands.
struct Change: Sendable {
  /// A run of sessions on one side of the change.
  struct Run: Sendable {
    /// Times of its first and last session with the value, in microseconds since 1970.
    var first: Int64
    var last: Int64
    /// Sessions with the value, and sessions among them without it.
    var sessions: Int
    var exceptions: Int
    /// The session nearest to the change, where the value can be looked up.
    var nearest: SessionFacts
    /// Servers and clients of the sessions with the value, and the names that were asked for in their handshakes.
    var servers: Set<Int32>
    var clients: Set<Int32>
    var requested: Set<Int32>
  }

  /// How sure it is: by a short run, or by long ones.
  enum Certainty: String, Sendable {
    case strong, probable
  }

  /// Sessions on each side from which on a change is more than probable.
  static let strongSessions = 20

  let attribute: Attribute
  let place: Strand.Place
  let from: Int32
  let to: Int32
  let before: Run
  let after: Run
  /// Whether the new value holds to the end of what is known of the place.
  let isOpen: Bool
  /// When so many sessions had followed that it could be told, in microseconds since 1970.
  let established: Int64
  /// Findings on which verdicts rest after the change, with their sessions; the most frequent first.
  let findings: [(finding: Int32, sessions: Int)]
  /// Other attributes that changed with it.
  var consequences: [Change] = []

  /// Whether other servers, or clients, or names are met since than before, so that the change may be that and none of the peer's.
  var hasOtherServers: Bool { before.servers.isDisjoint(with: after.servers) }
  var hasOtherClients: Bool { before.clients.isDisjoint(with: after.clients) }
  var hasOtherNames: Bool {
    attribute.dependsOnRequestedName && before.requested.isDisjoint(with: after.requested)
  }
  var hasOtherEnds: Bool { hasOtherServers || hasOtherClients || hasOtherNames }

  /// Whether something is gone that was there, or is there that was not.
  enum Direction { case loss, gain, neither }

  var direction: Direction {
    switch attribute {
    case .starttls, .handshake, .delivery: to == Value.yes ? .gain : .loss
    case .tlsVersion, .cipherSuite, .certificate: .neither
    }
  }

  var certainty: Certainty {
    if hasOtherEnds { return .probable }
    let isLong = min(before.sessions, after.sessions) >= Self.strongSessions
    return isLong && (before.exceptions + after.exceptions) * 20 <= before.sessions + after.sessions
      ? .strong : .probable
  }

  /// The changes that a strand shows, in the order of time.
  static func all(in strand: Strand) -> [Change] {
    strand.changes.map { index in
      let (before, after) = (strand.runs.spans[index], strand.runs.spans[index + 1])
      let values = strand.sessions.map { $0.value(of: strand.attribute) }
      let since = (after.first...after.last).filter { values[$0] == after.value }
      var findings: [Int32: Int] = [:]
      for place in since where strand.sessions[place].finding >= 0 {
        findings[strand.sessions[place].finding, default: 0] += 1
      }
      return Change(
        attribute: strand.attribute, place: strand.place, from: before.value, to: after.value,
        before: run(before, nearest: before.last, strand, values),
        after: run(after, nearest: after.first, strand, values),
        isOpen: index + 2 == strand.runs.spans.count && strand.runs.deviatingTail == 0,
        established: strand.sessions[since[ValueRuns.least - 1]].time,
        findings: findings.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) })
    }
  }

  private static func run(
    _ span: ValueRuns.Span, nearest: Int, _ strand: Strand, _ values: [Int32?]
  ) -> Run {
    let those = (span.first...span.last).filter { values[$0] == span.value }.map { strand.sessions[$0] }
    return Run(
      first: strand.sessions[span.first].time, last: strand.sessions[span.last].time, sessions: span.agreeing,
      exceptions: span.exceptions, nearest: strand.sessions[nearest], servers: Set(those.map(\.server)),
      clients: Set(those.map(\.client)), requested: Set(those.map(\.requested)))
  }

  /// Whether another change of the same sensor may have happened at the same time: the times in which each must lie meet.
  func mayCoincide(with other: Change) -> Bool {
    before.last <= other.after.first && other.before.last <= after.first
  }

  /// Changes without those that others bring along, which are told with these. A loss is never told under something gained: it does not follow from it.
  static func foldingConsequences(_ changes: [Change]) -> [Change] {
    var folded: Set<Int> = []
    var causes = changes
    for (index, cause) in changes.enumerated() where !cause.attribute.consequences.isEmpty && !folded.contains(index) {
      for (other, change) in changes.enumerated() where other != index && !folded.contains(other) {
        guard cause.attribute.consequences.contains(change.attribute), change.direction == cause.direction,
          change.place.mayMeet(cause.place), cause.mayCoincide(with: change)
        else { continue }
        folded.insert(other)
        causes[index].consequences.append(change)
      }
    }
    return causes.indices.filter { !folded.contains($0) }.map { causes[$0] }
  }
}
