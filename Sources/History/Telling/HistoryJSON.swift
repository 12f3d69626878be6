import Reports

/// What a history tells machines; described by `HistorySchema.json`. Times are RFC 3339 in UTC; `null` means that it is not known.
struct HistoryJSON {
  /// Raised only when a key changes its meaning or goes.
  static let version = 1

  let wording: Wording
  private(set) var json = JSONBuffer()

  init(_ wording: Wording) {
    self.wording = wording
  }

  // MARK: Documents

  /// Peers with what holds; with the changes and the replies where `isWhole`.
  mutating func document(_ peers: [PeerHistory], isWhole: Bool) {
    json.beginObject()
    json.field("historyVersion", Self.version)
    json.key("peers")
    json.beginArray()
    for peer in peers { write(peer, isWhole: isWhole) }
    json.endArray()
    json.endObject()
    json.newline()
  }

  mutating func document(_ news: HistoryNews) {
    json.beginObject()
    json.field("historyVersion", Self.version)
    json.field("since", RecordedTime.rfc3339(news.since))
    json.field("until", RecordedTime.rfc3339(news.until))
    json.field("sessions", news.sessions)
    json.field("peers", news.peers)
    json.key("changes")
    json.beginArray()
    for entry in news.entries { for story in entry.stories { write(story, of: entry.peer) } }
    json.endArray()
    json.key("replies")
    json.beginArray()
    for entry in news.entries { for reply in entry.replies { write(reply, of: entry.peer) } }
    json.endArray()
    json.strings("newPeers", news.newPeers)
    json.endObject()
    json.newline()
  }

  // MARK: Parts

  private mutating func write(_ peer: PeerHistory, isWhole: Bool) {
    json.beginObject()
    identify(peer)
    json.strings("addresses", peer.peer.addresses)
    json.strings("otherNames", peer.peer.otherNames)
    json.field("sessions", peer.sessions.count)
    time("first", peer.sessions.first?.time)
    time("last", peer.sessions.last?.time)
    time("lastChange", peer.lastChange)
    json.key("sensors")
    json.beginArray()
    for sensor in peer.sensors {
      json.beginObject()
      json.field("sensor", wording.word(sensor))
      json.key("dispositions")
      json.beginObject()
      let counts = peer.dispositions[sensor] ?? [:]
      json.field("delivered", counts[.delivered] ?? 0)
      json.field("deferred", counts[.deferred] ?? 0)
      json.field("refused", counts[.refused] ?? 0)
      json.field("aborted", counts[.aborted] ?? 0)
      json.field("abandoned", counts[.abandoned] ?? 0)
      json.field("noIntent", counts[.noIntent] ?? 0)
      json.field("unknown", counts[.unknown] ?? 0)
      json.endObject()
      json.key("states")
      json.beginArray()
      for state in peer.states where state.place.sensor == sensor { write(state) }
      json.endArray()
      json.endObject()
    }
    json.endArray()
    if isWhole {
      json.key("changes")
      json.beginArray()
      for story in peer.stories { write(story, of: peer) }
      json.endArray()
      json.key("replies")
      json.beginArray()
      for reply in peer.replies { write(reply, of: peer) }
      json.endArray()
      json.field("sessionsWithOtherReplies", peer.sessionsWithOtherReplies)
      json.field("sessionsWithoutList", peer.sessions.count { $0.offered < 0 && !$0.isImplicit })
    }
    json.endObject()
  }

  private mutating func identify(_ peer: PeerHistory) {
    json.field("peer", peer.peer.label)
    json.field("port", Int(peer.peer.port))
  }

  private mutating func write(_ state: PeerHistory.State) {
    json.beginObject()
    json.field("attribute", state.attribute.rawValue)
    ends(state.place)
    json.field("value", state.value.flatMap { wording.token(state.attribute, $0) })
    if state.attribute == .certificate { certificate(state.value) }
    time("since", state.since)
    json.field("fromStart", state.isFromStart)
    json.field("byTurns", state.isMixed)
    json.field("sessions", state.agreeing)
    json.field("exceptions", state.exceptions)
    json.field("deviating", state.deviating)
    time("last", state.last)
    json.endObject()
  }

