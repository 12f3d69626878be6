import Foundation
import Reports
import SMTPAnalysis
import TestSupport
import Testing

/// The fingerprints in the JSON are those that tshark computes.
@Suite("Fingerprints agree with tshark's")
struct FingerprintTests {
  @Test(
    "JA3 and JA3S of real stacks", .enabled(if: Tool.isInstalled("tshark"), "tshark is not installed"),
    arguments: ["healthy-tls12", "healthy-tls13-x25519", "tls-weak-rsa", "tls-hello-retry"])
  func agree(name: String) throws {
    let tshark = try #require(Tool.path("tshark"))
    let capture = ProjectFolders.captures.appending(path: "\(name).pcap")
    let process = Process()
    process.executableURL = URL(filePath: tshark)
    process.arguments = [
      "-n", "-r", capture.path(), "-Y", "tls.handshake.ja3 or tls.handshake.ja3s", "-T", "fields", "-e",
      "tls.handshake.ja3", "-e", "tls.handshake.ja3s",
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let expected = Set(output.split(whereSeparator: \.isWhitespace).map(String.init))

    var report = ReportStream(
      format: .json, style: TextStyle(usesColor: false), showsAll: true, onlySession: nil, isVerbose: false)
    let run = AnalysisRun([capture])
    for session in run.sessions { report.add(session) }
    report.finish(run.summary)
    let document = try JSONSerialization.jsonObject(with: Data(report.takeOutput())) as? [String: Any]
    let sessions = try #require(document?["sessions"] as? [[String: Any]])
    let tls = try #require(sessions.first?["tls"] as? [String: Any])
    let ja3 = try #require(tls["ja3"] as? String)
    let ja3s = try #require(tls["ja3s"] as? String)
    #expect(expected.contains(ja3))
    #expect(expected.contains(ja3s))
  }
}
