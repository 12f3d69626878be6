import CaptureFiles
package import Diagnosis
package import SMTPSession

/// What a session's line says, where others may change its verdict, so that it can be judged again when results are merged.
package struct SessionReview: Sendable {
  package var visit: Survey.Visit
  package var blanks: RecordedBlanks
  /// The stages as they were reached, before one of them is said to have failed.
  package var stages: [StageReport.State]
  /// Which of the findings that the session shows by itself explain a stop, by their places.
  package var causes: [Int]
  /// What the session shows by itself; `nil` where its line says it.
  package var alone: Alone?

  package struct Alone: Sendable {
    package var judgement: Judgement
    /// Lines of the transcript that came after the first leave-taking, by their places.
    package var afterEnd: [Int]

    package init(judgement: Judgement, afterEnd: [Int]) {
      self.judgement = judgement
      self.afterEnd = afterEnd
    }
  }

  init(_ diagnosed: DiagnosedSession) {
    var own = diagnosed
    if let alone = diagnosed.alone { (own.findings, own.verdict) = (alone.findings, alone.verdict) }
    visit = Survey.Visit(own)
    blanks = RecordedBlanks(diagnosed.session)
    stages = diagnosed.session.stages.map(\.state)
    causes = own.findings.indices.filter { own.findings[$0].cause != nil }
    if let judgement = diagnosed.alone {
      let lines = diagnosed.session.transcript
      alone = Alone(judgement: judgement, afterEnd: lines.indices.filter { own.comesAfterEnd(lines[$0]) })
    }
  }

  package init(
    visit: Survey.Visit, blanks: RecordedBlanks, stages: [StageReport.State], causes: [Int], alone: Alone?
  ) {
    self.visit = visit
    self.blanks = blanks
    self.stages = stages
    self.causes = causes
    self.alone = alone
  }

  // MARK: - Writing

  package func write(to json: inout JSONBuffer) {
    json.beginObject()
    json.key("visit")
    VisitJSON.write(visit, words: nil, to: &json)
    json.key("blanks")
    json.beginObject()
    json.field("client", blanks.client)
    json.field("server", blanks.server)
    json.field("clientName", blanks.clientName)
    json.field("time", blanks.time)
    json.field("host", blanks.host)
    json.field("lmtp", blanks.isLMTP)
    json.field("beginsWithTLS", blanks.beginsWithTLS)
    json.field("mayOfferSTARTTLS", blanks.mayOfferSTARTTLS)
    json.field("bearsMask", blanks.bearsMask)
    json.field("beganTLS", blanks.beganTLS)
    json.field("cameIntoTLS", blanks.cameIntoTLS)
    json.field("cameToMessage", blanks.cameToMessage)
    json.field("login", blanks.login)
    json.key("products")
    json.beginArray()
    for product in blanks.products { json.string(product) }
    json.endArray()
    json.endObject()
    json.key("stages")
    json.beginArray()
    for state in stages { json.string(state.rawValue) }
    json.endArray()
    json.key("causes")
    json.beginArray()
    for place in causes { json.integer(place) }
    json.endArray()
    json.key("alone")
    if let alone {
      json.beginObject()
      SessionJSON.verdict(alone.judgement.verdict, &json)
      json.key("findings")
      json.beginArray()
      for finding in alone.judgement.findings { SessionJSON.write(finding, to: &json, withSessions: false) }
      json.endArray()
      json.key("afterEnd")
      json.beginArray()
      for place in alone.afterEnd { json.integer(place) }
      json.endArray()
      json.endObject()
    } else {
      json.null()
    }
    json.endObject()
  }

  // MARK: - Reading

  package init(_ value: JSONValue, place: FilePlaces) throws(JSONValue.Mismatch) {
    visit = try VisitJSON.read(value["visit"], words: [], place: place)
    let it = value["blanks"]
    blanks = RecordedBlanks(
      client: try VisitJSON.endpoint("client", it), server: try VisitJSON.endpoint("server", it),
      clientName: it["clientName"].text, time: try it.text("time"), host: try it.text("host"),
      isLMTP: try it.truth("lmtp"), beginsWithTLS: try it.truth("beginsWithTLS"),
      mayOfferSTARTTLS: try it.truth("mayOfferSTARTTLS"), bearsMask: try it.truth("bearsMask"),
      beganTLS: try it.truth("beganTLS"), cameIntoTLS: try it.truth("cameIntoTLS"),
      cameToMessage: try it.truth("cameToMessage"), login: try it.text("login"),
      products: try it.elements("products").compactMap(\.text))
    stages = try value.elements("stages").compactMap { $0.text.flatMap(StageReport.State.init(rawValue:)) }
    causes = try value.elements("causes").compactMap(\.integer)
    guard !value["alone"].isNull else { return }
    let findings = try FindingJSON.read(value["alone"]["findings"], place: place, causes: causes, blanks)
    alone = Alone(
      judgement: Judgement(findings: findings, verdict: try FindingJSON.verdict(value["alone"]["verdict"])),
      afterEnd: try value["alone"].elements("afterEnd").compactMap(\.integer))
  }
}

