package import Diagnosis
package import SMTPSession
import SMTPTranscript

/// The words for verdicts and stages that every report uses, so that none of them says it in another way.
package enum VerdictWords {
  /// The basis of a verdict, part by part: the finding, who decided where, who closed, how sure it is.
  package static func basis(_ verdict: Verdict) -> [String] {
    var parts: [String] = []
    switch verdict.outcome {
    case .stopped:
      let named: Actor
      switch verdict.disposition {
      case .deferred, .refused:
        // Only a server refuses; what made it refuse may lie elsewhere.
        named = .server
        parts.append(
          "\(verdict.disposition == .deferred ? "deferred" : "refused") by the server at \(stage(verdict.stage))")
        if verdict.stoppedBy == .client || verdict.stoppedBy == .network {
          parts.append("the cause lies with \(actor(verdict.stoppedBy))")
        }
      default:
        named = verdict.stoppedBy
        parts.append("stopped by \(actor(verdict.stoppedBy)) at \(stage(verdict.stage))")
      }
      // Who decided and who closed are two questions; where the answer is the same, once is enough.
      if verdict.closedBy != .none, verdict.closedBy != named {
        parts.append("the connection was ended by \(actor(verdict.closedBy))")
      }
    case .downgraded: parts.append("went on without encryption")
    case .completed: parts.append("completed")
    case .undetermined: parts.append(disposition(verdict.disposition))
    }
    return parts
  }

  /// What an undetermined verdict leaves open.
  private static func disposition(_ disposition: Disposition) -> String {
    switch disposition {
    case .noIntent: "a look: nothing was asked for"
    case .unknown: "not known: the capture does not show how it went on"
    case .deferred: "deferred, and accepted later"
    case .delivered, .refused, .aborted, .abandoned: "undetermined"
    }
  }

  /// What stands for the verdict in a table: the finding, or what became of the session.
  package static func label(_ verdict: Verdict) -> String {
    if let finding = verdict.finding { return finding }
    switch (verdict.outcome, verdict.disposition) {
    case (.undetermined, .noIntent): return "a look"
    case (.undetermined, .unknown): return "not known after \(stage(verdict.stage))"
    default: return "\(verdict.outcome.rawValue) at \(stage(verdict.stage))"
    }
  }

  package static func actor(_ actor: Actor) -> String {
    switch actor {
    case .client: "the client"
    case .server: "the server"
    case .network: "the network between them"
    case .unknown: "a party unknown"
    case .none: "nobody"
    }
  }

  package static func stage(_ stage: Stage) -> String {
    switch stage {
    case .connect: "the connection"
    case .greeting: "the greeting"
    case .ehlo: "EHLO"
    case .capabilities: "the list of extensions"
    case .starttls: "STARTTLS"
    case .clientHello: "the client's TLS offer (ClientHello)"
    case .serverFlight: "the server's part of the TLS handshake"
    case .clientFlight: "the client's part of the TLS handshake"
    case .protected: "TLS"
    case .secondEHLO: "EHLO inside TLS"
    case .auth, .mail, .rcpt, .data, .quit: stage.rawValue.uppercased()
    }
  }

  /// The name of a stage in a list of stages, which for the list of extensions says what matters in it.
  package static func name(_ report: StageReport, in session: Session) -> String {
    switch report.stage {
    case .connect: return "connect"
    case .greeting: return "greeting"
    case .clientHello: return "ClientHello"
    case .serverFlight: return "server's handshake"
    case .clientFlight: return "client's handshake"
    case .capabilities:
      guard let hello = session.lastClearHello, report.state == .reached || report.state == .failed else {
        return "list of extensions"
      }
      if hello.offersSTARTTLS { return "list (STARTTLS offered)" }
      if hello.verb == .helo { return "no list (HELO)" }
      return hello.listIsComplete && !hello.hasMaskedKeywords ? "list (STARTTLS not offered)" : "list of extensions"
    case .secondEHLO where session.tls == nil: return "EHLO again"
    default: return stage(report.stage)
    }
  }
}
