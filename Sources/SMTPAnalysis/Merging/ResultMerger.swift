import CaptureFiles
import Diagnosis
import PacketLayers
import Reports

/// Puts results of `--format ndjson` together into what one run over all their captures would have said.
///
/// The results may come in any order, and one of them twice: each session is told once, known by its key. What several sessions show
/// together is worked out again from the surveys that the results end with, and so is every verdict that others may change. What comes
/// out is a result like any other, which can be merged again: merged in parts or at once, it is the same.
///
/// Memory follows the number of sessions, at some 80 bytes each, and not what is written of them: every result is read twice.
public struct ResultMerger {
  private let results: [ResultIndex]
  private let survey: Survey
  private let sessions: [Chosen]
  /// Where the files of each result stand among all.
  private let places: [FilePlaces]
  private let inputs: [ResultIndex.Input]
  private let capture: CaptureSummary

  private struct Chosen {
    var result: Int32
    var entry: Int32
  }

  /// Sessions that more than one result holds.
  public private(set) var repeated = 0
  public var sessionCount: Int { sessions.count }
  public var fileCount: Int { inputs.count }

  /// - Parameter memoryBytes: As for an analysis: what may be remembered of sessions is a share of it.
  public init(_ paths: [String], memoryBytes: Int = AnalysisOptions().memoryBytes) throws(ResultError) {
    var results: [ResultIndex] = []
    for path in paths { results.append(try ResultIndex(path)) }
    Self.leaveOutTwins(&results)
    inputs = try Self.order(results)
    var placeOf: [ResultIndex.Input: Int32] = [:]
    for (place, input) in inputs.enumerated() { placeOf[input] = Int32(place) }
    places = results.map { result in FilePlaces(result.inputs.map { placeOf[$0] ?? 0 }) }

    var survey = Survey(bytes: MemoryBudget(memoryBytes).survey)
    for (place, result) in results.enumerated() { survey.merge(try Self.survey(of: result, places[place])) }

    let (chosen, twins) = Self.choose(results, places)
    repeated = twins.count
    for twin in twins {
      let result = results[Int(twin.result)]
      let entry = result.entries[Int(twin.entry)]
      do throws(SessionLine.Fault) {
        let line = try SessionLine(Self.bytes(of: entry, in: result), places[Int(twin.result)])
        let it = try line.remembered()
        survey.uncount(it.server, it.client, remembered: it.what)
      } catch {
        throw Self.damaged(entry, in: result, error)
      }
    }
    var numbers: [ResultKey: Int] = [:]
    for visit in survey.contents.everyVisit { if let key = ResultKey(SessionKey.of(visit)) { numbers[key] = 0 } }
    for (place, one) in chosen.enumerated() {
      let key = results[Int(one.result)].entries[Int(one.entry)].key
      if numbers[key] != nil { numbers[key] = place + 1 }
    }
    survey.renumber { visit in
      visit.number(ResultKey(SessionKey.of(visit)).flatMap { numbers[$0] } ?? 0)
    }
    guard !survey.contents.everyVisit.contains(where: { $0.session == 0 }) else {
      throw ResultError(
        .damaged, paths.first ?? "", "a survey remembers a session that no result holds: lines were taken out of one")
    }
    sessions = chosen
    self.survey = survey
    self.results = results
    capture = Self.summary(of: results, inputs, placeOf, sessions: chosen.count, survey)
  }

  /// Files that are not what they were when they were read, where they can be reached from here under their names.
  public func changedInputs() -> [ResultError] {
    inputs.compactMap { input in
      guard let bytes = input.bytes, let digest = input.fingerprint else { return nil }
      guard let now = InputFingerprint(input.name) else {
        return ResultError(.changedInput, input.name, "cannot be read here, so nobody knows whether it has changed")
      }
      guard now.digest != digest else { return nil }
      return ResultError(
        .changedInput, input.name,
        "has changed since its result was made (\(bytes) bytes then, \(now.bytes) now): analyse its set again")
    }
  }

  /// Gives the merged result in pieces of whole lines.
  public func write(_ give: ([UInt8]) -> Void) throws(ResultError) {
    var out = JSONBuffer()
    for (place, one) in sessions.enumerated() {
      let result = results[Int(one.result)]
      let entry = result.entries[Int(one.entry)]
      do throws(SessionLine.Fault) {
        let line = try SessionLine(try Self.bytes(of: entry, in: result), places[Int(one.result)])
        try line.write(id: place + 1, among: survey, to: &out)
      } catch {
        throw Self.damaged(entry, in: result, error)
      }
      if out.bytes.count > 60_000 {
        give(out.bytes)
        out.takeBytes()
      }
    }
    SessionJSON.writeCaptureLine(capture, LineContext(sensor: Self.sensor(of: inputs)), to: &out)
    give(out.bytes)
  }

  // MARK: - Reading

