import CaptureFiles
import LiveCapture
import SMTPAnalysis

/// Takes packets from an interface, through its ups and downs, and writes them to a file where one is wanted.
struct Sniffer: ~Copyable {
  /// Packets that are taken from the kernel before anything else is looked at.
  private static let packetsPerTurn = 65_536
  /// Packets that are analysed, and sessions that are reported, before the kernel's buffer is looked at again: a short session
  /// can cost as much as taking a hundred packets.
  private static let analysedPerTurn = 512
  private static let reportedPerTurn = 64
  /// Bytes of packets that wait for the analysis. Beyond, they are left to the kernel, or go into the file alone.
  private static let backlogBytes = 128 << 20
  /// Packets that are taken at the end: what the largest buffer holds of ordinary ones, so that a busy network cannot keep it going.
  private static let packetsAtEnd = 4 << 20
  /// Seconds between two looks at the interface's state, and between two tries to open one that went away.
  private static let stateSeconds = 1.0

  private let options: InterfaceCapture.Options
  /// What passes the filter, for people.
  private let wanted: String
  /// Whether rights were laid down that opening the interface needs.
  private let hasLaidDownRights: Bool
  private var capture: InterfaceCapture?
  private var file: RotatingCapture?
  private var backlog = PacketBacklog(maximumBytes: Sniffer.backlogBytes)
  private var packets: Int64 = 0
  private var state = NetworkInterface.State.up
  private var nextLook = 0.0
  private var lastRefusal = ""
  private var drops: UInt64 = 0
  private var knownDrops: UInt64 = 0
  private var lastTime: Timestamp
  private var lastAnalysedTime: Timestamp
  private var timeOfLastCount: Timestamp

  /// Opens the interface and the file; both with the rights that the process still has.
  init(
    _ options: InterfaceCapture.Options, wanted: String, file fileOptions: RotatingCapture.Options?,
    owner: Privileges.User?
  ) throws {
    let now = Timestamp(nanoseconds: Clock.nanosecondsSince1970)
    let opened = try InterfaceCapture(options)
    var file: RotatingCapture?
    if let fileOptions {
      file = try RotatingCapture(fileOptions, interface: Self.describe(opened), now: now, owner: owner)
    }
    if let warning = opened.warning { StandardError.write("smtptrace: \(options.interface): \(warning)\n") }
    // What bytes from the network are read with has no rights.
    let isLaidDown: Bool
    do {
      isLaidDown = try owner != nil || Privileges.layDown()
    } catch {
      if let file = file.take() { file.discard() }
      throw error
    }
    self.options = options
    self.wanted = wanted
    hasLaidDownRights = isLaidDown
    self.file = consume file
    capture = consume opened
    lastTime = now
    lastAnalysedTime = now
    timeOfLastCount = now
  }

  /// Removes the file that was begun, because the run did not come to pass.
  consuming func discard() {
    if let file = file.take() { file.discard() }
  }

  consuming func listen(_ run: consuming LiveRun, failOn: Severity?) throws {
    run.analysis.beginLive(name: options.interface, format: "live")
    state = NetworkInterface.state(of: options.interface)
    run.say("listening on \(options.interface) for \(wanted)")
    if state == .down { run.say("\(options.interface) is down; listening for it to come up") }
    repeat {
      takePackets(&run)
      lookAtInterface(&run)
      analyse(&run)
    } while run.goOn(reporting: Self.reportedPerTurn)
    takeTheRest(&run)
    countDrops(&run)
    flush(&run)
    try run.end(failOn: failOn)
  }

  // MARK: - Packets

  private mutating func takePackets(_ run: inout LiveRun) {
    if takeWaiting(&run, atMost: Self.packetsPerTurn) == 0, backlog.isEmpty, !run.isBehind {
      flush(&run)
      let patience = run.patienceSeconds
      if capture != nil { capture?.wait(seconds: patience) } else { Clock.sleep(seconds: patience) }
      _ = takeWaiting(&run, atMost: Self.packetsPerTurn)
    }
    flush(&run)
    countDrops(&run)
  }

  /// Analyses some of what waits.
  private mutating func analyse(_ run: inout LiveRun) {
    guard !backlog.isEmpty else { return }
    // Sessions that have ended take far more room than their packets did: first they are reported.
    if !run.isBehind {
      var left = min(run.packetsLeft, Self.analysedPerTurn)
      while left > 0, let header = backlog.next() {
        run.analysis.accept(header, backlog.bytes)
        lastAnalysedTime = header.time
        left -= 1
      }
    }
    // While packets wait, it is their time that passes.
    run.took(lastAnalysedTime)
  }

