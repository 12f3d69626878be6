import CaptureFiles
import Diagnosis
import Foundation
import Reports
import SMTPAnalysis
import TestSupport
import Testing

/// The JSON of every capture is held against the schema that the documentation ships, by a validator of another project.
@Suite("The JSON keeps its contract")
struct SchemaTests {
  static let schema = ProjectFolders.root.appending(path: "Sources/SMTPAnalysis/SMTPAnalysis.docc/Schema.json")

  static let validator = """
    import glob, json, sys
    import jsonschema
    schema = json.load(open(sys.argv[1]))
    whole = jsonschema.Draft202012Validator(schema)
    line = jsonschema.Draft202012Validator({**schema, "required": [], "properties": {}, "$ref": "#/$defs/line"})
    bad = 0
    for name in sorted(glob.glob(sys.argv[2] + "/*")):
      text = open(name, encoding="utf-8").read()
      for validator, document in ([(whole, text)] if name.endswith(".json") else [(line, x) for x in text.splitlines()]):
        for error in validator.iter_errors(json.loads(document)):
          bad += 1
          print(name.rsplit("/", 1)[1], list(error.absolute_path), error.message[:200])
    sys.exit(1 if bad else 0)
    """

  static let hasValidator =
    (try? run(["-c", "import jsonschema; jsonschema.Draft202012Validator"]))?.status == 0

  @Test(
    "every capture's JSON and every line of NDJSON is valid",
    .enabled(if: hasValidator, "python3 with jsonschema 4 is not installed"))
  func valid() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "smtptrace-schema-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let captures = ProjectFolders.captures(below: ProjectFolders.captures)
    for capture in captures {
      let run = AnalysisRun([capture])
      let name = capture.deletingPathExtension().lastPathComponent
      for (format, ending) in [(ReportStream.Format.json, "json"), (.ndjson, "ndjson")] {
        var line = LineContext(captures: [name])
        line.isMergeable = format == .ndjson
        line.hasSeam = line.isMergeable
        var report = ReportStream(
          format: format, style: TextStyle(usesColor: false), selection: Selection(), layout: ReportStream.Layout(),
          line: line)
        for session in run.sessions { report.add(session) }
        var summary = run.summary
        if line.isMergeable {
          summary.survey = run.survey.contents
          summary.files[0].fingerprint = InputFingerprint(capture.path())
          summary.seam = summary.files[0].fingerprint.map {
            CaptureSummary.Seam(
              file: "x.pcapng", fingerprint: $0, ports: [25], packets: [PacketID(number: 1), PacketID(number: 7)])
          }
        }
        report.finish(summary)
        try Data(report.takeOutput()).write(to: folder.appending(path: "\(name).\(ending)"))
      }
    }
    let result = try Self.run(["-c", Self.validator, Self.schema.path(), folder.path()])
    #expect(result.status == 0, "\(result.output)")
    #expect(!captures.isEmpty)
  }

  private static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let interpreter = "/usr/bin/python3"
    guard FileManager.default.isExecutableFile(atPath: interpreter) else { return (127, "") }
    let process = Process()
    process.executableURL = URL(filePath: interpreter)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
