import SMTPTranscript

extension ReplyReasons {
  /// Refusals that are about the recipient.
  static let recipientRows: [Row] = [
    Row(
      .recipient, .plainWords, any: ["user unknown"], none: ["sender address rejected"],
      example: "550 5.1.1 <post@example.net>: Recipient address rejected: User unknown in local recipient table",
      source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .recipient, .words, any: ["user unknown"], none: ["sender address rejected"], example: "550 5.1.1 User unknown",
      source: "Exchange Server, receive connector"),
    Row(.recipient, .plainWords, any: ["no such user"], example: "550 no such user", source: "seen in captures"),
    Row(
      .recipient, .words,
      any: [
        "unknown user", "unknown recipient", "recipient unknown", "user does not exist", "no such mailbox",
        "no such recipient", "mailbox not found", "no mailbox here", "user not found", "invalid recipient",
        "mailbox does not exist", "recipient does not exist",
      ],
      example: "550 5.1.1 <post@example.net>: user does not exist", source: "iCloud, postmaster error codes"),
    Row(
      .recipient, .words, passing: false, any: ["mailbox unavailable"],
      example: "550 <post@example.net>: Requested action not taken: mailbox unavailable",
      source: "GMX, postmaster error messages"),
    Row(
      .recipient, .plainWords, any: ["email account that you tried to reach does not exist"],
      example: "550 5.1.1 The email account that you tried to reach does not exist.",
      source: "Google, SMTP errors and codes"),
    Row(
      .recipient, .plainWords, any: ["this user doesnt have a"],
      example: "554 delivery error: dd This user doesn't have a yahoo.com account (carol@yahoo.com) [-5]",
      source: "Yahoo, sender error codes"),
    Row(
      .recipient, .plainWords, any: ["addressee unknown"], example: "550 5.1.1 Addressee unknown",
      source: "Sendmail 8 sendmail/srvrsmtp.c"),
    Row(
      .recipient, .plainWords, any: ["recipient not found", "recipientnotfound", "recipnotfound"],
      example: "550 5.1.10 Recipient not found", source: "Exchange Online, non-delivery reports"),
    Row(
      .recipient, .provider, statuses: ["5.4.1"], any: ["recipient address rejected access denied"],
      example: "550 5.4.1 Recipient address rejected: Access denied", source: "Exchange Online, non-delivery reports"),
    Row(
      .recipient, .plainWords, any: ["banned recipient"], example: "550 5.7.505 Access denied, banned recipient",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .recipient, .plainWords, any: ["unrouteable address", "unroutable address"], example: "550 Unrouteable address",
      source: "Exim 4.99 src/route.c"),
    Row(
      .recipient, .words, any: ["is not deliverable"], example: "550 <post@example.net> is not deliverable",
      source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .recipient, .plainWords, any: ["bad recipient address syntax"],
      example: "501 5.1.3 Bad recipient address syntax", source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .recipient, .plainWords, any: ["recipient address must contain a domain"],
      example: "501 post: recipient address must contain a domain", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .recipient, .plainWords, any: ["recipient address syntax error"],
      example: "501 5.1.3 Recipient address syntax error", source: "OpenSMTPD usr.sbin/smtpd/smtp_session.c"),
    Row(
      .recipient, .plainWords, any: ["invalid rcpt to address"], example: "501 Invalid RCPT TO address",
      source: "Haraka connection.js"),
    Row(
      .recipient, .plainWords,
      any: [
        "recipient address rejected undeliverable address", "recipient address rejected unverified address",
        "recipient address rejected address verification problem",
      ],
      example: """
        450 4.1.1 <post@example.net>: Recipient address rejected: unverified address: connect to \
        192.0.2.25: Connection refused
        """, source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .recipient, .plainWords, any: ["unable to route due to invalid recipient address"],
      example: "554 5.4.4 Unable to route due to invalid recipient address",
      source: "Exchange Server, receive connector"),
    Row(.recipient, .provider, statuses: ["5.7.504", "5.7.505"], source: "Exchange Online, non-delivery reports"),
    Row(.recipient, .replyCode, codes: [551], source: "RFC 5321 section 4.2.3"),
    Row(
      .mailbox, .plainWords, any: ["mailbox disabled"], example: "550 5.2.1 Mailbox disabled, not accepting messages",
      source: "Exchange Server, receive connector"),
    Row(
      .mailbox, .plainWords, any: ["mailbox cannot be accessed"], example: "550 5.2.1 Mailbox cannot be accessed",
      source: "Exchange Server, receive connector"),
    Row(
      .mailbox, .plainWords, any: ["mailbox full", "mailbox is full"], example: "550 5.2.2 Mailbox full",
      source: "Exchange Server, receive connector"),
    Row(
      .mailbox, .plainWords,
      any: ["mailbox for user is full", "quota exceeded", "over quota", "exceeded storage allocation"],
      example: "550 5.2.2 <bob@example.net> Quota exceeded (mailbox for user is full)", source: "seen in captures"),
    Row(
      .mailbox, .plainWords, any: ["out of storage space"],
      example: "452 4.2.2 The recipient's inbox is out of storage space.", source: "Google, SMTP errors and codes"),
    Row(
      .mailbox, .plainWords, any: ["email account that you tried to reach is over quota"],
      example: "452 4.2.2 The email account that you tried to reach is over quota.",
      source: "Google, SMTP errors and codes"),
    Row(
      .mailbox, .plainWords,
      any: ["email account that you tried to reach is inactive", "tried to reach is disabled", "account is inactive"],
      example: "550 5.2.1 The email account that you tried to reach is inactive.",
      source: "Google, SMTP errors and codes"),
    Row(
      .mailbox, .words, passing: true, any: ["mailbox unavailable", "mailbox busy", "mailbox locked"],
      source: "RFC 5321 section 4.2.3"),
    Row(
      .mailbox, .words, any: ["mailing list expansion problem"], example: "550 5.2.4 Mailing list expansion problem",
      source: "Exchange Server, receive connector"),
    Row(.mailbox, .replyCode, codes: [552], verbs: [.rcpt], source: "RFC 5321 section 4.2.3"),
    Row(
      .relay, .plainWords, any: ["relay access denied"], example: "554 5.7.1 <post@example.net>: Relay access denied",
      source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .relay, .plainWords, any: ["unable to relay"], example: "550 5.7.1 Unable to relay for post@example.net",
      source: "seen in captures"),
    Row(
      .relay, .plainWords, any: ["relaying denied", "relaying temporarily denied"],
      example: "550 5.7.1 <post@example.net>... Relaying denied", source: "Sendmail 8 cf/m4/proto.m4"),
    Row(
      .relay, .plainWords, any: ["relaying denied proper authentication required"],
      example: "550 5.7.1 <post@example.net>... Relaying denied. Proper authentication required.",
      source: "Sendmail 8 cf/m4/proto.m4"),
    Row(
      .relay, .plainWords, any: ["relaying denied ip name lookup failed"],
      example: "550 5.7.1 <post@example.net>... Relaying denied. IP name lookup failed [192.0.2.10]",
      source: "Sendmail 8 cf/m4/proto.m4"),
    Row(
      .relay, .plainWords,
      any: [
        "relay not permitted", "not permitted to relay", "relay denied", "relaying not", "relay is not", "not relay",
        "not allowed to relay", "relay prohibited", "relaying prohibited", "open relay",
      ],
      example: "550 relay not permitted", source: "Exim 4.99 src/configure.default"),
    Row(
      .relay, .plainWords, any: ["list of allowed rcpthosts", "rcpthosts"],
      example: "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
      source: "notqmail qmail-smtpd.c"),
    Row(
      .relay, .plainWords, any: ["tenantattribution relay access denied", "tenantattribution"],
      example: "550 5.7.64 TenantAttribution; Relay Access Denied", source: "Exchange Online, non-delivery reports"),
    Row(
      .relay, .provider, statuses: ["5.4.1"], any: ["relay access denied"], example: "550 5.4.1 Relay Access Denied",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .relay, .plainWords, any: ["is not allowed from your host"],
      example: "550 Mail from domain 'example.net' is not allowed from your host",
      source: "Haraka plugins/rcpt_to.host_list_base.js"),
    Row(.relay, .provider, statuses: ["5.7.64"], source: "Exchange Online, non-delivery reports"),
    Row(
      .recipientSize, .plainWords,
      any: [
        "resolver rst recipsizelimit", "resolver rst recipientsizelimit", "too large for this recipient",
        "message too large for this recipient",
      ],
      example: "550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient",
      source: "Exchange Online, non-delivery reports"),
  ]
}
