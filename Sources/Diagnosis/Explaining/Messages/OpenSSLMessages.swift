extension KnownMessage {
  /// What OpenSSL writes: its own complaints, the alerts that it was sent, and why a certificate failed.
  static let openSSL: [KnownMessage] = [
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
  ]
}
