import CaptureFiles
import SMTPTranscript

/// Puts the transcript of a session together: what was said, what TLS shows, and what TCP adds.
struct TranscriptMaker: Sendable {
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
      session.tls?.opening.isTraced ?? false
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

  /// Lines in the order of their packets: `opening` before all, and lines of one packet as ``rank(_:_:_:)`` has it.
  private static func merged(
    opening: TranscriptLine?, spoken: [TranscriptLine], tls: [TranscriptLine], closings: [TranscriptLine],
    mark: String
  ) -> Transcript.Lines {
    var merged: [TranscriptLine] = []
    merged.reserveCapacity(spoken.count + tls.count + closings.count + 2)
    var isInside = false
    func markInside(_ layer: Layer?, _ at: Moment) {
      guard layer == .tls, !isInside else { return }
      isInside = true
      merged.append(TranscriptLine(kind: .tls, from: nil, text: mark, at: at))
    }
    var places: [Int] = []
    places.reserveCapacity(spoken.count)
    if let opening { merged.append(opening) }
    var (nextTLS, nextClosing, next) = (0, 0, 0)
    var (said, shown, closing) = (place(0, of: spoken), place(0, of: tls), place(0, of: closings))
    while true {
      if Place.isFirst(said, before: shown), Place.isFirst(said, before: closing) {
        markInside(spoken[next].layer, spoken[next].at)
        places.append(merged.count)
        merged.append(spoken[next])
        next += 1
        said = place(next, of: spoken)
      } else if Place.isFirst(shown, before: closing) {
        markInside(tls[nextTLS].layer, tls[nextTLS].at)
        merged.append(tls[nextTLS])
        nextTLS += 1
        shown = place(nextTLS, of: tls)
      } else if closing != nil {
        merged.append(closings[nextClosing])
        nextClosing += 1
        closing = place(nextClosing, of: closings)
      } else {
        break
      }
    }
    return Transcript.Lines(lines: merged, placesOfSaid: places)
  }

  /// Where a line stands among those of three lists: by its packet, then by its rank within it; `nil` of a list that is at its end.
  private struct Place {
    var packet: PacketID
    var rank: Int

    static func isFirst(_ place: Place?, before other: Place?) -> Bool {
      guard let place else { return false }
      guard let other else { return true }
      return (place.packet, place.rank) <= (other.packet, other.rank)
    }
  }

  private static func place(_ position: Int, of lines: [TranscriptLine]) -> Place? {
    guard position < lines.count else { return nil }
    let rank = rank(lines[position].kind, lines[position].tls, lines[position].layer)
    return Place(packet: lines[position].at.packet, rank: rank)
  }

  /// The order within a packet: STARTTLS and its reply come before the handshake, what was said inside TLS after the handshake that sealed
  /// it, and what an alert ends before the alert; last, how the connection closed.
  private static func rank(_ kind: TranscriptLine.Kind, _ tls: TLSElement?, _ layer: Layer?) -> Int {
    switch (kind, tls) {
    case (.tcp, _): 4
    case (.tls, .alert?): 3
    case (.tls, _): 1
    default: layer == .tls ? 2 : 0
    }
  }
}
