import GRDB

/// Reads whole records out of the tables.
struct RecordRows {
  private let db: Database

  init(_ db: Database) {
    self.db = db
  }

  private static let query = """
    SELECT session.id, lower(hex(key)), start, client.text, server.text, port, sensor.text, name.text, requested.text, offered,
      handshake, implicit, version.text, suite.text, outcome.text, disposition.text, finding.text, certainty.text, codes.text,
      capture.text, number, packet, certificate.sha256, certificate.subject, certificate.issuer, certificate.not_after, taken
    FROM session
      LEFT JOIN word AS sensor ON sensor.id = session.sensor
      JOIN word AS client ON client.id = session.client
      JOIN word AS server ON server.id = session.server
      LEFT JOIN word AS name ON name.id = session.name
      LEFT JOIN word AS requested ON requested.id = session.requested
      LEFT JOIN word AS version ON version.id = session.version
      LEFT JOIN word AS suite ON suite.id = session.suite
      JOIN word AS outcome ON outcome.id = session.outcome
      JOIN word AS disposition ON disposition.id = session.disposition
      LEFT JOIN word AS finding ON finding.id = session.finding
      LEFT JOIN word AS certainty ON certainty.id = session.certainty
      LEFT JOIN word AS codes ON codes.id = session.codes
      LEFT JOIN word AS capture ON capture.id = session.capture
      LEFT JOIN certificate ON certificate.id = session.certificate
    """

  /// The record with a row's number, without mail addresses.
  func record(_ id: Int64) throws -> SessionRecord? {
    let statement = try db.cachedStatement(sql: "\(Self.query) WHERE session.id = ?")
    return try Row.fetchOne(statement, arguments: [id]).map { try Self.record($0) }
  }

  /// Every record in the order of time, then of keys, with its mail addresses.
  func each(_ body: (SessionRecord) throws -> Void) throws {
    let rows = try Row.fetchCursor(db, sql: "\(Self.query) ORDER BY start, session.key")
    let mailboxes = try db.cachedStatement(
      sql: "SELECT is_recipient, address FROM mailbox WHERE session = ? ORDER BY is_recipient, address")
    let hasMailboxes = try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM mailbox)") ?? false
    while let row = try rows.next() {
      var record = try Self.record(row)
      if hasMailboxes {
        let id: Int64? = row.number(0)
        for mailbox in try Row.fetchAll(mailboxes, arguments: [id]) {
          guard let address = mailbox.text(1) else { continue }
          if mailbox.flag(0) == true { record.recipients.append(address) } else { record.senders.append(address) }
        }
      }
      try body(record)
    }
  }

  private static func record(_ row: Row) throws -> SessionRecord {
    var record = SessionRecord(
      key: try row.needed(row.text(1)), start: try row.needed(row.time(2)), client: try row.needed(row.text(3)),
      server: try row.needed(row.text(4)), port: try row.needed(row.number(5)))
    record.sensor = row.text(6)
    record.name = row.text(7)
    record.requestedName = row.text(8)
    record.isOffered = row.flag(9)
    record.handshake = row.flag(10).map { $0 ? .completed : .failed }
    record.isImplicit = row.flag(11) ?? false
    record.version = row.text(12)
    record.suite = row.text(13)
    record.outcome = try row.needed(row.text(14))
    record.disposition = try row.needed(row.text(15))
    record.finding = row.text(16)
    record.certainty = row.text(17)
    record.codes = row.text(18)?.split(separator: ",").map(String.init) ?? []
    record.capture = row.text(19)
    record.number = row.number(20)
    record.packet = row.number(21)
    record.isTaken = row.flag(26)
    if let digest = row.text(22) {
      record.certificate = SessionRecord.Certificate(
        sha256: digest, subject: row.text(23), issuer: row.text(24), notAfter: row.text(25))
    }
    return record
  }
}
