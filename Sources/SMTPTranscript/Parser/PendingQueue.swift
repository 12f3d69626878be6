/// What waits for a reply.
struct Pending: Sendable {
  /// The element that the reply answers; `nil` where the list of elements is full.
  var element: Int32?
  var verb: Verb
  var kind: Kind
  /// Replies still to come; more than one only for a message in LMTP.
  var replies: UInt32 = 1
  var isSecret = false
  /// Bytes of the client are missing before it, and commands may be.
  var isBehindGap = false

  enum Kind: UInt8, Sendable {
    case command
    /// A line that is no SMTP: it may get a refusal or nothing.
    case notSMTP
    /// The end of a message, or the binary of XEXCH50.
    case message
  }

  /// Whether `code` is a reply that this can get from a server in its right mind. Asked only when bytes are missing.
  func admits(_ code: UInt16) -> Bool {
    if code >= 400 { return true }
    if kind == .message { return code == 250 || code == 251 || code == 252 }
    if kind == .notSMTP { return false }
    switch verb {
    case .data, .xExch50: return code == 354
    case .auth, .xExps: return code == 334 || code == 235
    case .startTLS, .xAnonymousTLS: return code == 220
    case .xClient: return code == 220 || code == 250
    case .quit: return code == 221
    default: return code < 300 && code != 220 && code != 221 && code != 235
    }
  }
}

/// Commands in the order in which they were sent (RFC 2920 section 3).
struct PendingQueue: Sendable {
  /// The next one that is answered, apart from those behind it: a client that waits for its replies has no other.
  private var first: Pending?
  /// Those behind it, from `head` on.
  private var others: [Pending] = []
  private var head = 0
  /// Replies that commands behind the listed ones wait for.
  private(set) var unlistedReplies: UInt64 = 0

  @inline(__always)
  var isEmpty: Bool { first == nil && unlistedReplies == 0 }
  /// Commands that are listed.
  var count: Int { first == nil ? 0 : 1 + others.count - head }
  /// Whether the next reply answers a command that was counted only.
  var isUnlistedNext: Bool { first == nil && unlistedReplies > 0 }

  subscript(_ index: Int) -> Pending {
    if index == 0, let first { return first }
    return others[head + index - 1]
  }

  mutating func reset() {
    first = nil
    forgetOthers()
    unlistedReplies = 0
  }

  /// Returns whether there was room; where there was none, the entry is counted. Behind one that is counted, all are.
  mutating func append(_ entry: Pending) -> Bool {
    if count >= SMTPLimits.maximumPendingCommands || unlistedReplies > 0 {
      unlistedReplies &+= UInt64(entry.replies)
      return false
    }
    if first == nil {
      first = entry
      return true
    }
    if head >= SMTPLimits.maximumPendingCommands {
      others.removeFirst(head)
      head = 0
    }
    others.append(entry)
    return true
  }

  mutating func removeFirst(_ count: Int = 1) {
    guard count > 0 else { return }
    guard count < self.count else {
      first = nil
      return forgetOthers()
    }
    head += count
    first = others[head - 1]
    if head == others.count { forgetOthers() }
  }

  /// A reply to one that is counted only has come.
  mutating func takeUnlistedReply() {
    if unlistedReplies > 0 { unlistedReplies -= 1 }
  }

  /// The first entry loses one of its replies, and goes with its last.
  mutating func takeReply() {
    guard let replies = first?.replies else { return }
    if replies > 1 {
      first?.replies = replies - 1
    } else {
      removeFirst()
    }
  }

  private mutating func forgetOthers() {
    if !others.isEmpty { others.removeAll(keepingCapacity: true) }
    head = 0
  }
}

/// The reply that is being read.
struct ReplyGroup: Sendable {
  var isOpen = false
  var code: UInt16 = 0
  var kind = ElementKind.reply
  var answers: Int32?
  var entry: Pending?
  /// How many elements there were before the first line.
  var firstElement = 0
  var hasGap = false
  var isUncertain = false
  var isUnsolicited = false
  var isEarly = false
  /// Several waiting commands could get it.
  var isUnplaced = false
}

/// A whole reply behind missing bytes that several waiting commands could get.
struct UnplacedReply: Sendable {
  var code: UInt16
  /// The elements among which its lines are.
  var elements: Range<Int>
}
