import PlainWords

/// What a history says in words: one sentence for each kind of change, with its ground, for every output.
struct Wording {
  let words: [Int32: String]
  let certificates: [Int32: SessionRecord.Certificate]

  init(_ view: HistoryStore.View) {
    words = view.words
    certificates = view.certificates
  }

  func word(_ number: Int32) -> String? { number < 0 ? nil : words[number] }

  /// A hub as it is named in a sentence.
  func sensor(_ number: Int32) -> String { word(number) ?? "the hub without a name" }

  // MARK: Values

  static func name(_ attribute: Attribute) -> String {
    switch attribute {
    case .starttls: "STARTTLS"
    case .handshake: "handshakes"
    case .tlsVersion: "TLS version"
    case .cipherSuite: "cipher suite"
    case .certificate: "certificate"
    case .delivery: "mail"
    }
  }

  /// A value in a sentence.
  func value(_ attribute: Attribute, _ value: Int32) -> String {
    let isYes = value == Value.yes
    return switch attribute {
    case .starttls: isYes ? "offered" : "not offered"
    case .handshake: isYes ? "completed" : "failed"
    case .delivery: isYes ? "taken" : "not taken"
    case .tlsVersion, .cipherSuite: word(value) ?? "?"
    case .certificate: certificate(value)
    }
  }

  /// `1f2e3d4c5b6a7988 (CN=mx.example.net), valid until 2027-01-03`.
  private func certificate(_ number: Int32) -> String {
    guard let certificate = certificates[number] else { return "?" }
    let subject = certificate.subject.map { " (\($0))" } ?? ""
    let end = certificate.notAfter.map { ", valid until \($0.prefix(10))" } ?? ""
    return "\(certificate.sha256.prefix(16))\(subject)\(end)"
  }

  /// The same where the rest was told already.
  private func short(_ attribute: Attribute, _ value: Int32) -> String {
    guard attribute == .certificate else { return self.value(attribute, value) }
    return certificates[value].map { String($0.sha256.prefix(16)) } ?? "?"
  }

  /// A value as JSON has it.
  func token(_ attribute: Attribute, _ value: Int32) -> String? {
    let isYes = value == Value.yes
    return switch attribute {
    case .starttls: isYes ? "offered" : "notOffered"
    case .handshake: isYes ? "completed" : "failed"
    case .delivery: isYes ? "taken" : "notTaken"
    case .tlsVersion, .cipherSuite: word(value)
    case .certificate: certificates[value]?.sha256
    }
  }

  // MARK: Changes

  /// What changed, and for whom.
  func headline(_ story: ChangeStory, of peer: PeerHistory) -> String {
    let what = story.hasOtherEnds ? whereMet(story) : what(story.changes[0])
    return "\(what)\(whom(story, peer))"
  }

  /// The same where other ends are met since, which is all that can be said to have changed.
  private func whereMet(_ story: ChangeStory) -> String {
    let change = story.changes[0]
    let (old, new): (String, String)
    if change.hasOtherServers {
      (old, new) = ("at \(ends(change.before.servers))", "at \(ends(change.after.servers))")
    } else if change.hasOtherClients {
      (old, new) = ("for \(ends(change.before.clients))", "for \(ends(change.after.clients))")
    } else {
      (old, new) = (asked(change.before.requested), asked(change.after.requested))
    }
    return
      "\(Self.name(change.attribute)): \(short(change.attribute, change.from)) \(old), met before; \(value(change.attribute, change.to)) \(new), met since"
  }

  private func asked(_ names: Set<Int32>) -> String {
    let known = names.compactMap(word).sorted()
    return known.isEmpty ? "without a name asked for" : "asked for as \(shortened(known))"
  }

  private func what(_ change: Change) -> String {
    let isYes = change.to == Value.yes
    return switch change.attribute {
    case .starttls: isYes ? "STARTTLS is offered" : "STARTTLS is no longer offered"
    case .handshake: isYes ? "TLS handshakes complete" : "TLS handshakes fail"
    case .delivery: isYes ? "mail is taken" : "mail is no longer taken"
    case .tlsVersion: "moved from \(value(.tlsVersion, change.from)) to \(value(.tlsVersion, change.to))"
    case .cipherSuite: "another cipher suite: \(value(.cipherSuite, change.to))"
    case .certificate: "another certificate: \(value(.certificate, change.to))"
    }
  }

