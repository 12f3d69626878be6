import ArgumentParser
import CaptureFiles
import LiveCapture
import SMTPAnalysis

/// One live run: what comes in is analysed, what ends is written at once, until something says that it is over.
struct LiveRun: ~Copyable {
  /// Seconds for which a packet may be on its way from the kernel: so much later does time pass for sessions that wait.
  private static let lagSeconds = 1.0
  /// Seconds after which open sessions are looked at for new lines, and the status line is drawn.
  static let tickSeconds = 0.2
  /// Sessions that are written together when many end at once.
  private static let sessionsPerWrite = 32

  var analysis: Analysis
  /// Whether something could not be read or written; the run went on without it.
  private(set) var hasFailed = false
  /// Packets that the kernel dropped; `nil` where it does not tell.
  var kernelDrops: UInt64?
  /// Whether sessions have ended that are not reported yet.
  private(set) var isBehind = false

  /// Where each session is remembered; `nil` where none is.
  var history: HistoryFeed?

  private let options: LiveOptions
  private var report: LiveReport
  private var problems: ProblemFolder?
  private let signals: SignalInbox
  /// Key logs that grow; `nil` where none is read.
  private let keys: GivenKeys?
  private let isQuiet: Bool
  private let started = Clock.monotonicSeconds
  private var lastTick = 0.0
  private var isOver = false
  private var statusIsDrawn = false
  private var packetsPassedOver: UInt64 = 0
  private var lastPacket: (time: Timestamp, readAt: Double)?

  init(
    _ options: LiveOptions, analysis analysisOptions: AnalysisOptions, report: consuming LiveReport,
    problems: ProblemFolder?, signals: SignalInbox, keys: GivenKeys? = nil, showsProgress: Bool
  ) {
    self.keys = keys
    self.options = options
    var analysisOptions = analysisOptions
    analysisOptions.idleSeconds = options.idle
    analysisOptions.followsSessions = options.follow
    analysisOptions.keepsPackets = problems != nil
    analysisOptions.waitsForOthers = false
    analysis = Analysis(options: analysisOptions)
    self.report = report
    self.problems = problems
    self.signals = signals
    isQuiet = !(showsProgress && StandardError.isTerminal)
  }

  /// Packets that may still be taken; at least 1 while the run is not over.
  var packetsLeft: Int { options.packets.map { max(0, $0 - analysis.packets) } ?? .max }

  /// Seconds for which the source may be waited for.
  var patienceSeconds: Double {
    guard let duration = options.duration else { return Self.tickSeconds }
    return max(0, min(Self.tickSeconds, started + duration - Clock.monotonicSeconds))
  }

  /// To be called for each packet that was given to the analysis, or for the last of several.
  mutating func took(_ time: Timestamp) {
    lastPacket = (time, Clock.monotonicSeconds)
  }

  /// Packets were taken and not analysed, for want of time or room.
  mutating func passOver(_ count: UInt64, from: Timestamp, to: Timestamp) {
    packetsPassedOver &+= count
    analysis.noteDrops(count, from: from, to: to)
  }

  /// Writes what has ended, so many sessions at most, looks at signals and clocks. `false` when the run is over.
  mutating func goOn(reporting limit: Int = .max) -> Bool {
    readKeys()
    let now = Clock.monotonicSeconds
    if let lastPacket, now - lastPacket.readAt > Self.lagSeconds {
      let passed = now - lastPacket.readAt - Self.lagSeconds
      let (time, overflow) = lastPacket.time.nanoseconds.addingReportingOverflow(Int64(passed * 1e9))
      if !overflow { analysis.timePasses(to: Timestamp(nanoseconds: time)) }
    }
    drain(atMost: limit)
    while let signal = signals.next() {
      switch signal {
      case .end: isOver = true
      case .report: printSummary()
      }
    }
    if now - lastTick >= Self.tickSeconds {
      lastTick = now
      history?.push()
      while let notice = history?.nextNotice() { say(notice) }
      while options.follow, let session = analysis.nextChange() { report.follow(session) }
      writeOutput()
      drawStatus()
    }
    if let duration = options.duration, now - started >= duration { isOver = true }
    if packetsLeft == 0 { isOver = true }
    return !isOver
  }

  /// Reads a capture that grows to its end, or until the run is over.
  mutating func read(_ name: String) {
    do throws(CaptureError) {
      var capture = try analysis.open(name)
      var packets = 0
      var isAtEnd = false
      repeat {
        isAtEnd = try !analysis.readArrived(&capture, waitingSeconds: patienceSeconds, atMost: packetsLeft)
        if analysis.packets > packets, let time = analysis.lastPacketTime { took(time) }
        packets = analysis.packets
      } while goOn() && !isAtEnd
    } catch {
      drain(atMost: .max)
      complain(error.description)
    }
  }

