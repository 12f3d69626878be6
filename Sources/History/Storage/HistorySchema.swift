import GRDB

/// The tables of a history, and how an older database becomes one of this version.
///
/// `PRAGMA user_version` holds the version, and `PRAGMA application_id` says whose the file is, so that neither the file of another program nor
/// one of a later version is written to.
enum HistorySchema {
  /// "SMTh".
  static let applicationID: Int32 = 0x534D_5468
  static let version = 2

  /// Makes the tables, or brings those of an older version up to date. Whoever comes first does it, and whoever comes at the same time waits and finds
  /// it done.
  static func bringUpToDate(_ writer: some DatabaseWriter) throws {
    try writer.writeWithoutTransaction { db in
      guard try version(of: db) < version else { return }
      try db.inTransaction(.immediate) {
        let found = try version(of: db)
        if found < 1 {
          try db.execute(sql: first)
          try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        }
        if found < 2 {
          try db.execute(sql: second)
          try hideMailboxes(db)
        }
        if found < version { try db.execute(sql: "PRAGMA user_version = \(version)") }
        return .commit
      }
    }
  }

  /// Deletes the rows of a table that no session names. The columns that could are those that the schema itself says refer to it.
  static func deleteUnused(_ db: Database, in table: String) throws {
    let keys = try Row.fetchAll(db, sql: "PRAGMA foreign_key_list(session)")
    let columns = keys.filter { ($0["table"] as String?)?.lowercased() == table }.compactMap { $0["from"] as String? }
    guard !columns.isEmpty else { return }
    let used = columns.map { "SELECT \($0) FROM session WHERE \($0) IS NOT NULL" }.joined(separator: " UNION ")
    try db.execute(sql: "DELETE FROM \(table) WHERE id NOT IN (\(used))")
  }

  static func version(of db: Database) throws -> Int { try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 }

  /// Words stand once each: a session is a row of numbers. Times are microseconds since 1970 in UTC. NULL means that the capture does not show it.
  private static let first = """
    CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE certificate (
      id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, subject TEXT, issuer TEXT, not_after TEXT) STRICT;
    CREATE UNIQUE INDEX certificate_by_content
      ON certificate (sha256, ifnull(subject, ''), ifnull(issuer, ''), ifnull(not_after, ''));
    CREATE TABLE session (
      id INTEGER PRIMARY KEY,
      key BLOB NOT NULL UNIQUE CHECK (length(key) = 16),
      start INTEGER NOT NULL,
      sensor INTEGER REFERENCES word,
      client INTEGER NOT NULL REFERENCES word,
      server INTEGER NOT NULL REFERENCES word,
      port INTEGER NOT NULL,
      name INTEGER REFERENCES word,
      requested INTEGER REFERENCES word,
      offered INTEGER CHECK (offered IN (0, 1)),
      handshake INTEGER CHECK (handshake IN (0, 1)),
      implicit INTEGER NOT NULL CHECK (implicit IN (0, 1)),
      version INTEGER REFERENCES word,
      suite INTEGER REFERENCES word,
      certificate INTEGER REFERENCES certificate,
      outcome INTEGER NOT NULL REFERENCES word,
      disposition INTEGER NOT NULL REFERENCES word,
      finding INTEGER REFERENCES word,
      certainty INTEGER REFERENCES word,
      codes INTEGER REFERENCES word,
      capture INTEGER REFERENCES word,
      number INTEGER,
      packet INTEGER) STRICT;
    CREATE INDEX session_by_peer ON session (server, port, name, requested, start);
    CREATE INDEX session_by_start ON session (start);
    CREATE TABLE mailbox (
      session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
      is_recipient INTEGER NOT NULL CHECK (is_recipient IN (0, 1)),
      address TEXT NOT NULL,
      PRIMARY KEY (session, is_recipient, address)) STRICT, WITHOUT ROWID;
    CREATE INDEX mailbox_by_address ON mailbox (address);
    """

  /// Version 1 kept the mail addresses in the names of certificates, whether or not addresses were asked for.
  private static func hideMailboxes(_ db: Database) throws {
    guard try !(Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM mailbox)") ?? false) else { return }
    for row in try Row.fetchAll(db, sql: "SELECT id, sha256, subject, issuer, not_after FROM certificate") {
      let (id, subject, issuer) = (row.number(0) as Int64?, row.text(2), row.text(3))
      let hidden = (subject.map(NameWithoutMailboxes.text), issuer.map(NameWithoutMailboxes.text))
      guard hidden != (subject, issuer) else { continue }
      let content: StatementArguments = [hidden.0, hidden.1, id]
      try db.execute(sql: "UPDATE OR IGNORE certificate SET subject = ?, issuer = ? WHERE id = ?", arguments: content)
      guard db.changesCount == 0 else { continue }
      // The same certificate is there without them.
      let same: Int64? = try Int64.fetchOne(
        db,
        sql: """
          SELECT id FROM certificate WHERE sha256 = ? AND ifnull(subject, '') = ifnull(?, '')
            AND ifnull(issuer, '') = ifnull(?, '') AND ifnull(not_after, '') = ifnull(?, '')
          """, arguments: [row.text(1), hidden.0, hidden.1, row.text(4)])
      try db.execute(sql: "UPDATE session SET certificate = ? WHERE certificate = ?", arguments: [same, id])
      try db.execute(sql: "DELETE FROM certificate WHERE id = ?", arguments: [id])
    }
  }

  /// Version 1 counted a reply to HELO as a list without STARTTLS, and what a client or the network had ended as the server's failure. Which rows that
  /// are cannot be told any more, so none of them says it; adding the same sessions again does.
  private static let second = """
    ALTER TABLE session ADD COLUMN taken INTEGER CHECK (taken IN (0, 1));
    UPDATE session SET taken = 1 WHERE disposition IN (SELECT id FROM word WHERE text = 'delivered');
    UPDATE session SET offered = NULL WHERE offered = 0;
    UPDATE session SET handshake = NULL WHERE handshake = 0;
    """
}
