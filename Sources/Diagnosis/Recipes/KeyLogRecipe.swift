extension CaptureRecipe {
  /// What each program needs was tried with Exim 4.96 and GnuTLS 3.7, OpenSSL 3.0, msmtp 1.8 and curl 7.88, where nothing else is said.
  static let keylog = CaptureRecipe(
    name: "keylog", otherNames: ["keys", "sslkeylogfile", "decrypt", "tls13"],
    title: "the keys of a session, to look inside TLS",
    note:
      "TLS 1.3 seals the certificate, the alert and every word after it; the packets then show sizes. Either of the two servers can write down the keys of its own sessions while they are captured. Whoever has them can read those sessions, passwords too: keep the file to yourself, and send reports, not keys."
  ) { values in
    [
      Step(
        "Start the capture, whole packets from the beginning of the connection (smtptrace recipe postfix, exim, … say more):",
        "sudo tcpdump -i IFACE -n -s 0 -U -w smtp.pcap '\(values.filter)'"),
      Step(
        "The quickest: connect by hand from the machine whose deliveries fail, and type EHLO and QUIT. Keys of this one connection, and no server to be touched:",
        "openssl s_client -starttls smtp -connect \(values.host):\(values.port) -crlf -keylogfile keys.log",
        "SSLKEYLOGFILE=keys.log gnutls-cli --starttls-proto=smtp --port \(values.port) \(values.host)"),
      Step(
        "Exim: one delivery from the queue, by root. A delivery that the daemon starts by itself writes no keys, because the program is set-uid then:",
        "sudo SSLKEYLOGFILE=/root/keys.log exim -M MESSAGE-ID"),
      Step(
        "Exim as a server: put keep_environment = SSLKEYLOGFILE into its configuration, make the file for its user, and start the daemon as root with the variable (a name without a slash lies in the spool folder; on Debian the program is exim4 and the user Debian-exim):",
        "sudo install -m 600 -o exim /dev/null /var/spool/exim/keys.log", "sudo SSLKEYLOGFILE=keys.log exim -bd -q30m"),
      Step(
        "Postfix writes no keys by itself. From 3.12 on it writes what it saw of the handshake, with no key and no mail in it, by its documentation: smtp_tls_loglevel = 1,trace; smtptrace reads that with --tls-trace. Before 3.12, connect by hand as above. Where OpenSSL is 3.5 and was built with its own key log, as in Red Hat's family by its build files, import_environment with SSLKEYLOGFILE should do; that was not tried."
      ),
      Step(
        "Programs that send: msmtp and curl take the variable from the environment; Python's ssl takes it for a default context.",
        "SSLKEYLOGFILE=keys.log msmtp -a ACCOUNT bob@example.net < message.eml",
        "SSLKEYLOGFILE=keys.log curl --ssl-reqd smtp://\(values.host):\(values.port) --mail-from alice@example.com --mail-rcpt bob@example.net -T message.eml"
      ),
      Step(
        "Exchange and everything else on Schannel: there is no key log. Its protocol log holds the dialogue, inside TLS too: switch that on for the connector."
      ),
      Step("Stop the capture with Ctrl-C, and read both together:", "smtptrace smtp.pcap --keylog keys.log"),
      Step(
        "When it is explained, take the variable away again, restart what ran with it, and delete the keys:",
        "shred -u keys.log"),
    ]
  }
}
