import ArgumentParser
import CaptureFiles
import SMTPAnalysis

/// One reading of captures that are whole, and what is written of it: what ``Analyze`` does once it is known what was asked. As it is made,
/// it is what `smtptrace FILE` asks, where nothing but files is named, and with another format what `smtptrace FILE --format` asks.
struct ReportRun {
  var paths: [String]
  var options = AnalysisOptions()
  var selection = Selection()
  var format: ReportStream.Format = .text
  var style = Presentation.style(color: .auto)
  var layout = ReportStream.Layout()
  /// Who captured, for every line of ndjson; `nil` where nobody is named.
  var sensor: String?
  /// Whether json and ndjson hold the conversations.
  var hasTranscript = true
  var redactor = Redactor([])
  /// Where sessions that cross the borders of the captures go; `nil` where nobody asks.
  var seam: Seam?
  var overwritesSeam = false
  /// Key logs and traces among the options; `nil` where none was named.
  var keys: GivenKeys?
  var usesPager = true
  var showsProgress = true
  /// The exit status is 1 where a finding is at least this grave; `nil` where findings do not bear on it.
  var failOn: Severity?

  init(_ paths: [String]) {
    self.paths = paths
    layout.isCut = StandardOutput.isTerminal
    layout.headerEvery = StandardOutput.isTerminal ? terminalRows().map { max(10, $0 - 2) } : nil
  }

  /// Throws the exit status, where it is not 0.
  func run() throws {
    let inputs = CaptureInputs(paths: paths)
    if let seam, let capture = inputs.names.first(where: { OutputFile.isSameFile($0, seam.path) }) {
      StandardError.write(
        "smtptrace: \(CleanText.line(capture)): is one of the captures; name another file for the seam\n")
      throw ExitCode(2)
    }
    var line = LineContext(
      sensor: sensor.map(CleanText.line), captures: inputs.names.map(CleanText.line), hasTranscript: hasTranscript)
    // A choice of sessions, and stand-ins for names, leave out what others would have to be compared with.
    line.isMergeable = format == .ndjson && selection.isEmpty && redactor.redaction.isEmpty
    line.hasSeam = seam != nil
    let isMergeable = line.isMergeable
    let output = Output(
      redactor,
      ReportStream(format: format, style: style, selection: selection, layout: layout, line: redactor.redact(line)))
    var progress = Progress(isWanted: showsProgress)
    var input = PipedInput(paths)
    var analysis = Analysis(options: options)
    let sessionsPerBatch =
      format == .json || format == .ndjson
      ? DiagnosisQueueLimits.wholeSessionsPerBatch : DiagnosisQueueLimits.sessionsPerBatch
    let diagnosis = DiagnosisQueue(analysis.judge, isShared: output.isShared, sessionsPerBatch: sessionsPerBatch) {
      SessionPreparer.Batch(writingTo: output.spares.take())
    } add: {
      output.prepare($0, in: &$1)
    } take: {
      output.add($0)
    }

    var seam = seam
    var failures = inputs.errors
    analysis.note(inputs)
    for name in inputs.names where input.waits(for: name) {
      do throws(CaptureError) {
        let fingerprint = isMergeable ? InputFingerprint(name) : nil
        var capture = try analysis.open(name)
        analysis.note(fingerprint, of: capture)
        while try input.read(&capture, named: name, into: &analysis) {
          hand(&analysis, to: diagnosis, &seam)
          progress.update(
            bytesRead: capture.bytesRead, totalBytes: capture.totalBytes, packets: analysis.packets,
            sessions: analysis.sessionsFound)
        }
      } catch {
        failures.append(error)
      }
      hand(&analysis, to: diagnosis, &seam)
    }
    analysis.finish()
    hand(&analysis, to: diagnosis, &seam)
    analysis.judge = diagnosis.finish()
    progress.clear()
    let packets = analysis.packets
    defer { keys?.tell(afterReading: packets) }

    // Machines get their document in any case; people are told nothing but the reason when nothing could be read.
    let isForPeople = format == .text || format == .summary || format == .list
    if !inputs.names.isEmpty, !(isForPeople && analysis.packets == 0 && !failures.isEmpty) {
      var whole = analysis.summary()
      if isMergeable { whole.survey = analysis.surveyContents() }
      if var seam, let first = whole.firstPacketTime {
        seam.keepOnly(analysis.judge.crossing)
        whole.seam = try write(seam, zip(inputs.names, whole.files).map { ($0, $1.fingerprint) }, from: first)
      }
      let summary = output.finish(whole, usesPager: isForPeople && usesPager)
      if let text = ReportStream.nothingFound(summary), failures.isEmpty {
        let name = summary.files.count == 1 ? summary.files[0].name : "\(summary.files.count) files"
        StandardError.write("smtptrace: \(name): \(text)\n")
      }
    }
    for failure in failures { StandardError.write("smtptrace: \(failure.description)\n") }
    if output.report.isMissingSession, let session = selection.single {
      StandardError.write("smtptrace: there is no session \(session); the capture holds \(output.report.sessions)\n")
      throw ExitCode(2)
    }
    if !failures.isEmpty { throw ExitCode(3) }
    if let failOn, let gravest = output.report.gravest, gravest >= failOn { throw ExitCode(1) }
  }

