import PlainWords
import Reports

/// What a history tells people, in lines of text.
struct HistoryText {
  let wording: Wording
  let style: TextStyle

  /// What is said of a history without a session.
  static let nothingYet =
    "Nothing is stored yet: smtptrace history add puts the sessions of captures and of results into it, and live --history those that end."

  // MARK: Peers

  /// A block for each place from which a peer is spoken to.
  func peers(_ peers: [PeerHistory]) -> [String] {
    var lines: [String] = []
    if peers.isEmpty { lines = style.wrapped(Self.nothingYet, rest: "  ") }
    for peer in peers {
      for sensor in peer.sensors {
        if !lines.isEmpty { lines.append("") }
        lines += block(peer, sensor)
      }
    }
    return lines
  }

  private func block(_ peer: PeerHistory, _ sensor: Int32) -> [String] {
    let sessions = peer.dispositions[sensor]?.values.reduce(0, +) ?? 0
    let last = peer.stories.filter { $0.changes.contains { $0.place.sensor == sensor } }.map(\.time).max()
    let head = [
      wording.sensor(sensor), Counting.counted(sessions, "session", "sessions"),
      last.map { "last change \(RecordedTime.date($0))" } ?? "no change",
    ]
    var lines = ["\(style.bold(peer.peer.title)) \(style.dot) \(head.joined(separator: " \(style.dot) "))"]
    let states = peer.states.filter { $0.place.sensor == sensor }
    for attribute in [Attribute.starttls, .tlsVersion, .cipherSuite, .certificate] {
      for state in states where state.attribute == attribute {
        lines += style.wrapped(short(state), first: "  ", rest: "      ")
      }
    }
    lines += style.wrapped("mail: \(dispositions(peer, sensor))", first: "  ", rest: "      ")
    return lines
  }

  /// What holds now, without since when.
  private func short(_ state: PeerHistory.State) -> String {
    let name = wording.name(state.attribute, state.place)
    guard let value = state.value else { return "\(name): \(wording.state(state))" }
    return "\(name): \(wording.value(state.attribute, value))\(wording.lastSeen(state))"
  }

  func dispositions(_ peer: PeerHistory, _ sensor: Int32) -> String {
    let counts = peer.dispositions[sensor] ?? [:]
    let told = SessionFacts.Disposition.allCases.compactMap { disposition in
      counts[disposition].map { "\(Self.words(disposition)) \(Counting.grouped($0))" }
    }
    return told.joined(separator: ", ")
  }

  static func words(_ disposition: SessionFacts.Disposition) -> String {
    switch disposition {
    case .noIntent: "not asked for"
    case .unknown: "not known"
    default: disposition.rawValue
    }
  }

  // MARK: One peer

  /// The story of a peer.
  func story(_ peer: PeerHistory) -> [String] {
    var lines = [style.bold(peer.peer.title)]
    lines += style.wrapped(span(peer), first: "  ", rest: "  ")
    lines += ["", style.bold("Now")]
    for sensor in peer.sensors {
      lines.append("  \(wording.sensor(sensor))")
      for state in peer.states where state.place.sensor == sensor {
        let name = wording.name(state.attribute, state.place)
        lines += style.wrapped("\(name): \(wording.state(state))", first: "    ", rest: "      ")
      }
      lines += style.wrapped("mail: \(dispositions(peer, sensor))", first: "    ", rest: "      ")
    }
    lines += ["", style.bold("What changed")]
    if peer.stories.isEmpty { lines.append("  nothing that a run of \(ValueRuns.least) sessions on either side shows") }
    for story in peer.stories { lines += change(story, of: peer) }
    if !peer.replies.isEmpty {
      lines += ["", style.bold("Negative replies, by the first of each")]
      for reply in peer.replies { lines.append("  \(self.reply(reply))") }
      if let others = Self.otherReplies(peer) { lines += style.wrapped(others, first: "  ", rest: "    ") }
    }
    let unknown = unknown(peer)
    if !unknown.isEmpty {
      lines += ["", style.bold("What the captures do not show")]
      for sentence in unknown { lines += style.wrapped(sentence, first: "  ", rest: "    ") }
    }
    return lines
  }

  /// What changed at other peers on the days on which this one did.
  func elsewhere(_ found: (shown: [SameDays.Entry], more: Int)) -> [String] {
    guard !found.shown.isEmpty else { return [] }
    var lines = ["", style.bold("On the same days, at other peers")]
    for entry in found.shown { lines += style.wrapped(entry.line, first: "  ", rest: "    ") }
    if found.more > 0 { lines.append("  and \(found.more) more: smtptrace history changes --since DAY") }
    return lines
  }

