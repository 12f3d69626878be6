import Foundation
import LiveCapture
import TestSupport
import Testing

/// The command `live` with real packets, on the loopback interface and between network namespaces.
@Suite("smtptrace live", .serialized)
struct LiveCommandTests {
  /// The program, beside the tests that were built with it.
  static let program: String = {
    var folder = URL(filePath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()
    while folder.path() != "/", !FileManager.default.isExecutableFile(atPath: folder.path() + "/smtptrace") {
      folder.deleteLastPathComponent()
    }
    return folder.appending(path: "smtptrace").path()
  }()

  static let canListen: Bool = {
    if !Privileges.isRoot {
      print("skipped: listening on an interface needs root")
      return false
    }
    if let refusal = Peers.refusal {
      print("skipped: \(refusal)")
      return false
    }
    return true
  }()

  static let hasNamespaces: Bool = {
    guard canListen else { return false }
    let name = "smtptrace-probe-\(ProcessInfo.processInfo.processIdentifier)"
    let made = Shell.run(["ip", "netns", "add", name])
    defer { _ = Shell.run(["ip", "netns", "del", name]) }
    if !made.succeeded { print("skipped: network namespaces cannot be made: \(made.errors)") }
    return made.succeeded
  }()

  let folder: URL
  let port = Int.random(in: 20_000..<30_000)

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "smtptrace-live-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  @Test(
    "what is said live is what is said of the file written meanwhile", .enabled(if: canListen),
    arguments: ["lo", "any"])
  func sameAsFile(interface: String) throws {
    #expect(Peers.makeCertificate(in: folder))
    let file = folder.appending(path: "all.pcapng").path()
    let saved = folder.appending(path: "problems").path()
    let live = try start([
      "live", "-i", interface, "--port", String(port), "-w", file, "--save-problems", saved, "--format", "ndjson",
      "--sessions",
      String(Peers.sessions), "--duration", "40", "--user", "root",
    ])
    #expect(Shell.wait { FileManager.default.fileExists(atPath: saved) })
    let peers = Shell.run(Peers.arguments(role: "both", address: "127.0.0.1", port: port, folder: folder))
    #expect(peers.succeeded, "\(peers.errors)")
    live.waitUntilExit()
    #expect(live.terminationStatus == 0, "\(errors)")

    let spoken = try verdicts(output)
    let read = try verdicts(Shell.run([Self.program, file, "--port", String(port), "--format", "ndjson"]).output)
    #expect(spoken == read)
    #expect(spoken.count == Peers.sessions)
    #expect(spoken.first?.outcome == "completed")
    #expect(spoken.dropFirst().first?.outcome == "stopped")

    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    try savedProblemsTellTheSame(saved, as: spoken)
    let again = Shell.run([Self.program, "live", "-i", interface, "-w", file, "--duration", "1", "--user", "root"])
    #expect(again.status == 3)
    #expect(again.errors.contains("File exists"))
  }

  @Test("killed, it leaves files that can be read", .enabled(if: canListen))
  func killed() throws {
    #expect(Peers.makeCertificate(in: folder))
    let file = folder.appending(path: "all.pcapng").path()
    let live = try start(["live", "-i", "lo", "--port", String(port), "-w", file, "--user", "root"])
    #expect(Shell.wait { FileManager.default.fileExists(atPath: file) })
    #expect(Shell.run(Peers.arguments(role: "both", address: "127.0.0.1", port: port, folder: folder)).succeeded)
    Thread.sleep(forTimeInterval: 1)
    kill(live.processIdentifier, SIGKILL)
    live.waitUntilExit()
    let read = Shell.run([Self.program, file, "--port", String(port), "--format", "ndjson"])
    #expect(read.status == 0, "\(read.errors)")
    #expect(try verdicts(read.output).count == Peers.sessions)
  }

