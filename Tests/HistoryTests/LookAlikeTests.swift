import TestSupport
import Testing

@testable import History

/// What looks like a change and is none. A wrong accusation is worse than no answer.
@Suite("Look-alikes of a change")
struct LookAlikeTests {
  private let steady = "nothing that a run of 5 sessions on either side shows"

  private func story(_ make: (inout MadeResult) throws -> Void) throws -> String {
    var result = MadeResult()
    try make(&result)
    let desk = try HistoryDesk()
    try desk.add(result.lines)
    return try desk.story("mx.example.net")
  }

  private func time(_ place: Int) -> Int64 { MadeResult.time(day: 1, minutes: place * 10) }

  @Test("a single session without the offer, and a few at the end")
  func few() throws {
    for odd in [[50], [97, 98, 99]] {
      let text = try story { result in
        for place in 0..<100 {
          try result.add(odd.contains(place) ? .notOffered : .tls12, at: time(place), sensor: "hub-a")
        }
      }
      #expect(text.contains(steady), "\(text)")
      #expect(text.contains("STARTTLS: offered from the first session on"), "\(text)")
    }
  }

  /// Connections are kept and used again, so that one server may be met ten times in a row.
  @Test("servers behind one name that are each as they always were, by turns and in long runs", arguments: [1, 3, 12])
  func mixedServers(length: Int) throws {
    let text = try story { result in
      for place in 0..<120 {
        let isFirst = place / length % 2 == 0
        try result.add(
          isFirst ? .tls12 : .notOffered, at: time(place), sensor: "hub-a",
          server: isFirst ? "203.0.113.25" : "203.0.113.26")
      }
    }
    #expect(text.contains(steady), "\(text)")
    #expect(text.contains("STARTTLS at 203.0.113.25: offered from the first session on"), "\(text)")
    #expect(text.contains("STARTTLS at 203.0.113.26: not offered from the first session on"), "\(text)")
  }

  @Test("many servers that are each met twice, in long runs of one kind and the other, are told as by turns")
  func manyServers() throws {
    let text = try story { result in
      for place in 0..<120 {
        let isFirst = place / 12 % 2 == 0
        try result.add(
          isFirst ? .tls12 : .notOffered, at: time(place), sensor: "hub-a",
          server: "203.0.113.\(place / 12 % 2 * 100 + place / 24 * 12 % 30 + place % 12)")
      }
    }
    #expect(!text.contains("STARTTLS is no longer offered"), "\(text)")
    #expect(text.contains("STARTTLS: by turns: not offered (60 sessions), offered (60)"), "\(text)")
  }

  @Test("clients of one sensor that are treated differently, in long runs")
  func mixedClients() throws {
    let text = try story { result in
      for place in 0..<120 {
        let isFirst = place / 15 % 2 == 0
        try result.add(
          isFirst ? .tls12 : .notOffered, at: time(place), sensor: "span",
          client: isFirst ? "192.0.2.10" : "192.0.2.11")
      }
    }
    #expect(text.contains(steady), "\(text)")
    #expect(text.contains("STARTTLS for 192.0.2.11: not offered from the first session on"), "\(text)")
  }

  @Test("captures that miss the EHLO, and TLS from the first byte")
  func hidden() throws {
    let text = try story { result in
      for place in 0..<60 {
        try result.add(place < 30 ? .tls12 : .midConnection, at: time(place), sensor: "hub-a")
      }
    }
    #expect(text.contains(steady), "\(text)")
    #expect(text.contains("STARTTLS: offered from the first session on, 2026-09-01 00:00 (30 sessions)"), "\(text)")
    #expect(text.contains("In 30 of 60 sessions no whole list of extensions was captured"), "\(text)")
  }

  @Test("a list of which only a part was captured does not lack what it does not show")
  func partialList() throws {
    let text = try story { result in
      for place in 0..<60 {
        try result.add(place < 30 ? .tls12 : .notOffered, at: time(place), sensor: "hub-a") { line in
          guard place >= 30, let hellos = line["ehlo"] as? [[String: Any]] else { return }
          line["ehlo"] = hellos.map { hello in
            var hello = hello
            hello["complete"] = false
            return hello
          }
        }
      }
    }
    #expect(text.contains(steady), "\(text)")
  }

  /// Only who asks for the list is told of it, so a client that stopped asking is no change of the server's.
  @Test("a client that says HELO, also in results that do not write the word, and a list without anything in it")
  func helo() throws {
    for (verb, isChange) in [("HELO", false), (nil, false), ("EHLO", true)] {
      let text = try story { result in
        for place in 0..<60 {
          try result.add(place < 30 ? .tls12 : .notOffered, at: time(place), sensor: "hub-a") { line in
            guard place >= 30, let hellos = line["ehlo"] as? [[String: Any]] else { return }
            line["ehlo"] = hellos.map { hello in
              var hello = hello
              hello["verb"] = verb
              hello["keywords"] = [String]()
              return hello
            }
          }
        }
      }
      #expect(text.contains("STARTTLS is no longer offered") == isChange, "\(verb ?? "none"): \(text)")
      #expect(text.contains(steady) != isChange, "\(text)")
    }
  }

  @Test("a device on the way that writes over the offer is no change of the server")
  func masked() throws {
    let text = try story { result in
      for place in 0..<60 {
        try result.add(place < 30 ? .tls12 : .notOffered, at: time(place), sensor: "hub-a") { line in
          guard place >= 30, let hellos = line["ehlo"] as? [[String: Any]] else { return }
          line["ehlo"] = hellos.map { hello in
            var hello = hello
            hello["keywords"] = ["SIZE 20971520", "XXXXXXXA"]
            return hello
          }
        }
      }
    }
    #expect(text.contains(steady), "\(text)")
  }

  @Test("a server that changed itself behind a name with another is found, and named")
  func oneOfTwoServers() throws {
    let text = try story { result in
      for place in 0..<160 {
        let isFirst = place % 2 == 0
        try result.add(
          isFirst && place >= 80 ? .notOffered : .tls12, at: time(place), sensor: "hub-a",
          server: isFirst ? "203.0.113.25" : "203.0.113.26")
      }
    }
    #expect(text.contains("STARTTLS is no longer offered"), "\(text)")
    #expect(text.contains("hub-a, at 203.0.113.25: offered until"), "\(text)")
    #expect(text.contains("STARTTLS at 203.0.113.26: offered from the first session on"), "\(text)")
  }

  @Test("a partner that answers at another address from some day on is told as that")
  func moved() throws {
    let text = try story { result in
      for place in 0..<60 {
        try result.add(
          place < 30 ? .tls12 : .notOffered, at: time(place), sensor: "hub-a",
          server: place < 30 ? "203.0.113.25" : "203.0.113.99")
      }
    }
    #expect(!text.contains("STARTTLS is no longer offered"), "\(text)")
    #expect(
      text.contains(
        "STARTTLS: offered at 203.0.113.25, met before; not offered at 203.0.113.99, met since"), "\(text)")
    #expect(text.contains("the sessions before went to 203.0.113.25, those since to 203.0.113.99"), "\(text)")
    #expect(text.contains("certainty: probable"), "\(text)")
  }

  @Test("greylisting that was always there is no new refusal")
  func greylisting() throws {
    let text = try story { result in
      for place in 0..<100 {
        try result.add(place % 4 == 0 ? .greylisted : .inClear, at: time(place), sensor: "hub-a")
      }
    }
    #expect(text.contains(steady), "\(text)")
    #expect(text.contains("first 45"), "\(text)")
  }
}
