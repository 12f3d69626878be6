import PlainWords
import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsIdleInside = Rule(
    id: "tls/idle-inside",
    title: "client was silent inside TLS until the server ended the session",
    stage: .protected,
    severity: .note,
    needs: .tlsCompleted,
    meaning: """
      It was the client's turn inside TLS, and it sent nothing until the server had waited long enough and ended the session. Clients that \
      keep a connection for their next mail do that, and so do monitors; a server ends such sessions after some minutes, with a 421.
      """,
    distinction:
      "By its sizes nothing was asked for that needed an answer: neither mail nor a login was under way, so nothing was lost.",
    unknowable: "Whether the client had anything more to say.",
    references: ["RFC 5321 section 4.5.3.2.7", "RFC 5321 section 3.8"]
  ) { it in
    guard let handshake = it.completedHandshake, handshake.seesAll, it.leave.side == .server, let sealed = it.sealed,
      !sealed.showsIntent
    else { return nil }
    let seconds: Double
    switch sealed.outcome {
    case .unanswered(.client, _, let waited): seconds = waited
    case .nothingSaid where handshake.tls.mode == .starttls && handshake.waited >= Handshake.longSilence:
      seconds = handshake.waited
    default: return nil
    }
    return Match(
      sealed.certainty,
      "The client was silent inside TLS for \(LengthOfTime.spoken(seconds)), and then the server ended the session; nothing was under way.",
      evidence: sealed.evidence(handshake))
  }
}
