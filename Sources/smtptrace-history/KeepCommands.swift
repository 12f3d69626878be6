import ArgumentParser
import Foundation
import History
import HistoryArguments
import PlainWords
import Reports

extension ExpireHistory {
  func perform() throws {
    let time: Int64
    do throws(SelectionError) {
      time = try TimeWords.time(olderThan, now: Int64(Date().timeIntervalSince1970 * 1e6))
    } catch {
      throw ValidationError("--older-than: \(error.description)")
    }
    let path = try database.path()
    // What is not there has nothing to let go of, and is not made for it.
    _ = try HistoryStore.toRead(path).told()
    let store = try HistoryStore.toWrite(path).told()
    let count = try store.expire(before: time)
    try store.close()
    if !quiet {
      Terminal.say(
        "smtptrace: \(Counting.counted(count, "session", "sessions")) from before \(RecordedTime.minute(time)) UTC went\n"
      )
    }
  }
}

extension ExportHistory {
  func perform() throws {
    try HistoryStore.toRead(try database.path()).told().export { Terminal.write($0) }
  }
}

extension CheckHistory {
  func perform() throws {
    let store = try HistoryStore.toRead(try database.path()).told()
    let problems = try store.problems()
    let contents = try store.contents()
    var text = "\(CleanText.line(store.path)): version \(contents.version), "
    text += Counting.counted(contents.sessions, "session", "sessions")
    if let first = contents.first, let last = contents.last {
      text += " from \(RecordedTime.minute(first)) to \(RecordedTime.minute(last)) UTC"
    }
    text += ", \(Counting.counted(contents.sensors, "sensor", "sensors"))"
    text +=
      contents.withMailboxes > 0
      ? "; \(Counting.grouped(contents.withMailboxes)) with mail addresses" : "; no mail addresses"
    Terminal.write(Array("\(text)\n\(problems.isEmpty ? "whole\n" : "")".utf8))
    for problem in problems { Terminal.write(Array("damaged: \(problem)\n".utf8)) }
    guard problems.isEmpty else { throw HistoryFile.damage(store.path, "the database is damaged") }
  }
}
