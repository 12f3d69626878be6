extension SMTPParser {
  /// TLS was opened: what is fed and missed from now on is the dialogue inside it, which begins anew (RFC 3207 section 4.2). Its elements
  /// follow those from before; their offsets count the bytes inside, from 0 in each direction.
  ///
  /// Where TLS begins in the streams stays known.
  ///
  /// - Parameter greets: Whether the server greets there: where TLS came first, it has not yet.
  package mutating func enterTLS(greets: Bool) {
    isInside = true
    wasTLSAccepted = isTLSAccepted
    isTLSAccepted = false
    client.enterTLS()
    server.enterTLS()
    beginDialogue(midStream: false)
    greetingSeen = !greets
  }
}

extension Flow {
  fileprivate mutating func enterTLS() {
    let (start, origin) = (tlsStart, tlsOrigin)
    reset()
    tlsStart = start
    tlsOrigin = origin
  }
}
