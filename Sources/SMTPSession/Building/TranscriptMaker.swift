import SMTPTranscript

/// Puts the transcript of a session together: what was said, what TLS shows, and what TCP adds.
final class TranscriptMaker: Sendable {
  private let conversation: ReadConversation
  private let text: ShownText
  private let clear: ClearAfterTLS
  private let layers: LayerReader

  init(
    _ conversation: ReadConversation, _ text: ShownText, _ clear: consuming ClearAfterTLS, _ layers: LayerReader
  ) {
    self.clear = clear
    self.layers = layers
    self.conversation = conversation
    self.text = text
  }

  func lines(of session: Session) -> Transcript.Lines {
    var spoken = SpokenLines(conversation, text, layers).lines
    let tls =
      session.tls.map { facts in
        TLSTranscript(facts: facts, conversation: conversation, readable: clear.sides).lines()
      } ?? []
    let notes = TranscriptNotes(session: session)
    let mark =
      session.tls?.opening == .traced
      ? "from here on encrypted, and told by a trace"
      : "from here on encrypted, and opened with its keys"
    guard !clear.lines.isEmpty else {
      return Self.merged(opening: notes.opening, spoken: spoken, tls: tls, closings: notes.closings, mark: mark)
    }
    spoken += clear.lines
    let order = spoken.indices.sorted { (spoken[$0].at.packet, $0) < (spoken[$1].at.packet, $1) }
    var made = Self.merged(
      opening: notes.opening, spoken: order.map { spoken[$0] }, tls: tls, closings: notes.closings,
      mark: mark)
    var places = made.placesOfSaid
    for (position, said) in order.enumerated() where position < places.count {
      places[said] = made.placesOfSaid[position]
    }
    made.placesOfSaid = places
    return made
  }

  /// Lines in the order of their packets: `opening` before all; of one packet, first what was said, then what TLS shows, then
  /// how it closed.
  private static func merged(
    opening: TranscriptLine?, spoken: [TranscriptLine], tls: [TranscriptLine], closings: [TranscriptLine],
    mark: String
  ) -> Transcript.Lines {
    var merged: [TranscriptLine] = []
    merged.reserveCapacity(spoken.count + tls.count + closings.count + 2)
    var isInside = false
    func markInside(_ line: TranscriptLine) {
      guard line.layer == .tls, !isInside else { return }
      isInside = true
      merged.append(TranscriptLine(kind: .tls, from: nil, text: mark, at: line.at))
    }
    var places: [Int] = []
    places.reserveCapacity(spoken.count)
    if let opening { merged.append(opening) }
    var (nextTLS, nextClosing, next) = (0, 0, 0)
    while next < spoken.count || nextTLS < tls.count || nextClosing < closings.count {
      let packets = (
        next < spoken.count ? spoken[next].at.packet : nil, nextTLS < tls.count ? tls[nextTLS].at.packet : nil,
        nextClosing < closings.count ? closings[nextClosing].at.packet : nil
      )
      if let packet = packets.0, packets.1.map({ packet <= $0 }) ?? true, packets.2.map({ packet <= $0 }) ?? true {
        markInside(spoken[next])
        places.append(merged.count)
        merged.append(spoken[next])
        next += 1
      } else if let packet = packets.1, packets.2.map({ packet <= $0 }) ?? true {
        markInside(tls[nextTLS])
        merged.append(tls[nextTLS])
        nextTLS += 1
      } else {
        merged.append(closings[nextClosing])
        nextClosing += 1
      }
    }
    return Transcript.Lines(lines: merged, placesOfSaid: places)
  }
}
