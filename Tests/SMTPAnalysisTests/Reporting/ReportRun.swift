import CaptureFiles
import Diagnosis
import Foundation
import Reports
import SMTPAnalysis

/// A report over captures, as the command makes it.
struct ReportRun {
  var report: IncidentReport

  init(
    _ run: AnalysisRun, redactor: Redactor = Redactor([]),
    options: IncidentReport.Options = .init(tool: "smtptrace test")
  ) {
    var redactor = redactor
    report = IncidentReport(options: options)
    for session in run.sessions { report.add(redactor.redact(session)) }
    report.finish(redactor.redact(run.summary))
  }

  func text(_ format: IncidentReport.Format) throws -> String {
    String(decoding: try report.bytes(format), as: UTF8.self)
  }
}

/// A program that may be installed here.
enum Tool {
  static func path(_ name: String) -> String? {
    ["/usr/bin", "/usr/local/bin", "/bin"].map { "\($0)/\(name)" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  static func isInstalled(_ name: String) -> Bool { path(name) != nil }

  static func run(_ name: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
    try run(path: path(name) ?? "/nonexistent", arguments)
  }

  static func run(path: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    let file = FileManager.default.temporaryDirectory.appending(path: "smtptrace-\(UUID().uuidString).out")
    _ = FileManager.default.createFile(atPath: file.path(), contents: nil)
    defer { try? FileManager.default.removeItem(at: file) }
    let handle = try FileHandle(forWritingTo: file)
    process.standardOutput = handle
    process.standardError = path.hasSuffix("/chromium") ? FileHandle.nullDevice : handle
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try handle.close()
    return (process.terminationStatus, String(decoding: try Data(contentsOf: file), as: UTF8.self))
  }

  /// Does something with a file that holds `bytes`, and takes it away again.
  static func withFile<Result>(_ bytes: [UInt8], ending: String, _ body: (URL) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appending(path: "smtptrace-\(UUID().uuidString).\(ending)")
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url)
  }
}
