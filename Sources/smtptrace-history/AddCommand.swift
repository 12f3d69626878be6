import ArgumentParser
import CaptureFiles
import Foundation
import History
import HistoryArguments
import PlainWords
import SMTPAnalysis

extension AddToHistory {
  /// Milliseconds of silence on standard input after which what has come is written.
  private static let silence: Int32 = 500
  /// And how long it may wait at most.
  private static let longestUnstored = Duration.seconds(2)

  func perform() throws {
    let store = try HistoryStore.toWrite(try database.path()).told()
    var sum = Sum()
    var results: [String] = []
    var captures: [String] = []
    for file in files {
      do throws(HistoryError) {
        if try Self.isResult(file) { results.append(file) } else { captures.append(file) }
      } catch {
        sum.fail(error)
      }
    }
    for result in results {
      do throws(HistoryError) { try addResult(result, to: store, &sum) } catch { sum.fail(error) }
    }
    if !captures.isEmpty {
      do throws(HistoryError) { try addCaptures(captures, to: store, &sum) } catch { sum.fail(error) }
    }
    try store.close()
    if !quiet { Terminal.say("smtptrace: \(sum.sentence)\n") }
    if sum.hasFailed { throw ExitCode(3) }
  }

  /// Whether an input is lines of JSON. Everything else is taken for a capture, whose reader knows what it is.
  private static func isResult(_ path: String) throws(HistoryError) -> Bool {
    if path == "-" { return true }
    var isFolder: ObjCBool = false
    if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue { return false }
    let source = try LineSource(path)
    // What comes through a pipe can be looked at once: it is a result, or is refused as none.
    if !source.isFile { return true }
    if try source.peek() == UInt8(ascii: "{") { return true }
    // Captures are read compressed, and lines of JSON are not.
    guard let form = source.otherForm, isNamedAsResult(path) || !form.contains("-dc") else { return false }
    throw HistoryError(.input, "\(CleanText.line(path)): expected lines of JSON; \(form)")
  }

  private static func isNamedAsResult(_ path: String) -> Bool {
    let name = path.lowercased()
    return [".ndjson.", ".jsonl.", ".json."].contains(where: name.contains)
  }

  private var options: ResultAdder.Options {
    var options = ResultAdder.Options()
    options.sensor = sensor.map(CleanText.line)
    options.keepsMailboxes = withRecipients
    options.takesStandIns = redacted
    return options
  }

  private func addResult(_ path: String, to store: HistoryStore, _ sum: inout Sum) throws(HistoryError) {
    let source = try LineSource(path)
    var adder = ResultAdder(store, name: path == "-" ? "standard input" : path, options: options)
    defer { sum.count(adder.tally) }
    if let first = try source.peek(), first != UInt8(ascii: "{") {
      let name = path == "-" ? "standard input" : CleanText.line(path)
      if let form = source.otherForm {
        throw HistoryError(.input, "\(name): expected lines of JSON; \(form)")
      }
      throw HistoryError(
        .input,
        "\(name): expected lines of JSON; found something else. A capture is added by its name, or as: smtptrace - --format ndjson | smtptrace history add -"
      )
    }
    do throws(HistoryError) {
      try readAll(source, into: &adder, path, &sum)
    } catch {
      // What was whole before the fault is kept.
      if error.kind == .input || error.kind == .newer { try adder.commit() }
      throw error
    }
  }

