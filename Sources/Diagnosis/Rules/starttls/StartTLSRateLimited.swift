import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSRateLimited = Rule(
    id: "starttls/rate-limited",
    title: "server limits how many TLS sessions a client may start",
    stage: .starttls,
    severity: .problem,
    needs: [.startTLS, .refusal],
    meaning: """
      The client asked for TLS, and the server refused because the client had started too many new TLS sessions in a short time. \
      It is a limit on the work that handshakes cost. Later attempts succeed.
      """,
    distinction: "The refusal says so in its text.",
    remedies: [
      Remedy(
        .server,
        "Postfix: raise smtpd_client_new_tls_session_rate_limit, or exempt {source} by smtpd_client_event_limit_exceptions."
      ),
      Remedy(
        .client,
        "Reuse connections and remember TLS sessions. Postfix: smtp_tls_session_cache_database, smtp_tls_connection_reuse."
      ),
    ],
    nextCommands: [.startTLS],
    logMessages: [LogMessage("Postfix", "454 4.7.0 Error: too many new TLS sessions from")],
    references: ["RFC 3207 section 4"],
    captures: ["rate-limited"]
  ) { it in
    guard let refused = it.refusedStartTLS(.rateLimited) else { return nil }
    return it.startTLSMatch(
      refused, by: .server,
      "The server refused STARTTLS because of too many new TLS sessions: \"\(refused.reply.brief)\"",
      command: "the client asks for TLS", answer: "the server's limit is reached")
  }
}
