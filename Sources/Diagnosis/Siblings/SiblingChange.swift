import CaptureFiles
import PacketLayers
import PlainWords
import SMTPSession

/// How the verdict of a session changes by what its siblings show, where no rule of its own says so: what the session stopped at stays
/// what it is, and counts for less or for more.
struct SiblingChange {
  private enum Kind {
    /// It was a look, not a failed delivery.
    case look(String)
    /// It did stop there, and what it wanted came about later.
    case overcome(String)
    case raised(String)
    /// Nothing changes but what is known of the client.
    case remark(String)
  }

  private let kind: Kind
  private let evidence: Evidence
  /// What the rule's prose leaves open and the others settle; `nil` where they settle nothing.
  private var telling: Telling?

  /// `nil` where the others show nothing about it.
  init?(_ it: Siblings) {
    let isNotOffered = it.verdict.finding == "starttls/not-offered"
    if isNotOffered, let mail = it.clearMail {
      kind = .look(
        "The server did not offer STARTTLS to this client, and the client left; but the same client sent mail in clear to the same server \(SpokenTime.place(mail, from: it.visit)). It does not insist on TLS for all its mail, and a look, as a monitor takes, is as likely."
      )
      evidence = Evidence(
        packets: [mail.clearMailPacket ?? mail.firstPacket],
        meaning: "session \(mail.session): the same client sends mail in clear to the same server",
        session: mail.session)
    } else if let steps = it.steps, steps.isRhythm, isNotOffered || it.verdict.disposition == .noIntent {
      let words =
        "The client came \(steps.count) times in \(LengthOfTime.rough(steps.seconds)) (sessions \(steps.sessions)), every \(LengthOfTime.rough(steps.typical)) and never with mail: a monitor does so; so does a queue in its first minutes."
      kind =
        isNotOffered
        ? .look("The server did not offer STARTTLS to this client, and the client left. " + words) : .remark(words)
      evidence = steps.evidence
    } else if let later = it.laterDelivery {
      kind = .overcome(later.words)
      evidence = Evidence(
        packets: [later.visit.lastPacket], meaning: "session \(later.visit.session): a message is accepted",
        session: later.visit.session)
      telling = Telling(unknowable: "")
    } else if it.verdict.finding == "ehlo/masked-capabilities", it.verdict.certainty < .strong, let offer = it.offer {
      kind = .raised(
        "Where nothing is written over, the same server offered STARTTLS \(SpokenTime.place(offer, from: it.visit)).")
      evidence = Evidence(
        packets: [offer.listPacket ?? offer.firstPacket],
        quote: offer.keywords.first { $0.uppercased() == "STARTTLS" },
        meaning: "session \(offer.session): the list of the same server, whole", session: offer.session)
    } else if isNotOffered, let offer = it.offer {
      let who = offer.client.address == it.visit.client.address ? "to the same client" : "to another client"
      kind = .raised("It offered STARTTLS \(who) \(SpokenTime.place(offer, from: it.visit)).")
      evidence = Evidence(
        packets: [offer.listPacket ?? offer.firstPacket],
        quote: offer.keywords.first { $0.uppercased() == "STARTTLS" },
        meaning: "session \(offer.session): the list of the same server holds STARTTLS", session: offer.session)
      // It can do TLS: a certificate that is missing, and a server without TLS, are out of the question.
      telling = Telling(
        unknowable:
          "What makes the difference between the two sessions: a rule of the server, or a device that only one of them passed.",
        remedies: [.callersPolicy], keeping: [.network])
    } else if let steps = it.steps, steps.growsAsQueue, steps.isAlwaysTheSame,
      isNotOffered || it.verdict.disposition == .noIntent
    {
      kind =
        isNotOffered
        ? .raised(
          "The client tried \(steps.count) times in \(LengthOfTime.rough(steps.seconds)) (sessions \(steps.sessions)) with growing pauses, as a queue does: every retry stops here."
        )
        : .remark(
          "The client came \(steps.count) times in \(LengthOfTime.rough(steps.seconds)) (sessions \(steps.sessions)) with growing pauses and the same end each time, as a queue does that has mail to send."
        )
      evidence = steps.evidence
    } else {
      return nil
    }
  }