  private func write(
    _ seam: Seam, _ captures: [(name: String, fingerprint: InputFingerprint?)], from first: Timestamp
  ) throws -> CaptureSummary.Seam {
    do {
      return try seam.write(
        captures, from: first, tool: Smtptrace.nameAndVersion, overwrites: overwritesSeam)
    } catch {
      StandardError.write("smtptrace: \(error)\n")
      throw ExitCode(3)
    }
  }

  private func hand(
    _ analysis: inout Analysis, to diagnosis: DiagnosisQueue<SessionPreparer.Batch>, _ seam: inout Seam?
  ) {
    while let session = analysis.nextEnded() {
      seam?.note(session)
      diagnosis.add(session)
    }
  }
}

/// Where diagnosed sessions go: redacted, reported, and written when enough is ready.
///
/// Unchecked: while there are sessions, the queue of diagnoses lets one thread at a time add outputs; afterwards the command's own comes
/// here. Several may prepare sessions at once where nothing is to be redacted: that takes nothing but what never changes.
private final class Output: @unchecked Sendable {
  private(set) var report: ReportStream
  private var redactor: Redactor
  private let preparer: SessionPreparer
  let spares = SpareBuffers()

  init(_ redactor: Redactor, _ report: ReportStream) {
    self.redactor = redactor
    self.report = report
    preparer = report.preparer
    isShared = redactor.redaction.isEmpty
  }

  /// Whether sessions may be prepared on two threads at once: stand-ins are handed out in the order of the sessions.
  let isShared: Bool

  func prepare(_ session: DiagnosedSession, in batch: inout SessionPreparer.Batch) {
    let isSelected = preparer.selection.admits(session)
    if isShared {
      preparer.prepare(session, isSelected: isSelected, in: &batch)
    } else {
      preparer.prepare(redactor.redact(session), isSelected: isSelected, in: &batch)
    }
  }

  func add(_ batch: SessionPreparer.Batch) {
    report.add(batch)
    spares.keep(batch.json)
    if report.hasOutput { report.lendOutput { StandardOutput.write($0) } }
  }

  /// Writes what comes after the sessions; the summary as it may be shown.
  func finish(_ summary: CaptureSummary, usesPager: Bool) -> CaptureSummary {
    var shown = redactor.redact(summary)
    shown.selection = redactor.redact(preparer.selection)
    report.finish(shown, take: StandardOutput.write)
    Pager.write(report.takeOutput(), isWanted: usesPager)
    return shown
  }
}