  @Test("SIGTERM ends it cleanly, with the open session reported", .enabled(if: canListen))
  func terminated() throws {
    let ready = folder.appending(path: "all.pcapng").path()
    let live = try start([
      "live", "-i", "lo", "--port", String(port), "-w", ready, "--follow", "--user", "root", "--color", "never",
    ])
    #expect(Shell.wait { FileManager.default.fileExists(atPath: ready) })
    let listener = """
      import socket, time
      listener = socket.create_server(("127.0.0.1", \(port)))
      client = socket.create_connection(("127.0.0.1", \(port)))
      server, _ = listener.accept()
      server.sendall(b"220 mx.example.net ESMTP\\r\\n"); time.sleep(0.1)
      client.sendall(b"EHLO client.example.com\\r\\n"); time.sleep(60)
      """
    let peers = try Shell.start(["python3", "-c", listener])
    defer { peers.terminate() }
    // The line is there while the session is open.
    #expect(Shell.wait { output.contains("EHLO client.example.com") })
    kill(live.processIdentifier, SIGUSR1)
    #expect(Shell.wait { errors.contains("0 SMTP sessions") })
    live.terminate()
    live.waitUntilExit()
    #expect(live.terminationStatus == 0)
    #expect(output.contains("capture ended"))
    #expect(output.split(separator: "\n").filter { $0.hasSuffix("EHLO client.example.com") }.count == 1)
  }

  @Test("without the right, it says what to do", .enabled(if: canListen))
  func withoutRight() throws {
    let result = Shell.run(["setpriv", "--reuid", "65534", "--bounding-set", "-all", Self.program, "live", "-i", "lo"])
    // Where that user may not even start the program, nothing can be learnt.
    guard result.status != 126, result.status != 127 else {
      print("skipped: another user cannot start the program here")
      return
    }
    #expect(result.status == 3)
    #expect(result.errors.contains("setcap cap_net_raw=ep"))
  }

  @Test("a filter that libpcap refuses is wrong usage, in its words", .enabled(if: canListen))
  func badFilter() {
    for expression in ["tcp prot 25", "tcp port nosuchservice"] {
      let result = Shell.run([Self.program, "live", "-i", "lo", "--user", "root", expression])
      #expect(result.status == 2)
      #expect(result.errors.contains(expression))
    }
    let missing = Shell.run([Self.program, "live", "-i", "smtptrace-none"])
    #expect(missing.status == 3)
    #expect(missing.errors.contains("smtptrace-none"))
  }

