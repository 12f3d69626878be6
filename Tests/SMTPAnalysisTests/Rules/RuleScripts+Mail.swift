import Diagnosis
import SMTPTranscript

/// Greetings, introductions, logins and mail.
extension RuleScripts {
  static let openings: [Script] = [
    (
      "greeting/no-mail-here", "greeting-no-mail-here",
      made {
        $0.open()
        refuse(&$0, reply(.noMailHere))
      }
    ),
    (
      "greeting/malformed", "greeting-without-separator",
      greeted(greeting: "220-mx.example.net\r\n221 ESMTP") { leave(&$0) }
    ),
    (
      "greeting/rejected-554", "greeting-refuses-caller",
      made {
        $0.open()
        refuse(&$0, reply(.callerAddress, code: 554))
      }
    ),
    ("ehlo/rejected-no-fallback", "ehlo-unknown", greeted("502 5.5.1 Command not implemented\r\n") { leave(&$0) }),
    (
      "policy/server-trouble", "ehlo-closing",
      greeted(reply(.shuttingDown) + "\r\n") {
        $0.finish(.server)
        $0.finish(.client)
      }
    ),
    ("ehlo/rejected-name", "ehlo-name-refused", greeted(reply(.helloName, to: .ehlo) + "\r\n") { leave(&$0) }),
    ("ehlo/reply-malformed", "ehlo-bare-line-feeds", greeted("250-mx.example.net\n250 8BITMIME\r\n") { leave(&$0) }),
  ]

  private static func login(_ rule: String, _ reason: ReplyReason) -> Script {
    let name = "said-" + String(rule.map { $0 == "/" ? "-" : $0 })
    return (rule, name, refusedLogin(reply(reason, to: .auth)))
  }

  static let logins: [Script] =
    [
      login("auth/smtp-auth-disabled", .loginDisabled), login("auth/stronger-needed", .strongerLoginNeeded),
      login("auth/response-too-long", .loginTooLong), login("auth/initial-response-refused", .initialResponseRefused),
      login("auth/already-or-in-transaction", .loginAlreadyDone), login("auth/command-refused", .loginNotOffered),
      login("auth/credentials-rejected", .credentials), login("auth/temporary-failure", .loginUnavailable),
      login("auth/too-many-attempts", .loginAttempts), login("auth/encryption-required", .loginNeedsEncryption),
      login("auth/unrecognized-mechanism", .mechanismUnknown), login("auth/bad-encoding", .loginMalformed),
    ] + [
      (
        "auth/ok-then-refused", "auth-ok-then-refused",
        greeted(loginList) {
          login(&$0)
          mail(&$0, reply(.relay), at: .rcpt)
        }
      ),
      (
        "auth/timeout", "auth-timeout",
        greeted(loginList) {
          $0.say(.client, "AUTH PLAIN AGFsaWNlAHNlY3JldA==\r\n")
          $0.send(.server, flags: Flags.ack)
          $0.wait(300)
          $0.finish(.client)
          $0.finish(.server)
        }
      ),
      (
        "auth/masked", "auth-masked",
        greeted("250-mx.example.net\r\n250-AUTH XXXXX XXXXX\r\n250 8BITMIME\r\n") { leave(&$0) }
      ),
    ]

  private static func refusal(_ rule: String, _ reason: ReplyReason, at verb: Verb) -> Script {
    let name = "said-" + String(rule.map { $0 == "/" ? "-" : $0 })
    return (rule, name, refused(reply(reason, to: verb), at: verb))
  }

