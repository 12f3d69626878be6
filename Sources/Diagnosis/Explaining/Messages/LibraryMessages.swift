extension KnownMessage {
  /// The alerts of TLS by number and by name, and what the TLS libraries write.
  static let libraries: [KnownMessage] = alerts + tlsLibraries

  private static let alerts: [KnownMessage] = [
    KnownMessage(
      "TLS alert 10", "alert 10",
      ["tls/framing-error", "starttls/220-then-plaintext", "tls/clienthello-on-plaintext-port"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 20", "alert 20",
      ["tls/corrupted-records"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 21", "alert 21",
      ["tls/corrupted-records"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 22", "alert 22",
      ["tls/framing-error", "starttls/220-then-plaintext"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 40", "alert 40",
      [
        "tls/no-shared-cipher", "certificate/client-missing", "tls/no-common-group",
        "tls/server-alert-after-client-hello", "tls/no-common-signature",
      ],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 42", "alert 42",
      [
        "tls/client-alert-after-server-flight", "certificate/name-mismatch", "certificate/unknown-ca",
        "certificate/client-rejected",
      ],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 43", "alert 43",
      ["certificate/wrong-eku"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 44", "alert 44",
      ["certificate/revoked"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 45", "alert 45",
      ["certificate/expired"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 46", "alert 46",
      ["tls/client-alert-after-server-flight", "certificate/unknown-ca", "certificate/name-mismatch"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 47", "alert 47",
      ["tls/framing-error", "tls/no-common-group"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 48", "alert 48",
      [
        "certificate/unknown-ca", "certificate/incomplete-chain", "certificate/self-signed",
        "certificate/client-rejected",
      ],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 49", "alert 49",
      ["certificate/client-rejected"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 50", "alert 50",
      ["tls/framing-error", "tls/corrupted-records"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 51", "alert 51",
      ["tls/corrupted-records", "certificate/issuer-key-differs"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 70", "alert 70",
      ["tls/version-mismatch", "tls/server-alert-after-client-hello"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 71", "alert 71",
      ["tls/no-shared-cipher", "tls/weak-dh"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 80", "alert 80",
      ["tls/internal-error", "tls/version-mismatch"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 86", "alert 86",
      ["tls/version-intolerance"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 90", "alert 90",
      ["tls/close-notify-in-handshake"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 100", "alert 100",
      ["tls/renegotiation"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 109", "alert 109",
      ["tls/sni-missing", "tls/framing-error"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 110", "alert 110",
      ["tls/framing-error"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 112", "alert 112",
      ["tls/sni-unrecognized"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 115", "alert 115",
      ["tls/resumption-failed"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 116", "alert 116",
      ["certificate/client-missing"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 120", "alert 120",
      ["tls/alpn-mismatch"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 10", "unexpected_message",
      ["tls/framing-error", "starttls/220-then-plaintext", "tls/clienthello-on-plaintext-port"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 20", "bad_record_mac",
      ["tls/corrupted-records"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 21", "decryption_failed",
      ["tls/corrupted-records"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 22", "record_overflow",
      ["tls/framing-error", "starttls/220-then-plaintext"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 40", "handshake_failure",
      [
        "tls/no-shared-cipher", "certificate/client-missing", "tls/no-common-group",
        "tls/server-alert-after-client-hello", "tls/no-common-signature",
      ],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 42", "bad_certificate",
      [
        "tls/client-alert-after-server-flight", "certificate/name-mismatch", "certificate/unknown-ca",
        "certificate/client-rejected",
      ],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 43", "unsupported_certificate",
      ["certificate/wrong-eku"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 44", "certificate_revoked",
      ["certificate/revoked"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 45", "certificate_expired",
      ["certificate/expired"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 46", "certificate_unknown",
      ["tls/client-alert-after-server-flight", "certificate/unknown-ca", "certificate/name-mismatch"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 47", "illegal_parameter",
      ["tls/framing-error", "tls/no-common-group"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 48", "unknown_ca",
      [
        "certificate/unknown-ca", "certificate/incomplete-chain", "certificate/self-signed",
        "certificate/client-rejected",
      ],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 49", "access_denied",
      ["certificate/client-rejected"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 50", "decode_error",
      ["tls/framing-error", "tls/corrupted-records"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 51", "decrypt_error",
      ["tls/corrupted-records", "certificate/issuer-key-differs"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 70", "protocol_version",
      ["tls/version-mismatch", "tls/server-alert-after-client-hello"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 71", "insufficient_security",
      ["tls/no-shared-cipher", "tls/weak-dh"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 80", "internal_error",
      ["tls/internal-error", "tls/version-mismatch"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 86", "inappropriate_fallback",
      ["tls/version-intolerance"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 90", "user_canceled",
      ["tls/close-notify-in-handshake"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 100", "no_renegotiation",
      ["tls/renegotiation"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 109", "missing_extension",
      ["tls/sni-missing", "tls/framing-error"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 110", "unsupported_extension",
      ["tls/framing-error"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 112", "unrecognized_name",
      ["tls/sni-unrecognized"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 115", "unknown_psk_identity",
      ["tls/resumption-failed"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 116", "certificate_required",
      ["certificate/client-missing"],
      "RFC 8446 section 6"),
    KnownMessage(
      "TLS alert 120", "no_application_protocol",
      ["tls/alpn-mismatch"],
      "RFC 8446 section 6"),
  ]

  private static let tlsLibraries: [KnownMessage] = [
    KnownMessage(
      "OpenSSL", "wrong version number",
      [
        "tls/clienthello-on-plaintext-port", "starttls/220-then-plaintext", "tls/answered-in-clear",
        "tls/server-clear-on-implicit-port",
      ],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "unknown protocol",
      ["tls/clienthello-on-plaintext-port", "starttls/220-then-plaintext", "tls/version-mismatch"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "packet length too long",
      ["starttls/220-then-plaintext", "tls/framing-error"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "http request",
      ["tls/plaintext-on-implicit-port", "security/verb-smuggling-http"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "no shared cipher",
      ["tls/no-shared-cipher"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "unsupported protocol",
      ["tls/version-mismatch"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "version too low",
      ["tls/version-mismatch", "tls/version-intolerance"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "no protocols available",
      ["starttls/client-left-after-220", "tls/version-mismatch"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "no ciphers available",
      ["starttls/client-left-after-220", "tls/no-shared-cipher"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "no suitable key share",
      ["tls/no-common-group", "tls/hello-retry"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "no shared groups",
      ["tls/no-common-group"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "no suitable groups",
      ["tls/no-common-group"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "wrong curve",
      ["tls/no-common-group"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "unsupported elliptic curve",
      ["tls/no-common-group"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "no suitable signature algorithm",
      ["tls/no-common-signature"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "no shared signature algorithms",
      ["tls/no-common-signature"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "wrong signature type",
      ["tls/no-common-signature", "certificate/weak-signature"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "legacy sigalg disallowed or unsupported",
      ["tls/no-common-signature", "certificate/weak-signature"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "dh key too small",
      ["tls/weak-dh"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "bad dh value",
      ["tls/weak-dh"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "ee key too small",
      ["certificate/weak-key"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "ca key too small",
      ["certificate/weak-key"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "ca md too weak",
      ["certificate/weak-signature"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "EE certificate key too weak",
      ["certificate/weak-key"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "CA signature digest algorithm too weak",
      ["certificate/weak-signature"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "certificate verify failed",
      [
        "certificate/unknown-ca", "certificate/incomplete-chain", "certificate/self-signed", "certificate/expired",
        "certificate/name-mismatch",
      ],
      "OpenSSL 3.0, openssl errstr", isFrame: true),
    KnownMessage(
      "OpenSSL", "peer did not return a certificate",
      ["certificate/client-missing"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "sslv3 alert handshake failure",
      [
        "tls/no-shared-cipher", "tls/server-alert-after-client-hello", "tls/no-common-group",
        "certificate/client-missing", "tls/no-common-signature",
      ],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "ssl/tls alert handshake failure",
      [
        "tls/no-shared-cipher", "tls/server-alert-after-client-hello", "tls/no-common-group",
        "certificate/client-missing", "tls/no-common-signature",
      ],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "sslv3 alert bad certificate",
      [
        "tls/client-alert-after-server-flight", "certificate/name-mismatch", "certificate/unknown-ca",
        "certificate/client-rejected",
      ],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "sslv3 alert certificate expired",
      ["certificate/expired", "tls/client-alert-after-server-flight"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "sslv3 alert certificate revoked",
      ["certificate/revoked", "tls/client-alert-after-server-flight"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "sslv3 alert certificate unknown",
      ["tls/client-alert-after-server-flight", "certificate/unknown-ca", "certificate/name-mismatch"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "sslv3 alert unsupported certificate",
      ["certificate/wrong-eku", "tls/client-alert-after-server-flight"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "sslv3 alert illegal parameter",
      ["tls/framing-error", "tls/no-common-group"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "sslv3 alert unexpected message",
      ["tls/framing-error", "starttls/220-then-client-plaintext"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "sslv3 alert bad record mac",
      ["tls/corrupted-records"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "tlsv1 alert unknown ca",
      [
        "certificate/unknown-ca", "certificate/incomplete-chain", "certificate/self-signed",
        "certificate/client-rejected",
      ],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "tlsv1 alert protocol version",
      ["tls/version-mismatch", "tls/server-alert-after-client-hello"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "tlsv1 alert internal error",
      ["tls/internal-error", "tls/version-mismatch"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "tlsv1 alert insufficient security",
      ["tls/no-shared-cipher"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "tlsv1 alert inappropriate fallback",
      ["tls/version-intolerance"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "tlsv1 alert decrypt error",
      ["tls/corrupted-records", "certificate/issuer-key-differs"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "tlsv1 alert decode error",
      ["tls/framing-error"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "tlsv1 alert record overflow",
      ["tls/framing-error"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "tlsv1 alert access denied",
      ["certificate/client-rejected"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "tlsv1 alert no application protocol",
      ["tls/alpn-mismatch"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "tlsv1 alert no renegotiation",
      ["tls/renegotiation"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "tlsv1 alert user cancelled",
      ["tls/close-notify-in-handshake"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "tlsv1 unrecognized name",
      ["tls/sni-unrecognized"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "tlsv13 alert certificate required",
      ["certificate/client-missing"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "tlsv13 alert missing extension",
      ["tls/sni-missing", "tls/framing-error"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "unsafe legacy renegotiation disabled",
      ["tls/renegotiation"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "inappropriate fallback",
      ["tls/version-intolerance"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "decryption failed or bad record mac",
      ["tls/corrupted-records"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "unexpected eof while reading",
      [
        "tls/closed-after-client-hello", "starttls/220-then-close", "tls/truncated-close",
        "transport/closed-mid-session",
      ],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "unexpected message",
      ["tls/framing-error", "starttls/220-then-client-plaintext"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "unexpected record",
      ["tls/framing-error", "starttls/220-then-plaintext"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "fragmented client hello",
      ["tls/record-fragmentation"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "digest check failed",
      ["tls/corrupted-records"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "no application protocol",
      ["tls/alpn-mismatch"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "session id context uninitialized",
      ["tls/resumption-failed"],
      "OpenSSL 3.0, openssl errstr"),
    KnownMessage(
      "OpenSSL", "unable to get local issuer certificate",
      ["certificate/incomplete-chain", "certificate/unknown-ca", "certificate/substituted"],
      "OpenSSL crypto/x509/x509_txt.c"),
    KnownMessage(
      "OpenSSL", "unable to get issuer certificate",
      ["certificate/incomplete-chain", "certificate/unknown-ca"],
      "OpenSSL crypto/x509/x509_txt.c"),
    KnownMessage(
      "OpenSSL", "unable to verify the first certificate",
      ["certificate/incomplete-chain", "certificate/unknown-ca"],
      "OpenSSL crypto/x509/x509_txt.c"),
    KnownMessage(
      "OpenSSL", "self-signed certificate in certificate chain",
      ["certificate/unknown-ca", "certificate/self-signed", "certificate/substituted"],
      "OpenSSL crypto/x509/x509_txt.c"),
    KnownMessage(
      "OpenSSL", "self-signed certificate",
      ["certificate/self-signed"],
      "OpenSSL crypto/x509/x509_txt.c"),
    KnownMessage(
      "OpenSSL", "certificate has expired",
      ["certificate/expired"],
      "OpenSSL crypto/x509/x509_txt.c"),
    KnownMessage(
      "OpenSSL", "certificate is not yet valid or the system clock is incorrect",
      ["certificate/not-yet-valid"],
      "OpenSSL crypto/x509/x509_txt.c"),
    KnownMessage(
      "OpenSSL", "certificate is not yet valid",
      ["certificate/not-yet-valid"],
      "OpenSSL crypto/x509/x509_txt.c"),
    KnownMessage(
      "OpenSSL", "certificate signature failure",
      ["certificate/issuer-key-differs"],
      "OpenSSL crypto/x509/x509_txt.c"),
    KnownMessage(
      "OpenSSL", "certificate revoked",
      ["certificate/revoked"],
      "OpenSSL crypto/x509/x509_txt.c"),
    KnownMessage(
      "OpenSSL", "unsuitable certificate purpose",
      ["certificate/wrong-eku"],
      "OpenSSL crypto/x509/x509_txt.c"),
    KnownMessage(
      "OpenSSL", "certificate not trusted",
      ["certificate/unknown-ca", "certificate/self-signed"],
      "OpenSSL crypto/x509/x509_txt.c"),
    KnownMessage(
      "OpenSSL", "certificate rejected",
      ["tls/client-alert-after-server-flight", "certificate/unknown-ca"],
      "OpenSSL crypto/x509/x509_txt.c"),
    KnownMessage(
      "OpenSSL", "hostname mismatch",
      ["certificate/name-mismatch"],
      "OpenSSL crypto/x509/x509_txt.c"),
    KnownMessage(
      "OpenSSL", "Hostname mismatch, certificate is not valid for %",
      ["certificate/name-mismatch"],
      "OpenSSL crypto/x509/x509_txt.c"),
    KnownMessage(
      "OpenSSL", "IP address mismatch",
      ["certificate/name-mismatch"],
      "OpenSSL crypto/x509/x509_txt.c"),
    KnownMessage(
      "OpenSSL", "no matching DANE TLSA records",
      ["tls/client-quit-after-handshake", "certificate/unknown-ca", "certificate/name-mismatch"],
      "OpenSSL crypto/x509/x509_txt.c"),
    KnownMessage(
      "OpenSSL", "invalid CA certificate",
      ["certificate/unknown-ca"],
      "OpenSSL crypto/x509/x509_txt.c"),
    KnownMessage(
      "openssl s_client", "Didn't find STARTTLS in server response, trying anyway...",
      ["starttls/not-offered", "starttls/attempted-not-advertised"],
      "measured, OpenSSL 3.0"),
    KnownMessage(
      "openssl s_client", "no peer certificate available",
      ["starttls/220-then-close", "tls/closed-after-client-hello", "tls/server-alert-after-client-hello"],
      "OpenSSL apps/s_client.c"),
    KnownMessage(
      "GnuTLS", "Could not negotiate a supported cipher suite.",
      ["tls/no-shared-cipher"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "No supported cipher suites have been found.",
      ["tls/no-shared-cipher"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "An algorithm that is not enabled was negotiated.",
      ["tls/no-shared-cipher", "tls/version-mismatch"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "A TLS record packet with invalid length was received.",
      ["starttls/220-then-plaintext", "tls/clienthello-on-plaintext-port", "tls/framing-error"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "A packet with illegal or unsupported version was received.",
      ["tls/version-mismatch", "tls/clienthello-on-plaintext-port", "starttls/220-then-plaintext"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "The TLS connection was non-properly terminated.",
      ["tls/closed-after-client-hello", "starttls/220-then-close", "tls/truncated-close"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "An unexpected TLS packet was received.",
      ["tls/clienthello-on-plaintext-port", "starttls/220-then-plaintext", "tls/framing-error"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "An unexpected TLS handshake packet was received.",
      ["tls/framing-error"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "A TLS fatal alert has been received.",
      ["tls/server-alert-after-client-hello", "tls/client-alert-after-server-flight", "tls/no-shared-cipher"],
      "GnuTLS lib/errors.c", isFrame: true),
    KnownMessage(
      "GnuTLS", "A TLS warning alert has been received.",
      ["tls/sni-unrecognized", "tls/close-notify-in-handshake"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "Received alert [%]: Handshake failed",
      [
        "tls/no-shared-cipher", "tls/server-alert-after-client-hello", "tls/no-common-group",
        "certificate/client-missing",
      ],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "Certificate is bad",
      [
        "tls/client-alert-after-server-flight", "certificate/name-mismatch", "certificate/unknown-ca",
        "certificate/client-rejected",
      ],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "Certificate is expired",
      ["certificate/expired"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "Certificate was revoked",
      ["certificate/revoked"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "Unknown certificate",
      ["tls/client-alert-after-server-flight", "certificate/unknown-ca"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "CA is unknown",
      ["certificate/unknown-ca", "certificate/incomplete-chain", "certificate/client-rejected"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "Error in protocol version",
      ["tls/version-mismatch"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "Insufficient security",
      ["tls/no-shared-cipher"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "The server name sent was not recognized",
      ["tls/sni-unrecognized"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "The SNI host name not recognised.",
      ["tls/sni-unrecognized"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "A disallowed SNI server name has been received.",
      ["tls/sni-unrecognized"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "No supported application protocol could be negotiated",
      ["tls/alpn-mismatch"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "No common application protocol could be negotiated.",
      ["tls/alpn-mismatch"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "Certificate is required",
      ["certificate/client-missing"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "Decryption has failed.",
      ["tls/corrupted-records"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "Error in the pull function.",
      ["transport/reset-mid-session", "tls/closed-after-client-hello"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "Error in the push function.",
      ["transport/reset-mid-session"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "Error in the certificate verification.",
      ["certificate/unknown-ca", "certificate/name-mismatch", "certificate/expired", "certificate/self-signed"],
      "GnuTLS lib/errors.c", isFrame: true),
    KnownMessage(
      "GnuTLS", "The signature algorithm is not supported.",
      ["tls/no-common-signature"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "No common key share with peer.",
      ["tls/no-common-group"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "No supported ECC curves were found",
      ["tls/no-common-group"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "Safe renegotiation failed.",
      ["tls/renegotiation"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "Unsafe renegotiation denied.",
      ["tls/renegotiation"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "Peer has terminated the connection",
      ["tls/closed-after-client-hello", "transport/closed-mid-session"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "GnuTLS", "The Diffie-Hellman prime sent by the server is not acceptable (not long enough).",
      ["tls/weak-dh"],
      "GnuTLS lib/errors.c"),
    KnownMessage(
      "NSS", "SSL_ERROR_NO_CYPHER_OVERLAP: Cannot communicate securely with peer: no common encryption algorithm(s).",
      ["tls/no-shared-cipher"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "Cannot communicate securely with peer: no common encryption algorithm(s).",
      ["tls/no-shared-cipher"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_UNSUPPORTED_VERSION: Peer using unsupported version of security protocol.",
      ["tls/version-mismatch"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "Peer using unsupported version of security protocol.",
      ["tls/version-mismatch"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_PROTOCOL_VERSION_ALERT: Peer reports incompatible or unsupported protocol version.",
      ["tls/version-mismatch"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "Peer reports incompatible or unsupported protocol version.",
      ["tls/version-mismatch"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS",
      "SSL_ERROR_BAD_CERT_DOMAIN: Unable to communicate securely with peer: requested domain name does not match the server's certificate.",
      ["certificate/name-mismatch"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "Unable to communicate securely with peer: requested domain name does not match the server's certificate.",
      ["certificate/name-mismatch"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_BAD_CERT_ALERT: SSL peer cannot verify your certificate.",
      ["certificate/client-rejected", "tls/client-alert-after-server-flight"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL peer cannot verify your certificate.",
      ["certificate/client-rejected", "tls/client-alert-after-server-flight"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_EXPIRED_CERT_ALERT: SSL peer rejected your certificate as expired.",
      ["certificate/expired", "certificate/client-rejected"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL peer rejected your certificate as expired.",
      ["certificate/expired", "certificate/client-rejected"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_REVOKED_CERT_ALERT: SSL peer rejected your certificate as revoked.",
      ["certificate/revoked", "certificate/client-rejected"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL peer rejected your certificate as revoked.",
      ["certificate/revoked", "certificate/client-rejected"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_RX_RECORD_TOO_LONG: SSL received a record that exceeded the maximum permissible length.",
      ["starttls/220-then-plaintext", "tls/clienthello-on-plaintext-port", "tls/framing-error"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL received a record that exceeded the maximum permissible length.",
      ["starttls/220-then-plaintext", "tls/clienthello-on-plaintext-port", "tls/framing-error"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS",
      "SSL_ERROR_HANDSHAKE_FAILURE_ALERT: SSL peer was unable to negotiate an acceptable set of security parameters.",
      ["tls/no-shared-cipher", "tls/no-common-group", "certificate/client-missing"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL peer was unable to negotiate an acceptable set of security parameters.",
      ["tls/no-shared-cipher", "tls/no-common-group", "certificate/client-missing"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_UNKNOWN_CA_ALERT: Peer does not recognize and trust the CA that issued your certificate.",
      ["certificate/unknown-ca", "certificate/client-rejected"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "Peer does not recognize and trust the CA that issued your certificate.",
      ["certificate/unknown-ca", "certificate/client-rejected"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_UNRECOGNIZED_NAME_ALERT: SSL peer has no certificate for the requested DNS name.",
      ["tls/sni-unrecognized"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL peer has no certificate for the requested DNS name.",
      ["tls/sni-unrecognized"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_INTERNAL_ERROR_ALERT: Peer reports it experienced an internal error.",
      ["tls/internal-error"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "Peer reports it experienced an internal error.",
      ["tls/internal-error"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS",
      "SSL_ERROR_INSUFFICIENT_SECURITY_ALERT: Server requires ciphers more secure than those supported by client.",
      ["tls/no-shared-cipher"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "Server requires ciphers more secure than those supported by client.",
      ["tls/no-shared-cipher"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS",
      "SSL_ERROR_WEAK_SERVER_EPHEMERAL_DH_KEY: SSL received a weak ephemeral Diffie-Hellman key in Server Key Exchange handshake message.",
      ["tls/weak-dh"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL received a weak ephemeral Diffie-Hellman key in Server Key Exchange handshake message.",
      ["tls/weak-dh"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_UNSAFE_NEGOTIATION: Peer attempted old style (potentially vulnerable) handshake.",
      ["tls/renegotiation"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "Peer attempted old style (potentially vulnerable) handshake.",
      ["tls/renegotiation"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_BAD_MAC_READ: SSL received a record with an incorrect Message Authentication Code.",
      ["tls/corrupted-records"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL received a record with an incorrect Message Authentication Code.",
      ["tls/corrupted-records"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_RX_UNKNOWN_RECORD_TYPE: SSL received a record with an unknown content type.",
      ["tls/framing-error", "starttls/220-then-plaintext"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL received a record with an unknown content type.",
      ["tls/framing-error", "starttls/220-then-plaintext"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_NO_CYPHER_OVERLAP",
      ["tls/no-shared-cipher"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_UNSUPPORTED_VERSION",
      ["tls/version-mismatch"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_PROTOCOL_VERSION_ALERT",
      ["tls/version-mismatch"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_BAD_CERT_DOMAIN",
      ["certificate/name-mismatch"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_BAD_CERT_ALERT",
      ["certificate/client-rejected", "tls/client-alert-after-server-flight"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_EXPIRED_CERT_ALERT",
      ["certificate/expired", "certificate/client-rejected"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_REVOKED_CERT_ALERT",
      ["certificate/revoked", "certificate/client-rejected"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_RX_RECORD_TOO_LONG",
      ["starttls/220-then-plaintext", "tls/clienthello-on-plaintext-port", "tls/framing-error"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_HANDSHAKE_FAILURE_ALERT",
      ["tls/no-shared-cipher", "tls/no-common-group", "certificate/client-missing"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_UNKNOWN_CA_ALERT",
      ["certificate/unknown-ca", "certificate/client-rejected"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_UNRECOGNIZED_NAME_ALERT",
      ["tls/sni-unrecognized"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_INTERNAL_ERROR_ALERT",
      ["tls/internal-error"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_INSUFFICIENT_SECURITY_ALERT",
      ["tls/no-shared-cipher"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_WEAK_SERVER_EPHEMERAL_DH_KEY",
      ["tls/weak-dh"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_UNSAFE_NEGOTIATION",
      ["tls/renegotiation"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_BAD_MAC_READ",
      ["tls/corrupted-records"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "NSS", "SSL_ERROR_RX_UNKNOWN_RECORD_TYPE",
      ["tls/framing-error", "starttls/220-then-plaintext"],
      "NSS lib/ssl/SSLerrs.h"),
    KnownMessage(
      "Exim, GnuTLS", "rxd alert: Handshake failed",
      [
        "tls/no-shared-cipher", "tls/server-alert-after-client-hello", "tls/no-common-group",
        "certificate/client-missing",
      ],
      "Exim 2025-12 src/src/tls-gnu.c; GnuTLS lib/alert.c"),
    KnownMessage(
      "Exim, GnuTLS", "rxd alert: Certificate is bad",
      [
        "tls/client-alert-after-server-flight", "certificate/name-mismatch", "certificate/unknown-ca",
        "certificate/client-rejected",
      ],
      "Exim 2025-12 src/src/tls-gnu.c; GnuTLS lib/alert.c"),
    KnownMessage(
      "Exim, GnuTLS", "rxd alert: Certificate is expired",
      ["certificate/expired"],
      "Exim 2025-12 src/src/tls-gnu.c; GnuTLS lib/alert.c"),
    KnownMessage(
      "Exim, GnuTLS", "rxd alert: Unknown certificate",
      ["tls/client-alert-after-server-flight", "certificate/unknown-ca"],
      "Exim 2025-12 src/src/tls-gnu.c; GnuTLS lib/alert.c"),
    KnownMessage(
      "Exim, GnuTLS", "rxd alert: CA is unknown",
      ["certificate/unknown-ca", "certificate/incomplete-chain", "certificate/client-rejected"],
      "Exim 2025-12 src/src/tls-gnu.c; GnuTLS lib/alert.c"),
    KnownMessage(
      "Exim, GnuTLS", "rxd alert: Error in protocol version",
      ["tls/version-mismatch"],
      "Exim 2025-12 src/src/tls-gnu.c; GnuTLS lib/alert.c"),
    KnownMessage(
      "Exim, GnuTLS", "rxd alert: Internal error",
      ["tls/internal-error", "tls/version-mismatch"],
      "Exim 2025-12 src/src/tls-gnu.c; GnuTLS lib/alert.c"),
    KnownMessage(
      "Exim, GnuTLS", "rxd alert: The server name sent was not recognized",
      ["tls/sni-unrecognized"],
      "Exim 2025-12 src/src/tls-gnu.c; GnuTLS lib/alert.c"),
    KnownMessage(
      "Exim, GnuTLS", "rxd alert: Certificate is required",
      ["certificate/client-missing"],
      "Exim 2025-12 src/src/tls-gnu.c; GnuTLS lib/alert.c"),
    KnownMessage(
      "Exim, GnuTLS", "rxd alert: Unexpected message",
      ["tls/framing-error"],
      "Exim 2025-12 src/src/tls-gnu.c; GnuTLS lib/alert.c"),
    KnownMessage(
      "Exim, GnuTLS", "rxd alert: Decrypt error",
      ["tls/corrupted-records"],
      "Exim 2025-12 src/src/tls-gnu.c; GnuTLS lib/alert.c"),
  ]
}
