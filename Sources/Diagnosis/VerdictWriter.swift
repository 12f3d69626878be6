package import SMTPSession
import SMTPTranscript
import TLSHandshake

/// Puts a session's verdict into one sentence.
package enum VerdictWriter {
  package static func verdict(of session: Session, primary: Finding?, findings: [Finding]) -> Verdict {
    if let primary, let cause = primary.cause {
      return Verdict(
        outcome: cause.outcome == .stopped ? .stopped : .downgraded, stage: primary.stage, stoppedBy: cause.stoppedBy,
        finding: primary.id, certainty: primary.certainty, sentence: primary.summary)
    }
    let reached = session.stages.last { $0.state == .reached }?.stage ?? .connect
    if session.acceptedMail {
      return Verdict(
        outcome: .completed, stage: reached, stoppedBy: .none, finding: accepted(findings), certainty: .certain,
        sentence: acceptedSentence(session))
    }
    if let tls = session.tls, tls.completed {
      return tlsVerdict(session, tls, reached: reached, findings: findings)
    }
    return undetermined(session, reached: reached, findings: findings)
  }

  private static func accepted(_ findings: [Finding]) -> String? {
    findings.first { $0.id == "policy/accepted" }?.id
  }

  private static func acceptedSentence(_ session: Session) -> String {
    let mails = session.transactions.filter { $0.outcome == .accepted }
    let number = mails.count == 1 ? "One message was accepted" : "\(mails.count) messages were accepted"
    let way = mails.allSatisfy(\.isProtected) ? "under TLS" : "in clear text"
    return "\(number), \(way)."
  }

  private static func tlsVerdict(
    _ session: Session, _ tls: TLSFacts, reached: Stage, findings: [Finding]
  ) -> Verdict {
    let version = tls.version ?? "TLS"
    // A command and a goodbye are no mail: a server that closes over them has refused something that cannot be read.
    let words = tls.negotiation.records.client.data
    let closing = session.ending.at.packet
    let lastWord = words.last.flatMap { tls.moment(.client, at: $0.offset)?.packet }
    if session.ending.by == .server, words.count == 1 || (words.count == 2 && lastWord.map { closing < $0 } ?? false) {
      return Verdict(
        outcome: .undetermined, stage: reached, stoppedBy: .unknown, finding: nil, certainty: .undetermined,
        sentence:
          "TLS was set up (\(version)); the server answered the client's first words inside it and closed the connection. Its reason is encrypted: the client's log has the reply."
      )
    }
    if tls.carriedData {
      return Verdict(
        outcome: .completed, stage: reached, stoppedBy: .none, finding: findings.first { $0.id == "tls/completed" }?.id,
        certainty: session.visibility.isWhole ? .strong : .probable,
        sentence:
          "The TLS negotiation completed (\(version)) and the session went on inside it, where it cannot be read.")
    }
    return Verdict(
      outcome: .undetermined, stage: reached, stoppedBy: .unknown, finding: nil, certainty: .undetermined,
      sentence: "The TLS negotiation completed (\(version)); the capture shows no data after it.")
  }

  private static func undetermined(_ session: Session, reached: Stage, findings: [Finding]) -> Verdict {
    let sentence: String
    if session.completion == .captureEnded && session.ending.kind == .none {
      sentence = "The capture ends while the session is open; the last stage seen is \(reached.rawValue)."
    } else if session.exchanges.isEmpty && session.greeting == nil {
      sentence = "Nothing of an SMTP conversation was captured."
    } else if session.isBareProbe && session.quit != nil {
      sentence =
        session.hellos.isEmpty
        ? "The client connected and left without introducing itself; nothing shows why."
        : "The client introduced itself and left without asking for anything; nothing shows why."
    } else {
      sentence = "The session came as far as \(reached.rawValue); nothing in the capture shows why it went no further."
    }
    return Verdict(
      outcome: .undetermined, stage: reached, stoppedBy: .unknown, finding: nil, certainty: .undetermined,
      sentence: sentence)
  }
}
