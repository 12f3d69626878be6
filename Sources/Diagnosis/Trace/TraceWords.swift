import PlainWords
import SMTPSession
import SMTPTranscript

// The words in which a trace names what the decision layer works with.

extension Points {
  private static let names: [(Points, String)] = [
    (.connection, "the connection"), (.greeting, "the greeting"), (.hello, "the introduction (EHLO)"),
    (.list, "the list of extensions"), (.startTLS, "STARTTLS"), (.agreement, "TLS agreed and not begun"),
    (.handshake, "the TLS handshake"), (.sealed, "inside TLS"), (.login, "the login (AUTH)"),
    (.mail, "sender, recipients and message"), (.message, "the message on its way"), (.command, "between commands"),
    (.withoutTLS, "going on without TLS"),
  ]

  /// All of them, for a list.
  var words: String {
    let words = Self.names.filter { contains($0.0) }.map(\.1)
    return words.isEmpty ? "none" : words.joined(separator: "; ")
  }
}

extension SessionTraits {
  private static let names: [(SessionTraits, String)] = [
    (.tls, "TLS"), (.tlsCompleted, "TLS that was set up"), (.tlsUnfinished, "a handshake that broke off"),
    (.alert, "an alert"), (.certificate, "a readable certificate"), (.startTLS, "STARTTLS"),
    (.hello, "an introduction"), (.greeting, "a greeting"), (.auth, "a login"), (.mail, "a mail transaction"),
    (.refusal, "a refusal"), (.command, "a command"), (.reset, "a reset (RST)"), (.trouble, "trouble in TCP"),
    (.notWhole, "missing bytes"), (.pause, "a pause"), (.notSMTP, "bytes that are no SMTP"),
    (.tlsAnswer, "an answer of the server in TLS"), (.clearOnly, "a session without TLS"),
    (.withoutOffer, "a list without STARTTLS"), (.loginOffer, "an offer of AUTH"),
    (.vendorWords, "words of a vendor or of HTTP"), (.mask, "the mark of a device"), (.helo, "HELO"),
    (.clearAfterStartTLS, "clear text behind STARTTLS"), (.unusualStartTLS, "an unusual answer to STARTTLS"),
    (.captureMark, "a mark of the capture"),
  ]

  /// The first thing in it, in words.
  var firstName: String { Self.names.first { contains($0.0) }?.1 ?? "something else" }
}

extension Turn {
  /// After "the server was to".
  func duty(in session: Session) -> String {
    switch duty {
    case .connection: return "answer the attempt to connect"
    case .greeting: return "greet"
    case .reply where object == .message: return "answer the message"
    case .reply where object == .login: return "answer the login"
    case .reply: return "answer \(exchange.flatMap { session.exchanges[$0].command.verb.name } ?? "a command")"
    case .challengeAnswer: return "answer the challenge of the login"
    case .tlsStart: return "begin TLS"
    case .message: return "send its message to the end"
    case .command: return "send its next command"
    }
  }
}

extension SealedDialogue.Shape {
  /// After "as long as".
  var words: String? {
    switch self {
    case .greeting: "a greeting"
    case .hello: "EHLO"
    case .list: "the answer to EHLO"
    case .shortCommand: "QUIT, RSET, DATA or NOOP"
    case .login: "a login"
    case .challenge: "the challenge of a login"
    case .command: "MAIL or RCPT"
    case .message: "a message or a part of one"
    case .reply: "a reply"
    case .alert: "an alert"
    case .unknown: nil
    }
  }
}

extension SealedDialogue.Outcome {
  func words(_ packet: (Moment) -> String) -> String {
    switch self {
    case .delivered(let at): "a message was answered in \(packet(at)), and the answer is taken for a yes"
    case .refused(let stage, let at): "sizes and order admit a refusal at \(stage.inSentence), seen in \(packet(at))"
    case .unanswered(let side, let since, let seconds):
      "it was the \(side.noun)'s turn from \(packet(since)) on, and it sent nothing for \(TraceWords.span(seconds))"
    case .cutInMessage(let side, let at):
      "the \(side.noun) ended the connection in \(packet(at)), with a message unanswered"
    case .looked: "the client introduced itself and left: nothing was asked for"
    case .nothingSaid: "the client said nothing after the handshake"
    case .cannotBeTold: "what was said cannot be told"
    }
  }
}

extension LeaveTaking {
  /// As a sentence, with what follows from it.
  func words(_ packet: (Moment) -> String) -> String {
    let what: String
    switch kind {
    case .quit: what = "The client said QUIT"
    case .goodbye: what = "The server said that it closes"
    case .alert: what = "The \(side?.noun ?? "other side") sent a fatal alert"
    case .closing: what = "The \(side?.noun ?? "other side") ended TLS"
    case .fin: what = "The \(side?.noun ?? "other side") closed the connection (FIN)"
    case .reset: what = "The \(side?.noun ?? "other side") reset the connection (RST)"
    case .none: return "Nobody left, as far as the capture shows; it was seen last in \(packet(at))."
    }
    return "\(what) in \(packet(at)). What came after that follows from it, and explains nothing."
  }
}

extension Disposition {
  /// What it means here.
  func words(_ it: Case) -> String {
    switch self {
    case .delivered: "delivered: a message was accepted, by its reply or by all that sizes show. Nothing stopped it."
    case .deferred: "deferred: the refusal is for now (4yz), and the sender tries again."
    case .refused: "refused: the refusal is for good (5yz)."
    case .aborted: "aborted: it broke, or one side fell silent, before the client had what it came for."
    case .abandoned: "abandoned: the client left, after it had shown that it wanted something."
    case .noIntent:
      "noIntent: the client asked neither for mail nor for a login. A monitor does the same, so only what a peer said, what a device left behind, and what holds all the same count as a cause."
    case .unknown:
      it.point.place.contains(.sealed)
        ? "unknown: what was said inside TLS cannot be told." : "unknown: the capture does not show what became of it."
    }
  }
}

extension Cause.Basis {
  /// After "rests on".
  var words: String {
    switch self {
    case .statement: "what a peer said"
    case .residue: "what stands on the wire"
    case .inference: "the sizes of encrypted records"
    case .ending: "who left, and when"
    case .remainder: "nothing but that it happened"
    }
  }
}

enum TraceWords {
  /// A length of time: "12 ms", "31 seconds".
  static func span(_ seconds: Double) -> String { seconds < 0.001 ? "less than 1 ms" : LengthOfTime.rough(seconds) }

  /// The same after an event: "after 12 ms".
  static func after(_ seconds: Double) -> String { seconds < 0.001 ? "at once" : "after \(span(seconds))" }
}
