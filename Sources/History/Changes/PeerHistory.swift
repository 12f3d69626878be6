/// What a history tells of one peer: from each place what holds now, what changed, and what is not known.
struct PeerHistory: Sendable {
  /// How things stand for one attribute, as seen from one place.
  struct State: Sendable {
    let attribute: Attribute
    let place: Strand.Place
    /// Sessions that show the attribute.
    let sessions: Int
    /// What holds now; `nil` where the values take turns or are too few.
    let value: Int32?
    /// Since when it has held, with how many sessions and exceptions; since the beginning where `isFromStart`.
    let since: Int64?
    let agreeing: Int
    let exceptions: Int
    let isFromStart: Bool
    let isMixed: Bool
    /// The last sessions that show another value, too few to count.
    let deviating: Int
    /// Each value with its sessions; the most frequent first.
    let counts: [(value: Int32, sessions: Int)]
    let last: Int64
    /// When the last session of the sensor began, whatever it shows.
    let lastOfSensor: Int64
  }

  let peer: Peer
  let sensors: [Int32]
  let states: [State]
  let stories: [ChangeStory]
  let replies: [FirstReply]
  /// Sessions with replies that are none of these, because there were too many kinds.
  let sessionsWithOtherReplies: Int
  /// What became of sessions, by sensor.
  let dispositions: [Int32: [SessionFacts.Disposition: Int]]
  /// All sessions, in the order of time.
  let sessions: [SessionFacts]

  /// - Parameters:
  ///   - sessions: All sessions of the peer, in the order of time.
  ///   - words: What numbers stand for.
  init(_ peer: Peer, _ sessions: [SessionFacts], words: [Int32: String]) {
    self.peer = peer
    self.sessions = sessions
    let bySensor = Dictionary(grouping: sessions, by: \.sensor)
    sensors = bySensor.keys.sorted { (words[$0] ?? "", $0) < (words[$1] ?? "", $1) }
    var strands: [Strand] = []
    for sensor in sensors {
      for attribute in Attribute.allCases { strands += Strand.of(bySensor[sensor] ?? [], sensor: sensor, attribute) }
    }
    states = strands.filter { !$0.sessions.isEmpty }.map {
      State($0, lastOfSensor: bySensor[$0.place.sensor]?.last?.time ?? 0)
    }
    let changes = Change.foldingConsequences(strands.flatMap(Change.all))
    stories = ChangeStory.together(changes, bySensor)
    dispositions = bySensor.mapValues { sessions in
      sessions.reduce(into: [:]) { $0[$1.disposition, default: 0] += 1 }
    }
    let replies = FirstReply.all(in: sessions, words)
    self.replies = replies.first
    sessionsWithOtherReplies = replies.others
  }

  /// Replies that came after a run of sessions without them, and came again and again.
  var newReplies: [FirstReply] { replies.filter { $0.before >= ValueRuns.least && $0.established != nil } }

  /// When the last change was seen; `nil` where none was.
  var lastChange: Int64? { stories.map(\.time).max() }
}

extension PeerHistory.State {
  fileprivate init(_ strand: Strand, lastOfSensor: Int64) {
    self.lastOfSensor = lastOfSensor
    let last = strand.isOneStory ? strand.runs.spans.last : nil
    attribute = strand.attribute
    place = strand.place
    sessions = strand.sessions.count
    value = last?.value
    since = last.map { strand.sessions[$0.first].time }
    agreeing = last?.agreeing ?? 0
    exceptions = last?.exceptions ?? 0
    isFromStart = strand.runs.spans.count < 2
    isMixed = !strand.isOneStory
    deviating = strand.runs.deviatingTail
    var counts: [Int32: Int] = [:]
    for session in strand.sessions {
      if let value = session.value(of: strand.attribute) { counts[value, default: 0] += 1 }
    }
    self.counts = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    self.last = strand.sessions.last?.time ?? 0
  }
}
