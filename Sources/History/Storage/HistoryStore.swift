import Foundation
import GRDB
import PlainWords
import Reports

/// The database of a history: one process writes at a time, and any number read meanwhile (WAL).
///
/// What was there is never lost: a write is whole or not there, and it is on the disk before anybody is told of it (`synchronous = FULL`).
package struct HistoryStore: Sendable {
  /// Seconds that a write waits for another process to end its own: a batch takes long on a slow disk, and several may wait in turn.
  static let patienceSeconds = 60.0

  let database: any DatabaseWriter
  package let path: String
  /// What was done on opening it that its owner should know, a sentence each.
  package let notices: [String]

  /// Opens a history to add to it. Where there is none one is made, with its folder, for its owner alone.
  ///
  /// - Parameter maximumPages: How large the database may become, in pages of 4 KiB; `nil` for as large as the disk allows.
  package static func toWrite(_ path: String, maximumPages: Int? = nil) throws(HistoryError) -> HistoryStore {
    let notices = try HistoryFile.prepare(path)
    return try HistoryFile.explaining(path) {
      var configuration = self.configuration
      configuration.busyMode = .timeout(patienceSeconds)
      let pool = try patiently {
        // A database of another program, or of a later version, must not even be turned to another journal.
        try check(path)
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { db in
          try db.execute(sql: "PRAGMA synchronous = FULL")
          if let maximumPages { try db.execute(sql: "PRAGMA max_page_count = \(maximumPages)") }
        }
        try HistorySchema.bringUpToDate(pool)
        return pool
      }
      return HistoryStore(database: pool, path: path, notices: notices)
    }
  }

  /// Opens a history to read it, while others may write.
  package static func toRead(_ path: String) throws(HistoryError) -> HistoryStore {
    let notices = try HistoryFile.mustBeThere(path)
    return try HistoryFile.explaining(path) {
      var configuration = self.configuration
      configuration.readonly = true
      let queue = try patiently {
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.read { try check($0, mayBeEmpty: false) }
        return queue
      }
      return HistoryStore(database: queue, path: path, notices: notices)
    }
  }

  /// Opens a database that others open, make or mend at the same moment: SQLite refuses that at once, whatever patience it was asked for.
  private static func patiently<Opened>(_ open: () throws -> Opened) throws -> Opened {
    let end = ContinuousClock.now + .seconds(patienceSeconds)
    while true {
      do {
        return try open()
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < end {
        usleep(20_000)
      }
    }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.label = "smtptrace history"
    configuration.busyMode = .timeout(patienceSeconds)
    configuration.prepareDatabase { db in
      // What another program put into the file may not run here.
      try db.execute(sql: "PRAGMA trusted_schema = OFF")
      try db.execute(sql: "PRAGMA cell_size_check = ON")
    }
    return configuration
  }

  /// Looks at a file before it is opened for writing, without changing it.
  private static func check(_ path: String) throws {
    var configuration = configuration
    configuration.readonly = true
    let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    // A new file is empty; SQLite makes it when something is written.
    guard size > 0 else { return }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.read { try check($0, mayBeEmpty: true) }
    try queue.close()
  }

  /// Whose the database is, and of which version.
  private static func check(_ db: Database, mayBeEmpty: Bool) throws {
    let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    let version = try HistorySchema.version(of: db)
    let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    if application == 0, version == 0, tables == 0 {
      if mayBeEmpty { return }
      throw HistoryError(.missing, "the database is empty: smtptrace history add puts sessions into it")
    }
    guard application == HistorySchema.applicationID else {
      throw HistoryError(
        .foreign, "this is the SQLite database of another program, and is left as it is; --database takes another file")
    }
    guard version <= HistorySchema.version else {
      throw HistoryError(
        .newer,
        "the database has version \(version), and this program knows up to \(HistorySchema.version): use the newer smtptrace that wrote it; nothing was changed"
      )
    }
    guard mayBeEmpty || version == HistorySchema.version else {
      throw HistoryError(
        .newer,
        "the database has version \(version), and \(HistorySchema.version) is read: smtptrace history add brings it up to date"
      )
    }
  }

  /// Ends the use of the database; what is in its log goes into the file itself.
  package func close() throws(HistoryError) {
    try HistoryFile.explaining(path) { try database.close() }
  }

  /// Reads in one view of the database, however much is written meanwhile.
  func read<Value>(_ body: (Database) throws -> Value) throws(HistoryError) -> Value {
    try HistoryFile.explaining(path) { try database.read(body) }
  }

  /// Writes everything or, where anything fails, nothing.
  func write<Value>(_ body: (Database) throws -> Value) throws(HistoryError) -> Value {
    try HistoryFile.explaining(path) { try database.write(body) }
  }
}
