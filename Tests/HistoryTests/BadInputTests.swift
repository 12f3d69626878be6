import Foundation
import Reports
import TestSupport
import Testing

@testable import History

/// What comes from files may be anything. Each fault is told with what was expected and what to do, and nothing that was there is lost.
@Suite("Bad input to a history")
struct BadInputTests {
  private static let line = Result { () throws -> String in
    var result = MadeResult()
    try result.add(.tls12, at: MadeResult.time(day: 1, minutes: 0), sensor: "hub-a")
    return try #require(result.lines.first)
  }

  private func error(_ body: () throws -> Void) -> HistoryError? {
    do { try body() } catch { return error as? HistoryError }
    return nil
  }

  @Test("a result of a newer schema is refused, and so is a newer exported history")
  func newerResult() throws {
    let desk = try HistoryDesk()
    let newer = try Self.line.get().replacing(#""schemaVersion":1"#, with: #""schemaVersion":2"#)
    let refused = error { try desk.add([newer]) }
    #expect(refused?.kind == .newer)
    #expect(refused?.description.contains("made, line 1: this result has version 2, and 1 is read") == true)
    #expect(error { try desk.add([#"{"type":"history","historyVersion":2}"#]) }?.kind == .newer)
    #expect(try HistoryStore.toRead(desk.database).contents().sessions == 0)
  }

  @Test(
    "what is no result is told by line and place",
    arguments: [
      ("[1]", "line 1"), ("{", "found no whole JSON"), (#"{"type":"session"}"#, "found no \"schemaVersion\""),
      (#"{"type":"session","schemaVersion":1}"#, "found no \"key\""), (#"{"schemaVersion":1}"#, "found no \"type\""),
      (#"{"type":7}"#, "another kind of value at \"type\""), ("\u{0}\u{1}", "found no whole JSON"),
      (#"{"type":"history","historyVersion":1,"key":"short"}"#, "found no"),
    ])
  func noResult(line: String, words: String) throws {
    let desk = try HistoryDesk()
    let refused = error { try desk.add([line]) }
    #expect(refused?.kind == .input)
    #expect(refused?.description.contains(words) == true, "\(refused?.description ?? "")")
  }

  @Test(
    "values that cannot be are refused, and texts that are too long or unprintable are made fit",
    arguments: [
      ("key", "ABC"), ("key", String(repeating: "g", count: 32)), ("start", "yesterday"), ("start", "10:00"),
      ("start", "2026-13-01T00:00:00.000000Z"),
    ])
  func values(key: String, value: String) throws {
    let desk = try HistoryDesk()
    let line = try changed { $0[key] = value }
    #expect(error { try desk.add([line]) }?.kind == .input)
  }

  private func changed(_ change: (inout [String: Any]) -> Void) throws -> String {
    let data = Data(try Self.line.get().utf8)
    var line = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    change(&line)
    return String(decoding: try JSONSerialization.data(withJSONObject: line), as: UTF8.self)
  }

  @Test("hostile words are shown escaped for the place where they stand")
  func hostileWords() throws {
    let desk = try HistoryDesk()
    let hostile = "<script>alert(1)</script>\u{1b}[31m\u{202e}|`x`\n# y"
    let line = try changed {
      $0["sensor"] = hostile
      $0["capture"] = hostile
      $0["id"] = 1 << 40
      var verdict = $0["verdict"] as? [String: Any] ?? [:]
      verdict["finding"] = hostile
      $0["verdict"] = verdict
    }
    try desk.add([line])
    let page = String(decoding: try desk.teller.page(of: nil, title: hostile, tool: "x"), as: UTF8.self)
    #expect(!page.contains("<script"))
    let texts = [
      try desk.story("*"), try desk.changes(from: 0, to: .max / 2, as: .markdown), try desk.exported(), page,
    ]
    for text in texts {
      #expect(!text.contains("\u{1b}"))
      #expect(!text.contains("\u{202e}"))
    }
  }

  /// Nothing that a line can be cut to ends the program; a cut line is never a session.
  @Test("a line cut at every place is refused, or is a whole line of another type")
  func everyCut() throws {
    let desk = try HistoryDesk()
    let store = try HistoryStore.toWrite(desk.database)
    let bytes = Array(try Self.line.get().utf8)
    for count in stride(from: 1, to: bytes.count, by: 7) {
      var adder = ResultAdder(store, name: "cut", options: .init())
      #expect(error { try adder.add(Array(bytes[..<count])) }?.kind == .input)
    }
    #expect(try store.contents().sessions == 0)
    try store.close()
  }

  @Test("bytes of a line changed by lot never end the program", arguments: 1...4)
  func damagedLines(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let desk = try HistoryDesk()
    let store = try HistoryStore.toWrite(desk.database)
    let bytes = Array(try Self.line.get().utf8)
    var refused = 0
    for _ in 0..<250 {
      var damaged = bytes
      for _ in 0..<3 {
        damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      var adder = ResultAdder(store, name: "damaged", options: .init())
      if error({
        try adder.add(damaged); try adder.commit()
      }) != nil {
        refused += 1
      }
    }
    #expect(refused > 0, "seed \(seed)")
    #expect(try store.problems() == [])
    try store.close()
    _ = try desk.everything()
  }

  // MARK: Databases

  private func edit(_ desk: HistoryDesk, _ sql: String) throws {
    #expect(try desk.run("/usr/bin/sqlite3", [desk.database, sql]).status == 0)
  }

  static let hasShell = FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3")

  @Test(
    "a database of a newer version, or of another program, is left as it is",
    .enabled(if: hasShell, "sqlite3 is not installed"))
  func foreign() throws {
    let desk = try HistoryDesk()
    try desk.add([try Self.line.get()])
    try edit(desk, "PRAGMA user_version = 99")
    let before = try Data(contentsOf: URL(filePath: desk.database))
    for writes in [false, true] {
      let refused = error {
        _ = writes ? try HistoryStore.toWrite(desk.database) : try HistoryStore.toRead(desk.database)
      }
      #expect(refused?.kind == .newer)
      #expect(refused?.description.contains("the database has version 99, and this program knows up to 2") == true)
    }
    #expect(try Data(contentsOf: URL(filePath: desk.database)) == before)
    try edit(desk, "PRAGMA user_version = 2; PRAGMA application_id = 7")
    #expect(error { _ = try HistoryStore.toWrite(desk.database) }?.kind == .foreign)
    #expect(error { _ = try HistoryStore.toRead(desk.database) }?.kind == .foreign)
  }

  /// Version 1 took for the server's what may not have been: that is no longer known, and comes back with the session itself.
  @Test(
    "a database of version 1 is brought up to date, and accuses nobody",
    .enabled(if: hasShell, "sqlite3 is not installed"))
  func older() throws {
    let desk = try HistoryDesk()
    var result = MadeResult()
    for place in 0..<40 {
      try result.add(place < 20 ? .tls12 : .notOffered, at: MadeResult.time(day: 1, minutes: place), sensor: "hub-a")
    }
    try desk.add(result.lines)
    let whole = try desk.everything()
    try edit(
      desk,
      """
      ALTER TABLE session DROP COLUMN taken;
      PRAGMA user_version = 1
      """)
    #expect(error { _ = try HistoryStore.toRead(desk.database) }?.description.contains("brings it up to date") == true)
    try desk.add([])
    #expect(!(try desk.story("mx.example.net").contains("no longer offered")))
    #expect(try desk.add(result.lines).added.changed == 20)
    #expect(try desk.everything() == whole)
  }

  @Test(
    "times at the ends of what a number can be are told and drawn, and end nothing",
    .enabled(if: hasShell, "sqlite3 is not installed"))
  func extremeTimes() throws {
    let desk = try HistoryDesk()
    var result = MadeResult()
    for place in 0..<60 {
      try result.add(place < 30 ? .tls12 : .notOffered, at: MadeResult.time(day: 1, minutes: place), sensor: "hub-a")
    }
    try desk.add(result.lines)
    try edit(
      desk,
      """
      UPDATE session SET start = -9223372036854775808 WHERE id % 3 = 0;
      UPDATE session SET start = 9223372036854775807 WHERE id % 3 = 1
      """)
    for span in [(Int64.min, Int64.max), (0, .max), (.min, 0)] { _ = try desk.changes(from: span.0, to: span.1) }
    _ = try desk.everything()
    #expect(try desk.story("mx.example.net").contains("1677-"))
    _ = try desk.teller.peers(named: nil, as: .text)
    #expect(String(decoding: try desk.teller.page(of: nil, title: nil, tool: "x"), as: UTF8.self).contains("2262-"))
    #expect(try HistoryStore.toRead(desk.database).contents().first == RecordedTime.range.lowerBound)
  }

  @Test("what is no database, and what is not there, is told")
  func noDatabase() throws {
    let desk = try HistoryDesk()
    #expect(error { _ = try HistoryStore.toRead(desk.database) }?.kind == .missing)
    let text = String(repeating: "Dear diary, today nothing happened. ", count: 200)
    _ = try desk.write(text, as: "history.db")
    #expect(error { _ = try HistoryStore.toRead(desk.database) }?.kind == .foreign)
    #expect(error { _ = try HistoryStore.toWrite(desk.database) }?.kind == .foreign)
    #expect(try String(contentsOfFile: desk.database, encoding: .utf8) == text)
    #expect(error { _ = try HistoryStore.toWrite(desk.folder.path()) } != nil)
    #expect(error { _ = try HistoryStore.toWrite("/proc/smtptrace/history.db") } != nil)
  }

  @Test("a database damaged anywhere is told or read, and never ends the program", arguments: 1...3)
  func damaged(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let desk = try HistoryDesk()
    var result = MadeResult()
    for minute in 0..<300 {
      try result.add(.inClear, at: MadeResult.time(day: 1, minutes: minute), sensor: "hub-\(minute % 7)")
    }
    try desk.add(result.lines)
    let whole = try Data(contentsOf: URL(filePath: desk.database))
    var told = 0
    for _ in 0..<25 {
      var bytes = whole
      for _ in 0..<40 {
        let place = Int.random(in: 100..<bytes.count, using: &random)
        bytes[place] = UInt8.random(in: 0...255, using: &random)
      }
      try bytes.write(to: URL(filePath: desk.database))
      let problem = error {
        let store = try HistoryStore.toRead(desk.database)
        if try !store.problems().isEmpty { told += 1 }
        _ = try desk.everything()
      }
      if problem != nil { told += 1 }
    }
    #expect(told > 0, "seed \(seed)")
  }

  @Test("a full disk is told, what was there is kept, and the same can be added when there is room")
  func full() throws {
    let desk = try HistoryDesk()
    var result = MadeResult()
    for minute in 0..<400 {
      try result.add(.inClear, at: MadeResult.time(day: 1, minutes: minute), sensor: "hub-\(minute)")
    }
    try desk.add(Array(result.lines.prefix(50)))
    let small = try HistoryStore.toWrite(desk.database, maximumPages: 24)
    var adder = ResultAdder(small, name: "made", options: .init())
    let refused = error {
      for line in result.lines { try adder.add(Array(line.utf8)) }
      try adder.commit()
    }
    #expect(refused?.kind == .full)
    #expect(refused?.description.contains("make room, and add the same again") == true)
    #expect(try small.contents().sessions == 50)
    #expect(try small.problems() == [])
    try small.close()
    #expect(try desk.add(result.lines).added.new == 350)
  }
}
