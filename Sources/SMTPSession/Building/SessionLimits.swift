import SMTPTranscript
import StreamAssembly
import TLSHandshake

/// What limits of the analysis did to one session, in words.
struct SessionLimits {
  /// Those behind which words of the session lie unread.
  private(set) var names: [String] = []
  /// Those that only shortened a list of details.
  private(set) var details: [String] = []
  /// Whether one of them hid what a claim could rest on.
  private(set) var bearsOnClaims = false

  // The words are made where there is something to tell: nearly every session has nothing.
  private mutating func note(_ count: some BinaryInteger, bears: Bool = true, _ words: @autoclosure () -> String) {
    guard count > 0 else { return }
    let name = words()
    guard !names.contains(name) else { return }
    names.append(name)
    if bears { bearsOnClaims = true }
  }

  private mutating func detail(_ count: some BinaryInteger, _ words: @autoclosure () -> String) {
    guard count > 0 else { return }
    let name = words()
    guard !details.contains(name) else { return }
    details.append(name)
  }

  mutating func add(_ completion: Session.Completion) {
    note(
      completion == .evicted ? 1 : 0,
      "all open connections together took more memory than is allowed, so that this session was decided while it went on"
    )
  }

  mutating func add(_ effects: SMTPLimitEffects) {
    note(effects.truncatedLines, bears: false, "lines longer than \(SMTPLimits.maximumLineBytes) bytes were cut")
    note(effects.droppedElements, "lines beyond \(SMTPLimits.maximumElements) were counted only")
    note(effects.droppedTextBytes, "text beyond \(SMTPLimits.maximumTextBytes) bytes was left out")
    note(
      effects.droppedPendingCommands,
      "commands beyond \(SMTPLimits.maximumPendingCommands) that waited for a reply were counted only, and their replies name none"
    )
    note(
      effects.unsearchedCommands,
      "more than \(SMTPLimits.maximumSearchedCommands) commands waited for a reply behind missing bytes, and replies were not looked for among all of them"
    )
    note(
      effects.heldOverflows,
      "more than \(SMTPLimits.maximumHeldBytes) bytes of the client waited for a reply, and were read by their look")
    detail(effects.droppedMessages, "messages beyond \(SMTPLimits.maximumMessages) were counted only")
    detail(effects.droppedMessageBytes, "message contents beyond \(SMTPLimits.maximumMessageBytes) bytes were left out")
    detail(
      effects.droppedEndPatterns, "unusual ends of messages beyond \(SMTPLimits.maximumEndPatterns) were counted only")
  }

  mutating func add(_ effects: LimitEffects) {
    note(effects.holesGivenUp, "too much waited behind missing bytes, which were then passed over")
    note(effects.segmentsDropped, "segments that waited behind missing bytes were given up")
    detail(effects.gapsNotListed, "gaps beyond \(AssemblyLimits.maximumListedGaps) were counted only")
    detail(
      effects.conflictsNotListed,
      "retransmissions with other bytes beyond \(AssemblyLimits.maximumListedConflicts) were counted only")
    detail(effects.resetsNotListed, "resets beyond \(AssemblyLimits.maximumListedResets) were counted only")
    detail(
      effects.snapshotCutsNotListed,
      "places cut by the snapshot length beyond \(AssemblyLimits.maximumSnapshotCuts) were taken for missing")
    detail(
      effects.bytesNotRemembered ? 1 : 0,
      "the first bytes were not kept for comparison, so that retransmissions with other bytes would not be noticed")
  }

  mutating func add(_ direction: Shared<ReadDirection>) {
    detail(
      direction.fields.tls.droppedMessages,
      "handshake messages beyond \(direction.fields.tls.limits.messages) were counted only")
  }

  mutating func add(clearLinesNotShown count: Int) {
    detail(count, "\(count) readable lines in place of TLS are not shown")
  }
}
