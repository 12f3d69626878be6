import Diagnosis
import SMTPTranscript
import TestSupport

/// TCP, the place of capture, and what can be told of security in clear text.
extension RuleScripts {
  private static func text(_ count: Int) -> [UInt8] {
    [UInt8](repeating: 0x78, count: count - 2) + [13, 10]
  }

  static let transport: [Script] = [
    (
      "transport/client-abandoned-connect", "client-abandons-connect",
      made {
        $0.open()
        $0.finish(.client)
        $0.finish(.server)
      }
    ),
    (
      "transport/idle-state-expired", "idle-state-expired",
      greeted {
        $0.wait(600)
        $0.say(.client, "MAIL FROM:<alice@example.org>\r\n")
        $0.send(.server, flags: Flags.reset)
      }
    ),
    (
      "transport/reset-mid-session", "reset-at-mail",
      greeted {
        $0.say(.client, "MAIL FROM:<alice@example.org>\r\n")
        $0.send(.server, flags: Flags.reset)
      }
    ),
    (
      "transport/closed-mid-session", "closed-at-mail",
      greeted {
        $0.say(.client, "MAIL FROM:<alice@example.org>\r\n")
        $0.finish(.server)
        $0.finish(.client)
      }
    ),
    (
      "transport/segment-loss-stall", "segment-lost",
      greeted {
        let line = Array("MAIL FROM:<alice@example.org>\r\n".utf8)
        $0.say(.client, bytes: line)
        for pause in [0.3, 0.6, 1.2, 2.4] {
          $0.wait(pause)
          $0.send(.client, flags: Flags.push, offset: 0 &- UInt32(line.count), payload: line)
        }
        $0.wait(60)
        $0.finish(.client)
      }
    ),
    (
      "transport/pmtu-blackhole", "large-segments-lost",
      greeted {
        $0.say(.client, "MAIL FROM:<alice@example.org>\r\n")
        $0.say(.server, "250 2.1.0 Ok\r\n")
        $0.say(.client, "RCPT TO:<bob@example.net>\r\n")
        $0.say(.server, "250 2.1.5 Ok\r\n")
        $0.say(.client, "DATA\r\n")
        $0.say(.server, "354 go on\r\n")
        let place = $0.next[.server] ?? 0
        let asked = $0.next[.client] ?? 0
        $0.say(.client, bytes: text(1460))
        $0.say(.client, bytes: text(200))
        // The server has the small packet and asks for the large one.
        for _ in 0..<2 { $0.confirm(.server, at: place, asking: asked) }
        for pause in [1.0, 2, 4] {
          $0.wait(pause)
          $0.send(.client, flags: Flags.push, offset: 0 &- 1660, payload: text(1460))
        }
        $0.wait(60)
        $0.finish(.client)
      }
    ),
    (
      "transport/port25-redirected", "one-server-at-three-addresses",
      made {
        for (index, server) in ([[198, 51, 100, 1], [203, 0, 113, 1], [192, 0, 2, 200]] as [[UInt8]]).enumerated() {
          if index == 0 {
            $0.server = server
            $0.open()
          } else {
            $0.reopen(server: server)
          }
          $0.say(.server, "220 relay.example.org ESMTP\r\n")
          $0.say(.client, "EHLO mail.example.com\r\n")
          $0.say(.server, "250-relay.example.org\r\n250 SIZE 1000\r\n")
          leave(&$0)
        }
      }
    ),
    (
      "transport/address-family-fallback", "ipv6-refused-ipv4-served",
      {
        let network: [UInt8] = [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11)
        var script = SiblingScript()
        script.talk(network + [5], network + [9], at: 0) {
          $0.send(true, flags: 0x02)
          $0.send(false, flags: 0x14)
        }
        script.talk(at: 0.5) {
          $0.introduce(SiblingScript.plain)
          $0.mail()
          $0.quit()
        }
        return script.capture
      }()
    ),
  ]

