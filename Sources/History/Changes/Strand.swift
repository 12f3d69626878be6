/// The sessions from one place of view to one peer, for one attribute: of a sensor, or, where several servers or clients behind it are not treated alike, of
/// one of these.
struct Strand {
  /// From where, and to which server, the sessions are; `nil` for all of them.
  struct Place: Hashable, Comparable {
    var sensor: Int32
    var server: Int32?
    var client: Int32?

    static func < (left: Place, right: Place) -> Bool {
      (left.sensor, left.server ?? -1, left.client ?? -1) < (right.sensor, right.server ?? -1, right.client ?? -1)
    }
  }

  /// Servers or clients beyond which a strand is not divided.
  static let maximumParts = 200

  let place: Place
  let attribute: Attribute
  /// Those that show the attribute, in the order of time.
  let sessions: [SessionFacts]
  let runs: ValueRuns
  /// Spans that end where another begins by a change that holds; the border is between a span and the one behind it.
  let changes: [Int]

  private init(_ place: Place, _ attribute: Attribute, _ sessions: [SessionFacts]) {
    let values = sessions.map { $0.value(of: attribute) ?? SessionFacts.unknown }
    let runs = ValueRuns(values)
    self.place = place
    self.attribute = attribute
    self.sessions = sessions
    self.runs = runs
    changes =
      runs.isMixed
      ? []
      : runs.spans.indices.dropLast().filter { index in
        let (before, after) = (runs.spans[index], runs.spans[index + 1])
        return Self.holds(before, after, values, sessions.map(\.server))
          && Self.holds(before, after, values, sessions.map(\.client))
      }
  }

  /// Whether the whole can be told as one story: steady, or changed for all at once. Else the last value is not what holds now.
  var isOneStory: Bool { !runs.isMixed && changes.count == max(0, runs.spans.count - 1) }

  /// The strands of a sensor's sessions, divided by server or client only where the whole is no one story.
  static func of(_ all: [SessionFacts], sensor: Int32, _ attribute: Attribute) -> [Strand] {
    let sessions = all.filter { $0.value(of: attribute) != nil }
    let whole = Strand(Place(sensor: sensor), attribute, sessions)
    if whole.isOneStory { return [whole] }
    let ways: [[Strand]] = [
      parts(sessions, attribute) { Place(sensor: sensor, server: $0.server) },
      parts(sessions, attribute) { Place(sensor: sensor, client: $0.client) },
      parts(sessions, attribute) { Place(sensor: sensor, server: $0.server, client: $0.client) },
    ]
    // The way that explains most; of equals, the one with the fewest parts.
    let explained = ways.map { strands in
      strands.count < 2
        ? -1 : strands.reduce(0) { $0 + ($1.isOneStory && !$1.runs.spans.isEmpty ? $1.sessions.count : 0) }
    }
    guard let most = explained.max(), most * 2 > sessions.count, let best = explained.firstIndex(of: most) else {
      return [whole]
    }
    return ways[best]
  }

  private static func parts(
    _ sessions: [SessionFacts], _ attribute: Attribute, _ place: (SessionFacts) -> Place
  ) -> [Strand] {
    var groups: [Place: [SessionFacts]] = [:]
    for session in sessions {
      groups[place(session), default: []].append(session)
      if groups.count > maximumParts { return [] }
    }
    return groups.sorted { $0.key < $1.key }.map { Strand($0.key, attribute, $0.value) }
  }

  /// Whether a border is a change of the peer, and not of who was met: some end itself changed, or all those met before it are gone.
  ///
  /// Servers behind one name that are each as they always were can make long runs by turns, and so can clients.
  private static func holds(
    _ before: ValueRuns.Span, _ after: ValueRuns.Span, _ values: [Int32], _ ends: [Int32]
  ) -> Bool {
    var old: [Int32: Int] = [:]
    var new: [Int32: (as: Int, otherwise: Int)] = [:]
    for place in before.first...before.last where values[place] == before.value { old[ends[place], default: 0] += 1 }
    for place in after.first...after.last {
      if values[place] == after.value {
        new[ends[place], default: (0, 0)].as += 1
      } else {
        new[ends[place], default: (0, 0)].otherwise += 1
      }
    }
    var (changedBefore, changedAfter) = (0, 0)
    for (end, count) in old {
      guard let now = new[end], now.as > 0, now.otherwise * 10 <= now.as else { continue }
      changedBefore += count
      changedAfter += now.as
    }
    if changedBefore >= ValueRuns.least, changedAfter >= ValueRuns.least { return true }
    let seenBefore = Set(ends[..<after.first])
    let seenAfter = Set(ends[after.first...])
    return seenAfter.isDisjoint(with: old.keys) && seenBefore.isDisjoint(with: new.filter { $0.value.as > 0 }.keys)
  }
}
