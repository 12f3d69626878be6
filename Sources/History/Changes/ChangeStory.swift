/// The same change as it was seen from several places, within a day of each other.
struct ChangeStory: Sendable {
  static let togetherMicroseconds: Int64 = RecordedTime.day

  /// What a sensor without the change saw in the span of the story, of the servers at which the change was seen.
  struct Other: Sendable {
    let sensor: Int32
    /// Sessions of any kind, to whichever server.
    var sessions = 0
    /// Sessions with the value of before, with the new one, and with a third.
    var old = 0
    var new = 0
    var third = 0
    /// Sessions with the value of before at servers where the change was not seen: they say nothing against it.
    var elsewhere = 0
    /// Whether the last session that shows the attribute has the value of before.
    var endsWithOld = false

    var showsNothing: Bool { old + new + third + elsewhere == 0 }
    /// Whether the value of before holds there.
    var isUnchanged: Bool { old >= ValueRuns.least && (new + third) * 10 <= old && endsWithOld }
    var contradicts: Bool { new + third > 0 && !isUnchanged }
  }

  private(set) var changes: [Change]
  /// Sensors that saw no change, and had shown the attribute at some time, with what they saw while it held, or since where it still holds.
  private(set) var others: [Other] = []
  /// Whether it concerns some sensors and not others: others still see what was before, at the same servers and while all the places of the change
  /// saw it, in as many sessions as make a run; and nobody else has seen anything new.
  private(set) var isOnlyForSome = false

  var attribute: Attribute { changes[0].attribute }
  /// When the first place saw the new value, in microseconds since 1970.
  var time: Int64 { changes.map(\.after.first).min() ?? 0 }
  /// Until when all the places that changed are known to have seen it: what others saw later cannot be held against it.
  var end: Int64 { changes.map(\.after.last).min() ?? 0 }
  /// Whether the new value holds to the end of what is known.
  var isOpen: Bool { changes.allSatisfy(\.isOpen) }
  var established: Int64 { changes.map(\.established).min() ?? 0 }
  var certainty: Change.Certainty { changes.contains { $0.certainty == .strong } ? .strong : .probable }
  /// Whether other ends are met since from wherever it was seen: nothing then says that the peer changed.
  var hasOtherEnds: Bool { changes.allSatisfy(\.hasOtherEnds) }

  /// - Parameter sessions: All sessions of the peer by sensor, in the order of time.
  static func together(_ changes: [Change], _ sessions: [Int32: [SessionFacts]]) -> [ChangeStory] {
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
    for index in stories.indices {
      let story = stories[index]
      let held = story.others(in: sessions, until: story.end)
      stories[index].others = story.isOpen ? story.others(in: sessions, until: .max) : held
      stories[index].isOnlyForSome =
        held.contains(where: \.isUnchanged) && !(held + stories[index].others).contains(where: \.contradicts)
    }
    return stories
  }

  /// What sensors without the change saw from its time on.
  private func others(in sessions: [Int32: [SessionFacts]], until end: Int64) -> [Other] {
    var others: [Other] = []
    let seen = Set(changes.map(\.place.sensor))
    let servers = changes.reduce(into: Set<Int32>()) { $0.formUnion($1.after.servers) }
    let names = changes.reduce(into: Set<Int32>()) { $0.formUnion($1.after.requested) }
    let (from, to, span) = (changes[0].from, changes[0].to, time...max(time, end))
    for (sensor, sessions) in sessions.sorted(by: { $0.key < $1.key }) where !seen.contains(sensor) {
      var other = Other(sensor: sensor)
      var hasShown = false
      for session in sessions {
        let isWithin = span.contains(session.time)
        if isWithin { other.sessions += 1 }
        guard let value = session.value(of: attribute) else { continue }
        hasShown = true
        // A server may have another certificate for each name.
        guard isWithin, attribute != .certificate || names.contains(session.requested) else { continue }
        guard servers.contains(session.server) else {
          if value == from { other.elsewhere += 1 }
          continue
        }
        if value == from { other.old += 1 } else if value == to { other.new += 1 } else { other.third += 1 }
        other.endsWithOld = value == from
      }
      if hasShown { others.append(other) }
    }
    return others
  }
}
