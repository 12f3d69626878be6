public import CaptureFiles
import Certificates
public import Diagnosis
import PacketLayers
public import Reports
import SMTPSession
import TLSDecryption

/// The library's front door: packets in, sessions with their findings out.
///
/// ``open(_:)`` a capture, call ``readSome(_:)`` until it says that the capture is at its end, and take what is ready with
/// ``nextSession()`` in between; ``finish()`` ends what is still open. Memory follows the open sessions, never the file.
public struct Analysis: ~Copyable {
  /// Packets that one call of ``readSome(_:)`` takes. The sessions that end in them come out at once: so few that those who judge
  /// sessions beside the reading never wait for more than that.
  private static let packetsPerCall = 512

  public private(set) var packets = 0
  private var decoder = PacketDecoder()
  private var tracker: SessionTracker
  /// Examines and diagnoses what has ended, and remembers what several sessions show together.
  package var judge: SessionJudge
  private var facts = CaptureSummary()
  private var kernelDrops: UInt64?
  private var dropTimes = DropTimes()
  private let maximumExpansion: Int
  /// What the keys of sessions may take.
  private let keyBytes: Int
  private var packetStore: PacketStore?
  /// The packets of the session that ``nextSession()`` gave last; `nil` where packets are not kept.
  package private(set) var keptPackets: KeptPackets?
  /// Files that could not be read to their end.
  private var brokenFiles: Set<Int32> = []
  /// What was left out of files, up to now.
  private var omissions = Omissions()
  /// `nil` where packets come from an interface: they carry the time that it is.
  private var clock: SteadyClock?
  private var isFinished = false
  /// Sessions that had ended before the captures did, and wait to be taken.
  private var endedWithin = 0
  /// Sessions that are decided and wait to be taken.
  private var decided: [DiagnosedSession] = []
  private var unreadable: [LinkType: Int] = [:]

  public init(options: AnalysisOptions = AnalysisOptions()) {
    maximumExpansion = options.maximumExpansion
    var held = options.heldSessions
    held.bytes = min(held.bytes, options.budget.held)
    judge = SessionJudge(
      roots: options.trustRoots, serverName: options.serverName.flatMap { ReferenceName($0, source: .given) },
      // Packets are kept for what is taken at once.
      limits: options.waitsForOthers && !options.keepsPackets ? held : .none, surveyBytes: options.budget.survey)
    if options.writesSeam { judge.inner = Survey(bytes: options.budget.survey) }
    var configuration = TrackerConfiguration(
      mailPorts: options.mailPorts, keepsSecrets: options.keepsSecrets, keepsMessages: options.keepsMessages,
      idleSeconds: options.idleSeconds)
    configuration.openBytes = options.budget.open
    configuration.marksChanges = options.followsSessions
    configuration.marksDiscarded = options.keepsPackets
    tracker = SessionTracker(configuration: configuration)
    keyBytes = options.budget.keys
    if let keys = options.keys { tracker.use(keys, taking: keyBytes) }
    clock = SteadyClock(leapSeconds: options.idleSeconds)
    if options.keepsPackets { packetStore = PacketStore() }
  }

  /// Begins to read a capture. Connections that are open when one capture ends go on in the next, as in a set of rotated
  /// files.
  public mutating func open(_ name: String) throws(CaptureError) -> OpenCapture {
    let file = facts.files.count
    facts.files.append(CaptureSummary.File(name: PrintableName.of(name), packets: 0, format: "", error: nil))
    do throws(CaptureError) {
      let reader = try CaptureReader(path: name, file: Int32(file), maximumExpansion: maximumExpansion)
      facts.files[file].format = reader.format
      if let dropped = reader.droppedAtEnd { kernelDrops = (kernelDrops ?? 0) &+ dropped }
      return OpenCapture(reader: reader, file: file)
    } catch {
      facts.files[file].error = error.description
      throw error
    }
  }

  /// The same for a capture in memory.
  package mutating func open(bytes: [UInt8], name: String) throws(CaptureError) -> OpenCapture {
    let file = facts.files.count
    facts.files.append(CaptureSummary.File(name: PrintableName.of(name), packets: 0, format: "", error: nil))
    return OpenCapture(reader: try CaptureReader(bytes: bytes, path: name, file: Int32(file)), file: file)
  }

