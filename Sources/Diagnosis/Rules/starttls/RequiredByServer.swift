import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSRequiredByServer = Rule(
    id: "starttls/required-by-server",
    title: "server demands TLS and the client did not start it",
    stage: .mail,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The server takes mail or logins only under TLS and said so. The client never asked for TLS: it is switched off in its \
      settings, or the program cannot do it. Each later try fails in the same way until that changes.
      """,
    distinction:
      "The refusal names STARTTLS, and the client sent no STARTTLS in this session. A server that demands TLS without offering it is another finding.",
    remedies: [
      Remedy(
        .client, "Switch TLS on.",
        products: [
          .exchange: "IgnoreSTARTTLS $false, and RequireTLS $true where wanted, on the send connector",
          .postfix: "smtp_tls_security_level = may or encrypt",
          .exim: "take the host out of hosts_avoid_tls",
          .programs: "connection security STARTTLS",
        ]),
      Remedy(
        .server,
        "If clients that cannot use TLS must be served, let them in at a listener of their own, bound to their addresses."
      ),
    ],
    nextCommands: [.startTLS],
    logMessages: [
      LogMessage("Postfix", "530 5.7.0 Must issue a STARTTLS command first"),
      LogMessage("Exchange Online", "451 5.7.3 STARTTLS is required to send mail"),
      LogMessage("Exchange 2003 NDR", "530 5.7.0 Must issue a start TLS command first"),
    ],
    references: ["RFC 3207 section 4"],
    captures: ["required-by-server"]
  ) { it in
    let session = it.session
    guard let demand = it.tlsDemand, it.startTLSAttempts.isEmpty else { return nil }
    // Without a whole list nobody knows whether it was offered; the demand stands all the same.
    if let hello = session.wholeHello, !hello.offersSTARTTLS { return nil }
    var evidence: [Evidence] = []
    if let hello = session.lastClearHello, hello.offersSTARTTLS, let list = session.reply(to: hello) {
      let line = list.lines.firstIndex { $0.uppercased().hasPrefix("STARTTLS") }
      evidence.append(session.evidence(list, quoting: line, meaning: "the server offers TLS"))
    }
    let helo = it.onlyHELO
    if let helo { evidence.append(session.evidence(helo, meaning: "HELO asks for no list of extensions")) }
    let what =
      helo == nil ? "did not start it" : "said HELO, which brings no list, and so could not know how to start it"
    var match = it.match(
      demand, "The server takes nothing without TLS (\"\(demand.words)\"), and the client \(what).",
      meaning: "the server demands TLS here")
    if helo != nil { match.remedies = [.sayEHLO] }
    match.evidence = evidence + match.evidence
    match.stage = demand.verb?.stageOfDemand
    return match
  }
}
