public import CaptureFiles
import PlainWords
public import Reports

/// The sets that captures make: what one sensor wrote in one rotation, which is the unit of work where many machines work.
public struct CaptureSets: Sendable {
  public struct Set: Sendable {
    /// The name of its files, with one sign for each number in it.
    public var pattern: String
    /// In the order of their first packets, with what they are known again by.
    public var files: [CaptureSummary.File]
    /// Where its files lie over each other, and where one may be missing, in words.
    public var remarks: [String]
  }

  public private(set) var sets: [Set] = []
  public private(set) var errors: [CaptureError] = []

  /// Reads the headers of every packet, and nothing else; or of the first packets alone, which tells no more than their order.
  public init(_ inputs: CaptureInputs, isQuick: Bool = false) {
    errors = inputs.errors
    var files: [CaptureSummary.File] = []
    for name in inputs.names {
      var file = CaptureSummary.File(name: name, packets: 0, format: "", error: nil)
      file.fingerprint = InputFingerprint(name)
      do throws(CaptureError) {
        var reader = try CaptureReader(path: name)
        file.format = reader.format
        while let header = try reader.next() {
          file.packets += 1
          file.firstPacketTime = min(file.firstPacketTime ?? header.time, header.time)
          if isQuick { break }
          file.lastPacketTime = max(file.lastPacketTime ?? header.time, header.time)
        }
      } catch {
        errors.append(error)
        file.error = error.description
      }
      files.append(file)
    }
    let members = files.map { FileSequence.Member(name: $0.name, first: $0.firstPacketTime, last: $0.lastPacketTime) }
    for places in FileSequence.sets(members) {
      sets.append(
        Set(
          pattern: FileSequence.pattern(of: files[places[0]].name), files: places.map { files[$0] },
          remarks: FileSequence.misfits(places, members).map { $0.sentence(files) }))
    }
  }

  /// A line of JSON for each set.
  public func ndjson() -> [UInt8] {
    var json = JSONBuffer()
    for set in sets {
      json.beginObject()
      json.field("type", "set")
      json.field("schemaVersion", SessionJSON.schemaVersion)
      json.field("pattern", CleanText.line(set.pattern))
      json.key("remarks")
      json.beginArray()
      for remark in set.remarks { json.string(remark) }
      json.endArray()
      SessionJSON.writeInputs(set.files, sensor: nil, to: &json)
      json.endObject()
      json.newline()
    }
    return json.bytes
  }

  public func text() -> String {
    var lines: [String] = []
    for set in sets {
      let packets = set.files.reduce(0) { $0 &+ $1.packets }
      let first = set.files.compactMap(\.firstPacketTime).min().map(UTCTime.readable) ?? "no packet"
      let last = set.files.compactMap(\.lastPacketTime).max().map { ", to \(UTCTime.readable($0))" } ?? ""
      lines.append(
        "\(CleanText.line(set.pattern)) · \(Counting.counted(set.files.count, "file", "files")) · \(Counting.counted(packets, "packet", "packets")) · \(first)\(last)"
      )
      lines += set.files.map { "  \(CleanText.line($0.name))" }
      lines += set.remarks.map { "  ! \($0)" }
    }
    return lines.map { $0 + "\n" }.joined()
  }
}

extension FileSequence.Misfit {
  func sentence(_ files: [CaptureSummary.File]) -> String {
    let (one, other) = (CleanText.line(files[earlier].name), CleanText.line(files[later].name))
    let length = LengthOfTime.rough(seconds)
    switch kind {
    case .overlap:
      return
        "\(other) begins \(length) before \(one) ends: what lies in both is there twice, or they are of two sensors."
    case .hole:
      return
        "nothing was captured for \(length) between \(one) and \(other): a file may be missing, and what it held is not told."
    }
  }
}

extension CaptureSummary {
  /// Tells where files of one set lie over each other, or one may be missing between two.
  mutating func noteMisfits() {
    guard files.count > 1 else { return }
    let members = files.map { FileSequence.Member(name: $0.name, first: $0.firstPacketTime, last: $0.lastPacketTime) }
    var sensors: [String?: [Int]] = [:]
    for (place, file) in files.enumerated() { sensors[file.sensor, default: []].append(place) }
    var misfits: [FileSequence.Misfit] = []
    for places in sensors.values {
      for set in FileSequence.sets(places.map { members[$0] }) {
        misfits += FileSequence.misfits(set.map { places[$0] }, members)
      }
    }
    for misfit in misfits.sorted(by: { ($0.earlier, $0.later) < ($1.earlier, $1.later) }) {
      caveats.append(misfit.kind == .overlap ? "capture/files-overlap" : "capture/hole-between-files")
      caveatSentences.append(misfit.sentence(files))
    }
  }
}
