extension KnownMessage {
  /// The alerts of TLS by number, as OpenSSL and Windows write them, and by the names of RFC 8446.
  static let alerts: [KnownMessage] = [
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
}