  /// How much is known of a peer, and under which names and addresses.
  func span(_ peer: PeerHistory) -> String {
    let sessions = Counting.counted(peer.sessions.count, "session", "sessions")
    var text = "\(sessions) at \(wording.shortened(peer.peer.addresses))"
    if let first = peer.sessions.first, let last = peer.sessions.last {
      text += ", from \(RecordedTime.minute(first.time)) to \(RecordedTime.minute(last.time)) UTC"
    }
    text += ", seen from \(wording.list(peer.sensors.map(wording.sensor)))"
    if !peer.peer.otherNames.isEmpty {
      text += "; also met as \(wording.shortened(peer.peer.otherNames))"
    }
    return text
  }

  func change(_ story: ChangeStory, of peer: PeerHistory) -> [String] {
    var lines = style.wrapped(
      style.bold(wording.headline(story, of: peer)), first: "  \(RecordedTime.minute(story.time))  ", rest: "    ")
    for line in wording.ground(story, of: peer) { lines += style.wrapped(line, first: "    ", rest: "      ") }
    return lines
  }

  func reply(_ reply: FirstReply) -> String {
    let sessions = Counting.counted(reply.sessions, "session", "sessions")
    let last = reply.sessions > 1 ? ", last \(RecordedTime.minute(reply.last))" : ""
    return
      "\(RecordedTime.minute(reply.first.time))  first \(reply.codes) (\(sessions)\(last)) from \(wording.sensor(reply.first.sensor))"
  }

  /// What is said of replies that are not listed; `nil` where there are none.
  static func otherReplies(_ peer: PeerHistory) -> String? {
    guard peer.sessionsWithOtherReplies > 0 else { return nil }
    return
      "and others in \(Counting.counted(peer.sessionsWithOtherReplies, "session", "sessions")): the first \(FirstReply.maximumKinds) kinds are kept"
  }

  /// What is not known, and why: absent is not the same as not captured.
  func unknown(_ peer: PeerHistory) -> [String] {
    let all = peer.sessions.count
    var sentences: [String] = []
    let lists = peer.sessions.count { $0.offered < 0 && !$0.isImplicit }
    if lists > 0 {
      sentences.append(
        "In \(Counting.grouped(lists)) of \(Counting.counted(all, "session", "sessions")) no whole list of extensions was captured, or none was asked for: whether STARTTLS was offered in them is not known, and they count for nothing."
      )
    }
    let hidden = peer.sessions.count { $0.handshake == Value.yes && $0.certificate < 0 }
    if hidden > 0 {
      sentences.append(
        "In \(Counting.counted(hidden, "session", "sessions")) with TLS no certificate can be seen: TLS 1.3 encrypts it, and a resumed session has none."
      )
    }
    return sentences
  }

  // MARK: What is new

  func changes(_ news: HistoryNews) -> [String] {
    if news.isOfNothing { return style.wrapped(Self.nothingYet, rest: "  ") }
    var lines = style.wrapped(Self.summary(news), rest: "  ")
    for entry in news.entries {
      lines += ["", style.bold(entry.peer.peer.title)]
      for story in entry.stories { lines += change(story, of: entry.peer) }
      for reply in entry.replies { lines.append("  \(self.reply(reply))") }
    }
    if !news.newPeers.isEmpty {
      lines.append("")
      lines += style.wrapped(Self.newPeers(news), rest: "  ")
    }
    return lines
  }

  static func summary(_ news: HistoryNews) -> String {
    let span = "from \(RecordedTime.minute(news.since)) to \(RecordedTime.minute(news.until)) UTC"
    let seen =
      "\(Counting.counted(news.sessions, "session", "sessions")) with \(Counting.counted(news.peers, "peer", "peers"))"
    guard news.count > 0 else { return "Nothing changed \(span); \(seen)." }
    return
      "\(Counting.counted(news.count, "change", "changes")) at \(Counting.counted(news.entries.count, "peer", "peers")) \(span); \(seen)."
  }

  static func newPeers(_ news: HistoryNews) -> String {
    let names = news.newPeers.prefix(20).joined(separator: ", ")
    let more = news.newPeers.count > 20 ? " and \(news.newPeers.count - 20) more" : ""
    return "Met for the first time: \(names)\(more)."
  }
}