  private static func bytes(of entry: ResultIndex.Entry, in result: ResultIndex) throws(SessionLine.Fault) -> [UInt8] {
    do throws(ResultError) {
      return try result.lines.line(at: entry.place)
    } catch {
      throw SessionLine.Fault(text: error.text)
    }
  }

  private static func damaged(
    _ entry: ResultIndex.Entry, in result: ResultIndex, _ fault: SessionLine.Fault
  ) -> ResultError {
    ResultError(
      .damaged, result.lines.path,
      "session \(entry.id): \(fault.text). It was changed since, or another version wrote it: analyse the captures again")
  }

  /// One result that is given twice, under whatever name, adds nothing.
  private static func leaveOutTwins(_ results: inout [ResultIndex]) {
    var seen: Set<[ResultIndex.Input]> = []
    results.removeAll { result in
      let isTwin = seen.contains(result.inputs)
      seen.insert(result.inputs)
      return isTwin && result.inputs.allSatisfy { $0.fingerprint != nil }
    }
  }

  /// Every file once, in the order of their first packets.
  private static func order(_ results: [ResultIndex]) throws(ResultError) -> [ResultIndex.Input] {
    struct Name: Hashable {
      var sensor: String?
      var name: String
    }
    var known: [Name: ResultIndex.Input] = [:]
    var all: Set<ResultIndex.Input> = []
    for result in results {
      for input in result.inputs {
        let name = Name(sensor: input.sensor, name: input.name)
        if let other = known[name], let digest = other.fingerprint, let own = input.fingerprint, digest != own {
          throw ResultError(
            .changedInput, result.lines.path,
            "read \(input.name) (\(input.bytes ?? 0) bytes) when it was another than another result read under that name (\(other.bytes ?? 0) bytes): give only the result that was made last; where they are files of two machines, name these with --sensor"
          )
        }
        known[name] = input
        all.insert(input)
      }
    }
    return all.sorted { one, other in
      // What holds no packet stands at the end.
      let (first, second) = (one.firstPacketTime ?? "~", other.firstPacketTime ?? "~")
      if first != second { return first < second }
      return (one.sensor ?? "", one.name, one.fingerprint ?? "", one.packets)
        < (other.sensor ?? "", other.name, other.fingerprint ?? "", other.packets)
    }
  }

  private static func survey(of result: ResultIndex, _ places: FilePlaces) throws(ResultError) -> SurveyContents {
    var contents = SurveyContents()
    for place in result.surveyLines {
      var reader = JSONReader(try result.lines.line(at: place))
      do throws(JSONReader.Fault) {
        let line = try reader.value()
        do throws(JSONValue.Mismatch) {
          try SurveyJSON.read(line, into: &contents, place: places)
        } catch {
          throw JSONReader.Fault(offset: 0, expected: "\(error.expected) in \(error.key)")
        }
      } catch {
        throw ResultError(
          .damaged, result.lines.path,
          "its survey: expected \(error.expected). It was changed since, or another version wrote it: analyse the captures again"
        )
      }
    }
    return contents
  }

  /// Each session once, in the order of one run; and the others of the same keys.
  private static func choose(
    _ results: [ResultIndex], _ places: [FilePlaces]
  ) -> (chosen: [Chosen], twins: [Chosen]) {
    struct Ranked {
      var entry: ResultIndex.Entry
      var place: Chosen
      var file: Int32
    }
    var all: [Ranked] = []
    all.reserveCapacity(results.reduce(0) { $0 + $1.entries.count })
    for (number, result) in results.enumerated() {
      for (index, entry) in result.entries.enumerated() {
        all.append(
          Ranked(
            entry: entry, place: Chosen(result: Int32(number), entry: Int32(index)),
            file: places[number][entry.numberedIn] ?? 0))
      }
    }
    // Of two with one key the one that saw more of its end is told; else the one of the earlier file.
    all.sort { one, other in
      if one.entry.key != other.entry.key { return one.entry.key < other.entry.key }
      if one.entry.end != other.entry.end { return one.entry.end > other.entry.end }
      return (one.file, one.place.result) < (other.file, other.place.result)
    }
    var chosen: [Ranked] = []
    var twins: [Chosen] = []
    for one in all {
      if one.entry.key == chosen.last?.entry.key { twins.append(one.place) } else { chosen.append(one) }
    }
    chosen.sort { one, other in
      if one.file != other.file { return one.file < other.file }
      if one.entry.id != other.entry.id { return one.entry.id < other.entry.id }
      return one.entry.key < other.entry.key
    }
    return (chosen.map(\.place), twins)
  }

  private static func sensor(of inputs: [ResultIndex.Input]) -> String? {
    let sensors = Set(inputs.map(\.sensor))
    return sensors.count == 1 ? sensors.first ?? nil : nil
  }
}

extension SurveyContents {
  fileprivate var everyVisit: [Survey.Visit] { clients.flatMap(\.visits) + others }
}
