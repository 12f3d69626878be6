import Diagnosis
import Foundation
import SMTPAnalysis

/// `benchmarks [--filter WORD] [--megabytes N] [--rounds N] [FILE]`: times each stage of the analysis, on captures that it
/// makes itself, or on the one that is named. `.ci/cost` uses it to count instead; see ``Counting``.
@main
struct Benchmarks {
  var filter = ""
  var megabytes = 64
  var rounds = 7
  var file: String?

  static func main() throws {
    if try Counting.run(Array(CommandLine.arguments.dropFirst())) { return }
    guard let benchmarks = Benchmarks(arguments: Array(CommandLine.arguments.dropFirst())) else {
      print("usage: benchmarks [--filter WORD] [--megabytes N] [--rounds N] [FILE]")
      exit(2)
    }
    print("name; fastest and middle of \(benchmarks.rounds) rounds; rates and allocations of the fastest")
    if let file = benchmarks.file {
      try benchmarks.run(file: file)
    } else {
      try benchmarks.runOnMadeCaptures()
    }
  }

  init?(arguments: [String]) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--filter":
        guard let word = rest.popFirst() else { return nil }
        filter = word
      case "--megabytes":
        guard let number = rest.popFirst().flatMap({ Int($0) }), 1...1024 ~= number else { return nil }
        megabytes = number
      case "--rounds":
        guard let number = rest.popFirst().flatMap({ Int($0) }), 1...1000 ~= number else { return nil }
        rounds = number
      default:
        guard !argument.hasPrefix("-"), file == nil else { return nil }
        file = argument
      }
    }
  }

  private func runOnMadeCaptures() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "smtptrace-benchmarks-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let made = [
      ("mixed", MadeCapture.mixed(megabytes: megabytes)), ("mail", MadeCapture.mail(megabytes: max(megabytes / 4, 1))),
    ]
    for (kind, capture) in made {
      let pcap = try write(capture.pcap, as: kind + ".pcap", in: folder)
      let pcapng = try write(capture.pcapng, as: kind + ".pcapng", in: folder)
      let packets = capture.packets
      try run(Stages.reading("\(kind): read pcap, memory", capture.pcap, packets))
      try run(Stages.reading("\(kind): read pcapng, memory", capture.pcapng, packets))
      try run(Stages.reading("\(kind): read pcap, file", path: pcap, capture.pcap.count, packets))
      try run(Stages.reading("\(kind): read pcapng, file", path: pcapng, capture.pcapng.count, packets))
      try run(Stages.decoding("\(kind): read, decode", capture.pcap, packets))
      try run(Stages.following("\(kind): read, follow", capture.pcap, packets))
      try runSessions(kind, path: pcap, bytes: capture.pcap)
    }
  }

  private func run(file: String) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
    let packets = try Stages.analyse(path: file) { _ in }
    try run(Stages.reading("read, memory", bytes, packets))
    try run(Stages.reading("read, file", path: file, bytes.count, packets))
    try run(Stages.decoding("read, decode", bytes, packets))
    try run(Stages.following("read, follow", bytes, packets))
    try runSessions("file", path: file, bytes: bytes)
  }

  private func runSessions(_ kind: String, path: String, bytes: [UInt8]) throws {
    var sessions: [DiagnosedSession] = []
    let packets = try Stages.analyse(path: path) { sessions.append($0) }
    try run(Stages.building("\(kind): build sessions", bytes, packets, sessions: sessions.count))
    try run(Stages.diagnosing("\(kind): diagnose", sessions))
    try run(Stages.writing("\(kind): write text", .text, sessions))
    try run(Stages.writing("\(kind): write ndjson", .ndjson, sessions))
    try run(Stages.writing("\(kind): write summary", .summary, sessions))
    try run(Stages.analysing("\(kind): analyse", path: path, bytes.count, packets, sessions: sessions.count))
  }

  private func run(_ stage: Stage) throws {
    guard filter.isEmpty || stage.name.contains(filter) else { return }
    print(try stage.report(rounds: rounds))
  }

  private func write(_ bytes: [UInt8], as name: String, in folder: URL) throws -> String {
    let file = folder.appending(path: name)
    try Data(bytes).write(to: file)
    return file.path()
  }
}
