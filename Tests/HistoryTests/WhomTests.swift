import Foundation
import Testing

@testable import History

/// Whom a change concerns, and whose it is: what is said of others is held against the right time, the right servers and the right names.
@Suite("Whom a change concerns")
struct WhomTests {
  private func time(_ place: Int) -> Int64 { MadeResult.time(day: 1, minutes: place * 10) }

  private func desk(_ make: (inout MadeResult) throws -> Void) throws -> HistoryDesk {
    var result = MadeResult()
    try make(&result)
    let desk = try HistoryDesk()
    try desk.add(result.lines)
    return desk
  }

  private func changes(_ desk: HistoryDesk) throws -> [[String: Any]] {
    let document = Data(try desk.changes(from: time(0), to: time(10_000), as: .json).utf8)
    let json = try #require(try JSONSerialization.jsonObject(with: document) as? [String: Any])
    return try #require(json["changes"] as? [[String: Any]])
  }

  @Test("what others saw when it was over is no ground for: only towards this hub")
  func laterSessions() throws {
    let desk = try desk { result in
      for place in 0..<90 {
        try result.add((30..<60).contains(place) ? .notOffered : .tls12, at: time(place), sensor: "hub-b")
        // The other was not there while it held.
        if place < 30 || place >= 61 {
          try result.add(.tls12, at: time(place) + 1, sensor: "hub-a", client: "192.0.2.11")
        }
      }
    }
    let text = try desk.story("mx.example.net")
    #expect(text.contains("STARTTLS is no longer offered, towards hub-b"), "\(text)")
    #expect(!text.contains("only towards"), "\(text)")
    #expect(text.contains("no session from then until 2026-09-01 09:50 from hub-a"), "\(text)")
    let change = try #require(try changes(desk).first)
    #expect(change["onlySome"] as? Bool == false)
    #expect(change["silent"] as? [String] == ["hub-a"])
    #expect((change["until"] as? String)?.hasPrefix("2026-09-01T09:50") == true)
  }

