import CaptureFiles
import StreamAssembly

/// How sessions end: by what their connections say, by silence, and by the end of the capture.
extension SessionTracker {
  mutating func advance(to time: Timestamp) {
    if moveClock(to: time) { completeIdle(at: time) }
  }

  /// Moves the clock on, and lets go of closed connections whose time for late packets is over. Whether it is later now.
  mutating func moveClock(to time: Timestamp) -> Bool {
    guard let before = now else {
      now = time
      return false
    }
    guard time.nanoseconds > before.nanoseconds else {
      // So far back goes only a clock that was set, or another capture: nothing would ever be silent until it is as late again.
      if before.seconds(since: time) > configuration.idleSeconds { now = time }
      return false
    }
    now = time
    if closingHead < closing.count, time.nanoseconds >= lingerUntil || lingersTooMany {
      while let slot = nextClosing(before: time) { complete(slot, as: .closed) }
    }
    return true
  }

  mutating func completeIdle(at time: Timestamp) {
    let (limit, overflow) = time.nanoseconds.subtractingReportingOverflow(idleNanoseconds)
    guard !overflow, limit > table.idleFrom.nanoseconds || table.openCount == 1 else { return }
    while let slot = table.nextIdle(before: Timestamp(nanoseconds: limit)) {
      complete(slot, as: conversations[slot].isClosing ? .closed : .idle)
    }
  }

  /// The time at which the next session may end by time alone, as things stand.
  mutating func quietTime() -> Int64 {
    var quiet = Int64.max
    func end(_ since: Timestamp, _ seconds: Double) {
      let (end, overflow) = since.nanoseconds.addingReportingOverflow(Int64(seconds * 1e9))
      quiet = overflow ? .min : min(quiet, end)
    }
    if closingHead < closing.count { end(closing[closingHead].since, configuration.lingerSeconds) }
    if let earliest = table.earliestActivity() { end(earliest, configuration.idleSeconds) }
    return quiet
  }

  /// Whether more are closing than may take late packets.
  @inline(__always)
  private var lingersTooMany: Bool { closing.count - closingHead > TrackerConfiguration.maximumLingering }

  /// The next closed connection whose time for late packets is over; all of them where no time is given.
  mutating func nextClosing(before time: Timestamp?) -> Int? {
    while closingHead < closing.count {
      let entry = closing[closingHead]
      if let time, !lingersTooMany, time.seconds(since: entry.since) < configuration.lingerSeconds {
        // A little earlier than it is, for what a `Double` cannot tell.
        let (until, overflow) = entry.since.nanoseconds.addingReportingOverflow(lingerNanoseconds &- 1000)
        lingerUntil = overflow ? .min : until
        return nil
      }
      closingHead += 1
      if closingHead == closing.count {
        closing.removeAll(keepingCapacity: true)
        closingHead = 0
        lingerUntil = .min
      } else if closingHead > 4096, closingHead * 2 > closing.count {
        closing.removeSubrange(0..<closingHead)
        closingHead = 0
      }
      // The slot may have been handed to another connection since.
      if conversations[entry.slot].key == entry.key, conversations[entry.slot].isClosing { return entry.slot }
    }
    return nil
  }

  mutating func complete(_ slot: Int, as completion: Session.Completion) {
    if !conversations[slot].isLetGo { giveOut(slot, as: completion) }
    if conversations[slot].isCandidate { elsewhere.close() }
    conversations[slot].isClosing = false
    conversations[slot].key = 0
    keptBytes &-= conversations[slot].accounted
    conversations[slot].accounted = 0
    table.close(slot)
  }

  /// Ends the session of a connection. Whether it was mail.
  @discardableResult
  mutating func giveOut(_ slot: Int, as completion: Session.Completion) -> Bool {
    table.connections[slot].finish()
    drain(slot)
    let isElsewhere = conversations[slot].isCandidate
    let words = conversations[slot].finish(table.connections[slot].takeRememberedBytes(), keys: keys)
    let isMail = !isElsewhere || words.isMail
    if isMail {
      number(slot)
      finished.append(
        EndedSession(
          EndedConnection(
            conversations[slot], words, &table.connections[slot], completion: completion,
            configuration: configuration, captureTime: now)))
    } else if configuration.marksDiscarded {
      discarded.append(conversations[slot].key)
    }
    return isMail
  }
}
