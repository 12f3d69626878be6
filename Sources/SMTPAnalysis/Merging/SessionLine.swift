import CaptureFiles
import Diagnosis
import PacketLayers
import Reports
import SMTPSession

/// A session's line of a result, to be written again: with another number, with its files where they stand among all, and with the
/// verdict that others leave it.
struct SessionLine {
  private let bytes: [UInt8]
  private let members: [(key: String, value: Range<Int>)]
  private let places: FilePlaces

  init(_ bytes: [UInt8], _ places: FilePlaces) throws(SessionLine.Fault) {
    self.bytes = bytes
    self.places = places
    var reader = JSONReader(bytes)
    do throws(JSONReader.Fault) {
      members = try reader.members()
    } catch {
      throw Fault(text: "expected \(error.expected)")
    }
  }

  struct Fault: Error {
    var text: String
  }

  private func range(_ key: String) -> Range<Int>? { members.first { $0.key == key }?.value }

  private func value(_ key: String) throws(Fault) -> JSONValue {
    guard let range = range(key) else { return .null }
    var reader = JSONReader(bytes, range)
    do throws(JSONReader.Fault) {
      return try reader.value()
    } catch {
      throw Fault(text: "expected \(error.expected) in \(key)")
    }
  }

  private func read<Value>(
    _ make: () throws(JSONValue.Mismatch) -> Value
  ) throws(Fault) -> Value {
    do throws(JSONValue.Mismatch) {
      return try make()
    } catch {
      throw Fault(text: "expected \(error.expected) in \(error.key)")
    }
  }

  /// Who met whom, and for what a survey remembers it.
  func remembered() throws(Fault) -> (server: Endpoint, client: IPAddress, what: String) {
    let ends = JSONValue.object(["server": try value("server"), "client": try value("client")])
    guard let what = try value("remembered").text else { throw Fault(text: "expected a text in remembered") }
    return try read { () throws(JSONValue.Mismatch) in
      (try VisitJSON.endpoint("server", ends), try VisitJSON.endpoint("client", ends).address, what)
    }
  }

  /// - Parameters:
  ///   - id: Its number among all.
  ///   - survey: What is remembered of all.
  ///   - hasSeam: Whether a seam holds the packets of sessions that are marked to go on behind a border.
  func write(id: Int, among survey: Survey, hasSeam: Bool, to out: inout JSONBuffer) throws(Fault) {
    var changes = Changes()
    if try !value("review").isNull { changes = try judge(id: id, among: survey) }
    if changes.findings == nil, !places.isUnchanged {
      let findings = try value("findings")
      let places = places
      changes.findings = try read { () throws(JSONValue.Mismatch) in
        try FindingJSON.read(findings, place: places, causes: [], nil)
      }
    }
    let file = try value("file").integer ?? 0
    guard let place = places[file] else { throw Fault(text: "expected a file of the result in file") }
    out.beginObject()
    for (key, range) in members where key != "file" {
      switch key {
      case "id": out.field("id", id)
      case "border" where !hasSeam:
        out.key("border")
        out.null()
      case "stages" where changes.stages != nil: try writeStages(changes.stages ?? [], range, &out)
      case "verdict" where changes.verdict != nil:
        if let verdict = changes.verdict { SessionJSON.verdict(verdict, &out) }
      case "findings" where changes.findings != nil:
        out.key("findings")
        out.beginArray()
        for finding in changes.findings ?? [] { SessionJSON.write(finding, to: &out, withSessions: false) }
        out.endArray()
      case "transcript" where changes.afterEnd != nil: try writeTranscript(changes.afterEnd ?? [], range, &out)
      case "review" where changes.review != nil:
        out.key("review")
        changes.review?.write(to: &out)
      default:
        out.member(key, bytes.span.extracting(range))
        // The file stands behind it, where it is not the first.
        if key == "communityID", place != 0 { out.field("file", Int(place)) }
      }
    }
    out.endObject()
    out.newline()
  }

  /// What becomes of the line; `nil` where it stays as it is.
  private struct Changes {
    var verdict: Verdict?
    var findings: [Finding]?
    var stages: [StageReport.State]?
    var afterEnd: Set<Int>?
    var review: SessionReview?
  }

