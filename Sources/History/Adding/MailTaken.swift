/// Whether a server took mail that was offered to it. A refusal counts only where it is one of the server to take mail from this client at all: what it has
/// against a login, a recipient, a sender or a message is no change of the server's, and a connection that breaks is not its word.
enum MailTaken {
  /// `nil` where the session does not show it.
  ///
  /// - Parameter codes: The session's negative replies, as ``StatusCode`` writes them.
  static func of(_ session: ResultLine.Session, codes: [String]) -> Bool? {
    let verdict = session.verdict
    switch verdict.disposition {
    case "delivered": return true
    case "deferred", "refused": break
    default: return nil
    }
    if verdict.stoppedBy == "client" || verdict.stoppedBy == "network" { return nil }
    if verdict.stage == "auth" || isAboutOne(verdict.finding) { return nil }
    // Recipients that were accepted were refused for something else.
    let refused = session.transactions.flatMap(\.recipients).compactMap(\.replyCode).filter { (400...599).contains($0) }
    guard verdict.stage == "rcpt" || !refused.isEmpty else { return false }
    // Of what is said to RCPT, an enhanced code tells whether it is about the recipient (RFC 3463 section 3); without one, nothing does.
    let ofRecipients = codes.filter { code in refused.contains { code.hasPrefix(String($0)) } }
    let isAboutServer = !ofRecipients.isEmpty && ofRecipients.allSatisfy(isAboutServer)
    return isAboutServer ? false : nil
  }

  /// Whether an enhanced code's subject is the mail system, the network, the protocol or a policy.
  private static func isAboutServer(_ code: String) -> Bool {
    let parts = code.split(separator: " ")
    guard parts.count == 2, let subject = parts[1].split(separator: ".").dropFirst().first else { return false }
    return ["3", "4", "5", "7"].contains(subject)
  }

  /// Whether a finding is about one recipient, sender, message or login.
  private static func isAboutOne(_ finding: String?) -> Bool {
    guard let finding else { return false }
    return finding.hasPrefix("auth/") || aboutOne.contains(finding)
  }

  private static let aboutOne: Set<String> = [
    "policy/feature-missing", "policy/message-rejected", "policy/message-size", "policy/recipient-rejected",
    "policy/relay-denied", "policy/send-as-denied", "policy/sender-authentication", "policy/sender-rejected",
  ]
}

extension ResultLine.Verdict {
  /// Whether it was the server that ended the session, and nobody else has to mend it.
  var isServers: Bool { stoppedBy == "server" && actor != "client" && actor != "network" }
}
