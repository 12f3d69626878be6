import Reports

/// Adds the lines of one result to a history.
///
/// Sessions are written by the batch. Where an input breaks off, the whole lines before that are added: each is the whole of its session, and adding the
/// same again changes nothing.
package struct ResultAdder {
  /// Bytes of the longest line that is read: a session with a long conversation in it.
  package static let maximumLine = 64 << 20
  private static let batchSize = 2000

  /// How lines are to be added.
  package struct Options: Sendable {
    /// Who captured, where a line names nobody.
    package var sensor: String?
    /// Whether mail addresses are stored.
    package var keepsMailboxes = false
    /// Whether sessions are taken in which stand-ins take the place of hosts.
    package var takesStandIns = false

    package init() {}
  }

  /// What came of it.
  package struct Tally: Sendable, Equatable {
    package var lines = 0
    package var sessions = 0
    package var added = HistoryStore.Added()
    /// Whether the line was there that ends a whole result, or the input is an exported history, which has no such line.
    package var isWhole = false
  }

  package private(set) var tally = Tally()
  private let store: HistoryStore
  private let name: String
  private let options: Options
  private var batch: [SessionRecord] = []

  /// - Parameter name: What is added, for errors.
  package init(_ store: HistoryStore, name: String, options: Options) {
    self.store = store
    self.name = CleanText.line(name)
    self.options = options
  }

  /// Takes the next line, without its end. Blank lines mean nothing.
  package mutating func add(_ line: [UInt8]) throws(HistoryError) {
    tally.lines += 1
    guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { return }
    switch try content(line) {
    case .session(let session):
      let record = try read { () throws(RecordReading.Refusal) in try RecordReading.record(session) }
      try take(record, isRedacted: session.redacted?.contains("hosts") ?? false)
    case .exported(let session):
      tally.isWhole = true
      let record = try read { () throws(RecordReading.Refusal) in try RecordReading.record(session) }
      try take(record, isRedacted: false)
    case .capture: tally.isWhole = true
    case .other: break
    case .newer(let version):
      throw HistoryError(
        .newer,
        "\(place): this result has version \(version), and \(ResultLine.schemaVersion) is read: use the newer smtptrace that wrote it; this line was not added"
      )
    }
  }

  /// Whether all that was taken is stored.
  package var isStored: Bool { batch.isEmpty }

  /// Writes what is waiting.
  package mutating func commit() throws(HistoryError) {
    guard !batch.isEmpty else { return }
    let added = try store.add(batch, keepsMailboxes: options.keepsMailboxes)
    tally.added.new += added.new
    tally.added.changed += added.changed
    tally.added.known += added.known
    batch.removeAll(keepingCapacity: true)
  }

  private var place: String { "\(name), line \(tally.lines)" }

  private func content(_ line: [UInt8]) throws(HistoryError) -> ResultLine.Content {
    do throws(LineFault) {
      return try ResultLine(LineValue(line: line)).content
    } catch {
      throw HistoryError(
        .input,
        "\(place): expected a line of JSON as smtptrace --format ndjson or history export writes it; \(CleanText.line(error.description)). What stands before it was added"
      )
    }
  }

  private func read(
    _ body: () throws(RecordReading.Refusal) -> SessionRecord
  ) throws(HistoryError) -> SessionRecord {
    do throws(RecordReading.Refusal) {
      return try body()
    } catch {
      throw HistoryError(.input, "\(place): \(error.description). What stands before it was added")
    }
  }

  private mutating func take(_ record: SessionRecord, isRedacted: Bool) throws(HistoryError) {
    guard options.takesStandIns || !(isRedacted || StandIns.areIn(record)) else {
      throw HistoryError(
        .input,
        "\(place): expected names and addresses of hosts; found the stand-ins of --redact hosts, each of which would count as a new peer. Add a result that was made without it; --redacted adds this one all the same, which tells a story only where all were made with one --redact-key. What stands before it was added"
      )
    }
    var record = record
    if record.sensor == nil { record.sensor = options.sensor }
    tally.sessions += 1
    batch.append(record)
    if batch.count >= Self.batchSize { try commit() }
  }
}
