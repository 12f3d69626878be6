import SMTPTranscript

extension ReplyReasons {
  /// Refusals that are about who is calling, and how often.
  static let callerRows: [Row] = [
    Row(
      .callerAddress, .plainWords,
      any: ["not accept mail from your address", "not accept mail from your ip", "not accept email from your ip"],
      example: "554 5.7.1 mx.example.net does not accept mail from your address", source: "seen in captures"),
    Row(
      .blockList, .plainWords, any: ["LISTHOST"], none: ["not listed"],
      example: """
        554 5.7.1 Service unavailable; Client host [192.0.2.10] blocked using zen.spamhaus.org; \
        https://www.spamhaus.org/query/ip/192.0.2.10
        """, source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .blockList, .plainWords, any: ["blocked using"],
      example: "550 5.7.1 Service unavailable; client [192.0.2.10] blocked using bl.example.org",
      source: "Postfix 3.12 src/postscreen/postscreen_smtpd.c"),
    Row(
      .blockList, .plainWords,
      any: ["is listed at", "is listed in", "is listed on", "is listed by", "listed at", "listed by"],
      none: ["not listed"],
      example: """
        554 5.7.1 Your IP 192.0.2.10 is listed at zen.spamhaus.org, see \
        https://check.spamhaus.org/query/ip/192.0.2.10
        """, source: "seen in captures"),
    Row(
      .blockList, .plainWords, any: ["is in a black list", "black list", "black listed"],
      example: "550 rejected because 192.0.2.10 is in a black list at bl.example.org",
      source: "Exim 4.99 src/configure.default"),
    Row(
      .blockList, .plainWords, any: ["ip address is block listed", "block listed"],
      example: """
        554-gmx.net (mxgmx104) Nemesis ESMTP Service not available
        554-No SMTP service
        554-IP address is block listed.
        554 For explanation visit https://postmaster.gmx.net/en/case?c=r0201&i=ip&v=198.51.100.42
        """, source: "GMX, postmaster error messages"),
    Row(
      .blockList, .plainWords, any: ["is on our block list", "on our block list", "our block list"],
      example: """
        550 5.7.1 Unfortunately, messages from [192.0.2.10] weren't sent. Please contact your Internet \
        service provider since part of their network is on our block list (S3140).
        """, source: "Outlook.com, refused senders"),
    Row(
      .blockList, .plainWords, any: ["is on our block list", "on our block list"],
      example: """
        550 SC-001 (BAY0-MC4-F36) Unfortunately, messages from 192.0.2.10 weren't sent. Please contact \
        your Internet service provider since part of their network is on our block list.
        """, source: "Outlook.com, refused senders"),
    Row(
      .blockList, .plainWords, any: ["using customer block list", "customer block list"],
      example: """
        550 5.7.513 Service unavailable, Client host [192.0.2.10] blocked by example.net using Customer \
        Block list (AS16012607)
        """, source: "Exchange Online, non-delivery reports"),
    Row(
      .blockList, .plainWords, any: ["banned sending ip"],
      example: """
        550 5.7.606 Access denied, banned sending IP [192.0.2.10]; To request removal from this list \
        please visit https://sender.office.com/ and follow the directions.
        """, source: "Exchange Online, non-delivery reports"),
    Row(
      .blockList, .plainWords,
      any: ["blacklist*", "blocklist*", "denylist*", "dnsbl", "rbl", "dnsrbl", "spamhaus", "spamcop"],
      none: ["not blacklisted", "not on any blocklist"], source: "RFC 5782"),
    Row(.blockList, .provider, statuses: ["5.7.606-649", "5.7.513"], source: "Exchange Online, non-delivery reports"),
    Row(
      .callerAddress, .words, any: ["client host rejected"],
      example: "554 5.7.1 <mail.example.com[192.0.2.10]>: Client host rejected: Access denied",
      source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .callerAddress, .provider, any: ["none bad reputation", "bad reputation"],
      example: """
        554 IP=192.0.2.10 - None/bad reputation. Ask your postmaster for help or to contact \
        tobr@rx.t-online.de for reset. (NOWL)
        """, source: "t-online.de, refused connections"),
    Row(
      .callerAddress, .provider, any: ["a problem occurred ask your postmaster"],
      example: """
        554 IP=192.0.2.10 - A problem occurred. (Ask your postmaster for help or to contact \
        tosa@rx.t-online.de to clarify.) (BL)
        """, source: "t-online.de, refused connections"),
    Row(
      .callerAddress, .provider, any: ["dialup transient ip not allowed"],
      example: """
        554 Dialup/transient IP not allowed. Use a mailgateway or contact toda@rx.t-online.de if \
        obsolete. (DIAL)
        """, source: "t-online.de, refused connections"),
    Row(
      .callerAddress, .provider, .probable, any: ["smtp service not available"],
      example: "554 SMTP service not available", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .callerAddress, .provider, .probable, codes: [554],
      any: ["esmtp not accepting connections", "not accepting connections"],
      example: "554 mx.example.net ESMTP not accepting connections", source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .callerAddress, .provider, .probable, codes: [521, 550], statuses: ["5.3.2"],
      any: ["service currently unavailable"], example: "521 5.3.2 Service currently unavailable",
      source: "Postfix 3.12 src/postscreen/postscreen.c"),
    Row(
      .callerAddress, .plainWords, any: ["ip not in whitelist"],
      example: "421 4.7.0 IP not in whitelist for RCPT domain, closing connection.",
      source: "Google, SMTP errors and codes"),
    Row(
      .callerAddress, .plainWords, any: ["traffic not accepted from this ip"],
      example: "550 5.7.708 Access denied, traffic not accepted from this IP",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .callerAddress, .plainWords, any: ["does not accept email over ipv6"],
      example: "550 5.7.510 Access denied, example.net does not accept email over IPv6",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .callerAddress, .plainWords,
      any: ["very low reputation of the sending ip address", "low reputation of the sending ip"],
      example: """
        550 5.7.1 This message is likely suspicious due to the very low reputation of the sending IP \
        address.
        """, source: "Google, SMTP errors and codes"),
    Row(
      .callerAddress, .words, .probable, any: ["access denied for", "error access denied for"],
      example: "503 5.7.0 Error: access denied for mail.example.com[192.0.2.10]",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .callerAddress, .words, .probable, codes: [554], any: ["your mail is not welcome here"],
      example: "554 Your mail is not welcome here", source: "Haraka connection.js"),
    Row(
      .callerAddress, .plainWords, any: ["access denied rejected by recipient"],
      example: "550 5.7.507 Access denied, rejected by recipient", source: "Exchange Online, non-delivery reports"),
    Row(
      .callerAddress, .words, .probable,
      any: [
        "your ip address", "your ip", "sending ip", "your host", "your network", "reputation", "dynamic ip", "dialup",
      ],
      source: "RFC 7001"),
    Row(
      .callerAddress, .provider, statuses: ["4.7.850-899", "5.7.507", "5.7.510", "5.7.708"],
      source: "Exchange Online, non-delivery reports"),
    Row(
      .reverseName, .plainWords, any: ["cannot find your reverse hostname"],
      example: "450 4.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.10]",
      source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .reverseName, .plainWords, any: ["cannot find your hostname", "client host rejected cannot find your hostname"],
      example: "450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.10]",
      source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .reverseName, .plainWords, any: ["bad dns ptr resource record", "dns ptr resource record"],
      example: """
        554-gmx.net (mxgmx008) Nemesis ESMTP Service not available
        554-No SMTP service
        554-Bad DNS PTR resource record.
        554 For explanation visit https://postmaster.gmx.net/en/error-messages?ip=192.0.2.10&c=rdns
        """, source: "seen in captures"),
    Row(
      .reverseName, .plainWords, any: ["does not have a ptr record", "ptr record", "ptr records", "no ptr", "ptr"],
      example: "421 4.7.0 The IP address sending this message does not have a PTR record",
      source: "Google, SMTP errors and codes"),
    Row(
      .reverseName, .plainWords,
      any: ["must have a reverse dns record", "reverse dns", "reverse hostname", "reverse lookup"],
      example: "550 5.7.25 Access denied, the sending IPv6 address [2001:db8::25] must have a reverse DNS record",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .reverseName, .plainWords, any: ["rdns lookup failed", "rdns"], example: "554 rDNS Lookup Failed",
      source: "Haraka connection.js"),
    Row(
      .reverseName, .plainWords, any: ["rdns temporary failure"], example: "421 rDNS Temporary Failure",
      source: "Haraka connection.js"),
    Row(
      .reverseName, .plainWords, any: ["cannot resolve ptr record for"],
      example: "450 4.7.1 Relaying temporarily denied. Cannot resolve PTR record for 192.0.2.10",
      source: "Sendmail 8 cf/m4/proto.m4"),
    Row(
      .reverseName, .plainWords, any: ["fix reverse dns for", "servers without a valid sender domain"],
      example: """
        550 5.7.1 Connections not accepted from servers without a valid sender domain. ## Fix reverse \
        DNS for 192.0.2.10
        """, source: "AT&T, refused connections"),
    Row(
      .helloName, .words, any: ["helo command rejected", "ehlo command rejected"],
      example: "550 5.7.1 <mail.example.com>: Helo command rejected: Host not found",
      source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .helloName, .plainWords, any: ["helo command rejected need fully qualified hostname"],
      example: "504 5.5.2 <mail>: Helo command rejected: need fully-qualified hostname",
      source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .helloName, .plainWords, any: ["helo command rejected invalid name"],
      example: "501 5.5.2 <mail_1>: Helo command rejected: Invalid name",
      source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .helloName, .plainWords,
      any: ["syntax ehlo hostname", "syntax helo hostname", "syntax ehlo", "syntax helo", "syntax lhlo"],
      example: "501 Syntax: EHLO hostname", source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .helloName, .plainWords,
      any: [
        "syntactically invalid ehlo argument", "syntactically invalid helo argument", "invalid ehlo", "invalid helo",
      ],
      example: "501 Syntactically invalid EHLO argument(s)", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .helloName, .plainWords, any: ["argument does not match calling host"],
      example: "550 HELO argument does not match calling host", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .helloName, .plainWords, any: ["helo ehlo argument", "empty helo ehlo argument"],
      example: """
        501-5.5.4 HELO/EHLO argument "PhpStorm 9.0.3" invalid, closing connection.
        501 5.5.4 https://support.google.com/mail/?p=helo
        """, source: "seen in captures"),
    Row(
      .helloName, .plainWords, any: ["ehlo requires domain", "helo requires domain"],
      example: "501 5.0.0 EHLO requires domain address", source: "Exchange Server, receive connector"),
    Row(
      .helloName, .plainWords, verbs: [.ehlo, .helo, .lhlo], any: ["invalid domain name"],
      example: "501 5.5.4 Invalid domain name", source: "Exchange Server, receive connector"),
    Row(
      .helloName, .plainWords, any: ["bad helo", "bad ehlo"], example: "550 5.7.506 Access Denied, Bad HELO",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .helloName, .plainWords, any: ["your helo ehlo", "not matching your dns"],
      example: """
        421 EHLO MXIN201 Your HELO/EHLO host.example.org is not matching your DNS configuration \
        ;id=k4;sid=k4;mta=mx1
        """, source: "seen in captures"),
    Row(
      .helloName, .words, any: ["helo denied", "ehlo denied"], example: "550 EHLO denied",
      source: "Haraka connection.js"),
    Row(
      .helloName, .words, verbs: [.ehlo, .helo, .lhlo],
      any: [
        "fqdn", "fully qualified", "invalid domain", "invalid hostname", "hostname", "host name", "underscore",
        "helo name", "ehlo name", "invalid argument",
      ],
      source: "RFC 5321 section 4.1.1.1"),
    Row(
      .helloName, .weakStatus, codes: [501, 504], verbs: [.ehlo, .helo, .lhlo],
      example: "501 5.5.4 Invalid arguments", source: "Exchange Server, receive connector"),
    Row(
      .rate, .plainWords, any: ["unusual rate of"],
      example: """
        421-4.7.0 [192.0.2.10      15] Our system has detected an unusual rate of
        421-4.7.0 unsolicited mail originating from your IP address. To protect our
        421-4.7.0 users from spam, mail sent from your IP address has been temporarily
        421 4.7.0 rate limited. Please visit \
        https://support.google.com/mail/?p=UnsolicitedRateLimitError
        """, source: "seen in captures"),
    Row(
      .rate, .plainWords, any: ["unusual rate of", "unusual amount of"],
      example: """
        421 4.7.28 Gmail has detected an unusual rate of unsolicited email originating from your IP \
        address.
        """, source: "Google, SMTP errors and codes"),
    Row(
      .rate, .plainWords, any: ["receiving mail too quickly", "receiving email too quickly"],
      example: """
        450 4.2.1 The user you are trying to contact is receiving mail too quickly. Please resend your \
        message at a later time.
        """, source: "Google, SMTP errors and codes"),
    Row(
      .rate, .plainWords, any: ["receiving mail at a rate", "receiving email at a rate"],
      example: """
        450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents \
        additional messages from being delivered.
        """, source: "Google, SMTP errors and codes"),
    Row(
      .rate, .plainWords, any: ["peak smtp relay limit exceeded"],
      example: "450 4.2.1 Peak SMTP relay limit exceeded for customer.", source: "Google, SMTP errors and codes"),
    Row(
      .rate, .plainWords,
      any: ["daily user sending limit exceeded", "sending limit exceeded", "sending quota exceeded"],
      example: "550 5.4.5 Daily user sending limit exceeded.", source: "Google, SMTP errors and codes"),
    Row(
      .rate, .plainWords,
      any: [
        "unexpected volume or user complaints", "unexpected volume", "volume or user complaints",
        "due to user complaints",
      ],
      example: """
        421 4.7.0 [TSS04] Messages from 192.0.2.10 temporarily deferred due to unexpected volume or \
        user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes
        """, source: "Yahoo, sender error codes"),
    Row(
      .rate, .plainWords, any: ["max message per connection reached"],
      example: "421 Max message per connection reached, closing transmission channel",
      source: "Yahoo, sender error codes"),
    Row(
      .rate, .plainWords, any: ["user is receiving mail too quickly"],
      example: "450 User is receiving mail too quickly", source: "Yahoo, sender error codes"),
    Row(
      .rate, .plainWords, any: ["deferred due to excessive volume", "excessive volume"],
      example: """
        421 4.7.1 Messages to carol@example.net deferred due to excessive volume. Try again later - \
        https://support.apple.com/en-us/HT204137
        """, source: "iCloud, postmaster error codes"),
    Row(
      .rate, .plainWords, any: ["sender thread limit exceeded"],
      example: "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .rate, .plainWords, any: ["recipient thread limit exceeded"],
      example: "432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .rate, .plainWords, any: ["concurrent connections limit exceeded"],
      example: """
        432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for \
        more information.
        """, source: "seen in captures"),
    Row(
      .rate, .plainWords, any: ["message submission rate for this client has exceeded", "submission rate"],
      example: "421 4.4.2 Message submission rate for this client has exceeded the configured limit",
      source: "Exchange Server, receive connector"),
    Row(
      .rate, .plainWords, any: ["message size limit for this connection reached"],
      example: "421 4.4.2 Message size limit for this connection reached",
      source: "Exchange Server, receive connector"),
    Row(
      .rate, .plainWords, any: ["maximum number of concurrent connections has exceeded a limit"],
      example: """
        421 4.3.2 The maximum number of concurrent connections has exceeded a limit, closing \
        transmission channel
        """, source: "Exchange Server, receive connector"),
    Row(
      .rate, .plainWords, any: ["submission quota exceeded", "submissionquotaexceeded*"],
      example: "550 5.2.2 Submission quota exceeded", source: "Exchange Server, receive connector"),
    Row(
      .rate, .plainWords, any: ["message receive limit"],
      example: "550 5.2.122 Recipient's per hour message receive limit exceeded.",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .rate, .plainWords, any: ["exceeded permitted limits"],
      example: "550 5.7.508 Access denied, 192.0.2.10 has exceeded permitted limits within 192.0.2.0/24 range",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .rate, .plainWords, any: ["tenant has exceeded threshold"],
      example: "550 5.7.705 Access denied, tenant has exceeded threshold",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .rate, .plainWords, any: ["too much mail from", "too much mail"],
      example: "450 4.7.1 Error: too much mail from mail.example.com[192.0.2.10]",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .rate, .plainWords, any: ["too many connections from"],
      example: "421 4.7.0 mx.example.net Error: too many connections from mail.example.com[192.0.2.10]",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .rate, .plainWords, any: ["too many recipients from"],
      example: "450 4.7.1 Error: too many recipients from mail.example.com[192.0.2.10]",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .rate, .plainWords, any: ["too many recipients"], example: "452 4.5.3 Too many recipients",
      source: "Sendmail 8 sendmail/srvrsmtp.c"),
    Row(
      .rate, .plainWords, any: ["too many messages in this connection"],
      example: "421 too many messages in this connection", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .rate, .plainWords, any: ["too many messages sent", "too many messages"],
      example: "452 4.5.3 Too many recipients: Too many messages sent",
      source: "OpenSMTPD usr.sbin/smtpd/smtp_session.c"),
    Row(
      .rate, .plainWords, any: ["too many recipients for this sender"],
      example: "550 5.5.3 Too many recipients for this sender.", source: "Google, SMTP errors and codes"),
    Row(
      .rate, .plainWords, any: ["rate limit reached"], example: "421 Rate limit reached. Please try again later",
      source: "GMX, postmaster error messages"),
    Row(
      .rate, .provider, .probable, any: ["try again later closing connection"],
      example: "421 4.7.0 Try again later, closing connection. (EHLO)", source: "Google, SMTP errors and codes"),
    Row(
      .rate, .words,
      any: [
        "rate limit*", "ratelimit*", "throttl*", "sending rate", "connection rate", "rate exceeded", "mail flood",
        "too many",
      ],
      source: "RFC 6647"),
    Row(
      .rate, .provider, statuses: ["4.7.500-699", "5.2.121", "5.2.122", "5.7.508", "5.7.700-707"],
      example: "451 4.7.500 Access denied, please try again later", source: "Exchange Online, non-delivery reports"),
    Row(
      .greylisted, .plainWords, passing: true,
      any: ["greylist*", "graylist*", "grey list*", "gray list*", "postgrey"],
      example: """
        450 4.2.0 <post@example.net>: Recipient address rejected: Greylisted, see \
        http://postgrey.example.net/help/example.net.html
        """, source: "seen in captures"),
    Row(
      .greylisted, .plainWords, passing: true, any: ["greylisting in action", "greylisting"],
      example: "451 4.7.1 Greylisting in action, please come back later", source: "seen in captures"),
    Row(
      .perhapsGreylisted, .provider, .probable, codes: [450], verbs: [.rcpt, .mail, .data],
      any: ["service currently unavailable"], example: "450 4.3.2 Service currently unavailable",
      source: "Postfix 3.12 src/postscreen/postscreen_smtpd.c"),
    Row(
      .perhapsGreylisted, .weakStatus, verbs: [.rcpt, .mail, .data, .bdat], passing: true,
      any: [
        "try again later", "try again", "try later", "please retry", "retry", "come back later", "temporarily deferred",
        "deferred", "temporarily rejected",
      ],
      example: "451 4.3.2 Please try again later", source: "Sendmail 8 sendmail/srvrsmtp.c"),
    Row(
      .perhapsGreylisted, .weakStatus, verbs: [.rcpt, .mail, .data, .bdat], passing: true, any: ["try again later"],
      example: "450 4.3.2 <post@example.net>: Recipient address rejected: Try again later",
      source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(.perhapsGreylisted, .replyCode, codes: [450], verbs: [.rcpt, .mail], source: "RFC 6647"),
  ]
}
