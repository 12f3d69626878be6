import ArgumentParser
import CaptureFiles
import LiveCapture
import SMTPAnalysis

/// What holds for every live output, from an interface or from standard input.
struct LiveOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Seconds of silence after which a session is reported as it is.", valueName: "seconds"))
  var idle: Double = 900

  @Flag(help: "Also print each line of every conversation as it happens.")
  var follow = false

  @Option(
    help: ArgumentHelp(
      "Save the packets of every session that has a problem into FOLDER, one annotated capture each (at most \(ProblemFolder.maximumFiles)).",
      valueName: "folder"), completion: .directory)
  var saveProblems: String?

  @Option(help: ArgumentHelp("End after so many seconds.", valueName: "seconds"))
  var duration: Double?

  @Option(help: ArgumentHelp("End after so many sessions have ended.", valueName: "n"))
  var sessions: Int?

  @Option(help: ArgumentHelp("End after so many packets.", valueName: "n"))
  var packets: Int?

  mutating func validate() throws {
    guard idle > 0, idle < 1e9 else { throw ValidationError("--idle takes seconds, more than 0") }
    if let duration, !(duration > 0 && duration < 1e9) {
      throw ValidationError("--duration takes seconds, more than 0")
    }
    if let sessions, sessions < 1 { throw ValidationError("--sessions takes a number from 1") }
    if let packets, packets < 1 { throw ValidationError("--packets takes a number from 1") }
  }

  /// Whether any of them was given; they mean nothing for a file that is whole.
  var isUsed: Bool {
    idle != 900 || follow || saveProblems != nil || duration != nil || sessions != nil || packets != nil
  }
}
