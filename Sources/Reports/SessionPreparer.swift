import CaptureFiles
package import Diagnosis
import SMTPSession

/// Makes of diagnosed sessions what a ``ReportStream`` needs of them. It knows nothing of what was reported before, so that it may
/// work on any thread, on several at once.
package struct SessionPreparer: Sendable {
  let format: ReportStream.Format
  package let selection: Selection
  package let line: LineContext

  /// Sessions that are ready to be written: what the report needs of them, and no more.
  package struct Batch: Sendable {
    struct Entry: Sendable {
      var item: VerdictTally.Item
      /// Whether it is told.
      var isSelected: Bool
      /// The place of what people read of many sessions; `nil` where they do not.
      var overview: Int?
      /// Where text is to be written of it, or where it is the only one asked for; else `nil`.
      var diagnosed: DiagnosedSession?
      /// Where its JSON lies; `nil` where none is to be written.
      var json: Range<Int>?
    }

    fileprivate(set) var entries: [Entry] = []
    /// Apart from the entries: they are read where they lie.
    fileprivate(set) var overviews: [OverviewItem] = []
    /// As many as a batch has mostly.
    private static let usualEntries = 16
    package fileprivate(set) var json: JSONBuffer
    /// Groups of which an entry of this batch has the words.
    private var told: [OverviewItem.Key] = []

    /// Adds a session, of which only what every report counts is known yet.
    fileprivate mutating func add(_ diagnosed: borrowing DiagnosedSession, isSelected: Bool) {
      if entries.isEmpty { entries.reserveCapacity(Self.usualEntries) }
      entries.append(Entry(item: VerdictTally.Item(diagnosed), isSelected: isSelected))
    }

    /// Words are made once a batch for each group: the first batch that has the group is the one that tells it.
    fileprivate mutating func addOverview(_ diagnosed: borrowing DiagnosedSession) {
      if overviews.isEmpty { overviews.reserveCapacity(Self.usualEntries) }
      overviews.append(
        OverviewItem(diagnosed) { key in
          if told.contains(key) { return false }
          told.append(key)
          return true
        })
    }

    /// - Parameter json: An empty buffer for the JSON of its sessions.
    package init(writingTo json: JSONBuffer = JSONBuffer()) { self.json = json }
  }

  /// Makes of a session what the report needs of it, and adds that to a batch.
  package func prepare(_ whole: DiagnosedSession, in batch: inout Batch) {
    prepare(whole, isSelected: selection.admits(whole), in: &batch)
  }

  /// The same of a session as it is shown: whether it is told is decided by what it is, before names in it are replaced.
  package func prepare(_ whole: DiagnosedSession, isSelected: Bool, in batch: inout Batch) {
    batch.add(whole, isSelected: isSelected)
    guard isSelected else { return }
    if selection.single != nil {
      add(whole.byItself, isKept: true, to: &batch)
    } else {
      add(whole, isKept: false, to: &batch)
    }
  }

  /// Adds what is told of a session to the last entry.
  /// - Parameter isKept: Whether the session itself is asked for.
  private func add(_ diagnosed: borrowing DiagnosedSession, isKept: Bool, to batch: inout Batch) {
    let place = batch.entries.count - 1
    let start = batch.json.count
    let multipleFiles = diagnosed.session.start.packet.file != 0
    switch format {
    case .text: batch.entries[place].diagnosed = copy diagnosed
    case .summary, .list: break
    case .json:
      SessionJSON.write(
        copy diagnosed, to: &batch.json, multipleFiles: multipleFiles, hasTranscript: line.hasTranscript)
    case .ndjson: SessionJSON.write(copy diagnosed, to: &batch.json, multipleFiles: multipleFiles, line: line)
    }
    if isKept { batch.entries[place].diagnosed = copy diagnosed }
    batch.json.endDocument()
    if format == .json || format == .ndjson {
      batch.entries[place].json = start..<batch.json.count
    } else {
      batch.entries[place].overview = batch.overviews.count
      batch.addOverview(diagnosed)
    }
  }
}
