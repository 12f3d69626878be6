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
      /// Where people read of many sessions; else `nil`.
      var overview: OverviewItem?
      /// Where text is to be written of it, or where it is the only one asked for; else `nil`.
      var diagnosed: DiagnosedSession?
      /// Where its JSON lies; `nil` where none is to be written.
      var json: Range<Int>?
    }

    fileprivate(set) var entries: [Entry] = []
    package fileprivate(set) var json: JSONBuffer
    /// Groups of which an entry of this batch has the words.
    private var told: [OverviewItem.Key] = []

    /// Words are made once a batch for each group: the first batch that has the group is the one that tells it.
    fileprivate mutating func overview(_ diagnosed: DiagnosedSession) -> OverviewItem {
      OverviewItem(diagnosed) { key in
        if told.contains(key) { return false }
        told.append(key)
        return true
      }
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
    var entry = Batch.Entry(item: VerdictTally.Item(whole), isSelected: isSelected)
    guard isSelected else {
      batch.entries.append(entry)
      return
    }
    let isSingle = selection.single != nil
    let diagnosed = isSingle ? whole.byItself : whole
    let start = batch.json.count
    let multipleFiles = diagnosed.session.start.packet.file != 0
    switch format {
    case .text: entry.diagnosed = diagnosed
    case .summary, .list: break
    case .json:
      SessionJSON.write(diagnosed, to: &batch.json, multipleFiles: multipleFiles, hasTranscript: line.hasTranscript)
    case .ndjson: SessionJSON.write(diagnosed, to: &batch.json, multipleFiles: multipleFiles, line: line)
    }
    if isSingle { entry.diagnosed = diagnosed }
    batch.json.endDocument()
    if format == .json || format == .ndjson {
      entry.json = start..<batch.json.count
    } else {
      entry.overview = batch.overview(diagnosed)
    }
    batch.entries.append(entry)
  }
}
