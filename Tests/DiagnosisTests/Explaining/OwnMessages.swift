/// Messages of the kinds that administrators paste, written for this test, and what must answer them: the message, the findings
/// that must be among the answers (a glob, or one of several with `|` between them; `-` where nothing is certain), and those of
/// which one must come first. `\n` is a line break, `\t` a tab, `\\` a backslash.
enum OwnMessages {
  static let rows: [MessageFile.Row] = text.split(separator: "\n").compactMap { line in
    let fields = line.split(separator: " => ")
    return fields.count == 3 ? MessageFile.Row(fields) : nil
  }

  private static let text = #"""
    May 12 08:41:07 gate postfix/smtp[3301]: 5A11B2: to=<info@partner.example>, relay=mx.partner.example[198.51.100.12]:25, delay=3.1, delays=0.1/0/3/0, dsn=4.7.4, status=deferred (TLS is required, but was not offered by host mx.partner.example[198.51.100.12]) => starttls/not-offered starttls/not-offered-to-this-client => starttls/not-offered
    Our Exchange 2003 says: "The remote SMTP service does not support TLS." for one domain only => starttls/not-offered starttls/not-offered-to-this-client => starttls/not-offered
    the remote SMTP server does not support TLS => starttls/not-offered => starttls/not-offered
    host mail.example.net[192.0.2.7] refused to talk to me: 554-mail.example.net ESMTP not accepting mail from you => greeting/rejected-554 => greeting/rejected-554
    host mx.example.net[192.0.2.7] refused to talk to me: 421 4.3.2 All server ports are busy => greeting/busy-421 => greeting/busy-421
    host mx.example.net[192.0.2.7] refused to talk to me: 421 4.7.0 [TSS04] Messages from 198.51.100.3 temporarily deferred due to unexpected volume or user complaints => greeting/421-policy => greeting/421-policy
    status=deferred (conversation with mail.example.com[203.0.113.4] timed out while performing the EHLO handshake) => ehlo/timeout => ehlo/timeout
    (conversation with mail.example.com[203.0.113.4] timed out while receiving the STARTTLS response) => starttls/no-reply => starttls/no-reply
    lost connection with mx.example.org[203.0.113.8] while sending end of data -- message may be sent more than once => transport/closed-mid-session transport/reset-mid-session => transport/*
    (lost connection with mx.example.org[203.0.113.8] while performing the EHLO handshake) => transport/closed-mid-session => transport/*
    connect to mail.example.org[2001:db8::25]:25: Network is unreachable => transport/icmp-unreachable => transport/*
    Jun  1 10:10:10 mx postfix/smtp[77]: connect to mx.example.org[203.0.113.8]:25: Connection refused => transport/connection-refused => transport/connection-refused
    connect to aspmx.example.com[203.0.113.26]:25: No route to host => transport/icmp-unreachable => transport/*
    postfix/smtp[881]: certificate verification failed for mail.example.net[192.0.2.9]:25: self-signed certificate => certificate/self-signed => certificate/self-signed
    postfix/smtp[881]: warning: TLS library problem: error:14090086:SSL routines:ssl3_get_server_certificate:certificate verify failed:s3_clnt.c:1269: => certificate/* => certificate/*
    postfix/smtpd[10]: warning: TLS library problem: error:14094418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca:s3_pkt.c:1493:SSL alert number 48: => certificate/unknown-ca => certificate/unknown-ca
    postfix/smtpd[10]: warning: TLS library problem: error:1408F10B:SSL routines:SSL3_GET_RECORD:wrong version number:s3_pkt.c:362: => tls/clienthello-on-plaintext-port|starttls/220-then-plaintext => tls/clienthello-on-plaintext-port starttls/*
    warning: TLS library problem: error:0A000076:SSL routines::no suitable signature algorithm:../ssl/t1_lib.c:3331: => tls/no-common-signature => tls/no-common-signature
    warning: TLS library problem: error:0A000412:SSL routines::sslv3 alert bad certificate:../ssl/record/rec_layer_s3.c:1584:SSL alert number 42: => tls/client-alert-after-server-flight => tls/client-alert-after-server-flight certificate/*
    postfix/smtpd[22]: lost connection after STARTTLS from unknown[198.51.100.88] => starttls/client-left-after-220 => starttls/client-left-after-220 tls/*
    postfix/smtpd[22]: lost connection after CONNECT from scan-12.example.org[198.51.100.88] => transport/client-abandoned-connect => transport/client-abandoned-connect greeting/client-left
    postfix/smtpd[22]: too many errors after AUTH from unknown[198.51.100.88] => policy/too-many-errors => policy/too-many-errors auth/*
    postfix/smtpd[22]: timeout after DATA (0 bytes) from mail.example.org[198.51.100.88] => policy/server-timeout => policy/server-timeout
    postfix/smtpd[22]: warning: non-SMTP command from unknown[198.51.100.88]: GET / HTTP/1.1 => security/verb-smuggling-http => security/verb-smuggling-http
    postfix/postscreen[5]: DNSBL rank 6 for [198.51.100.88]:52011 => policy/dnsbl => policy/dnsbl
    NOQUEUE: reject: RCPT from mail.example.org[198.51.100.88]: 554 5.7.1 Service unavailable; Client host [198.51.100.88] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/198.51.100.88; from=<a@example.org> to=<b@example.net> proto=ESMTP helo=<mail.example.org> => policy/dnsbl => policy/dnsbl
    NOQUEUE: reject: RCPT from unknown[198.51.100.88]: 450 4.7.1 Client host rejected: cannot find your hostname, [198.51.100.88]; from=<a@example.org> => policy/client-rejected => policy/client-rejected
    NOQUEUE: reject: RCPT from mail.example.org[198.51.100.88]: 550 5.1.1 <nobody@example.net>: Recipient address rejected: User unknown in virtual mailbox table; from=<a@example.org> => policy/recipient-rejected => policy/recipient-rejected
    NOQUEUE: reject: MAIL from mail.example.org[198.51.100.88]: 552 5.3.4 Message size exceeds fixed limit; proto=ESMTP helo=<mail.example.org> => policy/message-size => policy/message-size
    host gmail-smtp-in.l.google.com[142.250.1.27] said: 550-5.7.26 This mail has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM. (in reply to end of DATA command) => policy/sender-authentication => policy/sender-authentication
    SASL authentication failed; server smtp.example.com[192.0.2.60] said: 535-5.7.8 Username and Password not accepted. For more information, go to 535 5.7.8  https://support.google.com/mail/?p=BadCredentials => auth/credentials-rejected => auth/credentials-rejected
    SASL authentication failed; server smtp.office365.com[52.98.1.2] said: 535 5.7.3 Authentication unsuccessful [AM6PR0102CA0001.eurprd01.prod.exchangelabs.com] => auth/credentials-rejected => auth/credentials-rejected
    warning: unknown[198.51.100.2]: SASL PLAIN authentication failed: Connection lost to authentication server => auth/temporary-failure => auth/temporary-failure
    warning: smtp.example.com[192.0.2.60]:587 offered no supported AUTH mechanisms: 'NTLM GSSAPI' => auth/no-common-mechanism => auth/no-common-mechanism
    2026-03-04 11:00:01 1abCDE-0001Xy-Qs == kim@example.org R=dnslookup T=remote_smtp defer (-37) H=mx.example.org [198.51.100.25]: a TLS session is required, but an attempt to start TLS failed => tls/* => tls/* starttls/*
    2026-03-04 11:00:01 TLS error on connection from [198.51.100.25] (SSL_accept): error:1408A0C1:SSL routines:ssl3_get_client_hello:no shared cipher => tls/no-shared-cipher => tls/no-shared-cipher
    TLS error on connection from mail.example.org [198.51.100.25]:41222 (gnutls_handshake): A TLS fatal alert has been received.: Certificate is bad => tls/client-alert-after-server-flight => tls/client-alert-after-server-flight certificate/*
    TLS error on connection from mail.example.org [198.51.100.25] (gnutls_handshake): The TLS connection was non-properly terminated. => tls/* => tls/* starttls/*
    H=mx.example.com [203.0.113.5]: TLS session: (gnutls_handshake): A packet with illegal or unsupported version was received. => tls/version-mismatch => tls/version-mismatch
    H=mx.example.com [203.0.113.5]: TLS session: (gnutls_handshake): rxd alert: Handshake failed => tls/no-shared-cipher => tls/no-shared-cipher tls/server-alert-after-client-hello
    SMTP error from remote mail server after RCPT TO:<lee@example.net>: 550 5.7.1 Unable to relay => policy/relay-denied => policy/relay-denied
    SMTP error from remote mail server after initial connection: 554 mx.example.net Your IP is on our list => greeting/rejected-554 => greeting/rejected-554
    SMTP error from remote mail server after EHLO mail.example.org: 550 Access denied - Invalid HELO name (See RFC2821 4.1.1.1) => ehlo/rejected-name => ehlo/rejected-name
    2026-03-04 11:00:01 plain_login authenticator failed for (ylmf-pc) [198.51.100.66]: 535 Incorrect authentication data (set_id=sales) => auth/credentials-rejected => auth/credentials-rejected
    SMTP protocol synchronization error (input sent without waiting for greeting): rejected connection from H=[198.51.100.66] input="\\026\\003\\001" => greeting/pregreet => greeting/pregreet
    unexpected disconnection while reading SMTP command from mail.example.org [198.51.100.66] D=0.2s => transport/closed-mid-session => transport/closed-mid-session
    SMTP command timeout on connection from [198.51.100.66]:55555 I=[192.0.2.1]:25 => policy/server-timeout => policy/server-timeout
    rejected HELO from [198.51.100.66]: syntactically invalid argument(s): (no argument given) => ehlo/rejected-name => ehlo/rejected-name
    sm-mta[881]: STARTTLS=server, error: accept failed=-1, reason=unsupported protocol, SSL_error=1, errno=0, retry=-1, relay=old.example.org [198.51.100.4] => tls/version-mismatch => tls/version-mismatch
    sm-mta[881]: STARTTLS=client, relay=mx.example.net., version=TLSv1.2, verify=FAIL, cipher=ECDHE-RSA-AES256-GCM-SHA384, bits=256/256 => security/unauthenticated-tls => security/unauthenticated-tls tls/completed
    sendmail[10]: x1AB: to=<lee@example.net>, delay=00:00:31, mailer=esmtp, relay=mx.example.net. [192.0.2.9], dsn=4.0.0, stat=Deferred: Connection timed out with mx.example.net. => transport/no-syn-ack => transport/no-syn-ack
    sm-mta[12]: xyz: [198.51.100.3] did not issue MAIL/EXPN/VRFY/ETRN during connection to MTA => starttls/not-offered => starttls/not-offered greeting/client-left
    sm-mta[12]: rejecting commands from host.example.org [198.51.100.3] due to pre-greeting traffic after 0 seconds => greeting/pregreet => greeting/pregreet
    smtpd[99]: 1122334455667788 mta error reason=AUTH rejected: 535 Authentication failed => auth/credentials-rejected => auth/credentials-rejected
    smtpd[99]: 1122334455667788 mta error reason=no supported AUTH method => auth/no-common-mechanism => auth/no-common-mechanism
    delivery 9: failure: 192.0.2.25_does_not_like_recipient./Remote_host_said:_550_5.1.1_User_unknown/Giving_up_on_192.0.2.25./ => policy/recipient-rejected => policy/recipient-rejected
    delivery 7: deferral: Connected_to_192.0.2.25_but_my_name_was_rejected./Remote_host_said:_501_Syntax_error_in_parameters_or_arguments/ => ehlo/rejected-name => ehlo/rejected-name
    delivery 3: deferral: Sorry,_I_wasn't_able_to_establish_an_SMTP_connection._(#4.4.1)/ => transport/no-syn-ack => transport/*
    451 4.4.0 Primary target IP address responded with: "421 4.4.1 Connection timed out." Attempted failover to alternate host, but that did not succeed. => transport/no-syn-ack => transport/no-syn-ack
    451 4.4.0 Primary target IP address responded with: "454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found." Attempted failover to alternate host => starttls/client-left-after-220 => starttls/client-left-after-220
    441 4.4.1 Error encountered while communicating with primary target IP address: "Failed to connect. Winsock error code: 10060, Win32 error code: 10060." Attempted failover to alternate host, but that did not succeed. => transport/no-syn-ack => transport/no-syn-ack
    441 4.4.1 Error encountered while communicating with primary target IP address: "Failed to connect. Winsock error code: 10061, Win32 error code: 10061." => transport/connection-refused => transport/connection-refused
    2026-01-01T10:10:10.123Z,Internet,08D9AAAA,12,192.0.2.9:4444,198.51.100.3:25,*,,TLS negotiation failed with error SocketError => tls/closed-after-client-hello => tls/closed-after-client-hello
    Beim Aushandeln von TLS ist der Fehler NoCredentials aufgetreten => starttls/client-left-after-220 => starttls/client-left-after-220
    Fehler bei der TLS-Aushandlung: InvalidToken => starttls/220-then-plaintext => starttls/220-then-plaintext
    La négociation TLS a échoué avec l'erreur SocketError => tls/closed-after-client-hello => tls/closed-after-client-hello
    Event 36887, Schannel: A fatal alert was received from the remote endpoint. The TLS protocol defined fatal alert code is 70. => tls/version-mismatch => tls/version-mismatch
    A fatal alert was generated and sent to the remote endpoint. This may result in termination of the connection. The TLS protocol defined fatal error code is 48. The Windows SChannel error state is 552. => certificate/unknown-ca => certificate/unknown-ca
    The certificate received from the remote server does not contain the expected name. It is therefore not possible to determine whether we are connecting to the correct server. The server name we were expecting is mail.example.com. => certificate/name-mismatch => certificate/name-mismatch
    550 5.7.57 Client not authenticated to send mail. Error: 535 5.7.3 Authentication unsuccessful => auth/required|auth/credentials-rejected => auth/*
    [LED=450 4.4.318 Connection was closed abruptly (SuspiciousRemoteServerError)};{MSG=};{FQDN=mail.example.com} => transport/reset-before-banner => transport/* tls/*
    450 4.7.322 certificate-expired: Destination mail server's certificate is expired. [Message=CertExpired] [LastAttemptedServerName=mx.example.com] => certificate/expired => certificate/expired
    550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [DB5EUR03FT012.eop-EUR03.prod.protection.outlook.com] => policy/recipient-rejected => policy/recipient-rejected
    421 4.7.0 Try again later, closing connection. (EHLO) gsmtp => policy/server-trouble|policy/greylisted|policy/rate-limited|greeting/421-policy|policy/refused => policy/* greeting/*
    552 5.2.3 Your message exceeded Google's message size limits => policy/message-size => policy/message-size
    Wed Mar  4 10:10:10 2026 Info: DCID 9912 TLS failed: protocol error (336150774, 'error:1409442E:SSL routines:SSL3_READ_BYTES:tlsv1 alert protocol version') => tls/version-mismatch => tls/version-mismatch
    gnutls-cli: *** Handshake has failed / GnuTLS error: Error in the certificate verification. => certificate/* => certificate/*
    SSL_ERROR_BAD_CERT_DOMAIN => certificate/name-mismatch => certificate/name-mismatch
    curl: (60) SSL: no alternative certificate subject name matches target host name 'mail.example.com' => certificate/name-mismatch => certificate/name-mismatch
    curl: (67) Login denied => auth/credentials-rejected => auth/credentials-rejected
    *** Host did not advertise STARTTLS => starttls/not-offered => starttls/not-offered
    *** TLS startup failed (connect(): error:0A000102:SSL routines::unsupported protocol) => tls/version-mismatch => tls/version-mismatch
    msmtp: the server does not support TLS via the STARTTLS command => starttls/not-offered => starttls/not-offered
    msmtp: authentication failed (method PLAIN)\nmsmtp: server message: 535 5.7.8 Error: authentication failed => auth/credentials-rejected => auth/credentials-rejected
    smtplib.SMTPAuthenticationError: (535, b'5.7.8 Username and Password not accepted') => auth/credentials-rejected => auth/credentials-rejected
    smtplib.SMTPServerDisconnected: Connection unexpectedly closed => transport/reset-before-banner => transport/*
    ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1007) => certificate/expired => certificate/expired
    ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self signed certificate (_ssl.c:1131) => certificate/self-signed => certificate/self-signed
    javax.mail.AuthenticationFailedException: 535 5.7.139 Authentication unsuccessful, basic authentication is disabled. => auth/smtp-auth-disabled => auth/smtp-auth-disabled
    javax.net.ssl.SSLHandshakeException: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target => certificate/unknown-ca => certificate/*
    javax.mail.MessagingException: Could not convert socket to TLS;\n  nested exception is:\n\tjavax.net.ssl.SSLHandshakeException: Received fatal alert: protocol_version => tls/version-mismatch => tls/version-mismatch
    SMTP ERROR: Failed to connect to server: Connection timed out (110) => transport/no-syn-ack => transport/no-syn-ack
    Error: self signed certificate in certificate chain code: 'ESOCKET', command: 'CONN' => certificate/unknown-ca certificate/self-signed => certificate/*
    Error: Invalid login: 534-5.7.9 Application-specific password required. => auth/stronger-needed => auth/stronger-needed
    Error: 140735195337536:error:1408F10B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/openssl/ssl/record/ssl3_record.c:332: { code: 'ESOCKET', command: 'CONN' } => tls/clienthello-on-plaintext-port => tls/clienthello-on-plaintext-port
    x509: certificate is valid for *.hosting.example, not mail.example.org => certificate/name-mismatch => certificate/name-mismatch
    dial tcp 203.0.113.7:465: connect: connection refused => transport/connection-refused => transport/connection-refused
    MailKit.Security.SslHandshakeException: An error occurred while attempting to establish an SSL or TLS connection. The host name (mail.example.com) did not match the name given in the server's SSL certificate (www.example.com). => certificate/name-mismatch => certificate/name-mismatch
    The Outgoing server (SMTP) mail.example.com does not support the selected authentication method. => auth/no-common-mechanism => auth/no-common-mechanism
    verify error:num=10:certificate has expired => certificate/expired => certificate/expired
    dh key too small => tls/weak-dh => tls/weak-dh
    535 => auth/credentials-rejected => auth/credentials-rejected
    5.7.29 => starttls/required-by-server => starttls/required-by-server
    450 4.2.0 Greylisted => policy/greylisted => policy/greylisted
    550 5.7.1 => policy/refused => policy/*
    421 4.7.0 => policy/server-trouble|policy/rate-limited|greeting/421-policy|greeting/busy-421|policy/refused => policy/* greeting/*
    starttls/not-ofered => starttls/not-offered => starttls/not-offered
    not-offered => starttls/not-offered => starttls/*
    pmtu => transport/pmtu-blackhole => transport/pmtu-blackhole
    expired certificate => certificate/expired => certificate/expired
    relay access denied => policy/relay-denied => policy/relay-denied
    mail loops back to myself => greeting/loop => greeting/loop
    connection refused => transport/connection-refused => transport/connection-refused
    nginx: 2026/01/01 10:10:10 [error] 12#12: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.1, server: www.example.com => - => -
    sshd[22]: Connection reset by 203.0.113.7 port 51234 [preauth] => - => -
    kernel: Out of memory: Killed process 2231 (java) total-vm:8123456kB => - => -
    error: failed to push some refs to 'origin' => - => -
    ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: NO) => - => -
    systemd[1]: Failed to start Network Time Synchronization. => - => -
    Le serveur d'impression est hors ligne. => - => -
    The quick brown fox jumps over the lazy dog => - => -
    asdfgh jklö qwertz => - => -
    Please reset my password for the VPN => - => -
    dovecot: imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<anna>, method=PLAIN, rip=198.51.100.3 => - => -
    CRON[991]: (root) CMD (test -x /usr/sbin/anacron) => - => -
    named[512]: client @0x7f 192.0.2.5#53211: query (cache) 'example.com/A/IN' denied => - => -
    Das Meeting wurde auf Montag verschoben, bitte um Rückmeldung. => - => -
    192.0.2.3 - - [01/Jan/2026:10:10:10 +0000] "GET /index.html HTTP/1.1" 503 512 => - => -
    ORA-12541: TNS:no listener => - => -
    Blue screen 0x0000007B INACCESSIBLE_BOOT_DEVICE => - => -
    java.lang.NullPointerException at com.example.Main.main(Main.java:12) => - => -
    Sep 12 04:12:55 mx2 postfix/smtp[20111]: 8C4F91C0B3: to=<j@example.net>, relay=none, delay=30, delays=0.02/0.01/30/0, dsn=4.4.1, status=deferred (connect to mx.example.net[192.0.2.25]:25: Connection timed out) => transport/no-syn-ack => transport/no-syn-ack
    Sep 12 04:12:55 mx2 postfix/smtp[20111]: 8C4F91C0B3: to=<j@example.net>, relay=mx.example.net[192.0.2.25]:25, delay=300, dsn=4.4.2, status=deferred (lost connection with mx.example.net[192.0.2.25] while receiving the STARTTLS response) => transport/* => transport/* starttls/no-reply
    postfix/smtp[99]: SSL_connect error to mx.example.net[192.0.2.25]:25: Connection timed out => tls/no-server-hello tls/stalled => tls/*
    postfix/smtp[99]: warning: TLS library problem: error:14077410:SSL routines:SSL23_GET_SERVER_HELLO:sslv3 alert handshake failure:s23_clnt.c:769: => tls/no-shared-cipher => tls/no-shared-cipher tls/server-alert-after-client-hello
    postfix/smtp[99]: warning: TLS library problem: error:141A318A:SSL routines:tls_process_ske_dhe:dh key too small:../ssl/statem/statem_clnt.c:2150: => tls/weak-dh => tls/weak-dh
    postfix/smtpd[7]: warning: TLS library problem: error:0A000126:SSL routines::unexpected eof while reading:ssl/record/rec_layer_s3.c:322: => tls/closed-after-client-hello => tls/* starttls/*
    postfix/smtpd[7]: warning: TLS library problem: error:0A000418:SSL routines::tlsv1 alert unknown ca:../ssl/record/rec_layer_s3.c:1586:SSL alert number 48: => certificate/unknown-ca => certificate/unknown-ca
    postfix/smtpd[7]: warning: TLS library problem: error:1417C0C7:SSL routines:tls_process_client_certificate:peer did not return a certificate:../ssl/statem/statem_srvr.c:3728: => certificate/client-missing => certificate/client-missing
    postfix/smtpd[7]: NOQUEUE: reject: CONNECT from unknown[203.0.113.9]: 554 5.7.1 <unknown[203.0.113.9]>: Client host rejected: Access denied; proto=SMTP => greeting/rejected-554|policy/client-rejected => greeting/* policy/*
    NOQUEUE: reject: RCPT from a.example[203.0.113.9]: 504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname; from=<a@a.example> to=<b@b.example> proto=ESMTP helo=<localhost> => ehlo/rejected-name => ehlo/rejected-name
    NOQUEUE: reject: RCPT from a.example[203.0.113.9]: 450 4.1.8 <x@nx.example>: Sender address rejected: Domain not found => policy/sender-rejected => policy/sender-rejected
    NOQUEUE: reject: RCPT from a.example[203.0.113.9]: 530 5.7.0 Must issue a STARTTLS command first => starttls/required-by-server => starttls/required-by-server
    NOQUEUE: reject: RCPT from a.example[203.0.113.9]: 553 5.7.1 <boss@example.com>: Sender address rejected: not owned by user bob => policy/send-as-denied => policy/send-as-denied auth/ok-then-refused
    host mx[192.0.2.1] said: 421 4.7.0 mx.example Error: too many errors (in reply to RCPT TO command) => policy/too-many-errors => policy/too-many-errors
    host mx[192.0.2.1] said: 451 4.3.0 Error: queue file write error (in reply to end of DATA command) => policy/server-trouble => policy/server-trouble
    host mx[192.0.2.1] said: 454 4.7.0 TLS not available due to local problem (in reply to STARTTLS command) => starttls/refused-temporary => starttls/refused-temporary
    host mx[192.0.2.1] said: 502 5.5.1 Error: command not implemented (in reply to STARTTLS command) => starttls/attempted-not-advertised|starttls/refused-permanent => starttls/*
    host mx[192.0.2.1] said: 550 5.7.1 Service unavailable, Client host [198.51.100.5] blocked using Spamhaus. To request removal from this list see https://www.spamhaus.org/ (in reply to RCPT TO command) => policy/dnsbl => policy/dnsbl
    host mx[192.0.2.1] said: 550 SPF check failed (in reply to MAIL FROM command) => policy/sender-authentication => policy/sender-authentication
    warning: host mx.example.net[192.0.2.25]:25 greeted me with my own hostname relay.example.org => greeting/loop => greeting/loop
    2025-11-02 10:00:00 1abc-0002-XX H=mx.example.net [192.0.2.25] Connection timed out => transport/no-syn-ack => transport/no-syn-ack
    2025-11-02 10:00:00 1abc-0002-XX H=mx.example.net [192.0.2.25]: SMTP timeout after initial connection: Connection timed out => greeting/no-banner => greeting/no-banner
    2025-11-02 10:00:00 1abc-0002-XX H=mx.example.net [192.0.2.25]: Remote host closed connection in response to EHLO relay.example.org => transport/closed-mid-session => transport/*
    2025-11-02 10:00:00 1abc-0002-XX TLS session: (certificate verification failed): delivering unencrypted to H=mx.example.net [192.0.2.25] (not in hosts_require_tls) => starttls/retry-in-clear => starttls/retry-in-clear
    2025-11-02 10:00:00 1abc-0002-XX ** kim@example.net R=dnslookup T=remote_smtp H=mx.example.net [192.0.2.25]: SMTP error from remote mail server after pipelined MAIL FROM:<a@example.org> SIZE=3000: 530 5.7.0 Must issue a STARTTLS command first => starttls/required-by-server => starttls/required-by-server
    TLS error on connection from mail.example [203.0.113.3] (SSL_accept): error:0A000076:SSL routines::no suitable signature algorithm => tls/no-common-signature => tls/no-common-signature
    TLS error on connection from mail.example [203.0.113.3] (gnutls_handshake): rxd alert: CA is unknown => certificate/unknown-ca => certificate/unknown-ca
    no MAIL in SMTP connection from [203.0.113.3] D=0s C=EHLO,QUIT => starttls/not-offered => starttls/* greeting/*
    SMTP call from [203.0.113.3] dropped: too many syntax or protocol errors (last command was "GET / HTTP/1.0") => policy/too-many-errors => policy/*
    sm-mta[3]: ruleset=tls_server, arg1=SOFTWARE, relay=mx.example, reject=403 4.7.0 TLS handshake failed. => tls/* => tls/*
    sendmail[3]: stat=Deferred: 454 4.3.3 TLS not available after start => starttls/refused-temporary => starttls/refused-temporary
    smtpd: 0011223344556677 mta error reason=IO Error: handshake failed: error:1404B42E:SSL routines:ST_CONNECT:tlsv1 alert protocol version => tls/version-mismatch => tls/version-mismatch
    No TLS available but required by configuration. => starttls/not-offered => starttls/not-offered
    qmail: status: delivery 12: deferral: Connected_to_192.0.2.25_but_connection_died._(#4.4.2)/ => transport/* => transport/*
    LastError: 451 5.7.3 STARTTLS is required to send mail => starttls/required-by-server|starttls/not-offered => starttls/*
    Message delayed 4.4.7: LED=450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mx.example.com] [LastAttemptedIP=192.0.2.25:25] => transport/connection-refused => transport/connection-refused
    450 4.4.317 Cannot connect to remote server [Message=451 4.4.0 TLS negotiation failed with error SocketError] => tls/closed-after-client-hello => tls/closed-after-client-hello transport/*
    450 4.7.323 tlsa-invalid: The domain failed DANE validation => tls/client-quit-after-handshake => tls/* certificate/*
    535 5.7.3 Authentication unsuccessful => auth/credentials-rejected => auth/credentials-rejected
    504 5.7.4 Unrecognized authentication type => auth/unrecognized-mechanism => auth/unrecognized-mechanism
    451 4.7.500 Server busy. Please try again later from [198.51.100.4]. (S77719) => policy/* => policy/*
    Event ID 36871: A fatal error occurred while creating a TLS client credential. The internal error state is 10013. => starttls/client-left-after-220 => starttls/client-left-after-220
    Schannel 36882 The certificate received from the remote server was issued by an untrusted certificate authority. Because of this, none of the data contained in the certificate can be validated. => certificate/unknown-ca => certificate/unknown-ca
    Microsoft Exchange couldn't find a certificate that contains the domain name mx.example.org in the personal store on the local computer. Therefore, it is unable to support the STARTTLS SMTP verb for the connector Internet Mail with a FQDN parameter of mx.example.org. => starttls/not-offered => starttls/not-offered
    MSExchangeTransport 2015: Send connector Internet couldn't connect to remote domain example.net. The send connector requires Transport Layer Security (TLS) authentication, but is unable to establish TLS with the receiving server for the remote domain. => starttls/not-offered => starttls/not-offered
    depth=0 CN = mail.example.com verify error:num=18:self signed certificate => certificate/self-signed => certificate/self-signed
    CONNECTED(00000003) 140:error:1408F10B:SSL routines:ssl3_get_record:wrong version number => tls/clienthello-on-plaintext-port => tls/clienthello-on-plaintext-port
    *** Fatal error: A TLS fatal alert has been received. *** Received alert [70]: Error in protocol version => tls/version-mismatch => tls/version-mismatch
    *** Fatal error: The TLS connection was non-properly terminated. => tls/closed-after-client-hello => tls/* starttls/*
    *** No authentication type succeeded => auth/credentials-rejected => auth/*
    curl: (35) error:0A00010B:SSL routines::wrong version number => tls/clienthello-on-plaintext-port => tls/clienthello-on-plaintext-port
    curl: (60) SSL certificate problem: certificate has expired => certificate/expired => certificate/expired
    ssl.SSLEOFError: EOF occurred in violation of protocol (_ssl.c:997) => tls/closed-after-client-hello => tls/* starttls/* transport/*
    ssl.SSLError: [SSL: TLSV1_ALERT_PROTOCOL_VERSION] tlsv1 alert protocol version (_ssl.c:1129) => tls/version-mismatch => tls/version-mismatch
    ssl.SSLError: [SSL: SSLV3_ALERT_HANDSHAKE_FAILURE] sslv3 alert handshake failure (_ssl.c:1129) => tls/no-shared-cipher => tls/no-shared-cipher
    smtplib.SMTPSenderRefused: (530, b'5.7.0 Must issue a STARTTLS command first. abc - gsmtp', 'a@example.org') => starttls/required-by-server => starttls/required-by-server
    smtplib.SMTPNotSupportedError: SMTP AUTH extension not supported by server. => auth/not-advertised => auth/not-advertised
    ConnectionRefusedError: [Errno 111] Connection refused => transport/connection-refused => transport/connection-refused
    TimeoutError: [Errno 110] Connection timed out => transport/no-syn-ack => transport/no-syn-ack
    com.sun.mail.smtp.SMTPSendFailedException: 530 5.7.57 Client not authenticated to send mail. => auth/required => auth/required
    javax.net.ssl.SSLException: Unsupported or unrecognized SSL message => tls/clienthello-on-plaintext-port => tls/clienthello-on-plaintext-port
    javax.mail.MessagingException: Could not connect to SMTP host: smtp.example.com, port: 25, response: 421 => greeting/busy-421|greeting/421-policy => greeting/*
    System.Net.Mail.SmtpException: Mailbox unavailable. The server response was: 5.7.1 Client does not have permissions to send as this sender => policy/send-as-denied => policy/send-as-denied
    System.Security.Authentication.AuthenticationException: The remote certificate is invalid according to the validation procedure. => certificate/* => certificate/*
    MailKit.Net.Smtp.SmtpCommandException: 5.7.60 SMTP; Client does not have permissions to send as this sender => policy/send-as-denied => policy/send-as-denied
    Error: unable to verify the first certificate { code: 'ESOCKET', command: 'CONN' } => certificate/incomplete-chain => certificate/incomplete-chain
    Error: connect ECONNREFUSED 192.0.2.25:587 => transport/connection-refused => transport/connection-refused
    Error: connect ETIMEDOUT 192.0.2.25:587 => transport/no-syn-ack => transport/no-syn-ack
    Error: Hostname/IP does not match certificate's altnames: Host: mail.example.com. is not in the cert's altnames: DNS:www.example.com => certificate/name-mismatch => certificate/name-mismatch
    454 4.7.1 Relay access denied => policy/relay-denied => policy/relay-denied
    554 5.7.1 => policy/* => policy/*
    421 => policy/server-trouble|greeting/busy-421|policy/server-timeout => policy/* greeting/*
    greylisting => policy/greylisted => policy/greylisted
    certificate name mismatch => certificate/name-mismatch => certificate/*
    server asks for client certificate => certificate/client-requested => certificate/*
    asterisks in greeting => greeting/masked-banner => greeting/masked-banner
    what does pipelining error mean => - => -
    fail2ban.actions [991]: NOTICE [sshd] Ban 203.0.113.7 => - => -
    docker: Error response from daemon: conflict: container name already in use => - => -
    Error 404: page not found => - => -
    The printer could not be installed. Operation failed with error 0x0000011b => - => -
    ERROR: permission denied for relation users => - => -
    kube-proxy: connection reset by peer => - => -
    Your parcel could not be delivered because nobody was at home => - => -
    """#
}
