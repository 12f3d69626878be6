package import CaptureFiles
package import PacketLayers
import PlainWords
package import SMTPSession
package import StreamAssembly
package import TLSDecryption

// What each layer counts, as it stands in the ledger.

extension Omissions {
  package mutating func add(malformedPackets count: Int) {
    note(
      .malformedPackets, count,
      "the headers of \(Counting.counted(count, "packet does", "packets do")) not hold together; what they carry was not read"
    )
  }

  package mutating func add(_ statistics: FragmentStatistics) {
    note(
      .fragments, statistics.held,
      "\(Counting.counted(statistics.held, "datagram", "datagrams")) that came in fragments never became whole")
    note(
      .fragments, statistics.expired,
      "\(Counting.counted(statistics.expired, "datagram", "datagrams")) whose fragments did not come within \(Int(FragmentTable.maximumAgeSeconds)) s were given up"
    )
    note(
      .fragments, statistics.evicted,
      "\(Counting.counted(statistics.evicted, "datagram", "datagrams")) in fragments were given up, because too many waited"
    )
    note(
      .fragments, statistics.overlaps,
      "\(Counting.counted(statistics.overlaps, "fragment repeats", "fragments repeat")) a part of an earlier one; the earlier was believed"
    )
    note(
      .fragments, statistics.conflicts,
      "\(Counting.counted(statistics.conflicts, "fragment disagrees", "fragments disagree")) with an earlier one; the earlier was believed"
    )
  }

  package mutating func add(_ effects: TableEffects) {
    note(
      .connectionsGivenUp, effects.evictedConnections,
      "\(effects.evictedConnections) connections were given up, because more than \(AssemblyLimits.maximumConnections) were open"
    )
    note(
      .connectionsGivenUp, effects.droppedConnections,
      "\(effects.droppedConnections) connections were lost, because more than \(AssemblyLimits.maximumConnections) were open"
    )
    note(
      .segmentsWithoutRoom, effects.packetsOverTotalHeldBytes,
      "\(effects.packetsOverTotalHeldBytes) packets came when more than \(AssemblyLimits.maximumTotalHeldBytes >> 20) MiB of segments waited; what is missing before them was not waited for"
    )
  }

  package mutating func add(_ effects: TrackerEffects) {
    note(
      .sessionsDecidedEarly, effects.lettingGo,
      "\(effects.lettingGo) sessions were decided while they went on, because too much was kept of open connections; --memory allows more"
    )
    note(
      .packetsPassedOver, effects.packetsPassedOver,
      "\(effects.packetsPassedOver) packets of sessions that were decided early were not looked at")
    note(
      .connectionsGivenUp, effects.givenUp,
      "\(effects.givenUp) idle connections were given up, because too many were open for the memory allowed; --memory allows more"
    )
  }

  package mutating func add(_ keys: KeyRing.Facts) {
    note(
      .keysForgotten, keys.forgotten,
      "the keys of \(Counting.counted(keys.forgotten, "session", "sessions")) were let go of, because too many were held; --memory allows more"
    )
    note(
      .keysForgotten, keys.tracesLeftOut,
      "\(Counting.counted(keys.tracesLeftOut, "trace of a session was", "traces of sessions were")) left out, because too many were given; --memory allows more"
    )
    note(
      .keysForgotten, keys.tracesCut,
      "of \(Counting.counted(keys.tracesCut, "trace", "traces")) only the first records were taken, because there are more than a handshake has"
    )
  }

  package mutating func add(_ effects: JudgeEffects) {
    note(
      .sessionsNotCompared, effects.decidedEarly,
      "\(effects.decidedEarly) sessions were decided before the later ones were known, because too many waited; --memory allows more"
    )
    note(
      .sessionsForgotten, effects.forgotten,
      "\(effects.forgotten) sessions were forgotten before the later ones were compared with them; what several show together may be more"
    )
    note(
      .sessionsReplaced, effects.replaced,
      "\(effects.replaced) times a session that was remembered made way for a later one")
  }
}

/// What limits did to the comparison of sessions.
package struct JudgeEffects: Hashable, Sendable {
  /// Sessions that had to be decided before all others were known.
  package var decidedEarly = 0
  /// Sessions that are not remembered.
  package var forgotten = 0
  /// How often one that was remembered made way for a later one.
  package var replaced = 0

  package init() {}
}