  /// Whom it concerns, where somebody else could be.
  private func whom(_ story: ChangeStory, _ peer: PeerHistory) -> String {
    guard peer.sensors.count > 1 else { return "" }
    let sensors = sensors(of: story)
    if story.isOnlyForSome { return ", only towards \(list(sensors))" }
    return sensors.count == peer.sensors.count ? ", towards all \(sensors.count) hubs" : ", towards \(list(sensors))"
  }

  func sensors(of story: ChangeStory) -> [String] {
    Set(story.changes.map(\.place.sensor)).map(sensor).sorted()
  }

  /// What the change rests on, in lines.
  func ground(_ story: ChangeStory, of peer: PeerHistory) -> [String] {
    var lines: [String] = []
    let namesPlaces =
      peer.sensors.count > 1 || story.changes.contains { $0.place != Strand.Place(sensor: $0.place.sensor) }
    for change in story.changes {
      let place = namesPlaces ? "\(self.place(change.place)): " : ""
      lines.append(place + runs(change))
      if let moved = moved(change) { lines.append(place + moved) }
      for consequence in change.consequences {
        lines.append("\(place)with it, \(Self.name(consequence.attribute)) \(runs(consequence))")
      }
      if isLoss(change), !change.findings.isEmpty {
        let told = change.findings.prefix(3).map { "\(word($0.finding) ?? "?") (\(Counting.grouped($0.sessions)))" }
        let rest = change.findings.dropFirst(3).reduce(0) { $0 + $1.sessions }
        let others = rest > 0 ? ", others (\(Counting.grouped(rest)))" : ""
        lines.append("\(place)verdicts since rest on \(told.joined(separator: ", "))\(others)")
      }
      lines.append(
        "\(place)last before: \(reference(change.before.nearest)); first since: \(reference(change.after.nearest))")
    }
    lines += others(story)
    lines.append("certainty: \(story.certainty.rawValue)")
    return lines
  }

  /// What sensors without the change saw while it held.
  private func others(_ story: ChangeStory) -> [String] {
    let since = story.isOpen ? "since then" : "from then until \(RecordedTime.minute(story.end))"
    let (from, to) = (story.changes[0].from, story.changes[0].to)
    var lines: [String] = []
    for other in story.others where other.sessions > 0 {
      let name = sensor(other.sensor)
      if other.showsNothing {
        let all = Counting.counted(other.sessions, "session", "sessions")
        lines.append("\(name): \(all) \(since), none of which shows it")
        continue
      }
      var parts: [String] = []
      func add(_ count: Int, _ what: String) {
        if count > 0 { parts.append("\(what) in \(Counting.counted(count, "session", "sessions"))") }
      }
      add(other.old, "\(value(story.attribute, from)) \(since), too,")
      add(other.new, "\(short(story.attribute, to)) \(parts.isEmpty ? "\(since), too," : "")")
      add(other.third, "another value")
      add(other.elsewhere, "\(short(story.attribute, from)) at other addresses")
      lines.append("\(name): \(parts.map { $0.replacing("  ", with: " ") }.joined(separator: "; "))")
    }
    let silent = story.others.filter { $0.sessions == 0 }.map { sensor($0.sensor) }
    if !silent.isEmpty { lines.append("no session \(since) from \(list(silent))") }
    return lines
  }

  /// `offered until 2026-10-03 14:12 (1,204 sessions), not since 14:31 (88)`.
  func runs(_ change: Change) -> String {
    let (before, after) = (change.before, change.after)
    let old = short(change.attribute, change.from)
    let new =
      isLoss(change) && change.attribute != .handshake ? "not" : short(change.attribute, change.to)
    return
      "\(old) until \(RecordedTime.minute(before.last)) (\(Counting.counted(before.sessions, "session", "sessions"))\(exceptions(before))), \(new) since \(RecordedTime.minute(after.first, after: before.last)) (\(Counting.grouped(after.sessions))\(exceptions(after)))"
  }

  /// Whether something is gone that was there.
  func isLoss(_ change: Change) -> Bool { change.direction == .loss }

  private func exceptions(_ run: Change.Run) -> String {
    run.exceptions > 0 ? "; \(Counting.counted(run.exceptions, "exception", "exceptions"))" : ""
  }