  static let captures: [Script] = [
    (
      "capture/clock", "clock-never-set",
      made {
        $0.wait(-1_699_000_000)
        $0.open()
        $0.say(.server, "220 mx.example.net ESMTP\r\n")
      }
    ),
    (
      "capture/time-backwards", "times-run-backwards",
      greeted {
        $0.wait(-5)
        $0.say(.client, "NOOP\r\n")
        $0.say(.server, "250 2.0.0 Ok\r\n")
        leave(&$0)
      }
    ),
    (
      "capture/asymmetric-path", "two-hop-limits",
      greeted {
        $0.send(.server, flags: Flags.ack, hopLimit: 57)
        leave(&$0)
      }
    ),
    (
      "capture/overlap-conflict", "two-bytes-for-one-place",
      greeted {
        $0.say(.client, "NOOP\r\n")
        $0.send(.server, flags: Flags.push, payload: Array("250 2.0.0 Ok\r\n".utf8))
        $0.say(.server, "250 2.0.0 No\r\n")
        leave(&$0)
      }
    ),
    (
      "capture/port-reuse", "ports-used-again",
      {
        var script = SiblingScript()
        for (time, sequence) in [(0.0, 1000 as UInt32), (2, 900_000)] {
          script.talk(at: time, sequence: sequence) { talk in
            talk = SiblingScript.Talk(
              client: SiblingScript.client, server: SiblingScript.server, at: time, sequence: sequence)
            talk.introduce(SiblingScript.plain)
          }
        }
        return script.capture
      }()
    ),
    ("capture/probe-session", "openssl-client", greeted(name: "openssl.client.net") { leave(&$0) }),
    (
      "capture/segmentation-offload", "larger-than-the-wire",
      greeted {
        $0.say(.client, "MAIL FROM:<alice@example.org>\r\n")
        $0.say(.server, "250 2.1.0 Ok\r\n")
        $0.say(.client, "RCPT TO:<bob@example.net>\r\n")
        $0.say(.server, "250 2.1.5 Ok\r\n")
        $0.say(.client, "DATA\r\n")
        $0.say(.server, "354 go on\r\n")
        for _ in 0..<3 { $0.say(.client, String(repeating: String(repeating: "x", count: 70) + "\r\n", count: 200)) }
        $0.say(.client, ".\r\n")
        $0.say(.server, "250 2.0.0 Ok: queued as A1\r\n")
        leave(&$0)
      }
    ),
    (
      "capture/nat-both-sides", "captured-on-both-sides",
      {
        var script = SiblingScript()
        script.talk([10, 0, 0, 5], at: 0, sequence: 7) {
          $0.introduce(SiblingScript.plain)
          $0.quit()
        }
        script.talk([198, 51, 100, 7], at: 0, sequence: 7) {
          $0.clientLag = 0.004
          $0.serverLag = -0.004
          $0.introduce(SiblingScript.plain)
          $0.quit()
        }
        return script.capture
      }()
    ),
    (
      "capture/started-late-tls", "begins-inside-tls",
      made {
        for _ in 0..<3 {
          $0.say(.client, bytes: TLSScript.record(23, [UInt8](repeating: 9, count: 60)))
          $0.say(.server, bytes: TLSScript.record(23, [UInt8](repeating: 9, count: 40)))
        }
      }
    ),
  ]

  static let security: [Script] = [
    (
      "security/forged-refusal", "words-of-postfix-from-exim",
      greeted(tlsList, greeting: "220 mx.example.net ESMTP Exim 4.96") {
        $0.say(.client, "STARTTLS\r\n")
        refuse(&$0, reply(.tlsUnavailable, to: .startTLS, code: 454))
      }
    ),
    (
      "security/stripping-suspected", "two-copies-of-the-list",
      made {
        $0.open()
        $0.say(.server, "220 mx.example.net ESMTP\r\n")
        $0.say(.client, "EHLO mail.example.com\r\n")
        let tail = "\r\n250 SIZE 1000\r\n"
        $0.send(.server, flags: Flags.push, payload: Array("250-mx.example.net\r\n250-STARTTLS\(tail)".utf8))
        $0.say(.server, "250-mx.example.net\r\n250-XXXXXXXX\(tail)")
        leave(&$0)
      }
    ),
    ("security/information-leak", "inner-name-outside", greeted(name: "exchange01.corp.local") { leave(&$0) }),
  ]
}