  private func judge(id: Int, among survey: Survey) throws(Fault) -> Changes {
    let written = try value("review")
    let places = places
    var review = try read { () throws(JSONValue.Mismatch) in try SessionReview(written, place: places) }
    let own: Judgement
    let afterEnd: [Int]
    if let alone = review.alone {
      own = alone.judgement
      afterEnd = alone.afterEnd
    } else {
      let (verdict, findings, known) = (try value("verdict"), try value("findings"), review)
      own = try read { () throws(JSONValue.Mismatch) in
        Judgement(
          findings: try FindingJSON.read(findings, place: places, causes: known.causes, known.blanks),
          verdict: try FindingJSON.verdict(verdict))
      }
      afterEnd = try linesAfterEnd()
    }
    var visit = review.visit
    visit.number(id)
    let judged = SecondLook.look(at: own, visit, review.blanks, among: survey)
    let now = judged ?? own
    var changes = Changes()
    // Neither before nor now did others change it, and its packets stand where they stood.
    if judged == nil, review.alone == nil, places.isUnchanged { return changes }
    review.alone = judged == nil ? nil : SessionReview.Alone(judgement: own, afterEnd: afterEnd)
    changes.review = review
    changes.verdict = now.verdict
    changes.findings = now.findings
    changes.stages = try stages(review.stages, by: now.verdict)
    changes.afterEnd = Set(now.verdict.leftAt == nil ? [] : afterEnd)
    return changes
  }

  /// The states of the stages, with the one that a verdict says the session failed at.
  private func stages(_ reached: [StageReport.State], by verdict: Verdict) throws(Fault) -> [StageReport.State] {
    let told = try value("stages").elements ?? []
    guard told.count == reached.count else { throw Fault(text: "expected as many stages as in review") }
    return zip(told, reached).map { stage, state in
      guard verdict.outcome == .stopped, stage["stage"].text == verdict.stage.rawValue,
        verdict.failed(at: verdict.stage, state, isShown: !stage["packet"].isNull)
      else { return state }
      return .failed
    }
  }

  private func linesAfterEnd() throws(Fault) -> [Int] {
    guard let range = range("transcript") else { return [] }
    var result: [Int] = []
    for (place, line) in try elements(of: range).enumerated() {
      let flag = try members(of: line).first { $0.key == "afterEnd" }
      if let flag, bytes[flag.value.lowerBound] == 0x74 { result.append(place) }
    }
    return result
  }

  private func writeTranscript(_ afterEnd: Set<Int>, _ range: Range<Int>, _ out: inout JSONBuffer) throws(Fault) {
    out.key("transcript")
    out.beginArray()
    for (place, line) in try elements(of: range).enumerated() {
      out.beginObject()
      for (key, range) in try members(of: line) {
        if key == "afterEnd" {
          out.field("afterEnd", afterEnd.contains(place))
        } else {
          out.member(key, bytes.span.extracting(range))
        }
      }
      out.endObject()
    }
    out.endArray()
  }

  private func writeStages(
    _ states: [StageReport.State], _ range: Range<Int>, _ out: inout JSONBuffer
  ) throws(Fault) {
    out.key("stages")
    out.beginArray()
    for (place, stage) in try elements(of: range).enumerated() {
      out.beginObject()
      for (key, range) in try members(of: stage) {
        if key == "state", states.indices.contains(place) {
          out.field("state", states[place].rawValue)
        } else {
          out.member(key, bytes.span.extracting(range))
        }
      }
      out.endObject()
    }
    out.endArray()
  }

  private func elements(of range: Range<Int>) throws(Fault) -> [Range<Int>] {
    var reader = JSONReader(bytes, range)
    do throws(JSONReader.Fault) {
      return try reader.elements()
    } catch {
      throw Fault(text: "expected \(error.expected)")
    }
  }

  private func members(of range: Range<Int>) throws(Fault) -> [(key: String, value: Range<Int>)] {
    var reader = JSONReader(bytes, range)
    do throws(JSONReader.Fault) {
      return try reader.members()
    } catch {
      throw Fault(text: "expected \(error.expected)")
    }
  }
}
