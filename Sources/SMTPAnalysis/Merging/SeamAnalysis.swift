import ByteParsing
import CaptureFiles
import Diagnosis
import Reports
import SMTPSession

/// The sessions of the connections that cross the borders of sets, made of all their seams together: whole where both parts are there.
struct SeamAnalysis {
  /// A session, as its line is to be written.
  struct Found {
    var key: ResultKey
    var visit: Survey.Visit
    var line: [UInt8]
    var atBorder: BorderSession
  }

  private(set) var sessions: [Found] = []
  /// What limits left out of them.
  private(set) var omissions: [Omission] = []

  /// - Parameters:
  ///   - packets: Those of one sensor.
  ///   - ports: What was taken for mail there.
  ///   - sensor: Its name.
  ///   - names: The names of all files.
  ///   - end: The time of the last packet of the sensor's captures.
  ///   - hasTranscripts: Whether conversations are written out, as in the results.
  ///   - options: Those with which the captures were analysed.
  init(
    _ packets: SeamPackets, ports: [UInt16], sensor: String?, names: [String], end: Timestamp?,
    hasTranscripts: Bool, options: AnalysisOptions
  ) throws(ResultError) {
    var options = options
    options.mailPorts.formUnion(ports)
    var analysis = Analysis(options: options)
    analysis.beginLive(name: "seams", format: "pcapng")
    var line = LineContext(sensor: sensor, captures: names, hasTranscript: hasTranscripts)
    line.isMergeable = true
    line.hasSeam = true
    var packets = packets
    while let (header, bytes) = try packets.next() {
      analysis.timePasses(to: header.time)
      analysis.accept(header, bytes.span)
      take(&analysis, line)
    }
    if let end { analysis.timePasses(to: end) }
    take(&analysis, line)
    analysis.finish()
    take(&analysis, line)
    // What is left out of comparisons is told of all sessions together.
    omissions = analysis.summary().omissions.filter { !$0.kind.isOfComparison }
  }

  private mutating func take(_ analysis: inout Analysis, _ line: LineContext) {
    while let ended = analysis.nextEnded() {
      let atBorder = ended.atBorder
      let judged = analysis.judge.examination.judge(ended)
      guard let key = ResultKey(SessionKey.of(judged.visit)) else { continue }
      var json = JSONBuffer()
      SessionJSON.write(
        judged.diagnosed, to: &json, multipleFiles: judged.visit.firstPacket.file != 0, line: line)
      sessions.append(Found(key: key, visit: judged.visit, line: json.bytes, atBorder: atBorder))
    }
  }
}

/// The packets of several seams, in the order of the captures that they come from.
struct SeamPackets {
  private var sources: [(file: ResultIndex.SeamFile, places: FilePlaces, first: PacketID)]
  /// Those that are open; few at a time, because sets follow each other.
  private var open: [Int: SeamCursor] = [:]
  private var nextSource = 0

  private let files: Set<Int32>
  private var last: PacketID?

  /// - Parameter files: Those of one sensor, by their places among all.
  init(_ seams: [(file: ResultIndex.SeamFile, places: FilePlaces)], of files: Set<Int32>) {
    self.files = files
    sources = seams.compactMap { seam in
      let firsts = seam.file.packets.lazy.compactMap { packet in
        seam.places[Int(packet.file)].map { PacketID(file: $0, number: packet.number) }
      }
      guard let first = firsts.first(where: { files.contains($0.file) }) else { return nil }
      return (seam.file, seam.places, first)
    }.sorted { $0.first < $1.first }
  }

  /// The next packet, with its place in the captures; `nil` at the end.
  mutating func next() throws(ResultError) -> (header: PacketHeader, bytes: [UInt8])? {
    while true {
      let least = open.min { $0.value.header.id < $1.value.header.id }
      if nextSource < sources.count, least.map({ sources[nextSource].first < $0.value.header.id }) ?? true {
        let source = sources[nextSource]
        open[nextSource] = try SeamCursor(source.file, source.places, files)
        nextSource += 1
        continue
      }
      guard let least else { return nil }
      let packet = (least.value.header, least.value.bytes)
      if try !least.value.advance() { open[least.key] = nil }
      // Two seams may hold the same packet.
      if packet.0.id == last { continue }
      last = packet.0.id
      return packet
    }
  }
}

/// One seam that is being read.
final class SeamCursor {
  private var reader: CaptureReader
  private let file: ResultIndex.SeamFile
  private let places: FilePlaces
  private let files: Set<Int32>
  private(set) var header: PacketHeader
  private(set) var bytes: [UInt8] = []

  init(
    _ file: ResultIndex.SeamFile, _ places: FilePlaces, _ files: Set<Int32>
  ) throws(ResultError) {
    self.files = files
    self.file = file
    self.places = places
    header = PacketHeader(
      id: PacketID(number: 0), time: Timestamp(nanoseconds: 0), linkType: LinkType(rawValue: 0), interface: 0,
      capturedLength: 0, originalLength: 0)
    do throws(CaptureError) {
      reader = try CaptureReader(path: file.path)
    } catch {
      throw ResultError(.unreadable, file.path, error.description)
    }
    guard try advance() else { throw ResultError(.changedInput, file.path, "holds fewer packets than were written") }
  }

  /// Whether there is a further packet.
  func advance() throws(ResultError) -> Bool {
    do throws(CaptureError) {
      while var next = try reader.next() {
        let place = Int(next.id.number) - 1
        guard file.packets.indices.contains(place), let own = places[Int(file.packets[place].file)] else {
          throw CaptureError(kind: .damaged, file: file.path)
        }
        guard files.contains(own) else { continue }
        next.id = PacketID(file: own, number: file.packets[place].number)
        header = next
        bytes = reader.bytes.copied()
        return true
      }
      return false
    } catch {
      throw ResultError(.changedInput, file.path, "is not the seam that was written: \(error.description)")
    }
  }
}
