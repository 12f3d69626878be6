import Foundation
import LiveCapture
import Testing

/// The program, run on real interfaces, with what it writes in a folder of its own.
struct LiveProgram {
  /// The program's file, beside the tests that were built with it.
  static let path: String = {
    var folder = URL(filePath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()
    while folder.path() != "/", !FileManager.default.isExecutableFile(atPath: folder.path() + "/smtptrace") {
      folder.deleteLastPathComponent()
    }
    return folder.appending(path: "smtptrace").path()
  }()

  /// Why nothing can be heard on an interface here; `nil` where it can.
  static let whyDeaf: String? = Privileges.isRoot ? Peers.refusal : "listening on an interface needs root"
  static let canListen = whyDeaf == nil
  static let deaf = Comment(rawValue: whyDeaf ?? "")

  /// Why there are no network namespaces here; `nil` where they can be made.
  private static let whyNoNamespaces: String? = {
    if let whyDeaf { return whyDeaf }
    let name = "smtptrace-probe-\(ProcessInfo.processInfo.processIdentifier)"
    let made = Shell.run(["ip", "netns", "add", name])
    defer { _ = Shell.run(["ip", "netns", "del", name]) }
    return made.succeeded ? nil : "network namespaces cannot be made: \(made.errors)"
  }()
  static let hasNamespaces = whyNoNamespaces == nil
  static let noNamespaces = Comment(rawValue: whyNoNamespaces ?? "")

  /// Whether another user may so much as start the program: the folder that it was built in may be closed to others.
  static let othersCanStart: Bool = {
    guard canListen else { return false }
    let result = Shell.run(["setpriv", "--reuid", "65534", "--bounding-set", "-all", path, "--version"])
    return ![126, 127].contains(result.status)
  }()

  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "smtptrace-live-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// What it has written up to now.
  var output: String { (try? Shell.text(folder, "out")) ?? "" }
  var errors: String { (try? Shell.text(folder, "err")) ?? "" }

  /// Sessions that it has reported up to now, as ndjson.
  var sessionsReported: Int { output.components(separatedBy: "\"type\":\"session\"").count - 1 }

  func file(_ name: String) -> String { folder.appending(path: name).path() }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  func start(_ arguments: [String], before: [String] = []) throws -> Process {
    try Shell.start(
      before + [Self.path] + arguments, output: try Shell.handle(folder, "out"), errors: try Shell.handle(folder, "err")
    )
  }

  /// What the program says of a capture that is whole.
  static func verdicts(ofFile file: String, ports: [Int]) throws -> [LiveVerdict] {
    let options = ports.flatMap { ["--port", String($0)] }
    let read = Shell.run([path, file, "--format", "ndjson"] + options)
    #expect(read.status == 0, "\(read.errors)")
    return try LiveVerdict.all(in: read.output)
  }

  /// What the program prints of one session of a capture, for whoever has to find out why a test fails.
  static func page(ofSession number: Int, in file: String, ports: [Int]) -> String {
    Shell.run([path, file, "--session", String(number)] + ports.flatMap { ["--port", String($0)] }).output
  }
}

/// What a line of ndjson says of a session.
struct LiveVerdict: Equatable {
  var id: Int
  var client: String
  var outcome: String
  var stage: String
  var stoppedBy: String?
  var certainty: String?
  var finding: String?
  var findings: [String]
  /// Every packet that a finding rests on.
  var packets: [Int]

  /// The verdicts among the lines, in the order of the sessions' numbers.
  static func all(in lines: String) throws -> [LiveVerdict] {
    try lines.split(separator: "\n").compactMap { line -> LiveVerdict? in
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      guard object["type"] as? String == "session" else { return nil }
      let verdict = try #require(object["verdict"] as? [String: Any])
      let findings = try #require(object["findings"] as? [[String: Any]])
      let client = try #require(object["client"] as? [String: Any])
      return LiveVerdict(
        id: try #require(object["id"] as? Int), client: "\(client["address"] ?? ""):\(client["port"] ?? "")",
        outcome: try #require(verdict["outcome"] as? String), stage: try #require(verdict["stage"] as? String),
        stoppedBy: verdict["stoppedBy"] as? String, certainty: verdict["certainty"] as? String,
        finding: verdict["finding"] as? String, findings: findings.compactMap { $0["id"] as? String },
        packets: findings.flatMap {
          ($0["evidence"] as? [[String: Any]] ?? []).flatMap { $0["packets"] as? [Int] ?? [] }
        })
    }.sorted { $0.id < $1.id }
  }

  /// The same without what depends on the packets that others sent meanwhile.
  var withoutNumbers: LiveVerdict {
    var plain = self
    plain.packets = []
    return plain
  }
}
