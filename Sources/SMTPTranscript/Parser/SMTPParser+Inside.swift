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
    mode = .lines
    message.reset()
    remaining = 0
    isMidStream = false
    greetingSeen = !greets
    followsRefusedSASL = false
    replyLost = false
    clientWaitedForLostReply = false
    gapWhileAwaiting = false
    heldUntil = 0
    pending.reset()
    group = ReplyGroup()
    acceptedRecipients = 0
    dataCommand = nil
    isUncertain = false
    serverGapSinceCommand = false
    repliedSinceGap = false
    commandsSinceServer = 0
    hasPipelined = false
    pipelinesSinceGap = false
    lacksCommands = false
    unplaced.removeAll()
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