  /// What becomes of the verdict by it.
  var effect: String {
    let place = evidence.session.map { " (session \($0))" } ?? ""
    return switch kind {
    case .look: "Taken back: by what others show\(place) it was a look, and nobody is accused."
    case .overcome: "It did stop there, and what the client wanted came about later\(place): nobody is accused."
    case .raised: "Surer: what others show\(place) leaves one reading, and the certainty becomes strong."
    case .remark: "The verdict stays, and what others show of the client\(place) is said beside it."
    }
  }

  func apply(to result: inout Judgement) {
    let old = result.verdict
    let place = result.findings.firstIndex { $0.id == old.finding }
    if let place, let telling { result.findings[place].tell(telling) }
    switch kind {
    case .look(let sentence):
      for index in result.findings.indices where result.findings[index].cause != nil {
        result.findings[index].isNoCause()
      }
      if let place { result.findings[place].evidence.append(evidence) }
      result.verdict = old.lowered(sentence: sentence, finding: nil, certainty: .undetermined)
    case .overcome(let words):
      for index in result.findings.indices where result.findings[index].severity == .problem {
        result.findings[index].isSecond()
      }
      if let place { result.findings[place].evidence.append(evidence) }
      result.verdict = old.lowered(
        sentence: "\(old.sentence) \(words)", finding: old.finding, certainty: old.certainty)
    case .raised(let words):
      guard let place else { return }
      result.findings[place].certainty = .strong
      result.findings[place].summary += " \(words)"
      result.findings[place].evidence.append(evidence)
      result.verdict.certainty = .strong
      result.verdict.sentence = result.findings[place].summary
      result.verdict.alternatives.removeAll { $0.certainty < .probable }
    case .remark(let words):
      result.verdict.sentence += " \(words)"
    }
  }
}

// MARK: - What is asked of the siblings

extension Siblings {
  /// The nearest session in which the same client sent mail in clear to the same server.
  var clearMail: Survey.Visit? {
    guard let client else { return nil }
    return nearest(client.clearMail + client.visits.filter { $0.clearMailPacket != nil }, within: Self.day)
  }

  /// The nearest session in which the same server offered STARTTLS: to this client, else to another.
  var offer: Survey.Visit? {
    guard visit.offersSTARTTLS == false else { return nil }
    let clients = survey.clients(of: visit.server)
    if let own = nearestOffer(of: clients[visit.client.address]) { return own }
    return clients.values.lazy.compactMap { self.nearestOffer(of: $0) }.min { self.isNearer($0, $1) }
  }

  private func nearestOffer(of client: Survey.Client?) -> Survey.Visit? {
    guard let client else { return nil }
    var nearest: Survey.Visit?
    for other in client.visits where other.offersSTARTTLS == true && !other.listIsMasked {
      guard other.session != visit.session, other.distance(to: visit) <= Self.hour, other.meetsSameName(as: visit),
        !survey.areCopies(other, visit)
      else { continue }
      if nearest.map({ isNearer(other, $0) }) ?? true { nearest = other }
    }
    return nearest
  }

  private func isNearer(_ one: Survey.Visit, _ other: Survey.Visit) -> Bool {
    let distances = (one.distance(to: visit), other.distance(to: visit))
    return distances.0 != distances.1 ? distances.0 < distances.1 : Survey.Visit.isEarlier(one, other)
  }

  private func nearest(_ visits: [Survey.Visit], within seconds: Double) -> Survey.Visit? {
    visits.filter { $0.session != visit.session && $0.distance(to: visit) <= seconds }.min { isNearer($0, $1) }
  }

  /// How the client came again and again; `nil` where it came less than three times.
  var steps: Steps? { client.flatMap { Steps($0, own) } }