  private func readAll(
    _ source: LineSource, into adder: inout ResultAdder, _ path: String, _ sum: inout Sum
  ) throws(HistoryError) {
    let patience = path == "-" ? Self.silence : -1
    var acknowledged = 0
    var lastStored = ContinuousClock.now
    while true {
      if adder.isStored {
        lastStored = .now
        if acknowledge, adder.tally.lines > acknowledged {
          acknowledged = adder.tally.lines
          Terminal.acknowledge(acknowledged)
        }
      } else if path == "-", .now - lastStored > Self.longestUnstored {
        // Of a stream that is never silent for long, too, what came is stored.
        try adder.commit()
        continue
      }
      switch try source.next(waiting: patience) {
      case .line(let line):
        do throws(HistoryError) {
          try adder.add(line)
        } catch {
          guard acknowledge, error.kind == .input || error.kind == .newer else { throw error }
          sum.fail(error)
        }
      case .silence: try adder.commit()
      case .end(let rest):
        let name = path == "-" ? "standard input" : CleanText.line(path)
        if !rest.isEmpty {
          // The last line of a whole file may lack its end.
          do throws(HistoryError) {
            try adder.add(rest)
          } catch {
            guard error.kind == .input else { throw error }
            throw HistoryError(
              .input,
              "\(name): ends in the middle of line \(adder.tally.lines): it was cut off. The \(Counting.counted(adder.tally.sessions, "session", "sessions")) before that were added; add it again when it is whole, nothing is counted twice"
            )
          }
        }
        try adder.commit()
        if acknowledge { Terminal.acknowledge(adder.tally.lines) }
        guard adder.tally.isWhole || adder.tally.lines == 0 else {
          throw HistoryError(
            .input,
            "\(name): the last line of a whole result, of type capture, is missing: the run that wrote it was broken off. The \(Counting.counted(adder.tally.sessions, "session", "sessions")) that it holds were added"
          )
        }
        return
      }
    }
  }

  /// Reads captures as one set, and adds what a result of them would say.
  private func addCaptures(_ paths: [String], to store: HistoryStore, _ sum: inout Sum) throws(HistoryError) {
    var options = AnalysisOptions()
    options.mailPorts.formUnion(ports)
    let keys = try keys(for: options)
    if let keys { options.use(keys.secrets) }
    let captures = CaptureInputs(paths: paths)
    for error in captures.errors { sum.fail(HistoryError(.input, error.description)) }
    var analysis = Analysis(options: options)
    analysis.note(captures)
    let context = LineContext(sensor: sensor.map(CleanText.line), captures: captures.names.map(CleanText.line))
    var report = ReportStream(
      format: .ndjson, style: Terminal.style, selection: Selection(), layout: ReportStream.Layout(), line: context)
    var adder = ResultAdder(store, name: captures.names.first ?? "", options: self.options)
    defer { sum.count(adder.tally) }
    var problem: HistoryError?
    for name in captures.names {
      do throws(CaptureError) {
        var capture = try analysis.open(name)
        var isAtEnd = false
        while !isAtEnd {
          isAtEnd = try !analysis.readSome(&capture)
          hand(&analysis, &report, &adder, &problem)
          if problem != nil { break }
        }
      } catch {
        sum.fail(HistoryError(.input, error.description))
      }
      if let problem { throw problem }
    }
    analysis.finish()
    hand(&analysis, &report, &adder, &problem)
    if let problem { throw problem }
    try adder.commit()
    for remark in keys?.remarks(afterReading: analysis.packets) ?? [] { Terminal.complain(remark) }
  }

  /// Adds the sessions that have ended, until the history refuses.
  private func hand(
    _ analysis: inout Analysis, _ report: inout ReportStream, _ adder: inout ResultAdder, _ problem: inout HistoryError?
  ) {
    do throws(HistoryError) {
      while let session = analysis.nextSession() {
        report.add(session)
        for line in report.takeOutput().split(separator: 0x0A) { try adder.add(Array(line)) }
      }
    } catch {
      problem = error
    }
  }

  private func keys(for options: AnalysisOptions) throws(HistoryError) -> GivenKeys? {
    do throws(KeyLogFile.Failure) {
      let keys = try GivenKeys(keyLogs: keyLogs, memoryBytes: options.memoryBytes)
      for warning in keys?.warnings ?? [] { Terminal.complain(warning) }
      return keys
    } catch {
      throw HistoryError(.input, error.description)
    }
  }

  /// What came of all inputs.
  private struct Sum {
    private(set) var hasFailed = false
    private var added = HistoryStore.Added()

    mutating func fail(_ error: HistoryError) {
      hasFailed = true
      Terminal.complain(error.description)
    }

    mutating func count(_ tally: ResultAdder.Tally) {
      added.new += tally.added.new
      added.changed += tally.added.changed
      added.known += tally.added.known
    }

    var sentence: String {
      var text = "\(Counting.counted(added.new, "session", "sessions")) added"
      if added.changed > 0 { text += ", of \(Counting.grouped(added.changed)) more is known now" }
      if added.known > 0 { text += ", \(Counting.grouped(added.known)) were there already" }
      return text
    }
  }
}
