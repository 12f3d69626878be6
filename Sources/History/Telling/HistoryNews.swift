/// What is new in a span of time, of all peers: changes that were established in it.
struct HistoryNews {
  struct Entry {
    let peer: PeerHistory
    let stories: [ChangeStory]
    let replies: [FirstReply]
  }

  /// The span, in microseconds since 1970; its end is not included.
  let since: Int64
  let until: Int64
  private(set) var entries: [Entry] = []
  /// Peers that were met for the first time, where the history is older than the span.
  private(set) var newPeers: [String] = []
  /// Sessions of the span, and peers that they were with.
  private(set) var sessions = 0
  private(set) var peers = 0

  /// Whether no session is stored at all, of any time.
  let isOfNothing: Bool

  /// Changes, and replies that are new.
  var count: Int { entries.reduce(0) { $0 + $1.stories.count + $1.replies.count } }

  var isEmpty: Bool { entries.isEmpty && newPeers.isEmpty }

  init(_ view: HistoryStore.View, since: Int64, until: Int64) throws {
    self.since = since
    self.until = until
    isOfNothing = view.peers.isEmpty
    var isOlder = false
    var met: [String] = []
    for peer in view.peers {
      let history = try view.history(of: peer)
      guard let first = history.sessions.first else { continue }
      if first.time < since { isOlder = true }
      let within = history.sessions.count { (since..<max(since, until)).contains($0.time) }
      if within > 0 {
        sessions += within
        peers += 1
        if first.time >= since { met.append(peer.title) }
      }
      // A story that another hub has joined is told again.
      let stories = history.stories.filter { story in
        story.changes.contains { (since..<max(since, until)).contains($0.established) }
      }
      let replies = history.newReplies.filter { reply in
        reply.established.map { (since..<max(since, until)).contains($0) } ?? false
      }
      if !stories.isEmpty || !replies.isEmpty {
        entries.append(Entry(peer: history, stories: stories, replies: replies))
      }
    }
    newPeers = isOlder ? met : []
  }
}