/// Findings and verdicts, read from JSON as this program writes it.
package enum FindingJSON {
  package static func read(
    _ value: JSONValue, place: FilePlaces, causes: [Int], _ blanks: RecordedBlanks?
  ) throws(JSONValue.Mismatch) -> [Finding] {
    guard let all = value.elements else { throw JSONValue.Mismatch(key: "findings", expected: "a list") }
    var findings: [Finding] = []
    for (index, one) in all.enumerated() {
      findings.append(try read(one, place: place, hasCause: causes.contains(index), blanks))
    }
    return findings
  }

  private static func read(
    _ value: JSONValue, place: FilePlaces, hasCause: Bool, _ blanks: RecordedBlanks?
  ) throws(JSONValue.Mismatch) -> Finding {
    var evidence: [Evidence] = []
    for one in try value.elements("evidence") { evidence.append(try self.evidence(one, place)) }
    var remedies: [Remedy] = []
    for one in try value.elements("remedies") {
      remedies.append(Remedy(try one.word("actor", Actor.self), try one.text("text")))
    }
    let finding = Finding(
      recorded: try value.text("id"), severity: try value.word("severity", Severity.self),
      certainty: try value.word("certainty", Certainty.self), summary: try value.text("summary"), evidence: evidence,
      remedies: remedies, commands: try value.elements("nextCommands").compactMap(\.text), hasCause: hasCause,
      blanks: blanks)
    guard let finding else { throw JSONValue.Mismatch(key: "id", expected: "a finding that this version knows") }
    return finding
  }

  private static func evidence(_ value: JSONValue, _ place: FilePlaces) throws(JSONValue.Mismatch) -> Evidence {
    let told = value["file"].integer
    guard let file = place[told ?? 0] else { throw JSONValue.Mismatch(key: "file", expected: "a file of the result") }
    var packets = try value.elements("packets").compactMap(\.integer).map { PacketID(file: file, number: Int64($0)) }
    // Where the first file is told, others of the packets lie in a later one; which, nobody asks.
    if told == 0, file == 0, let last = packets.indices.last { packets[last].file = 1 }
    return Evidence(packets: packets, quote: value["quote"].text, meaning: try value.text("meaning"))
  }

  package static func verdict(_ value: JSONValue) throws(JSONValue.Mismatch) -> Verdict {
    var alternatives: [Verdict.Alternative] = []
    for one in try value.elements("alternatives") {
      alternatives.append(
        Verdict.Alternative(finding: try one.text("finding"), certainty: try one.word("certainty", Certainty.self)))
    }
    let (sentence, next) = (try value.text("summary"), try value.text("next"))
    var verdict = Verdict(
      outcome: try value.word("outcome", Verdict.Outcome.self),
      disposition: try value.word("disposition", Disposition.self), stage: try value.word("stage", Stage.self),
      stoppedBy: try value.word("stoppedBy", Actor.self), closedBy: try value.word("closedBy", Actor.self),
      actor: try value.word("actor", Actor.self), finding: value["finding"].text,
      certainty: try value.word("certainty", Certainty.self), alternatives: alternatives, sentence: sentence,
      next: next)
    // Which packet that was is not written down; it stands for itself as long as the verdict does.
    verdict.leftAt = PacketID(number: 0)
    return verdict
  }
}
