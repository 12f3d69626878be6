import ByteParsing
import CaptureFiles
import Certificates
import Diagnosis
import Foundation
import Reports
import SMTPAnalysis
import TestSupport

/// The whole, from the bytes of a capture to every document.
enum AnalysisTarget {
  static let target = FuzzTarget(
    name: "analysis",
    about: "words read later and at once give the same report; every text is printable; JSON is JSON",
    maximumLength: 20_000,
    tokens: SMTPTarget.target.tokens + TLSTarget.target.tokens + PacketTarget.target.tokens,
    parts: { CaptureParts.of($0) },
    corpus: { Corpus.captures(upTo: 12_000, every: 2) },
    check: { bytes throws(FuzzFailure) in try check(bytes) })

  private static func check(_ bytes: [UInt8]) throws(FuzzFailure) -> Int {
    guard !bytes.starts(with: [0x1F, 0x8B]), !bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) else { return bytes.count }
    let later = AnalysisOutcome(bytes)
    let atOnce = AnalysisOutcome(bytes, followsSessions: true)
    let lines = later.report(.ndjson)
    let linesAtOnce = atOnce.report(.ndjson)
    if lines != linesAtOnce {
      let split = { (bytes: [UInt8]) in bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) } }
      try same(split(lines), split(linesAtOnce), "lines read later and at once")
    }
    try Printed.check(lines, "ndjson")
    for line in lines.split(separator: 0x0A) { try checkJSON(Array(line), "a line of ndjson") }
    for output in later.documents(withHTML: bytes.count % 8 == 0) {
      try Printed.check(output.bytes, output.name)
      if output.isJSON { try checkJSON(output.bytes, output.name) }
    }
    return bytes.count
  }

  private static func checkJSON(_ bytes: [UInt8], _ what: String) throws(FuzzFailure) {
    do {
      _ = try JSONSerialization.jsonObject(with: Data(bytes))
    } catch {
      throw FuzzFailure("\(what) is no JSON: \(String(decoding: bytes.prefix(400), as: UTF8.self))")
    }
  }
}

/// The authority of the project's captures as the only root, so that the result is the same on every machine.
enum ProjectRoots {
  static let authority =
    (try? TrustRoots(pemFile: ProjectFolders.captures.appending(path: "lab/ca.pem").path())) ?? .none
}

/// One whole run over a capture in memory.
struct AnalysisOutcome {
  private(set) var sessions: [DiagnosedSession] = []
  private(set) var summary = CaptureSummary()

  init(_ bytes: [UInt8], followsSessions: Bool = false) {
    var options = AnalysisOptions()
    options.trustRoots = ProjectRoots.authority
    options.followsSessions = followsSessions
    var analysis = Analysis(options: options)
    do throws(CaptureError) {
      var capture = try analysis.open(bytes: bytes, name: "memory")
      while try analysis.readSome(&capture) {}
    } catch {
      // What could be read is analysed; the capture's end is what the files' own target looks at.
    }
    analysis.finish()
    while let session = analysis.nextSession() { sessions.append(session) }
    sessions.sort { $0.session.id < $1.session.id }
    summary = analysis.summary()
  }

  func report(_ format: ReportStream.Format) -> [UInt8] {
    var report = ReportStream(
      format: format, style: TextStyle(usesColor: false, width: 110), showsAll: true, onlySession: nil, isVerbose: true)
    for session in sessions { report.add(session) }
    report.finish(summary)
    return report.takeOutput()
  }

  struct Document {
    var name: String
    var bytes: [UInt8]
    var isJSON = false
  }

  /// Everything that can be printed of it, but for lines of JSON. HTML takes longer than all the rest, so that not every input has it.
  func documents(withHTML: Bool) -> [Document] {
    var documents = [
      Document(name: "text", bytes: report(.text)), Document(name: "summary", bytes: report(.summary)),
      Document(name: "list", bytes: report(.list)), Document(name: "json", bytes: report(.json), isJSON: true),
    ]
    var incident = IncidentReport(options: IncidentReport.Options(tool: "fuzz"))
    for session in sessions { incident.add(session) }
    incident.finish(summary)
    for format in IncidentReport.Format.allCases {
      if case .html = format, !withHTML { continue }
      let isJSON = if case .json = format { true } else { false }
      documents.append(Document(name: "report \(format)", bytes: incident.bytes(format), isJSON: isJSON))
    }
    return documents
  }
}
