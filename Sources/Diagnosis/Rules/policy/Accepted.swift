import SMTPSession

extension Rule {
  static let policyAccepted = Rule(
    id: "policy/accepted",
    title: "server accepted mail",
    stage: .data,
    severity: .note,
    needs: .mail,
    meaning: """
      The server took over the message: from its last reply on it is responsible for it. If the mail is missing all the same, this \
      session is not where it was lost; look at the next server's log, or at another session.
      """,
    distinction:
      "The reply to the end of the message was positive (250). Mail inside TLS cannot be seen and is not counted.",
    unknowable: "What the server does with the message afterwards.",
    remedies: [],
    references: ["RFC 5321 section 4.2.5"],
    captures: [
      "auth-cram-md5", "auth-legacy-syntax", "auth-login-ok-in-clear", "auth-scram", "capabilities-differ",
      "greylisted", "healthy-bdat", "healthy-lmtp", "healthy-pipelining-plain", "healthy-plain-no-tls-wanted",
      "healthy-proxy-protocol", "healthy-xclient", "helo-fallback", "helo-only-client", "keys-client-certificate-tls13",
      "keys-hello-retry-tls13", "mid-connection", "offered-unused", "refused-454-then-clear", "retry-in-clear",
      "retry-in-clear-opensmtpd", "slow-banner", "suppressed-after-failure", "zero-window",
    ]
  ) { it in
    let session = it.session
    let mails = session.transactions.filter { $0.outcome == .accepted }
    guard let reply = mails.last?.finalReply else { return nil }
    let number = mails.count == 1 ? "1 message" : "\(mails.count) messages"
    let recipients = mails.reduce(0) { sum, mail in
      sum + mail.recipients.count { $0.reply?.isPositiveCompletion ?? true }
    }
    let audience = recipients == 1 ? "1 recipient" : "\(recipients) recipients"
    let way = session.wayOfMail
    let login = session.authentications.last { $0.outcome == .accepted }
    let asWhom = login.map { ", after a login\($0.user.map { " as \"\($0)\"" } ?? "")" } ?? ", without a login"
    return Match(
      reply.isComplete ? .certain : .strong,
      "The server accepted \(number) for \(audience), \(way)\(asWhom).",
      evidence: [session.evidence(reply, meaning: "the server takes the message over")])
  }
}
