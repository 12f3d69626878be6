import CaptureFiles
import Diagnosis
import SMTPSession
import SMTPTranscript

/// The ladder diagram: client and server as two lines, what they say as arrows between them, top to bottom. It places things;
/// the template draws them.
struct Ladder: Sendable {
  /// Steps that are drawn; what lies between the first and the last ones is said to be left out.
  static let maximumSteps = 66
  /// Steps of one picture: as many as fit on a page.
  static let stepsPerPicture = 22
  /// Characters of a label; the transcript has the rest.
  static let maximumLabel = 58

  struct Step: Sendable {
    var from: Side?
    var text: String
    /// Further lines of the same packet.
    var more = 0
    var packet: String
    var seconds: String
    var isEvidence: Bool
    var isDecisive = false
    var isFailure: Bool

    var label: String {
      let suffix = more > 0 ? "  (+\(more) \(more == 1 ? "line" : "lines"))" : ""
      return SessionStory.shortened(text, Ladder.maximumLabel - suffix.count) + suffix
    }
  }

  let steps: [Step]

  init(_ story: SessionStory) {
    var all: [Step] = []
    var lastPacket: PacketID?
    for entry in story.entries {
      switch entry {
      case .omitted(let count):
        all.append(Self.gap("\(count) lines are not drawn"))
        lastPacket = nil
      case .line(let line):
        if let packet = lastPacket, packet == line.packetID, var previous = all.last, previous.from == line.from,
          line.from != nil
        {
          // The lines of one packet are one arrow, which shows the line that matters most.
          previous.more += 1
          if line.isDecisive || (line.isEvidence && !previous.isDecisive) { previous.text = line.text }
          previous.isDecisive = previous.isDecisive || line.isDecisive
          previous.isEvidence = previous.isEvidence || line.isEvidence
          previous.isFailure = previous.isFailure || line.isFailure
          all[all.count - 1] = previous
          continue
        }
        lastPacket = line.packetID
        all.append(
          Step(
            from: line.from, text: line.text, packet: line.packet, seconds: line.seconds,
            isEvidence: line.isEvidence, isDecisive: line.isDecisive, isFailure: line.isFailure))
      }
    }
    steps = Self.selection(all)
  }

  /// The steps picture by picture.
  var pictures: [ArraySlice<Step>] {
    stride(from: 0, to: steps.count, by: Self.stepsPerPicture).map { start in
      steps[start..<min(start + Self.stepsPerPicture, steps.count)]
    }
  }

  private static func selection(_ all: [Step]) -> [Step] {
    guard all.count > maximumSteps else { return all }
    let head = maximumSteps / 2
    let tail = all.count - maximumSteps / 3
    var output: [Step] = []
    var left = 0
    var extra = maximumSteps - head - maximumSteps / 3
    for (index, step) in all.enumerated() {
      if index < head || index >= tail || step.isFailure || (step.isEvidence && extra > 0) {
        if index >= head && index < tail { extra -= 1 }
        if left > 0 { output.append(gap("\(left) steps are not drawn")) }
        left = 0
        output.append(step)
      } else {
        left += 1
      }
    }
    return output
  }

  private static func gap(_ text: String) -> Step {
    Step(from: nil, text: "… \(text) …", packet: "", seconds: "", isEvidence: false, isFailure: false)
  }
}