  /// Takes the next packets of a capture. `false` at its end; after an error everything before it has been taken.
  public mutating func readSome(_ capture: inout OpenCapture) throws(CaptureError) -> Bool {
    do throws(CaptureError) {
      for _ in 0..<Self.packetsPerCall {
        guard let header = try capture.reader.next() else {
          close(&capture)
          return false
        }
        capture.note(header.time)
        if capture.reader.hasNewSecrets { takeSecrets(of: &capture) }
        accept(header, capture.reader.bytes)
        // What was let go of takes its room until it is taken.
        if tracker.isCrowded { break }
      }
      return true
    } catch {
      close(&capture)
      facts.files[capture.file].error = error.description
      brokenFiles.insert(Int32(capture.file))
      throw error
    }
  }

  /// Takes what a growing capture holds at the moment, and waits at most so long for it. `false` at its end.
  public mutating func readArrived(
    _ capture: inout OpenCapture, waitingSeconds: Double, atMost limit: Int = .max
  ) throws(CaptureError) -> Bool {
    do throws(CaptureError) {
      guard capture.reader.waitForPacket(seconds: waitingSeconds) else { return true }
      for _ in 0..<min(Self.packetsPerCall, limit) {
        guard let header = try capture.reader.next() else {
          close(&capture)
          return false
        }
        capture.note(header.time)
        if capture.reader.hasNewSecrets { takeSecrets(of: &capture) }
        accept(header, capture.reader.bytes)
        guard !tracker.isCrowded, capture.reader.waitForPacket(seconds: 0) else { break }
      }
      return true
    } catch {
      close(&capture)
      facts.files[capture.file].error = error.description
      brokenFiles.insert(Int32(capture.file))
      throw error
    }
  }

  /// Opens TLS with what the capture itself carries, from here on.
  @inline(never)
  private mutating func takeSecrets(of capture: inout OpenCapture) {
    let ring = tracker.keys ?? KeyRing(maximumBytes: keyBytes)
    let before = ring.facts.captures.brokenLines
    for log in capture.reader.takeKeyLogs() { ring.take(log.span, from: .capture) }
    let broken = ring.facts.captures.brokenLines - before
    omissions.note(
      .fileOddity, broken, file: capture.file,
      "\(broken) \(broken == 1 ? "line" : "lines") in blocks of decryption secrets are none of a key log, and were passed over"
    )
    if !ring.isEmpty { tracker.use(ring, taking: keyBytes) }
  }

  /// Begins to take packets that are pushed, of a source of this name.
  package mutating func beginLive(name: String, format: String) {
    clock = nil
    facts.files.append(CaptureSummary.File(name: PrintableName.of(name), packets: 0, format: format, error: nil))
  }

  /// Takes one packet, wherever it comes from.
  package mutating func accept(_ header: PacketHeader, _ frame: Span<UInt8>) {
    guard clock?.believes(header.time) ?? true else {
      acceptLeap(header, frame)
      return
    }
    acceptTimed(header, frame, stamped: header.time)
  }

  /// The same for a packet whose time lies far from that of the one before, or that comes while such a one waits.
  @inline(never)
  private mutating func acceptLeap(_ header: PacketHeader, _ frame: Span<UInt8>) {
    take(clock?.settle(before: header.time) ?? [])
    if clock?.believes(header.time) ?? true {
      acceptTimed(header, frame, stamped: header.time)
    } else {
      clock?.wait(header, frame)
    }
  }

  private mutating func take(_ settled: [SteadyClock.Settled]) {
    for packet in settled {
      var header = packet.waiting.header
      header.time = packet.time
      acceptTimed(header, packet.waiting.bytes.span, stamped: packet.waiting.header.time)
    }
  }

  /// Takes a packet with the time that it is taken for; `stamp` is the one that it carries.
  private mutating func acceptTimed(_ header: PacketHeader, _ frame: Span<UInt8>, stamped stamp: Timestamp) {
    note(header)
    switch PacketGlance(frame, header) {
    case .segment(let segment):
      if tracker.letsGo(segment, in: frame, time: header.time) {
        facts.tcpPackets += 1
        return
      }
      acceptWhole(decoder.decode(segment, in: frame), header, frame, stamped: stamp)
    case .other: return
    case .unknown:
      let content = decoder.decode(
        frame, linkType: header.linkType, time: header.time, originalLength: header.originalLength)
      acceptWhole(content, header, frame, stamped: stamp)
    }
  }

  /// The same for a packet that was read whole, and held `content`.
  private mutating func acceptWhole(
    _ content: PacketContent, _ header: PacketHeader, _ frame: Span<UInt8>, stamped stamp: Timestamp
  ) {
    switch content {
    case .tcp:
      facts.tcpPackets += 1
      if decoder.segment.encapsulation.contains(.fragmented) {
        // Taken as its own value: the decoder and the tracker both belong to `self`.
        let datagram = decoder.reassembled
        track(decoder.segment, in: datagram.span, header)
      } else {
        track(decoder.segment, in: frame, header)
      }
    case .icmp: tracker.accept(decoder.icmp, id: header.id, time: header.time)
    case .unsupportedLinkType: unreadable[header.linkType, default: 0] += 1
    case .malformed: noteMalformed(header)
    case .fragment, .other: break
    }
    guard packetStore != nil, content == .tcp || content == .icmp, let session = tracker.sessionOfLastPacket else {
      return
    }
    var kept = header
    kept.time = stamp
    packetStore?.keep(kept, frame, session: session)
  }

