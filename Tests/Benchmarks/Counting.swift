import AllocationCounter
import Diagnosis
import Foundation
import SMTPAnalysis

/// What `.ci/cost` asks for: stages by name, a fixed number of rounds on captures that are always the same, so that the difference of
/// two runs under a counter of instructions is the cost of the rounds between them.
///
/// `benchmarks --counted` lists the stages, each with its unit and how many of them a round is; `benchmarks --count STAGE --rounds N`
/// runs one and prints the allocations of its last round; `benchmarks --failing N FILE` writes a capture of so many sessions.
enum Counting {
  private static let sessions = 200
  private static let mixedMegabytes = 2

  /// A stage with what it is counted by; `make` prepares it.
  private struct Counted {
    var name: String
    var unit: String
    var units: () -> Int
    var make: () throws -> Stage
  }

  /// Does what is asked; false where something else was meant.
  static func run(_ arguments: [String]) throws -> Bool {
    switch arguments.first {
    case "--counted":
      for stage in stages { print("\(stage.name)\t\(stage.unit)\t\(stage.units())") }
    case "--count":
      guard arguments.count == 4, arguments[2] == "--rounds", let rounds = Int(arguments[3]),
        let counted = stages.first(where: { $0.name == arguments[1] })
      else { return false }
      let stage = try counted.make()
      var watch = Stopwatch()
      for _ in 0..<rounds {
        watch = Stopwatch()
        try stage.run(&watch)
      }
      print(allocations_are_counted() ? "\(watch.allocations)" : "-")
    case "--failing":
      guard arguments.count == 3, let count = Int(arguments[1]) else { return false }
      try Data(MadeCapture.failing(sessions: count).pcap).write(to: URL(filePath: arguments[2]))
    default: return false
    }
    return true
  }

  private static var stages: [Counted] {
    [
      Counted(name: "read-pcap", unit: "packet", units: { mixed.packets }) {
        Stages.reading("", mixed.pcap, mixed.packets)
      },
      Counted(name: "read-pcapng", unit: "packet", units: { mixed.packets }) {
        Stages.reading("", mixed.pcapng, mixed.packets)
      },
      Counted(name: "decode", unit: "packet", units: { mixed.packets }) {
        Stages.decoding("", mixed.pcap, mixed.packets)
      },
      Counted(name: "follow-mixed", unit: "packet", units: { mixed.packets }) {
        Stages.following("", mixed.pcap, mixed.packets)
      },
      Counted(name: "follow-mail", unit: "session", units: { sessions }) {
        Stages.following("", failing.pcap, failing.packets)
      },
      Counted(name: "follow-and-build", unit: "session", units: { sessions }) {
        Stages.building("", failing.pcap, failing.packets, sessions: sessions)
      },
      Counted(name: "diagnose", unit: "session", units: { sessions }) { Stages.diagnosing("", try diagnosed()) },
      Counted(name: "write-text", unit: "session", units: { sessions }) { Stages.writing("", .text, try diagnosed()) },
      Counted(name: "write-ndjson", unit: "session", units: { sessions }) {
        Stages.writing("", .ndjson, try diagnosed())
      },
      Counted(name: "write-summary", unit: "session", units: { sessions }) {
        Stages.writing("", .summary, try diagnosed())
      },
    ]
  }

  private static let mixed = MadeCapture.mixed(megabytes: mixedMegabytes)
  private static let failing = MadeCapture.failing(sessions: sessions)

  private static func diagnosed() throws -> [DiagnosedSession] {
    let file = FileManager.default.temporaryDirectory.appending(path: "smtptrace-count-\(UUID().uuidString).pcap")
    try Data(failing.pcap).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    var found: [DiagnosedSession] = []
    _ = try Stages.analyse(path: file.path()) { found.append($0) }
    return found
  }
}
