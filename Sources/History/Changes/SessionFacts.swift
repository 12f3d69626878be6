/// One session as change detection sees it: numbers that stand for words of the database. A negative one means that the capture does not show it.
struct SessionFacts: Sendable {
  static let unknown: Int32 = -1

  /// Microseconds since 1970.
  var time: Int64
  var sensor: Int32
  var client: Int32
  var server: Int32
  var offered: Int32
  var handshake: Int32
  var isImplicit: Bool
  var version: Int32
  var suite: Int32
  var certificate: Int32
  /// The name that the client asked for in its handshake.
  var requested: Int32
  /// Whether mail that was offered was taken; not known where a refusal was of one recipient, sender or message, or where nobody said no.
  var taken: Int32
  var disposition: Disposition
  var finding: Int32
  var codes: Int32
  /// Where it can be looked up.
  var capture: Int32
  var number: Int32
  var packet: Int32

  /// What became of the mail, as results say it.
  enum Disposition: String, Sendable, CaseIterable {
    case delivered, deferred, refused, aborted, abandoned, noIntent, unknown
  }

  /// `nil` where the session does not show it.
  func value(of attribute: Attribute) -> Int32? {
    let value: Int32 =
      switch attribute {
      case .starttls: offered
      case .handshake: handshake
      case .tlsVersion: version
      case .cipherSuite: suite
      case .certificate: certificate
      case .delivery: taken
      }
    return value < 0 ? nil : value
  }

  /// Whether a refusal of the mail would have been seen: it was offered in clear, and what became of it was captured.
  var showsReplies: Bool {
    guard codes < 0 else { return true }
    guard !isImplicit, handshake < 0 else { return false }
    return disposition == .delivered || disposition == .deferred || disposition == .refused
  }
}
