import Foundation
import TestSupport
import Testing

/// The command `live` with real packets, on the loopback interface and between network namespaces.
@Suite("smtptrace live", .serialized)
struct LiveCommandTests {
  let smtptrace: LiveProgram
  let port = Int.random(in: 20_000..<30_000)

  init() throws {
    smtptrace = try LiveProgram()
  }

  @Test(
    "what is said live is what is said of the file written meanwhile",
    .enabled(if: LiveProgram.canListen, LiveProgram.deaf),
    arguments: ["lo", "any"])
  func sameAsFile(interface: String) throws {
    #expect(Peers.makeCertificate(in: smtptrace.folder))
    let file = smtptrace.folder.appending(path: "all.pcapng").path()
    let saved = smtptrace.folder.appending(path: "problems").path()
    let live = try smtptrace.start([
      "live", "-i", interface, "--port", String(port), "-w", file, "--save-problems", saved, "--format", "ndjson",
      "--sessions",
      String(Peers.sessions), "--duration", "300", "--user", "root",
    ])
    #expect(Shell.wait { FileManager.default.fileExists(atPath: saved) })
    let peers = Shell.run(Peers.arguments(role: "both", address: "127.0.0.1", port: port, folder: smtptrace.folder))
    #expect(peers.succeeded, "\(peers.errors)")
    live.waitUntilExit()
    #expect(live.terminationStatus == 0, "\(smtptrace.errors)")

    let spoken = try LiveVerdict.all(in: smtptrace.output)
    let read = try LiveVerdict.all(
      in: Shell.run([LiveProgram.path, file, "--port", String(port), "--format", "ndjson"]).output)
    #expect(spoken == read)
    #expect(spoken.count == Peers.sessions)
    // Who listens is the sensor.
    let machine = Shell.run(["uname", "-n"]).output.trimmingCharacters(in: .newlines)
    #expect(smtptrace.output.contains(#""sensor":"\#(machine)""#))
    #expect(spoken.first?.outcome == "completed")
    #expect(spoken.dropFirst().first?.outcome == "stopped")

    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    try savedProblemsTellTheSame(saved, as: spoken)
    let again = Shell.run([LiveProgram.path, "live", "-i", interface, "-w", file, "--duration", "1", "--user", "root"])
    #expect(again.status == 3)
    #expect(again.errors.contains("File exists"))
  }