  /// What this session wanted and a later one got, with what to say of it.
  var laterDelivery: (visit: Survey.Visit, words: String)? {
    let isConnection = verdict.finding?.hasPrefix("transport/") ?? false && !visit.isServed
    guard verdict.disposition == .deferred || isConnection else { return nil }
    if let envelope = visit.envelope {
      // Others may send a message with the same envelope in between: lists get one copy for each of their servers.
      let own = visit
      let later = survey.delivery(of: envelope, after: own.start) {
        $0.distance(to: own) <= 5 * Self.day
          && ($0.client.address == own.client.address || $0.clientName == own.clientName)
      }
      guard let later else { return nil }
      return (
        later,
        "The client tried again after \(LengthOfTime.rough(later.distance(to: visit))) in session \(later.session) and was accepted."
      )
    }
    // Without the envelope nobody knows whether it was the same mail: the very next session has to have been served.
    if let next = own.first(where: { visit.isBefore($0) }), next.disposition == .delivered,
      next.distance(to: visit) <= Self.hour
    {
      return (
        next,
        "The client came again after \(LengthOfTime.rough(next.distance(to: visit))) in session \(next.session) and was served."
      )
    }
    if isConnection, let next = nextAddress {
      return (
        next, "The client went on to another address \(SpokenTime.place(next, from: visit)) and was served there."
      )
    }
    return nil
  }

  /// The session with another address that this client began when this attempt had failed; `nil` where it is not the only one that it
  /// began then.
  private var nextAddress: Survey.Visit? {
    let near = survey.arrivals(from: visit.start, seconds: patienceSeconds).filter {
      $0.client.address == visit.client.address && visit.isBefore($0)
    }
    guard near.count == 1, let next = near.first, next.server.address != visit.server.address,
      next.server.port == visit.server.port, next.disposition == .delivered
    else { return nil }
    return next
  }

  /// Seconds from the first packet of a failed attempt in which the client is to have begun the next one: one that was refused goes on at
  /// once; the waits of one without an answer double.
  var patienceSeconds: Double {
    let tried = max(0, visit.end.seconds(since: visit.start))
    return verdict.finding == "transport/no-syn-ack" ? 2 * tried + 5 : tried + 3
  }
}

/// The pace at which a client came to a server.
struct Steps {
  let count: Int
  private let visits: [Survey.Visit]
  private let gaps: [Double]
  private let asksForService: Bool

  init?(_ client: Survey.Client, _ visits: [Survey.Visit]) {
    guard visits.count >= 3 else { return nil }
    count = client.count
    self.visits = visits
    gaps = client.gaps
    asksForService = client.asksForService
  }

  var seconds: Double { visits.last.map { last in visits.first.map { last.start.seconds(since: $0.start) } ?? 0 } ?? 0 }
  /// "1 to 5".
  var sessions: String { "\(visits.first?.session ?? 0) to \(visits.last?.session ?? 0)" }
  var typical: Double { gaps.sorted()[gaps.count / 2] }

  /// Whether it came at even intervals, as short as those of monitors, and never asked for anything. Queues that run at a fixed pace
  /// take longer ones.
  var isRhythm: Bool {
    guard gaps.count >= 2, !asksForService else { return false }
    let typical = typical
    return typical >= 1 && typical <= 330 && gaps.allSatisfy { abs($0 - typical) <= max(1.5, typical / 20) }
  }

  /// Whether its pauses grew.
  var growsAsQueue: Bool {
    guard gaps.count >= 2, let first = gaps.first, let last = gaps.last, first >= 30, last >= 1.4 * first else {
      return false
    }
    return zip(gaps, gaps.dropFirst()).allSatisfy { $1 >= 0.9 * $0 }
  }

  /// Whether every visit ended as the others did.
  var isAlwaysTheSame: Bool { visits.allSatisfy { $0.finding == visits[0].finding } }

  var evidence: Evidence {
    Evidence(
      packets: visits.prefix(8).map(\.firstPacket),
      meaning: "where the sessions of the same client with the same server begin")
  }
}