  /// Something that a person should know, on a line of its own.
  mutating func say(_ text: String) {
    clearStatus()
    StandardError.write("smtptrace: \(text)\n")
  }

  /// The same, of something that makes the result less than it should be.
  mutating func complain(_ text: String) {
    hasFailed = true
    say(text)
  }

  /// Something that ends the run.
  mutating func giveUp(_ text: String) {
    complain(text)
    isOver = true
  }

  /// Writes what has ended when the run is over. `false` where whoever ended it does not want to wait for the rest.
  mutating func mayFinish() -> Bool {
    guard drainToTheEnd() else { return false }
    guard case .end? = signals.next() else { return true }
    return false
  }

  /// Ends the run: what is open is reported, and the summary printed. The exit status says what came of it.
  consuming func end(failOn: Severity?) throws {
    readKeys()
    keys?.secrets.end()
    analysis.finish()
    if !drainToTheEnd() { say("ended at once; sessions that were open are not all reported") }
    report.finish(analysis.summary())
    writeOutput()
    clearStatus()
    if let problem = history?.finish(analysis.summary()) { complain(problem) }
    if let problems {
      if problems.saved > 0 { say("\(problems.saved) captures of sessions with problems are in \(problems.path)") }
      if problems.notSaved > 0 {
        say("\(problems.notSaved) more were not saved: a run saves \(ProblemFolder.maximumFiles)")
      }
      if analysis.packetsNotKept > 0 {
        say("\(analysis.packetsNotKept) packets of open sessions were not kept: there is room for 128 MiB")
      }
    }
    if packetsPassedOver > 0 {
      say("\(packetsPassedOver) packets were not analysed, for there were too many; what -w wrote has them")
    }
    keys?.tell(afterReading: analysis.packets)
    if hasFailed { throw ExitCode(3) }
    if let failOn, let gravest = report.gravest, gravest >= failOn { throw ExitCode(1) }
  }

  /// Reads what was added to key logs: before sessions are taken that may need it.
  private mutating func readKeys() {
    guard let keys else { return }
    for note in keys.secrets.readOn() { say(note) }
  }

  // MARK: - Output

  private mutating func drain(atMost count: Int) {
    var left = count
    while !isOver, left > 0, let session = analysis.nextSession() {
      left -= 1
      take(session)
      if left.isMultiple(of: Self.sessionsPerWrite) { writeOutput() }
      if let limit = options.sessions, report.sessions >= limit { isOver = true }
    }
    isBehind = left == 0
    writeOutput()
  }

  /// Writes all that has ended, up to the limit on sessions. `false` where a signal said that nobody wants to wait for it.
  private mutating func drainToTheEnd() -> Bool {
    let limit = options.sessions
    var count = 0
    isBehind = false
    while let session = analysis.nextSession() {
      if let limit, report.sessions >= limit { continue }
      take(session)
      count += 1
      guard count.isMultiple(of: Self.sessionsPerWrite) else { continue }
      writeOutput()
      if case .end? = signals.next() { return false }
    }
    writeOutput()
    return true
  }

  private mutating func take(_ session: DiagnosedSession) {
    report.add(session)
    history?.add(session)
    guard problems != nil, ProblemCapture.isWanted(session), let packets = analysis.keptPackets else { return }
    do throws(CaptureError) {
      try problems?.save(session, packets)
    } catch {
      complain(error.description)
    }
  }

  private mutating func writeOutput() {
    guard report.hasOutput else { return }
    clearStatus()
    StandardOutput.write(report.takeOutput())
  }

  private mutating func printSummary() {
    clearStatus()
    StandardError.write(report.summaryLines(analysis.summary()).joined(separator: "\n") + "\n")
  }

  private mutating func drawStatus() {
    guard !isQuiet else { return }
    var text =
      "\(analysis.packets) packets  \(analysis.openConnections) open  \(report.sessions) ended  \(report.problems) with problems"
    if let kernelDrops { text += "  \(kernelDrops) dropped by the kernel" }
    statusIsDrawn = true
    StandardError.writeStatus(text)
  }

  private mutating func clearStatus() {
    guard statusIsDrawn else { return }
    statusIsDrawn = false
    StandardError.write("\r\u{1b}[K")
  }
}