  static let refusals: [Script] =
    [
      refusal("policy/client-rejected", .callerAddress, at: .rcpt),
      refusal("policy/dnsbl", .blockList, at: .rcpt),
      refusal("policy/feature-missing", .parameter, at: .mail),
      refusal("policy/sender-authentication", .senderAuthentication, at: .bdat),
      refusal("policy/sender-rejected", .sender, at: .mail),
      refusal("policy/recipient-rejected", .recipient, at: .rcpt),
      refusal("policy/relay-denied", .relay, at: .rcpt),
      refusal("policy/rate-limited", .rate, at: .rcpt),
      refusal("policy/greylisted", .greylisted, at: .rcpt),
      refusal("policy/message-size", .messageSize, at: .mail),
      refusal("policy/message-rejected", .content, at: .bdat),
      refusal("policy/server-trouble", .serverTrouble, at: .mail),
      refusal("policy/tls-not-good-enough", .tlsTooWeak, at: .mail),
      refusal("policy/protocol-violation", .synchronization, at: .mail),
      refusal("policy/too-many-errors", .tooManyErrors, at: .mail),
      refusal("auth/required", .loginRequired, at: .mail),
      (
        "starttls/required-by-server", "starttls-required-by-server",
        refused(reply(.tlsRequired), at: .mail, list: tlsList)
      ),
      // The words are those that the table knows; no example of a whole reply has been seen.
      (
        "policy/must-not-use-tls", "policy-must-not-use-tls",
        refused("550 5.7.1 Sender address rejected: must not use TLS", at: .mail)
      ),
      ("policy/refused", "policy-refused", refused("554 5.0.0 Not today", at: .rcpt)),
      (
        "policy/send-as-denied", "policy-send-as-denied",
        greeted(loginList) {
          login(&$0)
          mail(&$0, reply(.senderRights), at: .bdat)
        }
      ),
      (
        "policy/mail-before-hello", "policy-mail-before-hello",
        made {
          $0.open()
          $0.say(.server, "220 mx.example.net ESMTP\r\n")
          mail(&$0, reply(.helloRequired), at: .mail)
        }
      ),
      (
        "policy/no-reply", "policy-no-reply",
        greeted {
          $0.say(.client, "MAIL FROM:<alice@example.org>\r\n")
          $0.send(.server, flags: Flags.ack)
          $0.wait(400)
          $0.finish(.client)
          $0.finish(.server)
        }
      ),
      (
        "policy/tarpit", "policy-tarpit",
        greeted {
          $0.say(.client, "MAIL FROM:<alice@example.org>\r\n")
          $0.say(.server, "250 2.1.0 Ok\r\n")
          for user in ["bob", "carol", "dave"] {
            $0.say(.client, "RCPT TO:<\(user)@example.net>\r\n")
            $0.wait(5)
            $0.say(.server, reply(.recipient, to: .rcpt) + "\r\n")
          }
          leave(&$0)
        }
      ),
    ]

  /// Greetings and lists around STARTTLS.
  static let startTLS: [Script] = [
    (
      "starttls/already-active", "starttls-already-active",
      greeted(tlsList) {
        $0.say(.client, "STARTTLS\r\n")
        refuse(&$0, reply(.tlsAlreadyActive, to: .startTLS))
      }
    ),
    (
      "starttls/offered-on-second-ehlo", "starttls-on-second-ehlo",
      greeted {
        $0.say(.client, "EHLO mail.example.org\r\n")
        $0.say(.server, tlsList)
        leave(&$0)
      }
    ),
    (
      "starttls/stripped", "starttls-stripped",
      greeted("250-mx.example.net\r\n250-SIZE 10240000\r\n250-STARTXXX\r\n250 8BITMIME\r\n") { leave(&$0) }
    ),
    ("starttls/not-offered", "starttls-not-offered", greeted { leave(&$0) }),
    (
      "starttls/unexpected-reply", "starttls-two-lines",
      {
        var script = TLSScript(tls13: true)
        script.wire.open()
        script.wire.say(.server, "220 mx.example.net ESMTP\r\n")
        script.wire.say(.client, TLSScript.hello)
        script.wire.say(.server, TLSScript.list)
        script.wire.say(.client, "STARTTLS\r\n")
        script.wire.say(.server, "220-2.0.0 Ready\r\n220 2.0.0 to start TLS\r\n")
        script.offer()
        script.answer()
        script.complete()
        return script.wire.capture
      }()
    ),
    (
      "starttls/inspection-swallows-tls", "starttls-behind-inspection",
      {
        var script = TLSScript(tls13: true)
        script.wire.open()
        script.wire.say(.server, "220 ***********************************\r\n")
        script.wire.say(.client, TLSScript.hello)
        script.wire.say(.server, TLSScript.list)
        script.wire.say(.client, "STARTTLS\r\n")
        script.wire.say(.server, "220 2.0.0 Ready\r\n")
        script.offer()
        script.finish(.server)
        script.finish(.client)
        return script.wire.capture
      }()
    ),
    (
      "starttls/offer-changed", "starttls-offer-changed",
      {
        var script = SiblingScript()
        script.look(at: 0)
        script.look(SiblingScript.other, at: 400_000, SiblingScript.withTLS)
        return script.capture
      }()
    ),
  ]
}