  /// What the kernel still holds was captured before the end; the latest of it is handed over within a tenth of a second.
  private mutating func takeTheRest(_ run: inout LiveRun) {
    var left = Self.packetsAtEnd
    left -= takeWaiting(&run, atMost: left)
    if run.packetsLeft > backlog.count { capture?.wait(seconds: 0.15) }
    left -= takeWaiting(&run, atMost: left)
    flush(&run)
    var isMoreInKernel = !backlog.hasRoom
    while !backlog.isEmpty {
      guard run.mayFinish() else {
        run.passOver(UInt64(backlog.count), from: lastAnalysedTime, to: lastTime)
        return
      }
      analyse(&run)
      guard isMoreInKernel else { continue }
      left -= takeWaiting(&run, atMost: left)
      isMoreInKernel = !backlog.hasRoom
    }
  }

  /// Takes packets that wait in the kernel, as many as the run still wants; how many they were.
  private mutating func takeWaiting(_ run: inout LiveRun, atMost limit: Int) -> Int {
    guard var capture = capture.take() else { return 0 }
    let limit = min(limit, max(0, run.packetsLeft - backlog.count))
    var taken = 0
    var passedOver: (count: UInt64, from: Timestamp)?
    defer {
      if let passedOver { run.passOver(passedOver.count, from: passedOver.from, to: lastTime) }
    }
    do throws(LiveCaptureError) {
      // What goes into no file is better left to the kernel, which may find the room.
      while taken < limit, file != nil || backlog.hasRoom, var header = try capture.next() {
        taken += 1
        packets += 1
        header.id = PacketID(number: packets)
        if file != nil { write(&header, capture.bytes, &run) }
        if !backlog.append(header, capture.bytes) {
          passedOver = ((passedOver?.count ?? 0) + 1, passedOver?.from ?? header.time)
        }
        lastTime = header.time
      }
    } catch {
      drops &+= capture.currentStatistics().dropped
      run.say("\(error.description); waiting for \(options.interface) to come back")
      state = .missing
      return taken
    }
    self.capture = consume capture
    return taken
  }

  private mutating func write(_ header: inout PacketHeader, _ bytes: Span<UInt8>, _ run: inout LiveRun) {
    do throws(CaptureError) {
      if let place = try file?.write(header, bytes) { header.id = place }
    } catch {
      file = nil
      run.complain("\(error.description); nothing more is written, and listening goes on")
    }
  }

  private mutating func flush(_ run: inout LiveRun) {
    do throws(CaptureError) {
      try file?.flush()
    } catch {
      file = nil
      run.complain("\(error.description); nothing more is written, and listening goes on")
    }
  }

  private mutating func countDrops(_ run: inout LiveRun) {
    guard let now = capture?.currentStatistics().dropped else { return }
    // Lost packets are later than all that had been read when they were last counted.
    let from = timeOfLastCount
    timeOfLastCount = lastTime
    let total = drops &+ now
    run.kernelDrops = total
    let new = total &- knownDrops
    guard new > 0 else { return }
    knownDrops = total
    run.analysis.noteDrops(new, from: from, to: Timestamp(nanoseconds: Clock.nanosecondsSince1970))
  }

  // MARK: - The interface

  private mutating func lookAtInterface(_ run: inout LiveRun) {
    let now = Clock.monotonicSeconds
    guard now >= nextLook else { return }
    nextLook = now + Self.stateSeconds
    if capture == nil {
      reopen(&run)
      return
    }
    let present = NetworkInterface.state(of: options.interface)
    guard present != state else { return }
    switch present {
    case .missing:
      _ = takeWaiting(&run, atMost: Self.packetsAtEnd)
      // Where that met the end of the interface, it has been said.
      guard let dropped = capture?.currentStatistics().dropped else { return }
      drops &+= dropped
      capture = nil
      run.say("\(options.interface) was removed; waiting for it to come back")
    case .down: run.say("\(options.interface) went down; listening for it to come up")
    case .idle: run.say("\(options.interface) has no carrier")
    case .up: run.say("\(options.interface) is up")
    }
    state = present
  }

  private mutating func reopen(_ run: inout LiveRun) {
    guard NetworkInterface.state(of: options.interface) != .missing else { return }
    if hasLaidDownRights { Privileges.raiseRawSockets() }
    defer { lowerRights(&run) }
    do throws(LiveCaptureError) {
      let opened = try InterfaceCapture(options)
      do throws(CaptureError) {
        try file?.reopened(Self.describe(opened))
      } catch {
        file = nil
        run.complain(error.description)
      }
      capture = consume opened
      state = NetworkInterface.state(of: options.interface)
      lastRefusal = ""
      run.say("\(options.interface) is back; listening again")
    } catch {
      if error.description != lastRefusal { run.say(error.description) }
      lastRefusal = error.description
    }
  }

  /// What cannot be laid down ends the run.
  private func lowerRights(_ run: inout LiveRun) {
    guard hasLaidDownRights else { return }
    do throws(LiveCaptureError) {
      try Privileges.lowerRawSockets()
    } catch {
      run.giveUp(error.description)
    }
  }

  private static func describe(_ capture: borrowing InterfaceCapture) -> RotatingCapture.Interface {
    RotatingCapture.Interface(
      name: capture.interface, linkType: capture.linkType, snapshotLength: capture.snapshotLength,
      filter: capture.filter)
  }
}
