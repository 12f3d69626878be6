import SMTPTranscript

extension ReplyReasons {
  /// Refusals that are about the sender.
  static let senderRows: [Row] = [
    Row(
      .senderAuthentication, .plainWords, any: ["sender policy framework violation", "sender policy framework"],
      example: """
        550 5.7.23 The message was rejected because of Sender Policy Framework violation -> 550 5.7.23 \
        (Postfix-SPF)
        """, source: "seen in captures"),
    Row(
      .senderAuthentication, .plainWords, any: ["spf policy", "due to spf policy"],
      example: """
        550 <carol@example.com>: Reject due to SPF policy. The originating IP of the message is not \
        permitted by the domain owner
        """, source: "GMX, postmaster error messages"),
    Row(
      .senderAuthentication, .plainWords, any: ["spf", "dkim", "dmarc", "domainkeys", "sender id"],
      example: """
        421 4.7.27 Your email has been rate limited because SPF authentication didn't pass for this \
        message.
        """, source: "Google, SMTP errors and codes"),
    Row(
      .senderAuthentication, .plainWords,
      any: ["this mail is unauthenticated", "unauthenticated", "sender is unauthenticated"],
      example: """
        550-5.7.26 This mail is unauthenticated, which poses a security risk to the
        550-5.7.26 sender and Gmail users, and has been blocked. The sender must
        550 5.7.26 authenticate with at least one of SPF or DKIM.
        """, source: "Google, SMTP errors and codes"),
    Row(
      .senderAuthentication, .plainWords, any: ["because the sender is unauthenticated"],
      example: """
        550-5.7.26 This mail has been blocked because the sender is unauthenticated.
        550 5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.
        """, source: "Google, SMTP errors and codes"),
    Row(
      .senderAuthentication, .plainWords, any: ["does not pass dmarc verification"],
      example: "550 5.7.509 Access denied, sending domain example.com does not pass DMARC verification",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .senderAuthentication, .plainWords, any: ["must pass either spf or dkim validation"],
      example: """
        450 4.7.26 Access denied, a message sent over IPv6 [2001:db8::25] must pass either SPF or DKIM \
        validation, this message is not signed
        """, source: "Exchange Online, non-delivery reports"),
    Row(
      .senderAuthentication, .plainWords, any: ["dmarc policy", "rejected due to dmarc policy"],
      example: "550 5.7.1 Your message was rejected due to example.com DMARC policy.",
      source: "iCloud, postmaster error codes"),
    Row(
      .senderAuthentication, .plainWords, any: ["rejecting spoofed message", "spoofed message", "spoofed mail from"],
      example: "550 rejecting spoofed message", source: "Barracuda, SMTP error codes"),
    Row(
      .senderAuthentication, .provider, statuses: ["x.7.32", "x.7.40", "5.7.515"],
      source: "Google, SMTP errors and codes"),
    Row(
      .senderRights, .plainWords, any: ["permissions to send as this sender", "permission to send as"],
      example: "550 5.7.60 SMTP; Client does not have permissions to send as this sender", source: "seen in captures"),
    Row(
      .senderRights, .plainWords, any: ["permissions to send on behalf of the from address"],
      example: "550 5.7.1 Client does not have permissions to send on behalf of the from address",
      source: "Exchange Server, receive connector"),
    Row(
      .senderRights, .plainWords, any: ["permissions to submit to this server"],
      example: "550 5.7.1 Client does not have permissions to submit to this server",
      source: "Exchange Server, receive connector"),
    Row(
      .senderRights, .plainWords, any: ["sendasdenied*", "not allowed to send as"],
      example: "554 5.2.252 SendAsDenied; carol@example.com not allowed to send as alice@example.com",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .senderRights, .plainWords,
      any: ["storedrv submission exception sendasdeniedexception*", "mapiexceptionsendasdenied*"],
      example: """
        554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed \
        to process message due to a permanent exception with message Cannot submit message
        """, source: "Exchange Online, non-delivery reports"),
    Row(
      .senderRights, .plainWords,
      any: ["sender address rejected not owned by user", "not owned by user", "not owned by"],
      example: "553 5.7.1 <carol@example.com>: Sender address rejected: not owned by user alice",
      source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .senderRights, .plainWords, any: ["resolver rst authrequired", "resolver rst notauthorized"],
      example: "550 5.7.1 RESOLVER.RST.AuthRequired; authentication required [Stage: CreateMessage]",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .senderRights, .plainWords,
      any: [
        "sender was not authenticated by organization", "sender was not authenticated",
        "sender not authenticated for group",
      ],
      example: "550 5.7.12 Sender was not authenticated by organization",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .senderRights, .plainWords, any: ["sender not in allowed senders list"],
      example: "550 5.7.124 Sender not in allowed-senders list", source: "Exchange Online, non-delivery reports"),
    Row(
      .senderRights, .plainWords, any: ["submission has been disabled for this account"],
      example: "550 5.7.1 Submission has been disabled for this account", source: "Exchange Server, receive connector"),
    Row(
      .senderRights, .plainWords, any: ["doesnt match auth domain"],
      example: "550 Envelope domain 'example.com' doesn't match AUTH domain 'example.org'",
      source: "Haraka plugins/auth/auth_base.js"),
    Row(
      .senderRights, .provider, statuses: ["5.2.252", "5.7.60", "5.7.124", "5.7.133-136"],
      source: "Exchange Online, non-delivery reports"),
    Row(
      .sender, .plainWords, any: ["badmailfrom"],
      example: "553 sorry, your envelope sender is in my badmailfrom list (#5.7.1)", source: "notqmail qmail-smtpd.c"),
    Row(
      .sender, .words, any: ["sender address rejected"],
      example: "450 4.1.8 <carol@example.com>: Sender address rejected: Domain not found",
      source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .sender, .plainWords, all: ["sender address rejected", "does not accept mail nullmx"],
      example: """
        550 5.7.27 <carol@example.com>: Sender address rejected: Domain example.com does not accept \
        mail (nullMX)
        """, source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .sender, .plainWords, any: ["sender address rejected user unknown"],
      example: "550 5.1.0 <carol@example.net>: Sender address rejected: User unknown in virtual mailbox table",
      source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .sender, .plainWords,
      any: [
        "sender address rejected address verification problem", "sender address rejected unverified address",
        "sender address rejected undeliverable address",
      ],
      example: "450 4.1.7 <carol@example.com>: Sender address rejected: unverified address: host unknown",
      source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .sender, .plainWords, any: ["sender verify failed", "complete sender verify"],
      example: "550 Sender verify failed", source: "Exim 4.99 src/acl.c"),
    Row(
      .sender, .plainWords, any: ["sender address must contain a domain"],
      example: "501 carol: sender address must contain a domain", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .sender, .plainWords, any: ["bad sender address syntax"], example: "501 5.1.7 Bad sender address syntax",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .sender, .plainWords, any: ["sender address syntax error"], example: "553 5.1.0 Sender address syntax error",
      source: "OpenSMTPD usr.sbin/smtpd/smtp_session.c"),
    Row(
      .sender, .plainWords, any: ["invalid mail from address"], example: "501 Invalid MAIL FROM address",
      source: "Haraka connection.js"),
    Row(
      .sender, .plainWords, any: ["bad outbound sender"], example: "550 5.1.8 Access denied, bad outbound sender",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .sender, .plainWords, any: ["banned sender"], example: "550 5.7.511 Access denied, banned sender",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .sender, .words,
      any: ["sender denied", "sender rejected", "sender address blocked", "sender blocked", "envelope sender"],
      example: "554 5.1.0 Sender Denied", source: "Exchange Online, non-delivery reports"),
    Row(
      .sender, .plainWords, any: ["client blocked from sending from unregistered domains"],
      example: "550 5.7.750 Service unavailable. Client blocked from sending from unregistered domains",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .sender, .plainWords, any: ["very low reputation of the sending domain"],
      example: """
        550 5.7.1 This message is likely suspicious due to the very low reputation of the sending \
        domain.
        """, source: "Google, SMTP errors and codes"),
    Row(
      .sender, .plainWords, any: ["sender address is not a valid"],
      example: "553 5.1.7 The sender address <carol@> is not a valid RFC 5321 address.",
      source: "Google, SMTP errors and codes"),
    Row(
      .sender, .provider, statuses: ["5.7.501-503", "5.7.511", "5.7.750"],
      source: "Exchange Online, non-delivery reports"),
    Row(.sender, .replyCode, codes: [553], verbs: [.mail], source: "RFC 5321 section 4.2.3"),
  ]
}
