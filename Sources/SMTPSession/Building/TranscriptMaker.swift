import SMTPTranscript

/// Puts the transcript of a session together: what was said, what TLS shows, and what TCP adds.
final class TranscriptMaker: Sendable {
  private let conversation: EndedConversation
  private let text: ShownText

  init(_ conversation: EndedConversation, _ text: ShownText) {
    self.conversation = conversation
    self.text = text
  }

  func lines(of session: Session) -> Transcript.Lines {
    let spoken = SpokenLines(conversation, text).lines
    let tls = session.tls.map { TLSTranscript(facts: $0, conversation: conversation).lines() } ?? []
    let notes = TranscriptNotes(session: session)
    return Self.merged(opening: notes.opening, spoken: spoken, tls: tls, closings: notes.closings)
  }

  /// Lines in the order of their packets: `opening` before all; of one packet, first what was said, then what TLS shows, then
  /// how it closed.
  private static func merged(
    opening: TranscriptLine?, spoken: [TranscriptLine], tls: [TranscriptLine], closings: [TranscriptLine]
  ) -> Transcript.Lines {
    var merged: [TranscriptLine] = []
    merged.reserveCapacity(spoken.count + tls.count + closings.count + 1)
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
        places.append(merged.count)
        merged.append(spoken[next])
        next += 1
      } else if let packet = packets.1, packets.2.map({ packet <= $0 }) ?? true {
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
