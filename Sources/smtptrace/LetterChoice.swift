import ArgumentParser
import SMTPAnalysis

enum LetterRecipient: String, ExpressibleByArgument, CaseIterable {
  case server, client, network

  var recipient: Letter.Recipient {
    switch self {
    case .server: .server
    case .client: .client
    case .network: .network
    }
  }
}

/// Whether a letter is written about a session, and to whom.
enum LetterChoice {
  static let nothingIsWrong = "no session needs anybody's attention, so there is nothing to write to anybody"

  /// - Parameters:
  ///   - recipient: `nil` where the verdict decides.
  ///   - isAskedFor: Whether the session was named: then somebody wants to write about it, though nothing be wrong.
  static func letter(
    _ diagnosed: DiagnosedSession, of report: IncidentReport, to recipient: LetterRecipient?, isAskedFor: Bool
  ) -> Letter? {
    guard isAskedFor || diagnosed.needsAttention || diagnosed.leavesSomethingToDo else { return nil }
    let recipient = recipient?.recipient ?? Letter.recipient(for: diagnosed)
    let letter = Letter(
      diagnosed, to: recipient, tool: report.options.tool, note: report.options.note,
      redactions: report.options.redactions, group: report.group(of: diagnosed, to: recipient))
    if let caution = letter.caution { StandardError.write("smtptrace: note: \(caution)\n") }
    return letter
  }
}

/// What ends a command that found no session to work on.
enum NoSession {
  /// Says that a choice of sessions left none, and what there was.
  static func tell(_ selection: Selection, _ summary: CaptureSummary) {
    var text =
      "no session is selected: \(selection.words.joined(separator: ", ")); the capture holds \(summary.sessions)"
    if let first = summary.firstPacketTime, let last = summary.lastPacketTime {
      text += ", from \(UTCTime.readable(first)) to \(UTCTime.readable(last))"
    }
    StandardError.write("smtptrace: \(text)\n")
  }

  /// Says why there is none, and gives the status: 3 where the input could not be read or holds no mail, 2 where a session was asked for
  /// that is not there.
  ///
  /// - Parameter wanted: The number that was asked for; `nil` where any session would have done.
  static func exit(
    _ wanted: Int?, _ read: (summary: CaptureSummary, names: [String], failures: [CaptureError])
  ) -> ExitCode {
    if read.summary.sessions == 0, let why = ReportStream.nothingFound(read.summary) {
      if read.failures.isEmpty || read.summary.packets > 0 { StandardError.write("smtptrace: \(why)\n") }
      return ExitCode(3)
    }
    if let wanted {
      StandardError.write("smtptrace: there is no session \(wanted); the capture holds \(read.summary.sessions)\n")
    }
    // What could not be read may have held it.
    return ExitCode(read.failures.isEmpty ? 2 : 3)
  }
}

extension String {
  /// The same as a sentence on a line of its own.
  var sentence: String { "\(prefix(1).uppercased())\(dropFirst()).\n" }
}
