import GRDB
import Reports

extension HistoryStore {
  /// Everything that is told is told of one view of the database.
  package struct View {
    let db: Database
    let words: [Int32: String]
    let certificates: [Int32: SessionRecord.Certificate]
    let peers: [Peer]
    /// Among the words: the peers whose mail addresses' domains are stored.
    private let hasMailboxes: Bool
    /// Of several rows of one certificate, which the words about it made different, the one that stands for all.
    private let sameCertificate: [Int32: Int32]

    fileprivate init(_ db: Database) throws {
      self.db = db
      var words: [Int32: String] = [:]
      let rows = try Row.fetchCursor(db, sql: "SELECT id, text FROM word")
      while let row = try rows.next() { words[try row.needed(row.number(0))] = row.text(1) }
      var certificates: [Int32: SessionRecord.Certificate] = [:]
      let chains = try Row.fetchCursor(
        db, sql: "SELECT id, sha256, subject, issuer, not_after FROM certificate ORDER BY id")
      var firsts: [String: Int32] = [:]
      var same: [Int32: Int32] = [:]
      while let row = try chains.next() {
        let id: Int32 = try row.needed(row.number(0))
        let certificate = SessionRecord.Certificate(
          sha256: try row.needed(row.text(1)), subject: row.text(2), issuer: row.text(3), notAfter: row.text(4))
        let first = firsts[certificate.sha256, default: id]
        firsts[certificate.sha256] = first
        same[id] = first
        if certificate.says(moreThan: certificates[first]) { certificates[first] = certificate }
      }
      sameCertificate = same
      let groups = try Row.fetchAll(
        db, sql: "SELECT server, port, name, requested, count(*) FROM session GROUP BY server, port, name, requested")
      self.words = words
      self.certificates = certificates
      peers = Peer.all(try groups.map { (try Peer.Rows($0), try $0.needed($0.number(4))) }, words: words)
      hasMailboxes = try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM mailbox)") ?? false
    }

    /// All sessions of a peer, in the order of time, then of keys.
    func sessions(of peer: Peer) throws -> [SessionFacts] {
      var sessions: [(facts: SessionFacts, key: [UInt8])] = []
      sessions.reserveCapacity(peer.sessions)
      let statement = try db.cachedStatement(
        sql: """
          SELECT start, sensor, client, server, offered, handshake, implicit, version, suite, certificate, disposition, finding,
            codes, capture, number, packet, key, requested, taken
          FROM session WHERE server = ? AND port = ? AND name IS ? AND requested IS ?
          """)
      for group in peer.rows {
        let rows = try Row.fetchCursor(
          statement, arguments: [group.server, group.port, group.name, group.requested])
        while let row = try rows.next() {
          func number(_ place: Int) -> Int32 { row.number(place) ?? SessionFacts.unknown }
          let facts = SessionFacts(
            time: try row.needed(row.time(0)), sensor: number(1), client: try row.needed(row.number(2)),
            server: try row.needed(row.number(3)), offered: number(4), handshake: number(5),
            isImplicit: row.flag(6) ?? false, version: number(7), suite: number(8),
            certificate: sameCertificate[number(9)] ?? SessionFacts.unknown, requested: number(17), taken: number(18),
            disposition: words[number(10)].flatMap(SessionFacts.Disposition.init) ?? .unknown,
            finding: number(11), codes: number(12), capture: number(13), number: number(14), packet: number(15))
          sessions.append((facts, row.bytes(16)))
        }
      }
      sessions.sort { left, right in
        left.facts.time != right.facts.time
          ? left.facts.time < right.facts.time : left.key.lexicographicallyPrecedes(right.key)
      }
      return sessions.map(\.facts)
    }

    func history(of peer: Peer) throws -> PeerHistory { PeerHistory(peer, try sessions(of: peer), words: words) }

    /// The peers that a person means by a name, an address, a pattern, or, where mail addresses are stored, a recipient's domain.
    func peers(named text: String) throws -> [Peer] {
      guard let pattern = TextPattern(text) else { return [] }
      let named = peers.filter { $0.isNamed(pattern.matches) }
      guard named.isEmpty, hasMailboxes else { return named }
      let domain = text.drop { $0 == "@" }
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT DISTINCT server, port, name, requested FROM session JOIN mailbox ON mailbox.session = session.id
          WHERE is_recipient = 1 AND lower(substr(address, instr(address, '@') + 1)) = lower(?)
          """, arguments: [String(domain)])
      let wanted = Set(try rows.map { try Peer.Rows($0) })
      return peers.filter { !wanted.isDisjoint(with: $0.rows) }
    }
  }

  /// Does something with one view of the database.
  package func view<Value>(_ body: (View) throws -> Value) throws(HistoryError) -> Value {
    try read { db in try body(View(db)) }
  }
}

extension Peer.Rows {
  /// Of the columns server, port, name and requested.
  fileprivate init(_ row: Row) throws {
    self.init(
      server: try row.needed(row.number(0)), port: try row.needed(row.number(1)), name: row.number(2),
      requested: row.number(3))
  }
}