  @Test("killed, it leaves files that can be read", .enabled(if: LiveProgram.canListen, LiveProgram.deaf))
  func killed() throws {
    #expect(Peers.makeCertificate(in: smtptrace.folder))
    let file = smtptrace.folder.appending(path: "all.pcapng").path()
    let live = try smtptrace.start(["live", "-i", "lo", "--port", String(port), "-w", file, "--user", "root"])
    #expect(Shell.wait { FileManager.default.fileExists(atPath: file) })
    #expect(
      Shell.run(Peers.arguments(role: "both", address: "127.0.0.1", port: port, folder: smtptrace.folder)).succeeded)
    Thread.sleep(forTimeInterval: 1)
    kill(live.processIdentifier, SIGKILL)
    live.waitUntilExit()
    let read = Shell.run([LiveProgram.path, file, "--port", String(port), "--format", "ndjson"])
    #expect(read.status == 0, "\(read.errors)")
    #expect(try LiveVerdict.all(in: read.output).count == Peers.sessions)
  }

  @Test(
    "SIGTERM ends it cleanly, with the open session reported", .enabled(if: LiveProgram.canListen, LiveProgram.deaf))
  func terminated() throws {
    let ready = smtptrace.folder.appending(path: "all.pcapng").path()
    let live = try smtptrace.start([
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
    #expect(Shell.wait { smtptrace.output.contains("EHLO client.example.com") })
    kill(live.processIdentifier, SIGUSR1)
    #expect(Shell.wait { smtptrace.errors.contains("0 SMTP sessions") })
    live.terminate()
    live.waitUntilExit()
    #expect(live.terminationStatus == 0)
    #expect(smtptrace.output.contains("capture ended"))
    #expect(smtptrace.output.split(separator: "\n").filter { $0.hasSuffix("EHLO client.example.com") }.count == 1)
  }

  @Test(
    "without the right, it says what to do", .enabled(if: LiveProgram.canListen, LiveProgram.deaf),
    .enabled(if: LiveProgram.othersCanStart, "another user cannot start the program here"))
  func withoutRight() throws {
    let result = Shell.run([
      "setpriv", "--reuid", "65534", "--bounding-set", "-all", LiveProgram.path, "live", "-i", "lo",
    ])
    #expect(result.status == 3)
    #expect(result.errors.contains("setcap cap_net_raw=ep"))
  }

  @Test(
    "a filter that libpcap refuses is wrong usage, in its words", .enabled(if: LiveProgram.canListen, LiveProgram.deaf))
  func badFilter() {
    for expression in ["tcp prot 25", "tcp port nosuchservice"] {
      let result = Shell.run([LiveProgram.path, "live", "-i", "lo", "--user", "root", expression])
      #expect(result.status == 2)
      #expect(result.errors.contains(expression))
    }
    let missing = Shell.run([LiveProgram.path, "live", "-i", "smtptrace-none"])
    #expect(missing.status == 3)
    #expect(missing.errors.contains("smtptrace-none"))
  }

  @Test(
    "it outlives an interface that goes down and one that is removed",
    .enabled(if: LiveProgram.hasNamespaces, LiveProgram.noNamespaces))
  func interfaceComesAndGoes() throws {
    let names = Namespaces()
    defer { names.remove() }
    #expect(names.make())
    #expect(Peers.makeCertificate(in: smtptrace.folder))
    let server = try Shell.start(
      names.inServer(Peers.arguments(role: "server", address: "0.0.0.0", port: port, folder: smtptrace.folder)))
    defer { server.terminate() }
    let file = smtptrace.folder.appending(path: "all.pcapng").path()
    // As another user: what it needs to open the interface again has to have stayed.
    let live = try smtptrace.start(
      ["live", "-i", "mail0", "--port", String(port), "-w", file, "--format", "ndjson", "--duration", "300"],
      before: names.inServer([]))
    #expect(Shell.wait { FileManager.default.fileExists(atPath: file) })
    let client = names.inClient(
      Peers.arguments(role: "client", address: Namespaces.serverAddress, port: port, folder: smtptrace.folder))
    #expect(Shell.run(client).succeeded)

    _ = Shell.run(names.inServer(["ip", "link", "set", "mail0", "down"]))
    #expect(Shell.wait { smtptrace.errors.contains("went down") })
    _ = Shell.run(names.inServer(["ip", "link", "set", "mail0", "up"]))
    #expect(Shell.wait { smtptrace.errors.contains("mail0 is up") })
    #expect(Shell.run(client).succeeded)

    _ = Shell.run(names.inServer(["ip", "link", "del", "mail0"]))
    #expect(Shell.wait { smtptrace.errors.contains("waiting for") })
    #expect(names.connect())
    #expect(
      Shell.wait { smtptrace.errors.contains("is back") }, "\(smtptrace.errors)")
    #expect(Shell.run(client).succeeded)
    Thread.sleep(forTimeInterval: 1)
    live.interrupt()
    live.waitUntilExit()
    #expect(live.terminationStatus == 0)
    let spoken = try LiveVerdict.all(in: smtptrace.output)
    #expect(spoken.count == 3 * Peers.sessions)
    let read = try LiveVerdict.all(
      in: Shell.run([LiveProgram.path, file, "--port", String(port), "--format", "ndjson"]).output)
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
      [LiveProgram.path, "-", "--live", "--idle", "1", "--color", "never"],
      output: try Shell.handle(smtptrace.folder, "out"),
      errors: try Shell.handle(smtptrace.folder, "err"), input: pipe)
    // The file header and 40 bytes more: within a record.
    try pipe.fileHandleForWriting.write(contentsOf: whole.prefix(64))
    Thread.sleep(forTimeInterval: 0.3)
    try pipe.fileHandleForWriting.write(contentsOf: whole[64..<end])
    // The pipe stays open: only the clock can end the session.
    #expect(Shell.wait { smtptrace.output.contains("silent") }, "\(smtptrace.output)\(smtptrace.errors)")
    try pipe.fileHandleForWriting.close()
    live.waitUntilExit()
    #expect(live.terminationStatus == 0, "\(smtptrace.errors)")
    #expect(smtptrace.output.contains("8 packets"))
  }

  private func savedProblemsTellTheSame(_ saved: String, as spoken: [LiveVerdict]) throws {
    let wanted = spoken.filter { $0.outcome == "stopped" || $0.outcome == "downgraded" }
    let files = try FileManager.default.contentsOfDirectory(atPath: saved).sorted()
    #expect(files.count == wanted.count)
    for verdict in wanted {
      let file = try #require(files.first { $0.contains("-session-\(verdict.id)-") })
      let read = try LiveVerdict.all(
        in:
          Shell.run([LiveProgram.path, saved + "/" + file, "--port", String(port), "--format", "ndjson"]).output)
      #expect(read.map(\.finding) == [verdict.finding])
      #expect(read.map(\.client) == [verdict.client])
    }
  }
}
