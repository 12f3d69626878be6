import CaptureFiles
import PacketLayers
import SMTPTranscript
import StreamAssembly
import TLSDecryption

/// What is known of one open connection above TCP. Its place is used again by later ones.
///
/// While a connection is short, its words are not read: the assembly remembers the first bytes of each direction anyway, and which
/// packet brought which of them. So thousands of open connections take little room, and whoever makes the
/// session reads them, in one go. What does not fit there is read as it comes.
struct Conversation: Sendable {
  /// Tells it from all others of the capture, those that turn out not to be mail among them; 0 where the place is free.
  var key = 0
  /// The session's number; `nil` while it is not known to be mail.
  var number: Int?
  /// `nil` until the first packet that tells who is the client.
  var clientDirection: Direction?
  /// Whether it was found on a port that is not for mail, and nothing but an EHLO, HELO, LHLO or TLS makes it mail.
  var isCandidate = false
  /// Whether the capture does not hold the connection's start.
  private(set) var startsInTheMiddle = false
  /// Runs of the remembered bytes that came and were not read.
  private var unreadRuns = 0
  /// What was read; `nil` while the assembly remembers all there is.
  private(set) var reading: Shared<ConversationReading>?
  var icmpErrors: [Session.ICMPReport] = []
  /// The last packet with payload, and who sent it.
  private(set) var lastSpoken: (moment: Moment, side: Side)?
  /// Whether the connection was over; it then waits a little for late packets.
  var isClosing = false
  /// Whether the contents of messages are kept, to be shown.
  private var keepsMessages = false
  /// Whether something came since it was last looked at, where changes are marked.
  var isChanged = false
  /// Whether its session was given out although it goes on, because too much was kept. What follows of it is only counted.
  private(set) var isLetGo = false
  /// What of it is counted among what the tracker keeps.
  var accounted = 0
  private(set) var firstSeen = Moment(packet: PacketID(number: 0), time: Timestamp(nanoseconds: 0))
  var lastSeen = Moment(packet: PacketID(number: 0), time: Timestamp(nanoseconds: 0))

  mutating func begin(
    key: Int, isCandidate: Bool, startsInTheMiddle: Bool, keepsMessages: Bool, at moment: Moment
  ) {
    self.key = key
    number = nil
    self.isCandidate = isCandidate
    self.startsInTheMiddle = startsInTheMiddle
    self.keepsMessages = keepsMessages
    unreadRuns = 0
    reading = nil
    keptBytes = 0
    clientDirection = nil
    if !icmpErrors.isEmpty { icmpErrors.removeAll(keepingCapacity: true) }
    lastSpoken = nil
    isClosing = false
    isChanged = false
    isLetGo = false
    firstSeen = moment
    lastSeen = moment
  }

  /// The side that sends in `direction`; the client is taken for the first speaker while nothing tells.
  func side(of direction: Direction) -> Side {
    direction == (clientDirection ?? .forward) ? .client : .server
  }

  /// About the bytes that are kept of its words. Counted where they change: what was read is large, and to ask it for every packet would copy it.
  private(set) var keptBytes = 0

  /// Its session was given out. It keeps nothing any more.
  mutating func letGo() {
    isLetGo = true
    reading = nil
    keptBytes = 0
    unreadRuns = 0
    icmpErrors = []
    // Nobody waits to see what comes.
    isChanged = true
  }

  /// Whether words are read as they come, from now on.
  var isRead: Bool { reading != nil }

  /// Takes what nearly every segment of a short connection brings: the next bytes of a direction, all of which are remembered, or none.
  ///
  /// - Parameter delivery: One that is ordinary; see ``Delivery/isOrdinary``.
  /// - Returns: How many bytes more are kept now; `nil` where more has to be done than this.
  @inline(__always)
  mutating func takeOrdinary(_ delivery: borrowing Delivery, at moment: Moment) -> Int? {
    guard reading == nil, !isCandidate, let clientDirection else { return nil }
    lastSeen = moment
    guard delivery.freshCount > 0 else { return 0 }
    // The first words may tell that the roles are the other way round.
    guard lastSpoken != nil, delivery.isRemembered else { return nil }
    lastSpoken = (moment, delivery.direction.rawValue == clientDirection.rawValue ? .client : .server)
    unreadRuns &+= 1
    keptBytes &+= RememberedBytes.bytesPerRun
    // The assembly remembers all of them, and holds nothing else.
    let added = delivery.freshCount &+ RememberedBytes.bytesPerRun
    accounted &+= added
    return added
  }

