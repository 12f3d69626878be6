import Foundation
import GRDB
import Reports

extension HistoryStore {
  /// What a history holds.
  package struct Contents: Sendable, Equatable {
    package var sessions = 0
    package var sensors = 0
    /// When the first and the last session began, in microseconds since 1970; `nil` without sessions.
    package var first: Int64?
    package var last: Int64?
    /// Sessions with mail addresses.
    package var withMailboxes = 0
    /// The version of the tables.
    package var version = 0
  }

  package func contents() throws(HistoryError) -> Contents {
    try read { db in
      var contents = Contents()
      let row = try Row.fetchOne(
        db, sql: "SELECT count(*), count(DISTINCT sensor), min(start), max(start) FROM session")
      contents.sessions = row?.number(0) ?? 0
      contents.sensors = row?.number(1) ?? 0
      contents.first = row?.time(2)
      contents.last = row?.time(3)
      contents.withMailboxes = try Int.fetchOne(db, sql: "SELECT count(DISTINCT session) FROM mailbox") ?? 0
      contents.version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      return contents
    }
  }

  /// Lets go of what is older than a time, and gives its room back. Words and certificates that nothing needs any more go, too.
  ///
  /// - Returns: How many sessions went.
  package func expire(before time: Int64) throws(HistoryError) -> Int {
    let count = try write { db in
      try db.execute(sql: "DELETE FROM session WHERE start < ?", arguments: [time])
      let count = db.changesCount
      guard count > 0 else { return 0 }
      for table in ["word", "certificate"] { try HistorySchema.deleteUnused(db, in: table) }
      return count
    }
    guard count > 0 else { return 0 }
    try HistoryFile.explaining(path) {
      try database.vacuum()
      _ = try database.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }
    return count
  }

  /// What is wrong with the database, a sentence each; empty where it is whole. At most 100 are told.
  package func problems() throws(HistoryError) -> [String] {
    try read { db in
      var problems = try String.fetchAll(db, sql: "PRAGMA integrity_check(100)").filter { $0 != "ok" }
      let broken = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").prefix(100)
      problems += broken.map { row in
        "a row of \(row.text(0) ?? "a table") names a row of \(row.text(2) ?? "another") that is not there"
      }
      return problems.map(CleanText.line)
    }
  }

  /// Hands over every session as a line of JSON, by pieces.
  package func export(_ write: ([UInt8]) throws -> Void) throws(HistoryError) {
    try read { db in
      var json = JSONBuffer()
      try RecordRows(db).each { record in
        ExportedSession.write(record, to: &json)
        if json.count > 60_000 { try write(json.takeBytes()) }
      }
      if json.count > 0 { try write(json.takeBytes()) }
    }
  }
}
