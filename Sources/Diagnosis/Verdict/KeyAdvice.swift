import ByteParsing
import SMTPSession
import TLSHandshake

/// How what TLS seals becomes certain: by the session's keys, and by the cheapest way to them for the server at hand, where the server says what it
/// is. Of a client nothing says that.
enum KeyAdvice {
  /// Whether the session's keys, or more of them, would tell more of it.
  static func helps(_ session: Session) -> Bool {
    // Keys are found by what the ClientHello holds.
    guard let tls = session.tls, tls.clientRandom != nil, tls.opening.lacksKeys else { return false }
    return tls.completed || tls.negotiation.serverHello?.version.isTLS13 ?? false
  }

  /// Whether `primary` is no more than probable and lies in what is sealed.
  static func isDue(to primary: Finding, of session: Session) -> Bool {
    // Of the way between the two, keys tell nothing.
    primary.certainty <= .probable && primary.stage >= .serverFlight && helps(session)
      && primary.words.nextActor != .network && !primary.id.hasPrefix("transport/")
  }

  /// What is to be said behind what is to be done next, where the advice is due.
  static func sentence(_ session: Session) -> String { " The session's keys would show it\(way(session))." }

  /// Behind "the session's keys".
  static func way(_ session: Session) -> String {
    let products = CommandBlanks.session(session).products
    let way: String
    if products.contains(.exim) {
      way = "the server's Exim writes them with keep_environment = SSLKEYLOGFILE"
    } else if products.contains(.postfix) {
      way = "the server's Postfix writes none, a connection by hand does: openssl s_client -keylogfile"
    } else if products.contains(.exchange), !isHosted(session) {
      way =
        "the server's Exchange writes none, and the protocol log of its receive connector holds what was said inside"
    } else {
      return " (smtptrace recipe keylog)"
    }
    return " (\(way); smtptrace recipe keylog)"
  }

  /// Whether the server bears a name of Microsoft's own service, whose protocol log nobody else can switch on.
  private static func isHosted(_ session: Session) -> Bool {
    guard let name = session.greeting?.lines.first?.split(separator: " ").first else { return false }
    return FoldedText(joining: [String(name)]).contains(".outlook.com")
  }
}
