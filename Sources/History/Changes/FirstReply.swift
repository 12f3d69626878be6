/// A negative reply that was seen for the first time.
struct FirstReply: Sendable {
  /// Kinds of replies that are kept of one peer: those that came first. A server can make up as many as it likes.
  static let maximumKinds = 100
  /// Kinds that are read of one session, as many as are stored.
  private static let maximumInSession = RecordReading.maximumCodes

  let codes: String
  let first: SessionFacts
  /// Sessions with it, until the last of them.
  private(set) var sessions = 0
  private(set) var last: Int64
  /// Sessions of the same sensor before it in which a negative reply would have been seen.
  let before: Int
  /// When as many sessions had it as make a run; `nil` where fewer have it.
  private(set) var established: Int64?

  private mutating func count(_ session: SessionFacts) {
    sessions += 1
    last = session.time
    if sessions == ValueRuns.least { established = session.time }
  }

  /// The replies of a peer by their first sessions, and how many sessions have others.
  ///
  /// - Parameter sessions: In the order of time.
  static func all(in sessions: [SessionFacts], _ words: [Int32: String]) -> (first: [FirstReply], others: Int) {
    var found: [Substring: FirstReply] = [:]
    var others = 0
    // Inside TLS a reply cannot be seen, so a session with it is none without that reply.
    var shown: [Int32: Int] = [:]
    for session in sessions {
      if session.codes >= 0, let text = words[session.codes] {
        var hasOthers = false
        for code in text.split(separator: ",", maxSplits: maximumInSession).prefix(maximumInSession) {
          if found[code] == nil {
            guard found.count < maximumKinds else {
              hasOthers = true
              continue
            }
            found[code] = FirstReply(
              codes: String(code), first: session, last: session.time, before: shown[session.sensor] ?? 0)
          }
          found[code]?.count(session)
        }
        if hasOthers { others += 1 }
      }
      if session.showsReplies { shown[session.sensor, default: 0] += 1 }
    }
    return (found.values.sorted { ($0.first.time, $0.codes) < ($1.first.time, $1.codes) }, others)
  }
}