  @Test("a hub that lost it two days later is none that still has it")
  func followed() throws {
    let text = try desk { result in
      for place in 0..<600 {
        try result.add(place < 100 ? .tls12 : .notOffered, at: time(place), sensor: "hub-b")
        try result.add(
          place < 400 ? .tls12 : .notOffered, at: time(place) + 1, sensor: "hub-a", client: "192.0.2.11")
      }
    }.story("mx.example.net")
    #expect(text.contains("STARTTLS is no longer offered, towards hub-b"), "\(text)")
    #expect(!text.contains("only towards"), "\(text)")
    #expect(
      text.contains("hub-a: offered since then, too, in 300 sessions; not offered in 200 sessions"), "\(text)")
  }

  @Test("a hub that met it at another server only says nothing of the server that changed")
  func otherServer() throws {
    let desk = try desk { result in
      for place in 0..<80 {
        try result.add(place < 40 ? .tls12 : .notOffered, at: time(place), sensor: "hub-b", server: "203.0.113.25")
        try result.add(
          .tls12, at: time(place) + 1, sensor: "hub-a", server: "203.0.113.26", client: "192.0.2.11")
      }
    }
    let text = try desk.story("mx.example.net")
    #expect(!text.contains("only towards"), "\(text)")
    #expect(text.contains("hub-a: offered at other addresses in 40 sessions"), "\(text)")
    let unchanged = try #require(try changes(desk).first?["unchanged"] as? [[String: Any]])
    #expect(unchanged.first?["sessions"] as? Int == 0)
    #expect(unchanged.first?["atOtherServers"] as? Int == 40)
  }

  @Test("other clients, or another server, since then: that is told as what changed, to machines, too")
  func otherEnds() throws {
    for isServer in [false, true] {
      let desk = try desk { result in
        for place in 0..<80 {
          let isNew = place >= 40
          try result.add(
            isNew ? .notOffered : .tls12, at: time(place), sensor: "hub-a",
            server: isNew && isServer ? "203.0.113.99" : "203.0.113.25",
            client: isNew && !isServer ? "192.0.2.99" : "192.0.2.10")
        }
      }
      let change = try #require(try changes(desk).first)
      let place = try #require((change["places"] as? [[String: Any]])?.first)
      #expect(place["otherServers"] as? Bool == isServer)
      #expect(place["otherClients"] as? Bool == !isServer)
      let since = try #require(place["after"] as? [String: Any])
      #expect(since[isServer ? "servers" : "clients"] as? [String] == [isServer ? "203.0.113.99" : "192.0.2.99"])
      #expect(change["certainty"] as? String == "probable")
      let summary = try #require(change["summary"] as? String)
      #expect(!summary.contains("no longer"), "\(summary)")
      #expect(
        summary.contains(isServer ? "not offered at 203.0.113.99, met since" : "not offered for 192.0.2.99, met since"))
    }
  }

  /// A server that hosts several domains shows each its own.
  @Test("another name asked for is no other certificate, and each name is compared with itself")
  func requestedName() throws {
    func asking(_ name: String, _ line: inout [String: Any]) {
      var tls = line["tls"] as? [String: Any] ?? [:]
      tls["serverName"] = name
      line["tls"] = tls
    }
    let text = try desk { result in
      for place in 0..<80 {
        try result.add(.tls12, at: time(place), sensor: "hub-a", certificate: place < 40 ? "a" : "b") {
          asking(place < 40 ? "mx.example.net" : "mx2.example.net", &$0)
        }
      }
    }.story("mx.example.net")
    #expect(!text.contains("another certificate"), "\(text)")
    #expect(text.contains("certificate asked for as mx2.example.net: bbbb"), "\(text)")
    let changed = try desk { result in
      for place in 0..<160 {
        let isFirst = place % 2 == 0
        try result.add(
          .tls12, at: time(place), sensor: "hub-a", certificate: isFirst ? place < 80 ? "a" : "b" : "c"
        ) {
          asking(isFirst ? "mx.example.net" : "mx2.example.net", &$0)
        }
      }
    }.story("mx.example.net")
    #expect(changed.components(separatedBy: "another certificate").count == 2, "\(changed)")
    #expect(changed.contains("hub-a, asked for as mx.example.net: aaaaaaaaaaaaaaaa until"), "\(changed)")
  }

  @Test("a certificate of which another word is known since is the same certificate")
  func digest() throws {
    let text = try desk { result in
      for place in 0..<80 {
        try result.add(.tls12, at: time(place), sensor: "hub-a", certificate: "a") { line in
          guard place >= 40, var tls = line["tls"] as? [String: Any],
            var chain = tls["certificates"] as? [[String: Any]], !chain.isEmpty
          else { return }
          chain[0]["subject"] = "CN=(a stand-in)"
          tls["certificates"] = chain
          line["tls"] = tls
        }
      }
    }.story("mx.example.net")
    #expect(!text.contains("another certificate"), "\(text)")
    #expect(text.contains("certificate: aaaaaaaaaaaaaaaa"), "\(text)")
    #expect(text.contains("(80 sessions)"), "\(text)")
  }

  @Test("a loss is never told under good news")
  func folding() throws {
    let text = try desk { result in
      for place in 0..<80 {
        try result.add(place < 40 ? .notOffered : .tls12, at: time(place), sensor: "hub-a") { line in
          var verdict = line["verdict"] as? [String: Any] ?? [:]
          verdict["disposition"] = place < 40 ? "delivered" : "refused"
          verdict["stoppedBy"] = place < 40 ? "none" : "server"
          verdict["stage"] = place < 40 ? "quit" : "mail"
          line["verdict"] = verdict
          line["transactions"] = [[String: Any]]()
        }
      }
    }.story("mx.example.net")
    #expect(text.contains("  STARTTLS is offered"), "\(text)")
    #expect(text.contains("  mail is no longer taken"), "\(text)")
    #expect(!text.contains("with it, mail"), "\(text)")
  }

  /// What is not the server's is no change of the server's.
  @Test(
    "a connection that breaks, a recipient that is refused, a handshake that the client ends are no change of the peer",
    arguments: ["aborted", "recipient", "login", "client", "network", "server"])
  func notThePeers(kind: String) throws {
    let text = try desk { result in
      for place in 0..<80 {
        try result.add(.tls12, at: time(place), sensor: "hub-a") { line in
          var verdict = line["verdict"] as? [String: Any] ?? [:]
          (verdict["disposition"], verdict["stoppedBy"], verdict["actor"]) = ("delivered", "none", "none")
          if place >= 40 {
            verdict["outcome"] = "stopped"
            switch kind {
            case "recipient", "login":
              (verdict["disposition"], verdict["stoppedBy"]) = ("refused", "server")
              verdict["stage"] = kind == "login" ? "auth" : "rcpt"
              line["transactions"] = [
                ["mailFrom": "a@example.com", "recipients": [["address": "b@example.net", "replyCode": 550]]]
              ]
              line["transcript"] = [["from": "server", "kind": "reply", "text": "550 5.1.1 no such user"]]
            case "aborted": (verdict["disposition"], verdict["stoppedBy"]) = ("aborted", "network")
            default:
              (verdict["disposition"], verdict["stoppedBy"], verdict["stage"]) = ("aborted", kind, "clientFlight")
              var tls = line["tls"] as? [String: Any] ?? [:]
              tls["completed"] = false
              line["tls"] = tls
              line["stages"] = [["stage": "clientFlight", "state": "failed", "packet": 9, "seconds": 0.1]]
            }
          }
          line["verdict"] = verdict
        }
      }
    }.story("mx.example.net")
    #expect(!text.contains("mail is no longer taken"), "\(text)")
    #expect(text.contains("TLS handshakes fail") == (kind == "server"), "\(text)")
  }

  @Test("a refusal of the server to take mail from this client is told")
  func refusal() throws {
    let text = try desk { result in
      for place in 0..<80 {
        try result.add(.inClear, at: time(place), sensor: "hub-a") { line in
          guard place >= 40 else { return }
          line["verdict"] = [
            "outcome": "stopped", "disposition": "refused", "stage": "rcpt", "stoppedBy": "server", "actor": "client",
            "finding": "policy/dnsbl", "certainty": "certain",
          ]
          line["transactions"] = [
            ["mailFrom": "a@example.com", "recipients": [["address": "b@example.net", "replyCode": 554]]]
          ]
          line["transcript"] = [["from": "server", "kind": "reply", "text": "554 5.7.1 blocked by a list"]]
        }
      }
    }.story("mx.example.net")
    #expect(text.contains("mail is no longer taken"), "\(text)")
    #expect(text.contains("verdicts since rest on policy/dnsbl (40)"), "\(text)")
  }

  @Test("a reply is not new where none could have been seen before")
  func hiddenReplies() throws {
    for isHidden in [true, false] {
      let text = try desk { result in
        for place in 0..<60 {
          try result.add(
            place >= 40 ? .greylisted : isHidden ? .tls12 : .inClear, at: time(place), sensor: "hub-a")
        }
      }.changes(from: time(0), to: time(10_000))
      #expect(text.contains("first 45") != isHidden, "\(text)")
    }
  }
}
