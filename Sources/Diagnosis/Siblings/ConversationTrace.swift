import CaptureFiles
import PacketLayers
import SMTPSession
import SMTPTranscript
import StreamAssembly
import TLSHandshake

/// By what one conversation is known again that was captured twice, on both sides of a device that changes addresses or words: what
/// was said, and when.
struct ConversationTrace: Sendable {
  /// The client's names, and the envelope, as one number: devices leave these alone.
  let key: Int
  /// What the server said but for its greeting and its lists, as one number.
  private let replies: Int
  /// Greeting, command, reply, command, …: the moments of the first turns in clear.
  private let beats: [Timestamp]
  private let clientSequence: UInt32?
  private let serverSequence: UInt32?
  /// The ClientHello's random bytes, as one number.
  private let tlsRandom: Int?

  private static let maximumBeats = 11
  /// Fewer turns than these can agree by chance.
  private static let minimumBeats = 4
  /// The longest way between two places of capture.
  private static let maximumLagSeconds = 1.0

  init?(_ session: Session) {
    guard let greeting = session.greeting, let hello = session.hellos.first, !hello.isProtected else { return nil }
    var names = Hasher()
    var words = Hasher()
    var beats = [greeting.first.time]
    for hello in session.hellos { names.combine(hello.clientName) }
    for mail in session.transactions {
      names.combine(mail.mailFrom)
      for recipient in mail.recipients { names.combine(recipient.address) }
    }
    names.combine(session.exchanges.count)
    for exchange in session.exchanges {
      if beats.count < Self.maximumBeats { beats.append(exchange.command.at.time) }
      guard let reply = exchange.reply else { break }
      if beats.count < Self.maximumBeats { beats.append(reply.first.time) }
      words.combine(reply.code)
      if !exchange.command.verb.introduces { words.combine(reply.lines) }
    }
    guard beats.count >= Self.minimumBeats else { return nil }
    key = names.finalize()
    replies = words.finalize()
    self.beats = beats
    clientSequence = session.clientFlow.startKnown ? session.clientFlow.firstSequence : nil
    serverSequence = session.serverFlow.startKnown ? session.serverFlow.firstSequence : nil
    tlsRandom = session.tls?.negotiation.clientHello?.random.hashValue
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
    for (turn, (own, others)) in zip(beats, other.beats).enumerated() {
      let lag = others.seconds(since: own)
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
