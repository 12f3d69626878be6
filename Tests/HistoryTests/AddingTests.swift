import Foundation
import Reports
import TestSupport
import Testing

@testable import History

/// What is added is there once, whatever the order, and mail addresses are not there at all.
@Suite("Adding to a history")
struct AddingTests {
  private static func made(_ days: ClosedRange<Int>) throws -> [String] {
    var result = MadeResult()
    for day in days {
      for (offset, kind) in MadeResult.Kind.allCases.enumerated() {
        try result.add(
          kind, at: MadeResult.time(day: day, minutes: offset * 30), sensor: offset % 2 == 0 ? "hub-a" : "hub-b",
          client: "192.0.2.\(10 + offset % 2)")
      }
    }
    return result.lines
  }

  @Test("the same again changes nothing")
  func idempotent() throws {
    let desk = try HistoryDesk()
    let lines = try Self.made(1...10)
    #expect(try desk.add(lines).added.new == 70)
    let before = try desk.everything()
    let again = try desk.add(lines)
    #expect(again.added.new == 0)
    #expect(again.added.changed == 0)
    #expect(again.added.known == 70)
    #expect(try desk.everything() == before)
  }

  /// Some sessions come twice, once with less known, as from a run without keys or without a name for the sensor.
  @Test("any order and any division give the same answers", arguments: 1...6)
  func order(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let lines = try Self.made(1...12)
    let poorer = lines.enumerated().filter { $0.offset % 3 == 0 }.map { _, line in
      line.replacing(#/"sensor":"hub-[ab]"/#, with: #""sensor":null"#)
    }
    let first = try HistoryDesk()
    try first.add(lines)
    let second = try HistoryDesk()
    var rest = (lines + poorer).shuffled(using: &random)
    while !rest.isEmpty {
      let part = Array(rest.prefix(Int.random(in: 1...40, using: &random)))
      try second.add(part)
      rest.removeFirst(part.count)
    }
    #expect(try first.everything() == second.everything(), "seed \(seed)")
  }

  @Test("an exported history, added elsewhere, says the same")
  func export() throws {
    let (first, second) = (try HistoryDesk(), try HistoryDesk())
    try first.add(try Self.made(1...8), keepsMailboxes: true)
    try second.add(first.exported().split(separator: "\n").map(String.init), keepsMailboxes: true)
    #expect(try first.everything() == second.everything())
    #expect(try first.exported().contains("@"))
  }

  @Test("mail addresses are stored where that is asked for, and show then finds a peer by a recipient's domain")
  func mailboxes() throws {
    let lines = try Self.made(1...2)
    let addresses = Set(lines.flatMap { $0.matches(of: #/"address":"([^"@]+@[^"]+)"/#).map { String($0.1) } })
    #expect(!addresses.isEmpty)
    let (without, with) = (try HistoryDesk(), try HistoryDesk())
    try without.add(lines)
    try with.add(lines, keepsMailboxes: true)
    for address in addresses {
      #expect(try !Data(contentsOf: URL(filePath: without.database)).contains(Data(address.utf8)), "\(address)")
      #expect(try Data(contentsOf: URL(filePath: with.database)).contains(Data(address.utf8)), "\(address)")
    }
    let domain = try #require(addresses.first?.split(separator: "@").last)
    #expect(try with.story(String(domain)).contains("mx.example.net"))
    #expect(throws: HistoryError.self) { try without.story(String(domain)) }
  }

  @Test(
    "nor are those in the names of a certificate",
    arguments: [
      ("CN=john.doe@example.net,O=Example", "CN=(a mail address),O=Example"),
      ("emailAddress=post,CN=mx.example.net", "emailAddress=(a mail address),CN=mx.example.net"),
      ("CN=John Doe <john@example.net>+OU=Mail,C=US", "CN=(a mail address)+OU=Mail,C=US"),
      (#"CN=john\+tag@example.net\,x,O=a\,b"#, #"CN=(a mail address),O=a\,b"#),
      ("1.2.840.113549.1.9.1=#160b6a6f686e40612e6e6574,CN=a", "1.2.840.113549.1.9.1=(a mail address),CN=a"),
      ("2.5.4.99=#160b6a6f686e40612e6e6574,CN=a", "2.5.4.99=(a mail address),CN=a"),
      ("john@example.net", "(a mail address)"), (#"CN=john\40example.net"#, "CN=(a mail address)"),
      ("CN=mx.example.net,OU=Unit 40,serialNumber=1404", "CN=mx.example.net,OU=Unit 40,serialNumber=1404"),
      ("", ""), ("=@", "(a mail address)"), ("CN=@", "CN=(a mail address)"),
    ])
  func certificateNames(name: String, shown: String) throws {
    #expect(NameWithoutMailboxes.text(name) == shown)
    func line() throws -> String {
      var result = MadeResult()
      try result.add(.tls12, at: MadeResult.time(day: 1, minutes: 0), sensor: "hub-a") { line in
        var tls = line["tls"] as? [String: Any] ?? [:]
        var chain = tls["certificates"] as? [[String: Any]] ?? []
        // As the maker of lines writes the sign.
        chain[0]["subject"] = name.replacing("@", with: "@mail@")
        chain[0]["issuer"] = name.replacing("@", with: "@mail@")
        tls["certificates"] = chain
        line["tls"] = tls
      }
      return try #require(result.lines.first)
    }
    guard name.count > 3 else { return }
    let (without, with) = (try HistoryDesk(), try HistoryDesk())
    try without.add([try line()])
    try with.add([try line()], keepsMailboxes: true)
    let escaped = { (text: String) in text.replacing("\\", with: "\\\\") }
    #expect(try without.exported().contains("\"subject\":\"\(escaped(shown))\",\"issuer\":\"\(escaped(shown))\""))
    #expect(try with.exported().contains("\"subject\":\"\(escaped(name))\""))
  }

  @Test("lines of types that are not known, and blank ones, are passed over")
  func unknownTypes() throws {
    let desk = try HistoryDesk()
    let tally = try desk.add(
      [#"{"type":"survey","version":7,"x":[1]}"#, "", #"{"type":"tomorrow"}"#] + Self.made(1...1) + [MadeResult.end])
    #expect(tally.sessions == 7)
    #expect(tally.added.new == 7)
    #expect(tally.isWhole)
  }

  @Test("every capture of the project can be remembered, and its words are not kept")
  func captures() throws {
    let desk = try HistoryDesk()
    var sessions = 0
    for capture in ProjectFolders.captures(below: ProjectFolders.captures).prefix(40) {
      let lines = MadeResult.result(of: capture.path()).split(separator: 0x0A).map {
        String(decoding: $0, as: UTF8.self)
      }
      sessions += try desk.add(lines).sessions
    }
    let contents = try HistoryStore.toRead(desk.database).contents()
    #expect(sessions > 30)
    #expect(contents.sessions == sessions)
    #expect(contents.withMailboxes == 0)
    let bytes = try Data(contentsOf: URL(filePath: desk.database))
    for word in ["EHLO ", "MAIL FROM", "RCPT TO", "AUTH PLAIN", "Subject:"] {
      #expect(!bytes.contains(Data(word.utf8)), "\(word)")
    }
  }

  @Test("the database is its owner's alone, and so is its folder")
  func rights() throws {
    let desk = try HistoryDesk()
    let path = desk.path("state/smtptrace/history.db")
    let store = try HistoryStore.toWrite(path)
    func mode(_ path: String) throws -> Int? {
      (try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }
    #expect(try mode(path) == 0o600)
    #expect(try mode(path + "-wal") == 0o600)
    #expect(try mode(desk.path("state/smtptrace")) == 0o700)
    try store.close()
  }

  @Test("a database that was open to others is closed to them, and that is said", arguments: [false, true])
  func openedRights(writes: Bool) throws {
    let desk = try HistoryDesk()
    try desk.add(try Self.made(1...2))
    // While somebody writes, the log is there.
    let writer = try HistoryStore.toWrite(desk.database)
    _ = try writer.add([], keepsMailboxes: false)
    let parts = ["", "-wal", "-shm"].map { desk.database + $0 }
    for part in parts { try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: part) }
    let store = writes ? try HistoryStore.toWrite(desk.database) : try HistoryStore.toRead(desk.database)
    #expect(store.notices.count == 3, "\(store.notices)")
    #expect(store.notices.first?.contains("(0644); it is for its owner alone now (0600)") == true)
    for part in parts {
      #expect(try FileManager.default.attributesOfItem(atPath: part)[.posixPermissions] as? Int == 0o600, "\(part)")
    }
    #expect(try HistoryStore.toRead(desk.database).notices == [])
    try store.close()
    try writer.close()
  }

  @Test("what is old goes, with the words that only it had, and the rest stays")
  func expire() throws {
    let desk = try HistoryDesk()
    try desk.add(try Self.made(1...10), keepsMailboxes: true)
    let store = try HistoryStore.toWrite(desk.database)
    #expect(try store.expire(before: MadeResult.time(day: 6, minutes: 0)) == 35)
    #expect(try store.expire(before: MadeResult.time(day: 6, minutes: 0)) == 0)
    #expect(try store.problems() == [])
    try store.close()
    let fresh = try HistoryDesk()
    try fresh.add(Array(try Self.made(1...10).dropFirst(35)), keepsMailboxes: true)
    #expect(try desk.everything() == fresh.everything())
    #expect(try !Data(contentsOf: URL(filePath: desk.database)).contains(Data("hub-a-2026-09-01".utf8)))
  }

  @Test("a reader sees a whole state while another adds")
  func reading() throws {
    let desk = try HistoryDesk()
    let lines = try Self.made(1...60)
    try desk.add(Array(lines.prefix(70)))
    let reader = try HistoryStore.toRead(desk.database)
    let writer = try HistoryStore.toWrite(desk.database)
    var adder = ResultAdder(writer, name: "made", options: .init())
    var seen: [Int] = []
    for (place, line) in lines.enumerated() {
      try adder.add(Array(line.utf8))
      if place % 70 == 69 {
        try adder.commit()
        seen.append(try reader.contents().sessions)
      }
    }
    #expect(seen == (1...6).map { $0 * 70 })
    try writer.close()
  }
}

extension Data {
  fileprivate func contains(_ other: Data) -> Bool { range(of: other) != nil }
}