  private mutating func noteMalformed(_ header: PacketHeader) {
    guard let problem = decoder.problem else { return }
    switch problem.kind {
    case .notCaptured where problem.layer.mayLeadToTCP:
      facts.cutHeaders += 1
      if problem.layer == .tcp { facts.cutTCPHeaders += 1 }
      facts.cutHeaderLength = max(facts.cutHeaderLength, header.capturedLength)
    case .notCaptured: break
    case .tooShort, .invalid, .tooDeep: facts.malformedPackets += 1
    }
  }

  /// Tells that no packet came up to `time`, so that sessions that closed or fell silent come out.
  public mutating func timePasses(to time: Timestamp) {
    take(clock?.settle(before: time) ?? [])
    tracker.timePasses(to: time)
  }

  /// Notes that the kernel lost `count` packets between two times.
  package mutating func noteDrops(_ count: UInt64, from: Timestamp, to: Timestamp) {
    kernelDrops = (kernelDrops ?? 0) &+ count
    dropTimes.record(count, from: from, to: to)
  }

  /// An open session that has grown since it was last given here, as it stands; `nil` where there is none.
  public mutating func nextChange() -> Session? { tracker.nextChanged() }

  /// The time of the latest packet; `nil` before the first.
  public var lastPacketTime: Timestamp? { facts.lastPacketTime }

  /// Connections that are open now.
  public var openConnections: Int { tracker.openConnections }

  /// Packets that were not kept for want of room; see ``PacketStore``.
  package var packetsNotKept: Int { packetStore?.leftOut ?? 0 }

  /// Ends every session that is still open. Call it once, after the last capture.
  public mutating func finish() {
    take(clock?.settleAll() ?? [])
    // The capture may have gone on with packets that are not TCP.
    if let last = facts.lastPacketTime { tracker.timePasses(to: last) }
    endedWithin = tracker.waiting
    tracker.finish()
    isFinished = true
  }

  /// The next session that is decided, with what was found in it; `nil` where none is.
  ///
  /// A session whose verdict others may change waits for them, and comes after ``finish()``; so does none where
  /// ``AnalysisOptions/waitsForOthers`` is off.
  public mutating func nextSession() -> DiagnosedSession? {
    while decided.isEmpty {
      guard let ended = nextEnded() else { return isFinished ? judge.releaseNext() : nil }
      var given: [DiagnosedSession] = []
      judge.take(judge.examination.judge(ended)) { given.append($0) }
      decided = given.reversed()
    }
    return decided.popLast()
  }

  /// The next session that has ended, which nobody has judged yet; `nil` where none waits.
  package mutating func nextEnded() -> EndedSession? {
    while packetStore != nil, let discarded = tracker.nextDiscarded() { _ = packetStore?.take(session: discarded) }
    guard var ended = tracker.nextEnded() else { return nil }
    keptPackets = packetStore?.take(session: ended.key)
    ended.kernelDrops = drops(in: ended)
    ended.fileIsTruncated = brokenFiles.contains(ended.lastFile) && ended.completion == .captureEnded
    facts.sessions += 1
    ended.crossesEnd = isFinished && endedWithin == 0
    if isFinished, endedWithin > 0 { endedWithin -= 1 }
    return ended
  }

  public var sessionsFound: Int { tracker.sessionsFound }