  /// Takes what nearly every segment of a long connection brings: the next bytes of a direction, which are read as they come, or none.
  ///
  /// - Parameters:
  ///   - delivery: One that is ordinary; see ``Delivery/isOrdinary``.
  ///   - bytes: The fresh ones.
  /// - Returns: Whether that was all; where it was not, nothing was done.
  @inline(__always)
  mutating func readOrdinary(_ delivery: borrowing Delivery, _ bytes: Span<UInt8>, at moment: Moment) -> Bool {
    // The first words may tell that the roles are the other way round.
    guard reading != nil, let clientDirection, lastSpoken != nil else { return false }
    lastSeen = moment
    guard bytes.count > 0 else { return true }
    let side: Side = delivery.direction.rawValue == clientDirection.rawValue ? .client : .server
    lastSpoken = (moment, side)
    reading?.fields.take(bytes, from: side, offset: delivery.streamOffset, at: moment)
    countKept()
    return true
  }

  /// Takes the next bytes of a direction, which `moment` brought: to be read later where nothing is read yet.
  mutating func take(_ bytes: Span<UInt8>, direction: Direction, offset: UInt64, at moment: Moment) {
    guard bytes.count > 0 else { return }
    let side = side(of: direction)
    lastSpoken = (moment, side)
    if reading == nil {
      unreadRuns += 1
      keptBytes = unreadRuns &* RememberedBytes.bytesPerRun
    } else {
      reading?.fields.take(bytes, from: side, offset: offset, at: moment)
      countKept()
    }
  }

  /// Notes that the next `count` bytes of a direction are not in the capture. Where nothing is read yet, it is not noted:
  /// ``read(_:keys:)`` comes first.
  mutating func miss(
    _ count: UInt64, direction: Direction, reason: Visibility.Hole.Reason, offset: UInt64, at moment: Moment
  ) {
    let side = side(of: direction)
    reading?.fields.miss(count, from: side, reason: reason, offset: offset, at: moment)
    countKept()
  }

  private mutating func countKept() {
    keptBytes = reading?.fields.countKept() ?? unreadRuns &* RememberedBytes.bytesPerRun
  }

  /// From now on, what comes is read as it comes.
  ///
  /// - Parameters:
  ///   - remembered: What the assembly remembers of both directions.
  ///   - keys: Secrets with which TLS is opened; `nil` where there are none.
  mutating func read(_ remembered: consuming RememberedBytes, keys: KeyRing?) {
    guard reading == nil else { return }
    reading = Shared(ConversationReading(takeUnread(remembered, keys)))
    countKept()
  }

  /// There are secrets from now on: what is read already is opened as it comes.
  mutating func use(_ keys: KeyRing) {
    reading?.fields.use(keys)
    countKept()
  }

  /// Nothing more comes: the words as they are to be read, or are read already.
  ///
  /// - Parameters:
  ///   - remembered, keys: As for ``read(_:keys:)``; not looked at where words are read already.
  mutating func finish(_ remembered: consuming RememberedBytes, keys: KeyRing?) -> EndedWords {
    guard reading != nil else { return .unread(takeUnread(remembered, keys)) }
    reading?.fields.finish(at: lastSeen)
    defer { reading = nil }
    return words
  }

  /// The words so far, of a connection that goes on and whose words are read as they come.
  var words: EndedWords {
    .read(
      reading
        ?? Shared(ConversationReading(startsInTheMiddle: startsInTheMiddle, keepsMessages: keepsMessages)))
  }

  private mutating func takeUnread(_ remembered: consuming RememberedBytes, _ keys: KeyRing?) -> UnreadWords {
    // What the assembly delivers at this moment is remembered already, and is not one of those that came.
    remembered.keep(firstRuns: unreadRuns)
    unreadRuns = 0
    return UnreadWords(
      remembered: remembered, clientDirection: clientDirection ?? .forward, startsInTheMiddle: startsInTheMiddle,
      keepsMessages: keepsMessages, keys: keys)
  }
}
