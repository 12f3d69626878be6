extension KnownMessage {
  /// What GnuTLS and NSS write.
  static let gnuTLSAndNSS: [KnownMessage] = [
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