  /// What was read, and what the sessions show together.
  public func summary() -> CaptureSummary {
    var summary = facts
    summary.packets = packets
    summary.connectionsOpened = tracker.connectionsOpened
    summary.busiestPorts = tracker.busiestPorts
    summary.findings = Diagnoser.diagnose(settledSurvey)
    summary.unreadableLinkTypes = unreadable.keys.map { "\($0.name) (\($0.rawValue))" }.sorted()
    if let drops = kernelDrops, drops > 0 {
      summary.caveats.append("capture/dropped-by-kernel")
      summary.caveatSentences.append("the capturing machine dropped \(drops) packets; gaps may be its own.")
    }
    for file in summary.files {
      guard let error = file.error else { continue }
      summary.caveats.append("capture/file-damaged")
      summary.caveatSentences.append("\(error); everything before was analysed.")
    }
    if summary.cutHeaders > 0 {
      summary.caveats.append("capture/headers-cut")
      summary.caveatSentences.append(CaptureSummary.sentence(aboutCutHeaders: summary))
    }
    summary.omissions = omissionsOfAll()
    for omission in summary.omissions where omission.kind.isCaveat {
      summary.caveats.append("omission/\(omission.kind.rawValue)")
      let file = summary.files.count > 1 ? omission.file.map { "file \($0 + 1): " } ?? "" : ""
      summary.caveatSentences.append("\(file)\(omission.sentence).")
    }
    if let corrected = clock?.corrected, corrected > 0 {
      summary.caveats.append("capture/time-leaps")
      summary.caveatSentences.append(
        corrected == 1
          ? "one packet carries a time far from those around it; it was taken for as old as the packet before it."
          : "\(corrected) packets carry times far from those around them; each was taken for as old as the packet before it."
      )
    }
    summary.noteMisfits()
    if !summary.unreadableLinkTypes.isEmpty {
      summary.caveats.append("capture/link-type-unsupported")
      summary.caveatSentences.append(
        "packets of link types that cannot be read were passed over: \(summary.unreadableLinkTypes.joined(separator: ", "))."
      )
    }
    return summary
  }

  /// What is remembered of all sessions, within its limits.
  private var settledSurvey: Survey {
    var survey = judge.survey
    survey.settle()
    return survey
  }

  /// What is remembered of all sessions, to be written into a result that can be merged with others; without those that cross its
  /// borders where a seam holds them.
  package func surveyContents() -> SurveyContents {
    guard var inner = judge.inner else { return settledSurvey.contents }
    inner.settle()
    return inner.contents
  }

  /// Notes what a file is known again by, before it is read.
  package mutating func note(_ fingerprint: InputFingerprint?, of capture: borrowing OpenCapture) {
    facts.files[capture.file].fingerprint = fingerprint
  }

  /// The ledger: what every layer left out up to now.
  private func omissionsOfAll() -> [Omission] {
    var all = omissions
    all.add(malformedPackets: facts.malformedPackets)
    all.add(decoder.fragmentStatistics)
    all.add(tracker.tableEffects)
    all.add(tracker.effects)
    all.add(judge.effects)
    if let keys = tracker.keys?.facts { all.add(keys) }
    return all.all
  }

  /// Notes what the list of inputs leaves out.
  public mutating func note(_ inputs: CaptureInputs) {
    omissions.note(
      .files, inputs.leftOut,
      "\(inputs.leftOut) files were left out: a run reads \(CaptureSet.maximumFiles), and looks at \(CaptureSet.maximumFolderEntries) names of a folder"
    )
    omissions.note(
      .files, inputs.unreadableNames,
      "\(inputs.unreadableNames) files were left out, because their names are not UTF-8")
  }

  private mutating func note(_ header: PacketHeader) {
    packets += 1
    if let first = facts.firstPacketTime, let last = facts.lastPacketTime {
      if header.time < first { facts.firstPacketTime = header.time }
      if header.time > last { facts.lastPacketTime = header.time }
    } else {
      facts.firstPacketTime = header.time
      facts.lastPacketTime = header.time
    }
  }

  private mutating func track(_ segment: TCPSegment, in bytes: Span<UInt8>, _ header: PacketHeader) {
    let payload = bytes.extracting(
      segment.payloadOffset..<(segment.payloadOffset + segment.capturedPayloadLength))
    tracker.accept(segment, payload: payload, id: header.id, time: header.time)
  }

  /// Packets that the kernel lost in a session's time. One that did not close was open until now: what was lost after its last
  /// packet may be its end.
  private func drops(in session: EndedSession) -> UInt64? {
    guard !dropTimes.isEmpty else { return kernelDrops }
    let end = session.completion == .closed ? session.end : max(session.end, tracker.now ?? session.end)
    return dropTimes.count(from: session.start, to: end)
  }

  private mutating func close(_ capture: inout OpenCapture) {
    facts.files[capture.file].packets = capture.packets
    if capture.packets > 0 {
      facts.files[capture.file].firstPacketTime = capture.first
      facts.files[capture.file].lastPacketTime = capture.last
    }
    omissions.add(capture.reader.warnings, file: capture.file)
    if let dropped = capture.reader.droppedBeforePackets { kernelDrops = (kernelDrops ?? 0) &+ dropped }
    // What was known before the file was read is counted already.
    guard capture.reader.droppedAtEnd == nil else { return }
    for interface in capture.reader.interfaces {
      guard let dropped = interface.statistics?.dropped else { continue }
      kernelDrops = (kernelDrops ?? 0) &+ dropped
    }
  }
}
