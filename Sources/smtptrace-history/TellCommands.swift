import ArgumentParser
import Foundation
import History
import HistoryArguments
import Reports

extension HistoryTableFormat {
  var format: HistoryTeller.Format { self == .json ? .json : .text }
}

extension HistoryFormat {
  var format: HistoryTeller.Format {
    switch self {
    case .text: .text
    case .json: .json
    case .md: .markdown
    }
  }
}

extension DatabaseOption {
  /// What answers questions about the history.
  func teller() throws -> HistoryTeller {
    HistoryTeller(try HistoryStore.toRead(try path()).told(), style: Terminal.style)
  }
}

extension HistoryPeers {
  func perform() throws {
    Terminal.write(try database.teller().peers(named: peer, as: format.format))
  }
}

extension ShowHistory {
  func perform() throws {
    Terminal.write(try database.teller().story(of: peer, isOne: asOne, as: format.format))
  }
}

extension HistoryChanges {
  func perform() throws {
    let clock = Int64(Date().timeIntervalSince1970 * 1e6)
    let (from, to): (Int64, Int64)
    do throws(SelectionError) {
      to = try until.map { text throws(SelectionError) in try TimeWords.time(text, now: clock) } ?? clock
      from = try TimeWords.time(since, now: to)
    } catch {
      throw ValidationError(error.description)
    }
    guard from <= to else {
      throw ValidationError("--since \(CleanText.line(since)) is later than the end of the span")
    }
    let news = try database.teller().changes(since: from, until: to, as: format.format)
    if !(quiet && news.isEmpty) { Terminal.write(news.document) }
  }
}

extension HistoryReport {
  func perform() throws {
    let page = try database.teller().page(of: peer, title: title.map(CleanText.line), tool: "smtptrace history")
    try Documents.write(page, to: output, force: force)
  }
}

/// Where documents go.
enum Documents {
  static func write(_ bytes: [UInt8], to path: String, force: Bool) throws {
    if path == "-" { return Terminal.write(bytes) }
    do throws(OutputError) {
      try OutputFile.write(bytes, to: path, overwrites: force)
    } catch {
      throw HistoryError(.system, error.description)
    }
  }
}
