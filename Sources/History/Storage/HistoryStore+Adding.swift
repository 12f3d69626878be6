import Foundation
import GRDB

extension HistoryStore {
  /// What came of adding sessions.
  package struct Added: Sendable, Equatable {
    /// Sessions that were not there before.
    package var new = 0
    /// Sessions that were there, and of which more is known now.
    package var changed = 0
    /// Sessions that were there as they are.
    package var known = 0

    package init() {}
  }

  /// Adds sessions: all of them, or none where that fails. A session that is there already, by its key, stays as it is unless this record says more.
  package func add(_ records: [SessionRecord], keepsMailboxes: Bool) throws(HistoryError) -> Added {
    try write { db in
      var writer = try RecordWriter(db)
      var added = Added()
      for record in records { try writer.add(keepsMailboxes ? record : record.withoutMailboxes(), &added) }
      return added
    }
  }
}

/// Puts records into the tables, within one transaction.
private struct RecordWriter {
  private let db: Database
  private let reader: RecordRows
  private var words: [String: Int64] = [:]
  private let insertSession, updateSession, findSession, insertWord, findWord, insertMailbox: Statement

  private static let columns = [
    "start", "sensor", "client", "server", "port", "name", "requested", "offered", "handshake", "implicit", "version",
    "suite", "certificate", "outcome", "disposition", "finding", "certainty", "codes", "capture", "number", "packet",
    "taken",
  ]

  init(_ db: Database) throws {
    self.db = db
    reader = RecordRows(db)
    let names = Self.columns.joined(separator: ", ")
    let blanks = Array(repeating: "?", count: Self.columns.count).joined(separator: ", ")
    insertSession = try db.cachedStatement(sql: "INSERT INTO session (\(names), key) VALUES (\(blanks), ?)")
    updateSession = try db.cachedStatement(
      sql: "UPDATE session SET \(Self.columns.map { "\($0) = ?" }.joined(separator: ", ")) WHERE key = ?")
    findSession = try db.cachedStatement(sql: "SELECT id FROM session WHERE key = ?")
    insertWord = try db.cachedStatement(sql: "INSERT INTO word (text) VALUES (?)")
    findWord = try db.cachedStatement(sql: "SELECT id FROM word WHERE text = ?")
    insertMailbox = try db.cachedStatement(
      sql: "INSERT OR IGNORE INTO mailbox (session, is_recipient, address) VALUES (?, ?, ?)")
  }

  mutating func add(_ record: SessionRecord, _ added: inout HistoryStore.Added) throws {
    let key = Self.bytes(record.key)
    var id = try Int64.fetchOne(findSession, arguments: [key])
    if let there = id {
      if let old = try reader.record(there), record.replaces(old) {
        try updateSession.execute(arguments: arguments(record) + [key])
        added.changed += 1
      } else {
        added.known += 1
      }
    } else {
      try insertSession.execute(arguments: arguments(record) + [key])
      id = db.lastInsertedRowID
      added.new += 1
    }
    guard let id else { return }
    for (addresses, isRecipient) in [(record.senders, 0), (record.recipients, 1)] {
      for address in addresses { try insertMailbox.execute(arguments: [id, isRecipient, address]) }
    }
  }

  private mutating func arguments(_ record: SessionRecord) throws -> StatementArguments {
    let codes = record.codes.isEmpty ? nil : record.codes.joined(separator: ",")
    return [
      record.start, try word(record.sensor), try word(record.client), try word(record.server), record.port,
      try word(record.name), try word(record.requestedName), record.isOffered,
      record.handshake.map { $0 == .completed }, record.isImplicit, try word(record.version), try word(record.suite),
      try certificate(record.certificate), try word(record.outcome), try word(record.disposition),
      try word(record.finding), try word(record.certainty), try word(codes), try word(record.capture), record.number,
      record.packet, record.isTaken,
    ]
  }

  private mutating func word(_ text: String?) throws -> Int64? {
    guard let text else { return nil }
    if let id = words[text] { return id }
    let id: Int64
    if let known = try Int64.fetchOne(findWord, arguments: [text]) {
      id = known
    } else {
      try insertWord.execute(arguments: [text])
      id = db.lastInsertedRowID
    }
    words[text] = id
    return id
  }

  private func certificate(_ certificate: SessionRecord.Certificate?) throws -> Int64? {
    guard let certificate else { return nil }
    let content: StatementArguments = [
      certificate.sha256, certificate.subject, certificate.issuer, certificate.notAfter,
    ]
    let find = try db.cachedStatement(
      sql: """
        SELECT id FROM certificate WHERE sha256 = ? AND ifnull(subject, '') = ifnull(?, '')
          AND ifnull(issuer, '') = ifnull(?, '') AND ifnull(not_after, '') = ifnull(?, '')
        """)
    if let known = try Int64.fetchOne(find, arguments: content) { return known }
    try db.cachedStatement(sql: "INSERT INTO certificate (sha256, subject, issuer, not_after) VALUES (?, ?, ?, ?)")
      .execute(arguments: content)
    return db.lastInsertedRowID
  }

  /// The bytes that hexadecimal digits stand for.
  private static func bytes(_ digits: String) -> Data {
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in digits.utf8 {
      let value = digit < 0x3A ? digit &- 0x30 : digit &- 0x57
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return Data(bytes)
  }
}
