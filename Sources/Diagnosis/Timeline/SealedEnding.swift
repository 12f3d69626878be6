import CaptureFiles
import SMTPSession
import SMTPTranscript

/// Who took leave first, and how; what came later answers nothing.
struct SealedEnding {
  typealias Leave = SealedDialogue.Leave
  typealias Setting = SealedDialogue.Setting

  /// The first goodbye inside TLS; `nil` where there is none.
  private(set) var leave: Leave?
  /// The first goodbye of any kind but QUIT: alert, FIN or RST; `nil` where the connection was not ended.
  let end: Setting.End?
  /// The client's last turn before that, as a place in the turns; `nil` where it said nothing.
  let lastAsked: Int?
  /// The turn that answers it; `nil` where nothing did before the end.
  let answer: Int?
  /// Whether the client's last words are taken for QUIT.
  private(set) var isQuit = false

  init(_ prepared: SealedPreparation, turns: [SealedDialogue.Turn], setting: Setting) {
    var ends: [Setting.End] = []
    if let alert = prepared.alert { ends.append(Setting.End(by: alert.side, at: alert.last)) }
    if let end = setting.end { ends.append(end) }
    let end = ends.min { $0.at.packet < $1.at.packet }
    self.end = end
    lastAsked = turns.lastIndex { turn in
      turn.side == .client && (end.map { turn.last.packet <= $0.at.packet } ?? true)
    }
    if let lastAsked, lastAsked + 1 < turns.count,
      end.map({ turns[lastAsked + 1].first.packet <= $0.at.packet }) ?? true
    {
      answer = lastAsked + 1
    } else {
      answer = nil
    }
    isQuit = Self.isQuit(turns, lastAsked: lastAsked, answer: answer, end: end)
    if isQuit, let lastAsked {
      leave = Leave(side: .client, at: turns[lastAsked].last, kind: .quit)
    } else if let alert = prepared.alert, end.map({ alert.last.packet <= $0.at.packet }) ?? true {
      leave = Leave(side: alert.side, at: alert.last, kind: .alert)
    }
  }

  /// A verb of four letters that is the client's last word, and behind which somebody left at once.
  private static func isQuit(
    _ turns: [SealedDialogue.Turn], lastAsked: Int?, answer: Int?, end: Setting.End?
  ) -> Bool {
    guard let lastAsked, let end, turns[lastAsked].shape == .shortCommand else { return false }
    let asked = turns[lastAsked]
    guard let answer else {
      // DATA without an answer looks the same: it comes where recipients were taken.
      let waited = end.at.time.seconds(since: asked.last.time)
      guard openTransaction(turns, before: lastAsked) else {
        return waited < SealedPreparation.promptSeconds || end.by == .client
      }
      guard lastAsked > 0 else { return true }
      return waited < SealedPreparation.promptSeconds
        && (end.by == .client || turns[lastAsked - 1].plaintext.lowerBound > SealedShapes.plainReply)
    }
    // What comes long after the first words of an answer is no part of it.
    return end.at.time.seconds(since: turns[answer].first.time) < SealedPreparation.promptSeconds
  }

  /// Whether commands came after the last message.
  static func openTransaction(_ turns: [SealedDialogue.Turn], before place: Int) -> Bool {
    for turn in turns[..<place].reversed() {
      if turn.shape == .command { return true }
      if turn.shape == .message || turn.shape == .hello { return false }
    }
    return false
  }
}
