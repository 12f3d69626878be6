package enum ReplyReason: String, Sendable, CaseIterable {
  case tlsRequired, tlsTooWeak, tlsMustNotBeUsed, tlsUnavailable, tlsRate, tlsAlreadyActive
  case loginRequired, credentials, loginDisabled, strongerLoginNeeded, loginUnavailable, mechanismUnknown
  case loginMalformed, loginTooLong, initialResponseRefused, loginAlreadyDone, loginNotOffered, loginAttempts
  case loginNeedsEncryption
  case helloRequired, outOfOrder, synchronization, tooManyErrors, unknownCommand, syntax, idle
  case blockList, callerAddress, reverseName, helloName, rate, greylisted, perhapsGreylisted
  case senderAuthentication, senderRights, sender, recipient, mailbox, relay, messageSize, recipientSize, parameter
  case content, policy, noMailHere, routing
  case serverTrouble, busy, shuttingDown
  case unknown
}
