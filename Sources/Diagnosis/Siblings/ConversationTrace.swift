package import CaptureFiles
import PacketLayers
import SMTPSession
import SMTPTranscript
import StreamAssembly
import TLSHandshake

/// By what one conversation is known again that was captured twice, on both sides of a device that changes addresses or words: what
/// was said, and when.
package struct ConversationTrace: Sendable, Equatable {
  /// The client's names, and the envelope, as one number: devices leave these alone.
  package let key: UInt64
  /// What the server said but for its greeting and its lists, as one number.
  package let replies: UInt64
  /// Greeting, command, reply, command, …: the moments of the first turns in clear.
  package let beats: Beats
  package let clientSequence: UInt32?
  package let serverSequence: UInt32?
  /// The ClientHello's random bytes, as one number.
  package let tlsRandom: UInt64?

  /// Fewer turns than these can agree by chance.
  private static let minimumBeats = 4
  /// The longest way between two places of capture.
  private static let maximumLagSeconds = 1.0

  /// Moments, in a place of one size.
  package struct Beats: Sendable, Equatable {
    package static let maximum = 11
    private var moments = InlineArray<11, Timestamp>(repeating: Timestamp(nanoseconds: 0))
    package private(set) var count = 0

    package init(_ first: [Timestamp] = []) {
      for moment in first { append(moment) }
    }

    /// More than there is room for are left out.
    mutating func append(_ moment: Timestamp) {
      guard count < Self.maximum else { return }
      moments[count] = moment
      count += 1
    }

    package var all: [Timestamp] { (0..<count).map { moments[$0] } }

    package subscript(place: Int) -> Timestamp { moments[place] }

    package static func == (one: Beats, other: Beats) -> Bool { one.all == other.all }
  }

  package init(
    key: UInt64, replies: UInt64, beats: Beats, clientSequence: UInt32?, serverSequence: UInt32?, tlsRandom: UInt64?
  ) {
    self.key = key
    self.replies = replies
    self.beats = beats
    self.clientSequence = clientSequence
    self.serverSequence = serverSequence
    self.tlsRandom = tlsRandom
  }

  init?(_ session: Session) {
    guard let greeting = session.greeting, let hello = session.hellos.first, !hello.isProtected else { return nil }
    var names = StableDigest()
    var words = StableDigest()
    var beats = Beats()
    beats.append(greeting.first.time)
    for hello in session.hellos { names.combine(hello.clientName) }
    for mail in session.transactions {
      names.combine(mail.mailFrom)
      for recipient in mail.recipients { names.combine(recipient.address) }
    }
    names.combine(session.exchanges.count)
    for place in session.exchanges.indices {
      let command = session.exchanges[place].command
      beats.append(command.at.time)
      guard let reply = session.exchanges[place].reply else { break }
      beats.append(reply.first.time)
      words.combine(reply.code)
      if !command.verb.introduces { words.combine(reply.lines) }
    }
    guard beats.count >= Self.minimumBeats else { return nil }
    self.init(
      key: names.finish(), replies: words.finish(), beats: beats,
      clientSequence: session.clientFlow.startKnown ? session.clientFlow.firstSequence : nil,
      serverSequence: session.serverFlow.startKnown ? session.serverFlow.firstSequence : nil,
      tlsRandom: session.tls?.negotiation.clientHello.map { hello in
        var digest = StableDigest()
        hello.withRandom { digest.combine($0) }
        return digest.finish()
      })
  }

  /// How another trace lies to this one, where both are of one conversation; `nil` where they are of two.
  ///
  /// Nearer to the client a command is seen earlier, and a reply later, in every turn: two conversations, however alike, do not
  /// interlock so.
  func copy(_ other: ConversationTrace) -> Place? {
    guard key == other.key, replies == other.replies, beats.count == other.beats.count else { return nil }
    if let tlsRandom, let another = other.tlsRandom, tlsRandom != another { return nil }
    var isNearer = true
    var isFarther = true
    for turn in 0..<beats.count {
      let lag = other.beats[turn].seconds(since: beats[turn])
      guard abs(lag) <= Self.maximumLagSeconds else { return nil }
      // The greeting and the replies come from the server.
      let way = turn.isMultiple(of: 2) ? -lag : lag
      if way < 0 { isNearer = false }
      if way > 0 { isFarther = false }
    }
    guard isNearer || isFarther else { return nil }
    let hasSameNumbers =
      clientSequence != nil && clientSequence == other.clientSequence && serverSequence != nil
      && serverSequence == other.serverSequence
    return Place(isNearClient: isNearer, isCertain: hasSameNumbers || tlsRandom != nil && tlsRandom == other.tlsRandom)
  }

  /// Where one of two copies was captured.
  struct Place {
    /// Whether it was nearer to the client than the other.
    var isNearClient: Bool
    /// Whether numbers agree that no two conversations share.
    var isCertain: Bool
  }
}
