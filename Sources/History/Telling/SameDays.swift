/// What changed at other peers on the days on which some peers changed. Each other peer is gone through once, however many there are to tell of.
struct SameDays {
  struct Entry {
    let time: Int64
    let line: String
    /// The peer that changed.
    let title: String
  }

  /// Changes that are told for one peer, and kept of one day.
  static let maximumTold = 20

  private struct Day {
    /// The first, in the order in which they are told.
    var first: [Entry] = []
    var count = 0
  }

  private var days: [Int64: Day]

  /// - Parameter histories: Of the peers that are told of.
  init(of histories: [PeerHistory]) {
    days = [:]
    for history in histories { for story in history.stories { days[RecordedTime.dayNumber(story.time)] = Day() } }
  }

  /// Whether nobody wants to know of anything.
  var isEmpty: Bool { days.isEmpty }

  mutating func add(_ other: PeerHistory, headline: (ChangeStory) -> String) {
    for story in other.stories {
      let number = RecordedTime.dayNumber(story.time)
      guard var day = days[number] else { continue }
      day.count += 1
      let line = "\(RecordedTime.minute(story.time))  \(other.peer.title): \(headline(story))"
      day.first = Self.first(of: day.first + [Entry(time: story.time, line: line, title: other.peer.title)])
      days[number] = day
    }
  }

  /// What changed elsewhere on the days of a peer's changes, and how many changes more there were.
  ///
  /// - Parameter hasOwn: Whether the peer's own changes were added as well.
  func changes(onDaysOf history: PeerHistory, hasOwn: Bool = false) -> (shown: [Entry], more: Int) {
    let wanted = Set(history.stories.map { RecordedTime.dayNumber($0.time) }).compactMap { days[$0] }
    let others = wanted.flatMap(\.first).filter { !hasOwn || $0.title != history.peer.title }
    let shown = Self.first(of: others)
    let all = wanted.reduce(0) { $0 + $1.count } - (hasOwn ? history.stories.count : 0)
    return (shown, max(0, all - shown.count))
  }

  private static func first(of entries: [Entry]) -> [Entry] {
    Array(entries.sorted { ($0.time, $0.line) < ($1.time, $1.line) }.prefix(maximumTold))
  }
}
