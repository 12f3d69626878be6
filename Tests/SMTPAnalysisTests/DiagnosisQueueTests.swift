import CaptureFiles
import Diagnosis
import Foundation
import Reports
import TestSupport
import Testing

@testable import SMTPAnalysis

/// Diagnosed beside the reading, sessions come out as they do one after the other.
@Suite("The queue of diagnoses changes nothing but the time")
struct DiagnosisQueueTests {
  private static func ndjson(
    of files: [URL], queued: Bool, isShared: Bool = true, workers: Int = 1, enoughBatches: Int? = nil, held: Int = 4096
  ) -> String {
    var options = AnalysisRun.options
    options.heldSessions.sessions = held
    var analysis = Analysis(options: options)
    let output = Output()
    let preparer = output.report.preparer
    let queue = DiagnosisQueue(analysis.judge, isShared: isShared, workers: workers, enoughBatches: enoughBatches) {
      SessionPreparer.Batch()
    } add: {
      preparer.prepare($0, in: &$1)
    } take: {
      output.report.add($0)
    }
    func drain() {
      if queued {
        while let session = analysis.nextEnded() { queue.add(session) }
      } else {
        while let session = analysis.nextSession() { output.report.add(session) }
      }
    }
    for file in files {
      do throws(CaptureError) {
        var capture = try analysis.open(file.path())
        while try analysis.readSome(&capture) { drain() }
      } catch {
        Issue.record("\(error)")
      }
      drain()
    }
    analysis.finish()
    drain()
    if queued { analysis.judge = queue.finish() }
    output.report.finish(analysis.summary())
    return String(decoding: output.report.takeOutput(), as: UTF8.self)
  }

  private final class Output: @unchecked Sendable {
    var report = ReportStream(
      format: .ndjson, style: TextStyle(usesColor: false, width: 110), showsAll: true, onlySession: nil,
      isVerbose: false)
  }

  @Test("the same lines in the same order, over all captures as one set")
  func sameOutput() {
    let files = CatalogueTests.captures
    let alone = Self.ndjson(of: files, queued: false)
    #expect(alone == Self.ndjson(of: files, queued: true))
    #expect(alone == Self.ndjson(of: files, queued: true, isShared: false))
    // All by the thread that reads, and every other batch by it.
    #expect(alone == Self.ndjson(of: files, queued: true, enoughBatches: 0))
    #expect(alone == Self.ndjson(of: files, queued: true, enoughBatches: 1))
    // However many threads there are.
    for workers in [2, 3, 8] { #expect(alone == Self.ndjson(of: files, queued: true, workers: workers)) }
    // More than one batch, so that something can come out of order.
    #expect(alone.split(separator: "\n").count > 200)
  }
  @Test("the same where few sessions may wait for others, so that some are decided early", arguments: [0, 3])
  func sameOutputWithoutRoom(held: Int) {
    let files = CatalogueTests.captures
    let alone = Self.ndjson(of: files, queued: false, held: held)
    #expect(alone == Self.ndjson(of: files, queued: true, held: held))
    #expect(alone == Self.ndjson(of: files, queued: true, isShared: false, held: held))
    #expect(alone == Self.ndjson(of: files, queued: true, enoughBatches: 0, held: held))
    #expect(alone == Self.ndjson(of: files, queued: true, workers: 3, held: held))
  }
}
