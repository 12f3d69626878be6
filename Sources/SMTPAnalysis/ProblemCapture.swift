package import CaptureFiles
package import Diagnosis

/// The capture of one session that had a problem, with what was found written beside the packets that show it.
package enum ProblemCapture {
  /// Whether a session is worth keeping: something did not work, or protection was lost.
  package static func isWanted(_ diagnosed: DiagnosedSession) -> Bool {
    diagnosed.verdict.outcome == .downgraded || diagnosed.findings.contains { $0.severity == .problem }
  }

  /// What such a file is called, without its ending: made of our own words alone.
  package static func name(_ diagnosed: DiagnosedSession) -> String {
    let finding = diagnosed.verdict.finding ?? diagnosed.findings.first { $0.severity == .problem }?.id
    return "session-\(diagnosed.session.id)-\((finding ?? "stopped").replacing("/", with: "-"))"
  }

  /// What is said about the whole file.
  package static func comment(_ diagnosed: DiagnosedSession, _ packets: KeptPackets) -> String {
    let session = diagnosed.session
    var lines = ["smtptrace: \(diagnosed.verdict.sentence)", "\(session.client) to \(session.server)"]
    if let finding = diagnosed.verdict.finding {
      lines.append("\(finding), certainty: \(diagnosed.verdict.certainty.rawValue)")
    }
    if packets.leftOut > 0 {
      lines.append(
        "\(packets.leftOut) packets of this session are not in this file: the first \(KeptPackets.maximumHeadBytes >> 10) KiB "
          + "and the last \(KeptPackets.maximumTailBytes >> 10) KiB of each are kept.")
    }
    return lines.joined(separator: "\n")
  }

  /// The findings of each packet that they rest on.
  package static func comments(_ diagnosed: DiagnosedSession) -> [PacketID: [String]] {
    var comments: [PacketID: [String]] = [:]
    for finding in diagnosed.findings {
      for evidence in finding.evidence {
        for packet in evidence.packets { comments[packet, default: []].append("\(finding.id): \(evidence.meaning)") }
      }
    }
    return comments
  }
}
