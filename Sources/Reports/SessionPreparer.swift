import CaptureFiles
package import Diagnosis
import SMTPSession

/// Makes of diagnosed sessions what a ``ReportStream`` needs of them. It knows nothing of what was reported before, so that it may
/// work on any thread, on several at once.
package struct SessionPreparer: Sendable {
  let format: ReportStream.Format
  /// The number of the only session that is to be written; `nil` where all are.
  let onlySession: Int?

  /// Sessions that are ready to be written: what the report needs of them, and no more.
  package struct Batch: Sendable {
    struct Entry: Sendable {
      var item: VerdictTally.Item
      /// Where text is to be written of it, or where it is the only one asked for; else `nil`.
      var diagnosed: DiagnosedSession?
      /// Where its JSON lies; `nil` where none is to be written.
      var json: Range<Int>?
    }

    fileprivate(set) var entries: [Entry] = []
    fileprivate(set) var json = JSONBuffer()

    package init() {}
  }

  /// Makes of a session what the report needs of it, and adds that to a batch.
  package func prepare(_ whole: DiagnosedSession, in batch: inout Batch) {
    var entry = Batch.Entry(item: VerdictTally.Item(whole))
    let isWanted = onlySession.map { whole.session.id == $0 } ?? true
    let diagnosed = isWanted && onlySession != nil ? whole.byItself : whole
    if isWanted {
      let start = batch.json.bytes.count
      let multipleFiles = diagnosed.session.start.packet.file != 0
      switch format {
      case .text: entry.diagnosed = diagnosed
      case .summary: break
      case .json: SessionJSON.write(diagnosed, to: &batch.json, multipleFiles: multipleFiles)
      case .ndjson: SessionJSON.write(diagnosed, to: &batch.json, multipleFiles: multipleFiles, type: "session")
      }
      if onlySession != nil { entry.diagnosed = diagnosed }
      batch.json.endDocument()
      if format == .json || format == .ndjson { entry.json = start..<batch.json.bytes.count }
    }
    batch.entries.append(entry)
  }
}
