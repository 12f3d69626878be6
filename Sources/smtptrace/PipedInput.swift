import CaptureFiles
import LiveCapture
import SMTPAnalysis

/// Reading of a capture that somebody ends with Ctrl-C, as one on a pipe: the first signal ends the reading, and what was read until
/// then is reported; the next one ends the program.
struct PipedInput {
  /// Seconds after which a signal is noticed while nothing comes.
  private static let patienceSeconds = 0.2

  private let signals: SignalInbox?
  private(set) var isEnded = false

  /// To be made before the process has a second thread. Signals are watched where standard input is among the inputs.
  init(_ names: [String]) {
    signals = names.contains("-") ? SignalInbox() : nil
  }

  /// Waits until there is something to read; whether there is. A file's name leads to something at once.
  mutating func waits(for name: String) -> Bool {
    guard name == "-", signals != nil else { return !isEnded }
    while !isEnded {
      if standardInputIsReady(milliseconds: Int32(Self.patienceSeconds * 1000)) { return true }
      look()
    }
    return false
  }

  /// Takes the next packets of a capture. `false` at its end, or where a signal ended the reading.
  mutating func read(
    _ capture: inout OpenCapture, named name: String, into analysis: inout Analysis
  ) throws(CaptureError) -> Bool {
    guard signals != nil else { return try analysis.readSome(&capture) }
    let goesOn =
      name == "-"
      ? try analysis.readArrived(&capture, waitingSeconds: Self.patienceSeconds) : try analysis.readSome(&capture)
    look()
    return goesOn && !isEnded
  }

  private mutating func look() {
    guard !isEnded, let signals, case .end? = signals.next() else { return }
    isEnded = true
    // Whoever sends another does not want to wait for the report.
    signals.close()
  }
}