  @Test("it outlives an interface that goes down and one that is removed", .enabled(if: hasNamespaces))
  func interfaceComesAndGoes() throws {
    let names = Namespaces()
    defer { names.remove() }
    #expect(names.make())
    #expect(Peers.makeCertificate(in: folder))
    let server = try Shell.start(
      names.inServer(Peers.arguments(role: "server", address: "0.0.0.0", port: port, folder: folder)))
    defer { server.terminate() }
    let file = folder.appending(path: "all.pcapng").path()
    // As another user: what it needs to open the interface again has to have stayed.
    let live = try start(
      ["live", "-i", "mail0", "--port", String(port), "-w", file, "--format", "ndjson", "--duration", "60"],
      before: names.inServer([]))
    #expect(Shell.wait { FileManager.default.fileExists(atPath: file) })
    let client = names.inClient(
      Peers.arguments(role: "client", address: Namespaces.serverAddress, port: port, folder: folder))
    #expect(Shell.run(client).succeeded)

    _ = Shell.run(names.inServer(["ip", "link", "set", "mail0", "down"]))
    #expect(Shell.wait { errors.contains("went down") })
    _ = Shell.run(names.inServer(["ip", "link", "set", "mail0", "up"]))
    #expect(Shell.wait { errors.contains("mail0 is up") })
    #expect(Shell.run(client).succeeded)

    _ = Shell.run(names.inServer(["ip", "link", "del", "mail0"]))
    #expect(Shell.wait { errors.contains("waiting for") })
    #expect(names.connect())
    #expect(
      Shell.wait { errors.contains("is back") }, "\(errors)")
    #expect(Shell.run(client).succeeded)
    Thread.sleep(forTimeInterval: 1)
    live.interrupt()
    live.waitUntilExit()
    #expect(live.terminationStatus == 0)
    let spoken = try verdicts(output)
    #expect(spoken.count == 3 * Peers.sessions)
    let read = try verdicts(Shell.run([Self.program, file, "--port", String(port), "--format", "ndjson"]).output)
    #expect(spoken == read)
  }

  @Test("a pipe gives the same live output, and silence ends a session while no packet comes")
  func pipe() throws {
    let whole = try Data(contentsOf: ProjectFolders.captures.appending(path: "healthy-starttls-postfix.pcap"))
    // So many packets that the greeting is among them and the end is not.
    var end = 24
    for _ in 0..<8 {
      let length = whole[(end + 8)..<(end + 12)].reversed().reduce(0) { $0 << 8 | Int($1) }
      end += 16 + length
    }
    let pipe = Pipe()
    let live = try Shell.start(
      [Self.program, "-", "--live", "--idle", "1", "--color", "never"], output: try Shell.handle(folder, "out"),
      errors: try Shell.handle(folder, "err"), input: pipe)
    // The file header and 40 bytes more: within a record.
    try pipe.fileHandleForWriting.write(contentsOf: whole.prefix(64))
    Thread.sleep(forTimeInterval: 0.3)
    try pipe.fileHandleForWriting.write(contentsOf: whole[64..<end])
    // The pipe stays open: only the clock can end the session.
    #expect(Shell.wait { output.contains("silent") }, "\(output)\(errors)")
    try pipe.fileHandleForWriting.close()
    live.waitUntilExit()
    #expect(live.terminationStatus == 0, "\(errors)")
    #expect(output.contains("8 packets"))
  }

  // MARK: -

  /// What the program has written up to now.
  private var output: String { (try? Shell.text(folder, "out")) ?? "" }
  private var errors: String { (try? Shell.text(folder, "err")) ?? "" }

  struct Verdict: Equatable {
    var id: Int
    var client: String
    var outcome: String
    var stage: String
    var finding: String?
    var findings: [String]
    /// Every packet that a finding rests on.
    var packets: [Int]
  }

  private func verdicts(_ lines: String) throws -> [Verdict] {
    try lines.split(separator: "\n").compactMap { line -> Verdict? in
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      guard object["type"] as? String == "session" else { return nil }
      let verdict = try #require(object["verdict"] as? [String: Any])
      let findings = try #require(object["findings"] as? [[String: Any]])
      let client = try #require(object["client"] as? [String: Any])
      return Verdict(
        id: try #require(object["id"] as? Int), client: "\(client["address"] ?? ""):\(client["port"] ?? "")",
        outcome: try #require(verdict["outcome"] as? String), stage: try #require(verdict["stage"] as? String),
        finding: verdict["finding"] as? String, findings: findings.compactMap { $0["id"] as? String },
        packets: findings.flatMap {
          ($0["evidence"] as? [[String: Any]] ?? []).flatMap { $0["packets"] as? [Int] ?? [] }
        })
    }.sorted { $0.id < $1.id }
  }

  private func savedProblemsTellTheSame(_ saved: String, as spoken: [Verdict]) throws {
    let wanted = spoken.filter { $0.outcome == "stopped" || $0.outcome == "downgraded" }
    let files = try FileManager.default.contentsOfDirectory(atPath: saved).sorted()
    #expect(files.count == wanted.count)
    for verdict in wanted {
      let file = try #require(files.first { $0.contains("-session-\(verdict.id)-") })
      let read = try verdicts(
        Shell.run([Self.program, saved + "/" + file, "--port", String(port), "--format", "ndjson"]).output)
      #expect(read.map(\.finding) == [verdict.finding])
      #expect(read.map(\.client) == [verdict.client])
    }
  }

  private func start(_ arguments: [String], before: [String] = []) throws -> Process {
    try Shell.start(
      before + [Self.program] + arguments, output: try Shell.handle(folder, "out"),
      errors: try Shell.handle(folder, "err"))
  }
}

/// Two machines with a cable between them.
private struct Namespaces {
  static let serverAddress = "192.0.2.25"
  private let server = "smtptrace-s\(ProcessInfo.processInfo.processIdentifier)"
  private let client = "smtptrace-c\(ProcessInfo.processInfo.processIdentifier)"

  func inServer(_ arguments: [String]) -> [String] { ["ip", "netns", "exec", server] + arguments }
  func inClient(_ arguments: [String]) -> [String] { ["ip", "netns", "exec", client] + arguments }

  func make() -> Bool {
    Shell.run(["ip", "netns", "add", server]).succeeded && Shell.run(["ip", "netns", "add", client]).succeeded
      && connect()
  }

  func connect() -> Bool {
    let steps: [[String]] = [
      inServer(["ip", "link", "add", "mail0", "type", "veth", "peer", "name", "mail1"]),
      inServer(["ip", "link", "set", "mail1", "netns", client]),
      inServer(["ip", "addr", "add", "\(Self.serverAddress)/24", "dev", "mail0"]),
      inClient(["ip", "addr", "add", "192.0.2.26/24", "dev", "mail1"]),
      inServer(["ip", "link", "set", "mail0", "up"]), inClient(["ip", "link", "set", "mail1", "up"]),
    ]
    return steps.allSatisfy { Shell.run($0).succeeded }
  }

  func remove() {
    _ = Shell.run(["ip", "netns", "del", server])
    _ = Shell.run(["ip", "netns", "del", client])
  }
}