  private mutating func write(_ story: ChangeStory, of peer: PeerHistory) {
    json.beginObject()
    identify(peer)
    json.field("attribute", story.attribute.rawValue)
    time("time", story.time)
    time("established", story.established)
    json.field("certainty", story.certainty.rawValue)
    json.field("summary", wording.headline(story, of: peer))
    json.field("onlySome", story.isOnlyForSome)
    json.key("places")
    json.beginArray()
    for change in story.changes { write(change) }
    json.endArray()
    json.key("unchanged")
    json.beginArray()
    for other in story.others where !other.showsNothing {
      json.beginObject()
      json.field("sensor", wording.word(other.sensor))
      json.field("sessions", other.old)
      json.field("otherwise", other.new + other.third)
      json.field("atOtherServers", other.elsewhere)
      json.endObject()
    }
    json.endArray()
    json.key("notShown")
    json.beginArray()
    for other in story.others where other.showsNothing && other.sessions > 0 {
      json.beginObject()
      json.field("sensor", wording.word(other.sensor))
      json.field("sessions", other.sessions)
      json.endObject()
    }
    json.endArray()
    json.key("silent")
    json.beginArray()
    for other in story.others where other.sessions == 0 {
      if let name = wording.word(other.sensor) { json.string(name) } else { json.null() }
    }
    json.endArray()
    time("until", story.isOpen ? nil : story.end)
    json.endObject()
  }

  private mutating func write(_ change: Change) {
    json.beginObject()
    json.field("sensor", wording.word(change.place.sensor))
    ends(change.place)
    json.field("attribute", change.attribute.rawValue)
    json.field("from", wording.token(change.attribute, change.from))
    json.field("to", wording.token(change.attribute, change.to))
    json.field("otherServers", change.hasOtherServers)
    json.field("otherClients", change.hasOtherClients)
    json.field("otherNames", change.hasOtherNames)
    json.key("before")
    write(change.before)
    json.key("after")
    write(change.after)
    json.key("findings")
    json.beginArray()
    for finding in change.findings {
      json.beginObject()
      json.field("finding", wording.word(finding.finding))
      json.field("sessions", finding.sessions)
      json.endObject()
    }
    json.endArray()
    json.key("consequences")
    json.beginArray()
    for consequence in change.consequences { write(consequence) }
    json.endArray()
    json.endObject()
  }

  private mutating func write(_ run: Change.Run) {
    json.beginObject()
    time("first", run.first)
    time("last", run.last)
    json.field("sessions", run.sessions)
    json.field("exceptions", run.exceptions)
    ends("servers", run.servers)
    ends("clients", run.clients)
    json.key("nearest")
    reference(run.nearest)
    json.endObject()
  }

  private mutating func write(_ reply: FirstReply, of peer: PeerHistory) {
    json.beginObject()
    identify(peer)
    json.field("reply", reply.codes)
    json.field("sensor", wording.word(reply.first.sensor))
    time("first", reply.first.time)
    time("last", reply.last)
    json.field("sessions", reply.sessions)
    json.field("sessionsBefore", reply.before)
    json.key("nearest")
    reference(reply.first)
    json.endObject()
  }

  private mutating func reference(_ session: SessionFacts) {
    json.beginObject()
    time("time", session.time)
    json.field("capture", wording.word(session.capture))
    json.field("session", session.number < 0 ? nil : Int(session.number))
    json.field("packet", session.packet < 0 ? nil : Int(session.packet))
    json.endObject()
  }

  private mutating func ends(_ place: Strand.Place) {
    json.field("server", place.server.flatMap(wording.word))
    json.field("client", place.client.flatMap(wording.word))
    json.field("requestedName", place.requested.map { wording.word($0) ?? "" })
  }

  /// Ends that a run of sessions met.
  private static let maximumEnds = 50

  private mutating func ends(_ key: StaticString, _ numbers: Set<Int32>) {
    json.strings(key, Array(numbers.compactMap(wording.word).sorted().prefix(Self.maximumEnds)))
  }

  private mutating func certificate(_ number: Int32?) {
    let certificate = number.flatMap { wording.certificates[$0] }
    json.field("subject", certificate?.subject)
    json.field("issuer", certificate?.issuer)
    json.field("notAfter", certificate?.notAfter)
  }

  private mutating func time(_ key: StaticString, _ time: Int64?) { json.field(key, time.map(RecordedTime.rfc3339)) }
}
