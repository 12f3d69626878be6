import CaptureFiles
import SMTPSession
import SMTPTranscript
import StreamAssembly

/// The first leave-taking of a session. What comes after it follows from it: it is shown, and explains nothing.
struct LeaveTaking {
  enum Kind {
    /// The client said QUIT, in clear or by the size of its last command inside TLS.
    case quit
    /// The server said that it closes: 421, or 221 that answers no QUIT (RFC 5321 section 3.8).
    case goodbye
    /// A fatal alert in clear (RFC 8446 section 6.2).
    case alert
    /// A notice of closing, or an encrypted alert that nobody can tell from one (RFC 8446 section 6.1).
    case closing
    case fin
    case reset
    /// Nobody left, as far as the capture shows.
    case none
  }

  let kind: Kind
  /// Who left; `nil` where nobody did.
  let side: Side?
  /// Where; the last packet of the session where nobody did.
  let at: Moment

  init(_ session: Session, sealed: SealedDialogue?) {
    var first: (kind: Kind, side: Side, at: Moment)?
    func note(_ kind: Kind, _ side: Side, _ at: Moment) {
      if let known = first, known.at.packet <= at.packet { return }
      first = (kind, side, at)
    }
    for place in session.exchanges.indices {
      let isQuit = session.exchanges[place].command.verb == .quit
      if isQuit { note(.quit, .client, session.exchanges[place].command.at) }
      if let code = session.exchanges[place].reply?.code, code == 421 || code == 221 && !isQuit,
        let reply = session.exchanges[place].reply
      {
        note(.goodbye, .server, reply.first)
      }
    }
    if let greeting = session.greeting, greeting.code == 421 { note(.goodbye, .server, greeting.first) }
    for reply in session.unsolicitedReplies where reply.code == 421 || reply.code == 221 {
      note(.goodbye, .server, reply.first)
    }
    for login in session.authentications {
      if let quit = login.quit { note(.quit, .client, quit) }
      if let reply = login.reply, reply.code == 421 { note(.goodbye, .server, reply.first) }
    }
    for transaction in session.transactions {
      for reply in [transaction.finalReply].compactMap({ $0 }) + transaction.repliesAfterRefusal where reply.code == 421
      {
        note(.goodbye, .server, reply.first)
      }
    }
    if let tls = session.tls {
      for alert in tls.alerts {
        if alert.isEncrypted {
          note(.closing, alert.from, alert.at)
        } else if alert.description == "close_notify" || alert.description == "user_canceled" {
          note(.closing, alert.from, alert.at)
        } else if alert.level == "fatal" {
          note(.alert, alert.from, alert.at)
        }
      }
    }
    if let leave = sealed?.leave { note(leave.kind == .quit ? .quit : .closing, leave.side, leave.at) }
    func noteEnd(_ side: Side, _ fin: FINFacts?, _ resets: [Reset]) {
      if let fin { note(.fin, side, Moment(packet: fin.at.packet, time: fin.at.time)) }
      if let reset = resets.first(where: { $0.place != .outOfWindow }) {
        note(.reset, side, Moment(packet: reset.at.packet, time: reset.at.time))
      }
    }
    noteEnd(.client, session.clientFlow.fin, session.clientFlow.resets)
    noteEnd(.server, session.serverFlow.fin, session.serverFlow.resets)
    kind = first?.kind ?? .none
    side = first?.side
    at = first?.at ?? session.end
  }

  /// Whether what stands in `packet` came after it.
  func isBefore(_ packet: PacketID) -> Bool { kind != .none && at.packet < packet }
}
