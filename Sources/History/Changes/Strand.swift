/// The sessions from one place of view to one peer, for one attribute: of a sensor, or, where several servers or clients behind it are not treated alike, of
/// one of these.
struct Strand {
  /// From where, to which server, and by which name asked for in the handshake, the sessions are; `nil` for all of them.
  struct Place: Hashable, Comparable {
    var sensor: Int32
    var server: Int32?
    var client: Int32?
    /// ``SessionFacts/unknown`` where none was asked for, or none was seen.
    var requested: Int32?

    static func < (left: Place, right: Place) -> Bool {
      (left.sensor, left.server ?? -1, left.client ?? -1, left.requested ?? -2)
        < (right.sensor, right.server ?? -1, right.client ?? -1, right.requested ?? -2)
    }

    /// Whether nothing says that the two are of different ends.
    func mayMeet(_ other: Place) -> Bool {
      func fits(_ one: Int32?, _ two: Int32?) -> Bool { one == nil || two == nil || one == two }
      return sensor == other.sensor && fits(server, other.server) && fits(client, other.client)
        && fits(requested, other.requested)
    }
  }

  /// Servers, clients or names beyond which a strand is not divided.
  static let maximumParts = 200

  let place: Place
  let attribute: Attribute
  /// Those that show the attribute, in the order of time.
  let sessions: [SessionFacts]
  let runs: ValueRuns
  /// Spans that end where another begins by a change that holds; the border is between a span and the one behind it.
  let changes: [Int]

  /// - Parameter isComparable: Whether all are of one kind, so that a border between them can be a change.
  private init(_ place: Place, _ attribute: Attribute, _ sessions: [SessionFacts], isComparable: Bool = true) {
    let values = sessions.map { $0.value(of: attribute) ?? SessionFacts.unknown }
    let runs = ValueRuns(values)
    self.place = place
    self.attribute = attribute
    self.sessions = sessions
    self.runs = runs
    changes =
      runs.isMixed || !isComparable
      ? []
      : runs.spans.indices.dropLast().filter { index in
        let (before, after) = (runs.spans[index], runs.spans[index + 1])
        return Self.holds(before, after, values, sessions.map(\.server))
          && Self.holds(before, after, values, sessions.map(\.client))
          && (!attribute.dependsOnRequestedName || Self.holds(before, after, values, sessions.map(\.requested)))
      }
  }

  /// Whether the whole can be told as one story: steady, or changed for all at once. Else the last value is not what holds now.
  var isOneStory: Bool { !runs.isMixed && changes.count == max(0, runs.spans.count - 1) }

  /// The strands of a sensor's sessions, divided by server, client or name only where the whole is no one story; certificates by the name that was
  /// asked for in any case, for a server may have one for each.
  static func of(_ all: [SessionFacts], sensor: Int32, _ attribute: Attribute) -> [Strand] {
    let sessions = all.filter { $0.value(of: attribute) != nil }
    let place = Place(sensor: sensor)
    guard attribute == .certificate else { return divided(sessions, place, attribute) }
    let names = Dictionary(grouping: sessions, by: \.requested)
    if names.count < 2 { return divided(sessions, place, attribute) }
    if names.count > maximumParts { return [Strand(place, attribute, sessions, isComparable: false)] }
    return names.sorted { $0.key < $1.key }.flatMap { name, sessions in
      divided(sessions, Place(sensor: sensor, requested: name), attribute)
    }
  }

  private static func divided(_ sessions: [SessionFacts], _ all: Place, _ attribute: Attribute) -> [Strand] {
    let whole = Strand(all, attribute, sessions)
    if whole.isOneStory { return [whole] }
    func place(_ session: SessionFacts, server: Bool = false, client: Bool = false, requested: Bool = false) -> Place {
      Place(
        sensor: all.sensor, server: server ? session.server : nil, client: client ? session.client : nil,
        requested: requested ? session.requested : all.requested)
    }
    var ways: [[Strand]] = [
      parts(sessions, attribute) { place($0, server: true) }, parts(sessions, attribute) { place($0, client: true) },
      parts(sessions, attribute) { place($0, server: true, client: true) },
    ]
    if attribute.dependsOnRequestedName, all.requested == nil {
      ways.append(parts(sessions, attribute) { place($0, requested: true) })
    }
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
