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
    /// Servers and clients of the sessions with the value.
    var servers: Set<Int32>
    var clients: Set<Int32>
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
  /// When so many sessions had followed that it could be told, in microseconds since 1970.
  let established: Int64
  /// Findings on which verdicts rest after the change, with their sessions; the most frequent first.
  let findings: [(finding: Int32, sessions: Int)]
  /// Other attributes that changed with it.
  var consequences: [Change] = []

  var certainty: Certainty {
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
      clients: Set(those.map(\.client)))
  }

  /// Whether another change of the same sensor may have happened at the same time: the times in which each must lie meet.
  func mayCoincide(with other: Change) -> Bool {
    before.last <= other.after.first && other.before.last <= after.first
  }

  /// Changes without those that others bring along, which are told with these.
  static func foldingConsequences(_ changes: [Change]) -> [Change] {
    var folded: Set<Int> = []
    var causes = changes
    for (index, cause) in changes.enumerated() where !cause.attribute.consequences.isEmpty && !folded.contains(index) {
      for (other, change) in changes.enumerated() where other != index && !folded.contains(other) {
        guard cause.attribute.consequences.contains(change.attribute), change.place.sensor == cause.place.sensor,
          cause.mayCoincide(with: change)
        else { continue }
        folded.insert(other)
        causes[index].consequences.append(change)
      }
    }
    return causes.indices.filter { !folded.contains($0) }.map { causes[$0] }
  }
}

/// The same change as it was seen from several places, within a day of each other.
struct ChangeStory: Sendable {
  static let togetherMicroseconds: Int64 = RecordedTime.day

  private(set) var changes: [Change]
  /// Sensors that saw no change, and what they saw since: sessions with the value of before.
  private(set) var unchanged: [(sensor: Int32, sessions: Int)] = []
  /// Sensors that saw nothing of it since.
  private(set) var silent: [Int32] = []

  var attribute: Attribute { changes[0].attribute }
  /// When the first place saw the new value, in microseconds since 1970.
  var time: Int64 { changes.map(\.after.first).min() ?? 0 }
  var established: Int64 { changes.map(\.established).min() ?? 0 }
  var certainty: Change.Certainty { changes.contains { $0.certainty == .strong } ? .strong : .probable }

  /// - Parameter strands: All strands of the peer for the attribute of the changes.
  static func together(_ changes: [Change], _ strands: [Strand]) -> [ChangeStory] {
    var stories: [ChangeStory] = []
    let ordered = changes.sorted {
      ($0.after.first, $0.attribute.rawValue, $0.place) < ($1.after.first, $1.attribute.rawValue, $1.place)
    }
    for change in ordered {
      let same = stories.firstIndex { story in
        let first = story.changes[0]
        return first.attribute == change.attribute && first.from == change.from && first.to == change.to
          && change.after.first - first.after.first <= togetherMicroseconds
      }
      if let same { stories[same].changes.append(change) } else { stories.append(ChangeStory(changes: [change])) }
    }
    for index in stories.indices { stories[index].compare(with: strands) }
    return stories
  }

  /// What sensors without the change saw since then.
  private mutating func compare(with strands: [Strand]) {
    let seen = Set(changes.map(\.place.sensor))
    var others: [Int32: (before: Int, since: Int)] = [:]
    for strand in strands where strand.attribute == attribute && !seen.contains(strand.place.sensor) {
      for session in strand.sessions {
        if session.time >= time {
          if session.value(of: attribute) == changes[0].from { others[strand.place.sensor, default: (0, 0)].since += 1 }
        } else {
          others[strand.place.sensor, default: (0, 0)].before += 1
        }
      }
    }
    for (sensor, counts) in others.sorted(by: { $0.key < $1.key }) {
      if counts.since > 0 { unchanged.append((sensor, counts.since)) } else { silent.append(sensor) }
    }
  }

  /// Whether it concerns some sensors and not others: others still see what was before, in as many sessions as make a run.
  var isOnlyForSome: Bool { unchanged.contains { $0.sessions >= ValueRuns.least } }
}
