import CaptureFiles
import SMTPSession
import SMTPTranscript
import StreamAssembly

/// An RST that does not look like the other packets of the host whose address it carries.
struct ForgedReset {
  var from: Side
  var reset: Reset
  /// What does not fit, in words; the first is the most telling.
  var marks: [String]
}

extension Session {
  /// An RST in the middle of the session that another machine seems to have made; `nil` where there is none, and for an RST
  /// after a side had taken its leave: then it stops nothing, whoever sent it.
  func findForgedReset() -> ForgedReset? {
    for side in [Side.server, .client] {
      let flow = self[flow: side]
      guard let reset = effectiveReset(from: side), goodbyePacket.map({ reset.at.packet < $0 }) ?? true else {
        continue
      }
      var marks: [String] = []
      var isTelling = false
      if reset.hopLimitFits == false {
        isTelling = true
        let usual = flow.hopLimits.map { $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0)" }
        marks.append(
          "it came with a TTL of \(reset.hopLimit)"
            + (usual.map { ", all other packets of that host with \($0)" } ?? ""))
      }
      if flow.segmentsAfterReset > 0 {
        marks.append("that host went on sending after it")
      }
      if reset.identificationFits == false { marks.append("its IP identification is out of line") }
      if isSimultaneous(reset, from: side) { marks.append("both sides were reset at the same moment") }
      if isTelling || marks.count >= 2 { return ForgedReset(from: side, reset: reset, marks: marks) }
    }
    return nil
  }

  /// Whether the other side's address sent an RST too, sooner than a packet can have travelled there and back.
  private func isSimultaneous(_ reset: Reset, from side: Side) -> Bool {
    guard let other = self[flow: side.peer].resets.first, let syn = clientFlow.syn, let answer = serverFlow.syn else {
      return false
    }
    let roundTrip = answer.at.time.seconds(since: syn.at.time)
    return roundTrip > 0.002 && abs(other.at.time.seconds(since: reset.at.time)) < roundTrip / 4
  }
}
