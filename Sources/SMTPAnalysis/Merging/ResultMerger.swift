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
  /// What is remembered of all sessions.
  private let survey: Survey
  /// The same without those that go on behind the borders of all sets.
  private let inner: Survey
  private let sessions: [Chosen]
  /// The sessions of the seams.
  private let joined: [SeamAnalysis.Found]
  /// Where the files of each result stand among all.
  private let places: [FilePlaces]
  private let inputs: [ResultIndex.Input]
  private var capture: CaptureSummary

  /// A session's line: of a result, or among those of the seams.
  private struct Chosen {
    var result: Int32?
    var entry: Int32
  }

  /// Sessions that more than one result holds.
  public private(set) var repeated = 0
  public var sessionCount: Int { sessions.count }
  public var fileCount: Int { inputs.count }
  /// The files of the seams that are read.
  public var seamPaths: [String] { results.compactMap(\.seam?.path) }
  /// Sessions that go on behind the borders of all sets, of which the packets are at hand.
  public var openSessions: Int { joined.count { !$0.atBorder.border.isEmpty } }

  /// - Parameter options: Those with which the captures were analysed: by them sessions are judged that cross the borders of sets.
  public init(_ paths: [String], options: AnalysisOptions = AnalysisOptions()) throws(ResultError) {
    var results: [ResultIndex] = []
    for path in paths { results.append(try ResultIndex(path)) }
    Self.leaveOutTwins(&results)
    inputs = try Self.order(results)
    var placeOf: [ResultIndex.Input: Int32] = [:]
    for (place, input) in inputs.enumerated() { placeOf[input] = Int32(place) }
    places = results.map { result in FilePlaces(result.inputs.map { placeOf[$0] ?? 0 }) }
    let seams = try Self.join(results, places, inputs, options)
    joined = seams.sessions

    var survey = Survey(bytes: options.budget.survey)
    for (place, result) in results.enumerated() { survey.merge(try Self.survey(of: result, places[place])) }
    let (chosen, twins) = Self.choose(results, places, joined)
    var told: [SeamAnalysis.Found] = []
    for one in chosen where one.result == nil { told.append(joined[Int(one.entry)]) }
    for session in told where session.atBorder.border.isEmpty { survey.record(session.visit) }
    repeated = twins.count
    for twin in twins {
      // Of one whose whole is told by a result nothing was counted.
      guard let number = twin.result else { continue }
      let result = results[Int(number)]
      let entry = result.entries[Int(twin.entry)]
      do throws(SessionLine.Fault) {
        let line = try SessionLine(Self.bytes(of: entry, in: result), places[Int(number)])
        let it = try line.remembered()
        survey.uncount(it.server, it.client, remembered: it.what)
      } catch {
        throw Self.damaged(entry, in: result, error)
      }
    }
    survey.settle()
    inner = survey
    for session in told where !session.atBorder.border.isEmpty { survey.record(session.visit) }
    survey.settle()

    var numbers: [ResultKey: Int] = [:]
    for visit in survey.contents.everyVisit { if let key = ResultKey(SessionKey.of(visit)) { numbers[key] = 0 } }
    for (place, one) in chosen.enumerated() {
      let key = one.result.map { results[Int($0)].entries[Int(one.entry)].key } ?? joined[Int(one.entry)].key
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
    capture = Self.summary(of: results, inputs, placeOf, seams.omissions, sessions: chosen.count, survey)
  }

  // MARK: - Seams

  /// Files of one sensor.
  private static func files(of sensor: String?, _ inputs: [ResultIndex.Input]) -> Set<Int32> {
    Set(inputs.indices.filter { inputs[$0].sensor == sensor }.map { Int32($0) })
  }

  private static func seams(
    _ results: [ResultIndex], _ places: [FilePlaces]
  ) -> [(file: ResultIndex.SeamFile, places: FilePlaces)] {
    zip(results, places).compactMap { result, places in result.seam.map { ($0, places) } }
  }

  /// The sessions of the seams, of each sensor by itself, and what limits left out of them.
  private static func join(
    _ results: [ResultIndex], _ places: [FilePlaces], _ inputs: [ResultIndex.Input], _ options: AnalysisOptions
  ) throws(ResultError) -> (sessions: [SeamAnalysis.Found], omissions: [Omission]) {
    let seams = seams(results, places)
    var found: (sessions: [SeamAnalysis.Found], omissions: [Omission]) = ([], [])
    guard !seams.isEmpty else { return found }
    for sensor in Set(inputs.map(\.sensor)).sorted(by: { ($0 ?? "") < ($1 ?? "") }) {
      let own = inputs.filter { $0.sensor == sensor }
      let joined = try SeamAnalysis(
        SeamPackets(seams, of: files(of: sensor, inputs)), ports: seams.flatMap(\.file.ports), sensor: sensor,
        names: inputs.map(\.name), end: own.compactMap(\.lastPacketTime).max().flatMap(UTCTime.read),
        hasTranscripts: results.contains(where: \.hasTranscripts), options: options)
      found.sessions += joined.sessions
      found.omissions += joined.omissions
    }
    return found
  }

  /// Writes the packets of sessions that go on behind the borders of all sets, for a later merger. Call it before ``write(_:)``.
  public mutating func writeSeam(to path: String, tool: String, overwrites: Bool) throws {
    let seams = Self.seams(results, places)
    var bytes: [UInt8] = []
    var packets: [PacketID] = []
    for sensor in Set(inputs.map(\.sensor)).sorted(by: { ($0 ?? "") < ($1 ?? "") }) {
      let files = Self.files(of: sensor, inputs)
      let own = joined.map(\.atBorder).filter { files.contains($0.first.file) }
      var writer = SeamWriter(
        SeamChoice(
          kept: own.filter { !$0.border.isEmpty }, dropped: own.filter { $0.border.isEmpty }, others: .kept), tool: tool
      )
      var source = SeamPackets(seams, of: files)
      while let packet = try source.next() { try writer.take(packet.header, packet.bytes.span) }
      // A section for each sensor.
      bytes += writer.takeBytes()
      packets += writer.packets
    }
    capture.seam = try SeamWriter.publish(
      bytes, packets, as: path, ports: Set(seams.flatMap(\.file.ports)), overwrites: overwrites)
    capture.survey = inner.contents
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
      if let number = one.result {
        let result = results[Int(number)]
        let entry = result.entries[Int(one.entry)]
        do throws(SessionLine.Fault) {
          let line = try SessionLine(try Self.bytes(of: entry, in: result), places[Int(number)])
          try line.write(id: place + 1, among: survey, hasSeam: capture.seam != nil, to: &out)
        } catch {
          throw Self.damaged(entry, in: result, error)
        }
      } else {
        do throws(SessionLine.Fault) {
          let line = try SessionLine(joined[Int(one.entry)].line, FilePlaces(inputs.indices.map { Int32($0) }))
          try line.write(id: place + 1, among: survey, hasSeam: capture.seam != nil, to: &out)
        } catch {
          throw ResultError(.damaged, "", "a session of the seams: \(error.text)")
        }
      }
      if out.count > 60_000 { give(out.takeBytes()) }
    }
    SessionJSON.writeCaptureLine(capture, LineContext(sensor: Self.sensor(of: inputs)), to: &out) { out in
      give(out.takeBytes())
    }
    give(out.takeBytes())
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
      "session \(entry.id): \(fault.text). It was changed since, or another version wrote it: analyse the captures again"
    )
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
    _ results: [ResultIndex], _ places: [FilePlaces], _ joined: [SeamAnalysis.Found]
  ) -> (chosen: [Chosen], twins: [Chosen]) {
    struct Ranked {
      var key: ResultKey
      var end: UInt64
      var id: Int
      var place: Chosen
      var file: Int32
    }
    var all: [Ranked] = []
    all.reserveCapacity(results.reduce(joined.count) { $0 + $1.entries.count })
    // Parts of which the whole is made of the seams; the first of them tells its number.
    var parts: [ResultKey: (file: Int32, id: Int)] = [:]
    for (number, result) in results.enumerated() {
      for (index, entry) in result.entries.enumerated() {
        let file = places[number][entry.numberedIn] ?? 0
        if entry.crossesBorder, result.seam != nil {
          parts[entry.key] = (file, entry.id)
        } else {
          all.append(
            Ranked(
              key: entry.key, end: entry.end, id: entry.id,
              place: Chosen(result: Int32(number), entry: Int32(index)), file: file))
        }
      }
    }
    for (index, session) in joined.enumerated() {
      let first = session.visit.firstPacket
      let part = parts[session.key] ?? (first.file, 1 << 48 + Int(clamping: first.number))
      all.append(
        Ranked(
          key: session.key, end: ResultIndex.Entry.number(of: UTCTime.rfc3339(session.visit.end)), id: part.id,
          place: Chosen(result: nil, entry: Int32(index)), file: part.file))
    }
    // Of two with one key the one that saw more of its end is told; else the one of the earlier file.
    all.sort { one, other in
      if one.key != other.key { return one.key < other.key }
      if one.end != other.end { return one.end > other.end }
      return (one.file, one.place.result ?? .max) < (other.file, other.place.result ?? .max)
    }
    var chosen: [Ranked] = []
    var twins: [Chosen] = []
    for one in all {
      if one.key == chosen.last?.key { twins.append(one.place) } else { chosen.append(one) }
    }
    chosen.sort { one, other in
      if one.file != other.file { return one.file < other.file }
      if one.id != other.id { return one.id < other.id }
      return one.key < other.key
    }
    return (chosen.map(\.place), twins)
  }

  private static func sensor(of inputs: [ResultIndex.Input]) -> String? {
    let sensors = Set(inputs.map(\.sensor))
    return sensors.count == 1 ? sensors.first ?? nil : nil
  }
}
