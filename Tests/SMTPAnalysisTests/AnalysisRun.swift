import CaptureFiles
import Diagnosis
import Foundation
import Reports
import SMTPAnalysis
import TestSupport
import Testing

/// One whole run over captures, as the command makes it.
struct AnalysisRun {
  var sessions: [DiagnosedSession] = []
  var summary = CaptureSummary()
  var error: CaptureError?
  /// What is remembered of all sessions in the end.
  var survey = Survey()

  /// The authority of the captures is the only root, so that the result is the same on every machine.
  static let options: AnalysisOptions = {
    var options = AnalysisOptions()
    let file = ProjectFolders.captures.appending(path: "lab/ca.pem").path()
    do throws(TrustRoots.Failure) {
      options.trustRoots = try TrustRoots(pemFile: file)
    } catch {
      options.trustRoots = .none
      Issue.record("the roots of the captures cannot be read: \(error)")
    }
    return options
  }()

  init(_ files: [URL], options: AnalysisOptions = AnalysisRun.options) {
    var analysis = Analysis(options: options)
    for file in files {
      do throws(CaptureError) {
        var capture = try analysis.open(file.path())
        while try analysis.readSome(&capture) {}
      } catch {
        self.error = error
      }
    }
    analysis.finish()
    while let session = analysis.nextSession() { sessions.append(session) }
    sessions.sort { $0.session.id < $1.session.id }
    summary = analysis.summary()
    survey = analysis.judge.survey
  }

  /// The same over a capture in memory, under a name that its file might have.
  init(bytes: [UInt8], name: String = "memory", options: AnalysisOptions = AnalysisRun.options) {
    var analysis = Analysis(options: options)
    do throws(CaptureError) {
      var capture = try analysis.open(bytes: bytes, name: name)
      while try analysis.readSome(&capture) {}
    } catch {
      self.error = error
    }
    analysis.finish()
    while let session = analysis.nextSession() { sessions.append(session) }
    sessions.sort { $0.session.id < $1.session.id }
    summary = analysis.summary()
    survey = analysis.judge.survey
  }

  /// Ids of all findings, those about several sessions among them.
  var findingIDs: Set<String> {
    Set(sessions.flatMap(\.findings).map(\.id)).union(summary.findings.map(\.id))
  }

  /// What a report would print.
  func text(all: Bool = true) -> String {
    var report = ReportStream(
      format: .text, style: TextStyle(usesColor: false, width: 110), showsAll: all, onlySession: nil, isVerbose: false)
    for session in sessions { report.add(session) }
    report.finish(summary)
    return String(decoding: report.takeOutput(), as: UTF8.self)
  }
}
