import Diagnosis
import Foundation
import SMTPAnalysis
import SMTPSession
import TestSupport
import Testing

/// Another program, given the same keys, reads the same words in the same packets.
@Suite("What keys open, held against tshark", .enabled(if: Tool.isInstalled("tshark"), "tshark is not installed"))
struct TsharkKeysTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var capture: URL
    /// A key log beside the capture; `nil` where the capture carries its keys.
    var keys: URL?

    var testDescription: String { capture.lastPathComponent }
  }

  /// Captures of the project that carry their keys, and those with key logs that may lie beside it.
  static let cases: [Case] = {
    // tshark 4.0 reads no ARIA, and cuts sessions of cut packets elsewhere.
    let others = ["keys-aria-tls12.pcapng", "keys-cut-tls13.pcapng"]
    let own = KeySafetyTests.captures.filter { !others.contains($0.lastPathComponent) }
    let beside = (ProjectFolders.keyLogs.map(ProjectFolders.captures(below:)) ?? []).filter {
      $0.pathExtension == "pcap" && $0.lastPathComponent != "tls12-aria.pcap"
    }
    return own.map { Case(capture: $0) }
      + beside.map { Case(capture: $0, keys: $0.deletingPathExtension().appendingPathExtension("keys")) }
  }()

  @Test("the same commands and codes, in the same packets", arguments: cases)
  func sameWords(of example: Case) throws {
    var arguments = ["-r", example.capture.path(), "-Y", "smtp && tls", "-T", "fields", "-E", "occurrence=a"]
    if let keys = example.keys { arguments += ["-o", "tls.keylog_file:\(keys.path())"] }
    let run = try analysis(example)
    for port in Set(run.sessions.map(\.session.server.port)) where port != 25 {
      arguments += ["-d", "tcp.port==\(port),smtp"]
    }
    arguments += ["-e", "frame.number", "-e", "smtp.req.command", "-e", "smtp.response.code"]
    let told = try Tool.run("tshark", arguments)
    var theirs: Set<String> = []
    for line in told.output.split(separator: "\n") {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 3, let frame = Int(fields[0]) else { continue }
      for verb in fields[1].split(separator: ",") { theirs.insert("\(frame) \(verb.uppercased())") }
      for code in fields[2].split(separator: ",") { theirs.insert("\(frame) \(code)") }
    }
    var ours: Set<String> = []
    for line in run.sessions.flatMap(\.session.transcript) where line.layer == .tls && line.kind != .tls {
      guard line.kind == .command || line.kind == .reply || line.kind == .auth || line.kind == .greeting else {
        continue
      }
      let word = line.text.prefix { $0 != " " && $0 != "-" && $0 != "\\" }.uppercased()
      ours.insert("\(line.at.packet.number) \(word)")
    }
    // A line that may be anything (here QUIT with a bare CR behind it) is shown by its length.
    for line in run.sessions.flatMap(\.session.transcript) where line.text.hasSuffix("characters withheld]") {
      theirs = theirs.filter { !$0.hasPrefix("\(line.at.packet.number) ") }
      ours = ours.filter { !$0.hasPrefix("\(line.at.packet.number) ") }
    }
    // Nor does it look for commands behind the end of a message in the same record.
    for line in run.sessions.flatMap(\.session.transcript) where line.kind == .data && line.text.hasPrefix("[message") {
      theirs = theirs.filter { !$0.hasPrefix("\(line.at.packet.number) ") }
      ours = ours.filter { !$0.hasPrefix("\(line.at.packet.number) ") }
    }
    // tshark takes answers to a login for commands; they are compared by the commands around them.
    let logins = run.sessions.contains { !$0.session.authentications.isEmpty }
    if !ours.isEmpty { #expect(!theirs.isEmpty) }
    if !logins {
      #expect(ours == theirs, "only here \(ours.subtracting(theirs)), only there \(theirs.subtracting(ours))")
    }
  }

  private func analysis(_ example: Case) throws -> AnalysisRun {
    var options = AnalysisRun.options
    if let keys = example.keys {
      let secrets = Secrets()
      try secrets.add(file: keys.path())
      secrets.end()
      options.use(secrets)
    }
    return AnalysisRun([example.capture], options: options)
  }

  /// What was inferred from sizes, held against what the keys show.
  @Test("an inference from sizes that is called strong is right", arguments: cases)
  func inferenceAndTruth(of example: Case) throws {
    let truth = try analysis(example)
    let inferred = try sealed(example)
    for (known, guessed) in zip(truth.sessions, inferred.sessions) where known.session.tls?.opening.speaks ?? false {
      // However unsure: who was accused by sizes did stop the session.
      if guessed.verdict.outcome == .stopped {
        #expect(known.verdict.outcome == .stopped, "session \(known.session.id)")
      }
      guard guessed.verdict.certainty >= .strong || guessed.verdict.disposition == .delivered else { continue }
      #expect(guessed.verdict.disposition == known.verdict.disposition, "session \(known.session.id)")
    }
  }

  /// The same capture without its keys.
  private func sealed(_ example: Case) throws -> AnalysisRun {
    guard example.keys == nil else { return AnalysisRun([example.capture]) }
    // The name of its block of secrets is made one that nobody knows.
    var bytes = [UInt8](try Data(contentsOf: example.capture))
    let name: [UInt8] = [0x4B, 0x53, 0x4C, 0x54]
    for place in bytes.indices.dropLast(4) where bytes[place..<(place + 4)].elementsEqual(name) { bytes[place] = 0x4C }
    return AnalysisRun(bytes: bytes)
  }
}
