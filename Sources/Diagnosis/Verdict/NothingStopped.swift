import SMTPSession
import SMTPTranscript

/// Who has something to do about a session that nothing stopped: mail that went through can leave a password to be changed, or a
/// recipient without it.
struct NothingStopped {
  /// Who acts; `none` where nobody has to.
  let actor: Actor
  private let text: Deferred<String>

  /// In one sentence that begins with the one who has to act.
  var next: String { text.value }

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
      actor = reply.isPermanentNegative ? .client : .none
      text = Deferred {
        reply.isPermanentNegative
          ? "the client: tell the sender that \(who) did not get this mail, and why."
          : "nobody has to do anything: the client tries again for \(who) by itself."
      }
    } else if let grave = findings.first(where: \.isGraveSideFact) {
      actor = grave.nextActor
      text = Deferred { "\(isDelivered ? "the mail is through" : "nothing was stopped"); \(VerdictWriter.next(grave))" }
    } else if findings.contains(where: { Finding.clearMail.contains($0.id) }) {
      actor = .none
      text = Deferred { "nobody has to do anything, unless this mail was meant to be encrypted." }
    } else {
      actor = .none
      text = Deferred(otherwise)
    }
  }
}

extension Finding {
  /// That mail crossed the network readable: what two servers of which one has no TLS always do.
  fileprivate static let clearMail: Set<String> = ["security/mail-in-clear", "starttls/not-offered-continued-clear"]

  /// Whether it needs somebody's attention although it stopped nothing: a password that was readable, a certificate that has run out.
  package var isGraveSideFact: Bool {
    severity == .exposure && cause == nil && nextActor != .none && !Self.clearMail.contains(id)
  }
}