  /// Where other ends are met since the change, so that the change may be that.
  private func moved(_ change: Change) -> String? {
    var sentences: [String] = []
    if change.hasOtherServers {
      sentences.append(
        "the sessions before went to \(ends(change.before.servers)), those since to \(ends(change.after.servers))")
    }
    if change.hasOtherClients {
      sentences.append(
        "the sessions before came from \(ends(change.before.clients)), those since from \(ends(change.after.clients))")
    }
    if change.hasOtherNames {
      sentences.append(
        "the sessions before \(asked(change.before.requested)), those since \(asked(change.after.requested))")
    }
    guard !sentences.isEmpty else { return nil }
    return sentences.joined(separator: "; ") + ": that may be all that changed"
  }

  private func ends(_ numbers: Set<Int32>) -> String { shortened(numbers.map { word($0) ?? "?" }.sorted()) }

  /// The first few, and how many more there are.
  func shortened(_ items: [String]) -> String {
    items.count > 4 ? "\(items.prefix(4).joined(separator: ", ")) and \(items.count - 4) more" : list(items)
  }

  /// Where a session can be looked up.
  func reference(_ session: SessionFacts) -> String {
    var parts = [word(session.capture) ?? "a capture without a name"]
    if session.number >= 0 { parts.append("session \(session.number)") }
    if session.packet >= 0 { parts.append("EHLO in packet \(session.packet)") }
    return "\(RecordedTime.minute(session.time)) in \(parts.joined(separator: ", "))"
  }

  func place(_ place: Strand.Place) -> String {
    var text = sensor(place.sensor)
    if let server = place.server { text += ", at \(word(server) ?? "?")" }
    if let client = place.client { text += ", for the client \(word(client) ?? "?")" }
    if let requested = place.requested { text += ", \(asked([requested]))" }
    return text
  }

  /// An attribute with the ends that it is told of, behind the sensor's name.
  func name(_ attribute: Attribute, _ place: Strand.Place) -> String {
    var text = Self.name(attribute)
    if let server = place.server { text += " at \(word(server) ?? "?")" }
    if let client = place.client { text += " for \(word(client) ?? "?")" }
    if let requested = place.requested { text += " \(asked([requested]))" }
    return text
  }

  // MARK: States

  /// How things stand, in a line.
  func state(_ state: PeerHistory.State) -> String {
    guard let value = state.value, let since = state.since else {
      let why = state.isMixed ? "by turns" : "too few sessions to tell"
      return "\(why): \(counts(state))"
    }
    let from =
      state.isFromStart
      ? "from the first session on, \(RecordedTime.minute(since))" : "since \(RecordedTime.minute(since))"
    let comma = state.attribute == .certificate ? "," : ""
    var text =
      "\(self.value(state.attribute, value))\(comma) \(from) (\(Counting.counted(state.agreeing, "session", "sessions"))"
    if state.exceptions > state.deviating {
      text += "; \(Counting.counted(state.exceptions - state.deviating, "exception", "exceptions"))"
    }
    text += ")"
    text += lastSeen(state)
    if state.deviating > 0 {
      text +=
        "; otherwise in the last \(Counting.counted(state.deviating, "session", "sessions")): \(ValueRuns.least) make a change"
    }
    return text
  }

  /// The most frequent values with their sessions: `TLS 1.3 (37 sessions), TLS 1.2 (18)`.
  private func counts(_ state: PeerHistory.State) -> String {
    var counted = state.counts.prefix(3).map { (value(state.attribute, $0.value), $0.sessions) }
    let rest = state.counts.dropFirst(3)
    if !rest.isEmpty { counted.append(("others", rest.reduce(0) { $0 + $1.sessions })) }
    let texts = counted.enumerated().map { place, entry in
      let sessions = place == 0 ? Counting.counted(entry.1, "session", "sessions") : Counting.grouped(entry.1)
      return "\(entry.0) (\(sessions))"
    }
    // What is said of a certificate has commas in it.
    return texts.joined(separator: state.attribute == .certificate ? "; " : ", ")
  }

  /// When it was last seen, where the sensor has seen other sessions since.
  func lastSeen(_ state: PeerHistory.State) -> String {
    state.last < state.lastOfSensor - RecordedTime.day ? ", last seen \(RecordedTime.minute(state.last))" : ""
  }

  func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return "\(items.dropLast().joined(separator: ", ")) and \(last)"
  }
}
