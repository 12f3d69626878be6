import SMTPSession

extension Rule {
  static let mailInClear = Rule(
    id: "security/mail-in-clear",
    title: "mail crossed the network readable",
    stage: .data,
    severity: .exposure,
    needs: .mail,
    meaning: """
      Sender, recipients and content of the mail went without encryption. Between mail servers that is still allowed, and what \
      happens when one of them has no TLS and the other does not insist on it. Whether it is acceptable is a matter of your policy.
      """,
    distinction: "Mail between two programs on one machine, is not counted.",
    unknowable: "Whether anybody read it.",
    remedies: [
      Remedy(
        .server,
        "Offer STARTTLS: a certificate and key on the listener suffice. Postfix: smtpd_tls_security_level = may. Exim: tls_advertise_hosts."
      ),
      Remedy(
        .client,
        "Ask for TLS whenever it is offered (Postfix: smtp_tls_security_level = may), and require it for the partners that need it."
      ),
    ],
    references: ["RFC 3207 section 6", "RFC 7435 section 3"],
    captures: [
      "auth-cram-md5", "auth-legacy-syntax", "auth-login-ok-in-clear", "auth-scram", "capabilities-differ",
      "greylisted", "healthy-bdat", "healthy-lmtp", "healthy-pipelining-plain", "healthy-plain-no-tls-wanted",
      "healthy-proxy-protocol", "healthy-xclient", "helo-fallback", "helo-only-client", "mid-connection",
      "offered-unused", "refused-454-then-clear", "retry-in-clear", "retry-in-clear-opensmtpd", "slow-banner",
      "smuggling-bare-lf", "suppressed-after-failure", "zero-window",
    ]
  ) { it in
    let session = it.session
    guard !session.staysInside,
      let mail = session.transactions.first(where: \.wasReadable)
    else { return nil }
    let mails = session.transactions.filter(\.wasReadable)
    let recipients = mails.reduce(0) { $0 + $1.recipients.count }
    let isPart = mails.allSatisfy { !$0.messageIsComplete && $0.outcome != .accepted }
    let messages = mails.count == 1 ? "One message" : "\(mails.count) messages"
    let count = isPart ? (mails.count == 1 ? "Part of a message" : "Parts of \(mails.count) messages") : messages
    let offered = session.offeredSTARTTLS ? " The server had offered TLS." : ""
    return Match(
      .certain,
      "\(count) to \(recipients) \(recipients == 1 ? "recipient" : "recipients") crossed the network in clear text."
        + offered,
      evidence: [
        session.evidence(session.exchanges[mail.exchange].command, meaning: "the mail begins, and nothing is encrypted")
      ])
  }.told(by: "starttls/not-offered-continued-clear", "starttls/offered-unused", "ehlo/rejected-helo-fallback")
}

extension MailTransaction {
  /// Whether a message, or a part of it, was sent outside TLS: one that somebody was to get. What a pipeline sends after the sender,
  /// or all recipients, were refused is no mail.
  fileprivate var wasReadable: Bool {
    guard layer == .clear, messageBytes > 0 || outcome == .accepted, !isRefusedAtMail else { return false }
    return outcome == .accepted || recipients.isEmpty || !recipients.allSatisfy { $0.reply?.isNegative ?? false }
  }
}
