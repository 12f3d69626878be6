import CaptureFiles
import Diagnosis
import Reports

extension ResultMerger {
  /// What is said of all captures together.
  static func summary(
    of results: [ResultIndex], _ inputs: [ResultIndex.Input], _ placeOf: [ResultIndex.Input: Int32],
    _ ofSeams: [Omission],
    sessions: Int, _ survey: Survey
  ) -> CaptureSummary {
    var summary = CaptureSummary()
    summary.files = inputs.map { input in
      var file = CaptureSummary.File(name: input.name, packets: input.packets, format: "", error: input.error)
      file.sensor = input.sensor
      if let bytes = input.bytes, let digest = input.fingerprint {
        file.fingerprint = InputFingerprint(bytes: UInt64(max(0, bytes)), digest: digest)
      }
      file.firstPacketTime = input.firstPacketTime.flatMap(UTCTime.read)
      file.lastPacketTime = input.lastPacketTime.flatMap(UTCTime.read)
      return file
    }
    summary.packets = inputs.reduce(0) { $0 &+ $1.packets }
    summary.sessions = sessions
    summary.firstPacketTime = results.compactMap(\.firstPacketTime).min().flatMap(UTCTime.read)
    summary.lastPacketTime = results.compactMap(\.lastPacketTime).max().flatMap(UTCTime.read)
    summary.survey = survey.contents
    summary.findings = Diagnoser.diagnose(survey)
    summary.omissions = omissions(of: results, placeOf, ofSeams, survey)
    summary.caveats = caveats(of: results, inputs, summary.omissions)
    summary.noteMisfits()
    return summary
  }

  /// What each result left out, each once; what the comparison leaves out is that of all together.
  private static func omissions(
    of results: [ResultIndex], _ placeOf: [ResultIndex.Input: Int32], _ ofSeams: [Omission],
    _ survey: Survey
  ) -> [Omission] {
    var all = ofSeams
    for result in results {
      for var omission in result.omissions {
        if omission.kind.isOfComparison { continue }
        if let file = omission.file {
          guard result.inputs.indices.contains(file) else { continue }
          omission.file = placeOf[result.inputs[file]].map(Int.init)
        }
        // Of a file that two results have read the same is said twice.
        if omission.file == nil || !all.contains(omission) { all.append(omission) }
      }
    }
    all.sort { one, other in
      if one.file != other.file { return (one.file ?? .max) < (other.file ?? .max) }
      if one.kind != other.kind { return one.kind.rawValue < other.kind.rawValue }
      return (one.sentence, one.count) < (other.sentence, other.count)
    }
    var effects = JudgeEffects()
    effects.forgotten = survey.forgotten
    effects.replaced = survey.replaced
    var ledger = Omissions()
    ledger.add(effects)
    return all + ledger.all
  }

  /// Those that are worked out again from all files.
  private static let ownCaveats = ["capture/file-damaged", "capture/files-overlap", "capture/hole-between-files"]

  /// The caveats in the order in which a run tells them.
  private static func caveats(
    of results: [ResultIndex], _ inputs: [ResultIndex.Input], _ omissions: [Omission]
  ) -> [String] {
    let said = Set(results.flatMap(\.caveats)).filter { !($0.hasPrefix("omission/") || ownCaveats.contains($0)) }
    let early = ["capture/dropped-by-kernel"].filter(said.contains)
    let damaged = inputs.filter { $0.error != nil }.map { _ in "capture/file-damaged" }
    let cut = ["capture/headers-cut"].filter(said.contains)
    let left = omissions.filter { $0.kind.isCaveat }.map { "omission/\($0.kind.rawValue)" }
    let late = said.subtracting(early + cut).sorted { one, other in
      // Times are told before link types.
      let order = ["capture/time-leaps", "capture/link-type-unsupported"]
      return (order.firstIndex(of: one) ?? 9, one) < (order.firstIndex(of: other) ?? 9, other)
    }
    return early + damaged + cut + left + late
  }
}
