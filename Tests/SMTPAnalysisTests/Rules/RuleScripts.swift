import Diagnosis
import SMTPTranscript
import TestSupport

/// Conversations written by hand in which a rule fires: for rules that no capture of real software shows.
enum RuleScripts {
  typealias Script = (rule: String, name: String, capture: [UInt8])
  typealias Flags = WireScript.Flags

  static let all: [Script] =
    openings + logins + refusals + startTLS + transport + captures + security + handshakes + alerts + insideTLS
    + certificates

  static func script(_ name: String) -> Script? { all.first { $0.name == name } }

  // MARK: - Pieces

  static let plainList = "250-mx.example.net\r\n250-SIZE 10240000\r\n250 8BITMIME\r\n"
  static let tlsList = "250-mx.example.net\r\n250-SIZE 10240000\r\n250-STARTTLS\r\n250 8BITMIME\r\n"
  static let loginList = "250-mx.example.net\r\n250-SIZE 10240000\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n"

  static func made(_ write: (inout WireScript) -> Void) -> [UInt8] {
    var wire = WireScript()
    write(&wire)
    return wire.capture
  }

  /// As far as the list; what follows is written by `write`.
  static func greeted(
    _ list: String = plainList, greeting: String = "220 mx.example.net ESMTP", name: String = "mail.example.org",
    _ write: (inout WireScript) -> Void = { _ in }
  ) -> [UInt8] {
    made {
      $0.open()
      $0.say(.server, greeting + "\r\n")
      $0.say(.client, "EHLO \(name)\r\n")
      $0.say(.server, list)
      write(&$0)
    }
  }

  /// The real reply that stands in the table for `reason`.
  static func reply(_ reason: ReplyReason, to verb: Verb = .mail, code: Int? = nil) -> String {
    let row = ReplyReasons.rows.first {
      let fits = $0.verbs.isEmpty || $0.verbs.contains(verb)
      return $0.reason == reason && fits && $0.example.map { $0.hasPrefix(code.map(String.init) ?? "") } ?? false
    }
    return row?.example ?? "550 no example of \(reason)"
  }

  static func login(_ wire: inout WireScript) {
    wire.say(.client, "AUTH PLAIN AGFsaWNlAHNlY3JldA==\r\n")
    wire.say(.server, "235 2.7.0 Authentication successful\r\n")
  }

  /// The steps of a mail as far as `verb`, which the server answers so.
  static func mail(_ wire: inout WireScript, _ reply: String, at verb: Verb) {
    let steps: [(Verb, String, String)] = [
      (.mail, "MAIL FROM:<alice@example.org>", "250 2.1.0 Ok"), (.rcpt, "RCPT TO:<bob@example.net>", "250 2.1.5 Ok"),
      (.data, "DATA", "354 go on"), (.bdat, "Subject: x\r\n\r\nHello.\r\n.", "250 2.0.0 Ok"),
    ]
    for (step, line, answer) in steps {
      wire.say(.client, line + "\r\n")
      guard step != verb else { break }
      wire.say(.server, answer + "\r\n")
    }
    refuse(&wire, reply)
  }

  /// The refusal, and both take their leave.
  static func refuse(_ wire: inout WireScript, _ reply: String) {
    wire.say(.server, reply.split(separator: "\n").joined(separator: "\r\n") + "\r\n")
    leave(&wire)
  }

  static func leave(_ wire: inout WireScript) {
    wire.say(.client, "QUIT\r\n")
    wire.say(.server, "221 2.0.0 Bye\r\n")
    wire.finish(.server)
    wire.finish(.client)
  }

  static func refused(_ reply: String, at verb: Verb, list: String = plainList) -> [UInt8] {
    greeted(list) { mail(&$0, reply, at: verb) }
  }

  static func refusedLogin(_ reply: String, list: String = loginList) -> [UInt8] {
    greeted(list) {
      $0.say(.client, "AUTH PLAIN AGFsaWNlAHNlY3JldA==\r\n")
      refuse(&$0, reply)
    }
  }
}

extension WireScript {
  /// An acknowledgment that asks for the bytes from `asked` on.
  mutating func confirm(_ peer: Peer, at place: UInt32, asking asked: UInt32) {
    let isClient = peer == .client
    let (from, to) = isClient ? (client, server) : (server, client)
    let ports: (UInt16, UInt16) = isClient ? (clientPort, serverPort) : (serverPort, clientPort)
    wait(0.001)
    append(
      PacketBuilder.frame(
        from: from, ports.0, to: to, ports.1, sequence: place, acknowledgment: asked, flags: Flags.ack, payload: []))
  }
}
