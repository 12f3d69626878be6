import SMTPSession
import SMTPTranscript

/// Who has something to do about a session that nothing stopped: mail that went through can leave a password to be changed, or a
/// recipient without it.
struct NothingStopped {
  /// Who acts, `none` where nobody has to, and what he does.
  let advice: Deferred<Verdict.Advice>

  /// - Parameters:
  ///   - isDelivered: Whether a message went through.
  ///   - otherwise: What is to be done where nothing stands out.
  init(
    _ session: Session, _ findings: [Finding], isDelivered: Bool, otherwise: @autoclosure @escaping () -> String
  ) {
    let left = session.transactions.filter { $0.outcome == .accepted }.flatMap(\.recipients).filter {
      $0.decidingReply?.isNegative ?? false
    }
    if let first = left.first, let reply = first.decidingReply {
      let who = left.count == 1 ? "<\(first.address)>" : "<\(first.address)> and \(left.count - 1) more"
      advice = Deferred {
        reply.isPermanentNegative
          ? Verdict.Advice(
            actor: .client, next: "the client: tell the sender that \(who) did not get this mail, and why.")
          : Verdict.Advice(
            actor: .none, next: "nobody has to do anything: the client tries again for \(who) by itself.")
      }
    } else if let grave = findings.first(where: \.isGraveSideFact) {
      advice = Deferred {
        let state = isDelivered ? "the mail is through" : "nothing was stopped"
        return Verdict.Advice(actor: grave.words.nextActor, next: "\(state); \(VerdictWriter.next(grave))")
      }
    } else if findings.contains(where: { Finding.clearMail.contains($0.id) }) {
      advice = Deferred {
        Verdict.Advice(actor: .none, next: "nobody has to do anything, unless this mail was meant to be encrypted.")
      }
    } else {
      advice = Deferred { Verdict.Advice(actor: .none, next: otherwise()) }
    }
  }
}

extension Finding {
  /// That mail crossed the network readable: what two servers of which one has no TLS always do.
  fileprivate static let clearMail: Set<String> = ["security/mail-in-clear", "starttls/not-offered-continued-clear"]

  /// Whether it needs somebody's attention although it stopped nothing: a password that was readable, a certificate that has run out.
  package var isGraveSideFact: Bool {
    severity == .exposure && cause == nil && words.nextActor != .none && !Self.clearMail.contains(id)
  }
}
