import PacketLayers
import SMTPAnalysis
import StreamAssembly
import TestSupport
import Testing

@testable import CaptureFiles
@testable import SMTPSession
@testable import SMTPTranscript

/// What a layer counts and nobody reads is lost silently: every counter ends in the ledger or in what is said of a session.
@Suite("Every counter of the layers has a reader")
struct OmissionTests {
  /// Sets each counter of a value that has none, and asks whether it is then read.
  private func check<Counters>(
    _ fresh: Counters, _ setters: [String: (inout Counters) -> Void], isNoLoss: Set<String> = [],
    isRead: (Counters) -> Bool
  ) {
    #expect(!isRead(fresh), "\(Counters.self): something is said where nothing happened")
    let labels = Mirror(reflecting: fresh).children.compactMap(\.label)
    #expect(!labels.isEmpty)
    for label in labels where !isNoLoss.contains(label) {
      guard let set = setters[label] else {
        Issue.record("\(Counters.self).\(label) is new: give it a reader, and set it here")
        continue
      }
      var counters = fresh
      set(&counters)
      #expect(isRead(counters), "\(Counters.self).\(label) is counted and shown to nobody")
    }
  }

  private func ledger(_ add: (inout Omissions) -> Void) -> Bool {
    var omissions = Omissions()
    add(&omissions)
    return !omissions.all.isEmpty && omissions.all.allSatisfy { !$0.sentence.isEmpty && $0.count > 0 }
  }

  private func limits(_ add: (inout SessionLimits) -> Void) -> Bool {
    var limits = SessionLimits()
    add(&limits)
    return !limits.names.isEmpty || !limits.details.isEmpty
  }

  @Test("fragments of IP datagrams")
  func fragments() {
    check(
      FragmentStatistics(),
      [
        "held": { $0.held = 1 }, "expired": { $0.expired = 1 }, "evicted": { $0.evicted = 1 },
        "overlaps": { $0.overlaps = 1 }, "conflicts": { $0.conflicts = 1 },
      ], isNoLoss: ["received", "reassembled", "duplicates"]
    ) { counters in ledger { $0.add(counters) } }
  }

  @Test("the table of connections, and what is kept of them")
  func connections() {
    check(
      TableEffects(),
      [
        "evictedConnections": { $0.evictedConnections = 1 }, "droppedConnections": { $0.droppedConnections = 1 },
        "packetsOverTotalHeldBytes": { $0.packetsOverTotalHeldBytes = 1 },
      ]
    ) { counters in ledger { $0.add(counters) } }
    check(
      TrackerEffects(),
      [
        "lettingGo": { $0.lettingGo = 1 }, "packetsPassedOver": { $0.packetsPassedOver = 1 },
        "givenUp": { $0.givenUp = 1 },
      ]
    ) { counters in ledger { $0.add(counters) } }
  }

  @Test("the comparison of sessions")
  func judge() {
    check(
      JudgeEffects(),
      [
        "decidedEarly": { $0.decidedEarly = 1 }, "forgotten": { $0.forgotten = 1 }, "replaced": { $0.replaced = 1 },
      ]
    ) { counters in ledger { $0.add(counters) } }
  }

  @Test("what is mended in files", arguments: CaptureWarning.Kind.allCases)
  func warnings(kind: CaptureWarning.Kind) {
    #expect(ledger { $0.add([CaptureWarning(kind: kind, count: 2, firstOffset: 24, firstPacket: nil)], file: 0) })
  }

  @Test("one direction of a connection")
  func direction() {
    check(
      LimitEffects(),
      [
        "holesGivenUp": { $0.holesGivenUp = 1 }, "segmentsDropped": { $0.segmentsDropped = 1 },
        "gapsNotListed": { $0.gapsNotListed = 1 }, "conflictsNotListed": { $0.conflictsNotListed = 1 },
        "resetsNotListed": { $0.resetsNotListed = 1 }, "snapshotCutsNotListed": { $0.snapshotCutsNotListed = 1 },
        "bytesNotRemembered": { $0.bytesNotRemembered = true },
      ]
    ) { effects in limits { $0.add(effects) } }
  }

  @Test("the dialogue")
  func dialogue() {
    check(
      SMTPLimitEffects(),
      [
        "truncatedLines": { $0.truncatedLines = 1 }, "droppedTextBytes": { $0.droppedTextBytes = 1 },
        "droppedElements": { $0.droppedElements = 1 }, "droppedPendingCommands": { $0.droppedPendingCommands = 1 },
        "unsearchedCommands": { $0.unsearchedCommands = 1 }, "heldOverflows": { $0.heldOverflows = 1 },
        "droppedMessageBytes": { $0.droppedMessageBytes = 1 }, "droppedMessages": { $0.droppedMessages = 1 },
        "droppedEndPatterns": { $0.droppedEndPatterns = 1 },
      ]
    ) { effects in limits { $0.add(effects) } }
  }

  @Test("a frame that does not hold together is told in the text and the document of a capture")
  func told() {
    var script = WireScript()
    script.open()
    script.say(.server, "220 mx.example.net ESMTP\r\n")
    // IPv4 whose header says that it is shorter than a header is.
    script.append(PacketBuilder.ethernet([0x41, 0, 0, 40] + [UInt8](repeating: 0, count: 36), type: 0x0800))
    let run = AnalysisRun(bytes: script.capture)
    #expect(run.summary.omissions.contains { $0.kind == .malformedPackets && $0.count == 1 })
    #expect(run.text().contains("not hold together"))
    #expect(run.summary.caveats.contains("omission/malformed-packets"))
  }
}
