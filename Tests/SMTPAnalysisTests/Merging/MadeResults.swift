import CaptureFiles
import Diagnosis
import Foundation
import Reports
import TestSupport
import Testing

@testable import SMTPAnalysis

/// Results of captures, as the command writes them, in a folder of their own.
struct MadeResults {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "smtptrace-merge-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  func write(_ bytes: [UInt8], as name: String) throws -> URL {
    let file = folder.appending(path: name)
    try Data(bytes).write(to: file)
    return file
  }

  /// The result of one run over files in their order.
  func result(
    _ captures: [URL], as name: String, sensor: String? = nil, seam: String? = nil,
    options: AnalysisOptions = AnalysisRun.options
  ) throws -> String {
    var options = options
    options.writesSeam = seam != nil
    var writer = seam.map { Seam(folder.appending(path: $0).path(), options: options) }
    var line = LineContext(sensor: sensor, captures: captures.map { $0.path() })
    line.isMergeable = true
    line.hasSeam = seam != nil
    var report = ReportStream(
      format: .ndjson, style: TextStyle(usesColor: false), selection: Selection(), layout: ReportStream.Layout(),
      line: line)
    var analysis = Analysis(options: options)
    var bytes: [UInt8] = []
    func take(_ analysis: inout Analysis) {
      while let ended = analysis.nextEnded() {
        writer?.note(ended)
        analysis.judge.take(analysis.judge.examination.judge(ended)) { report.add($0) }
      }
      if report.hasOutput { bytes += report.takeOutput() }
    }
    for file in captures {
      // What cannot be read to its end is told in the result.
      do throws(CaptureError) {
        var capture = try analysis.open(file.path())
        analysis.note(InputFingerprint(file.path()), of: capture)
        while try analysis.readSome(&capture) { take(&analysis) }
      } catch {}
    }
    analysis.finish()
    take(&analysis)
    while let session = analysis.judge.releaseNext() { report.add(session) }
    var summary = analysis.summary()
    summary.survey = analysis.surveyContents()
    if let first = summary.firstPacketTime {
      writer?.keepOnly(analysis.judge.crossing)
      summary.seam = try writer?.write(
        captures.map { ($0.path(), InputFingerprint($0.path())) }, from: first, tool: "tests", overwrites: true)
    }
    report.finish(summary)
    bytes += report.takeOutput()
    return try write(bytes, as: name).path()
  }

  /// What is made of results, as a file.
  func merge(
    _ results: [String], as name: String, seam: String? = nil, options: AnalysisOptions = AnalysisRun.options
  ) throws -> String {
    var bytes: [UInt8] = []
    var merger = try ResultMerger(results, options: options)
    if let seam { try merger.writeSeam(to: folder.appending(path: seam).path(), tool: "tests", overwrites: true) }
    try merger.write { bytes += $0 }
    return try write(bytes, as: name).path()
  }

  func lines(_ path: String) throws -> [String] {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Results merged two at a time, in a random order.
  func mergeAsTree(
    _ results: [String], _ generator: inout SeededGenerator, options: AnalysisOptions = AnalysisRun.options
  ) throws -> String {
    var left = results.shuffled(using: &generator)
    var number = 0
    while left.count > 1 {
      let pair = [left.removeFirst(), left.removeFirst()]
      left.append(try merge(pair, as: "tree-\(number)-\(UUID().uuidString).ndjson", options: options))
      number += 1
    }
    return left[0]
  }

  func expectSame(_ one: String, _ other: String, at place: SourceLocation = #_sourceLocation) throws {
    let difference = try difference(one, other)
    #expect(difference == nil, "\(difference ?? "")", sourceLocation: place)
  }

  /// The first line in which two results differ; `nil` where they are the same.
  func difference(_ one: String, _ other: String) throws -> String? {
    let (ours, theirs) = (try lines(one), try lines(other))
    for (place, (line, another)) in zip(ours, theirs).enumerated() where line != another {
      let common = zip(line, another).prefix { $0 == $1 }.count
      return
        "line \(place + 1) behind \(common): \(line.dropFirst(max(0, common - 80)).prefix(240)) / \(another.dropFirst(max(0, common - 80)).prefix(240))"
    }
    return ours.count == theirs.count ? nil : "\(ours.count) lines, and \(theirs.count)"
  }
}
