import Foundation
import TestSupport
import Testing

@testable import History

enum Listening {
  /// Whether this user may listen in a network of its own.
  static let isPossible =
    HistoryDesk.isBuilt
    && (try? HistoryDesk().run("/usr/bin/unshare", ["--net", "python3", "-c", "import socket"]))?.status == 0

  /// Whether another user may start what keeps the history: the folder that it was built in may be closed to others, and the run lays its
  /// rights down before it starts that. A shell in between, because `setpriv` still has root's rights where it starts a program.
  static let othersCanStart: Bool = {
    guard isPossible, let path = HistoryDesk.program("smtptrace-history") else { return false }
    let told = try? HistoryDesk().run(
      "/usr/bin/setpriv",
      [
        "--reuid", "65534", "--regid", "65534", "--clear-groups", "--bounding-set", "-all", "/bin/sh", "-c",
        "\"$0\" --help", path,
      ])
    return told.map { ![126, 127].contains($0.status) } ?? false
  }()
}

/// Listening, in a network of its own: what ends is remembered while the run goes on.
@Suite(
  "live --history", .enabled(if: Listening.isPossible, "this needs root and network namespaces"),
  .enabled(if: Listening.othersCanStart, "another user cannot start the program here"))
struct LiveHistoryTests {
  private static let mail = """
    import socket
    server = socket.create_server(("127.0.0.1", 25))
    for number in range(6):
      client = socket.create_connection(("127.0.0.1", 25))
      peer, _ = server.accept()
      for speaker, listener, text in (
          (peer, client, "220 mx.example.net ESMTP\\r\\n"), (client, peer, "EHLO mail.example.com\\r\\n"),
          (peer, client, "250-mx.example.net\\r\\n250 SIZE 20971520\\r\\n"), (client, peer, "QUIT\\r\\n"),
          (peer, client, "221 2.0.0 Bye\\r\\n")):
        speaker.sendall(text.encode())
        listener.recv(4096)
      client.close()
      peer.close()
    """

  @Test("sessions are in the history before the run ends, with the sensor's name")
  func remembered() throws {
    let desk = try HistoryDesk()
    let program = try #require(HistoryDesk.program("smtptrace"))
    let mail = try desk.write(Self.mail, as: "mail.py")
    // The run lays its rights down, and the database is then another user's.
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: desk.folder.path())
    let script = """
      ip link set lo up
      '\(program)' live -i lo --history --database '\(desk.database)' --sensor hub-x --sessions 7 --duration 20 > live.out 2> live.err & run=$!
      for _ in $(seq 100); do grep -q 'listening on lo' live.err && break; sleep 0.1; done
      python3 '\(mail)'
      for _ in $(seq 100); do '\(program)' history check --database '\(desk.database)' 2>/dev/null | grep -q '6 sessions' && break; sleep 0.1; done
      kill -0 $run && '\(program)' history peers --database '\(desk.database)'
      kill -INT $run; wait $run; echo "status $?"; cat live.err
      """
    let told = try desk.run(
      "/usr/bin/unshare", ["--net", "bash", "-c", "cd '\(desk.folder.path())'\n\(script)"])
    #expect(told.output.contains("mx.example.net · hub-x · 6 sessions"), "\(told.output)")
    #expect(told.output.contains("STARTTLS: not offered"), "\(told.output)")
    #expect(told.output.contains("status 0"), "\(told.output)")
  }

  /// What keeps the history is killed in the middle, and told to end: nothing is lost, and it inherits nothing of the packets.
  @Test("what keeps the history is started again where it dies, and does not end before it was given everything")
  func startedAgain() throws {
    let desk = try HistoryDesk()
    let program = try #require(HistoryDesk.program("smtptrace"))
    let mail = try desk.write(Self.mail, as: "mail.py")
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: desk.folder.path())
    let script = """
      ip link set lo up
      '\(program)' live -i lo --history --database '\(desk.database)' --sensor hub-x --duration 60 > live.out 2> live.err & run=$!
      for _ in $(seq 100); do grep -q 'listening on lo' live.err && break; sleep 0.1; done
      child() { ps -o pid= --ppid $run | tr -d ' '; }
      count() { for _ in $(seq 100); do '\(program)' history check --database '\(desk.database)' 2>/dev/null | grep -q "$1 sessions" && break; sleep 0.1; done; }
      python3 '\(mail)'; count 6
      first=$(child)
      echo "open: $(ls -l /proc/$first/fd | grep -c -E 'socket|packet')"
      kill -INT $first; kill -TERM $first; sleep 0.3; [ "$(child)" = "$first" ] && echo "still there"
      kill -KILL $first
      python3 '\(mail)'; count 12
      echo "again: $([ "$(child)" != "$first" ] && [ -n "$(child)" ] && echo yes)"
      kill -KILL $(child); python3 '\(mail)'; sleep 0.3
      kill -INT $run; wait $run; echo "status $?"
      '\(program)' history check --database '\(desk.database)'; cat live.err
      """
    let told = try desk.run(
      "/usr/bin/unshare", ["--net", "bash", "-c", "cd '\(desk.folder.path())'\n\(script)"])
    #expect(told.output.contains("open: 0\n"), "\(told.output)")
    #expect(told.output.contains("still there"), "\(told.output)")
    #expect(told.output.contains("again: yes"), "\(told.output)")
    #expect(told.output.contains("the program that keeps the history has ended"), "\(told.output)")
    #expect(told.output.contains("status 0"), "\(told.output)")
    #expect(told.output.contains("18 sessions"), "\(told.output)")
  }

  @Test("what could not be stored is counted, and said")
  func lost() throws {
    let desk = try HistoryDesk()
    let program = try #require(HistoryDesk.program("smtptrace"))
    let mail = try desk.write(Self.mail, as: "mail.py")
    let script = """
      ip link set lo up
      '\(program)' live -i lo --history --database /proc/none/history.db --sessions 6 --duration 20 > live.out 2> live.err & run=$!
      for _ in $(seq 100); do grep -q 'listening on lo' live.err && break; sleep 0.1; done
      python3 '\(mail)'; wait $run; echo "status $?"; cat live.err
      """
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: desk.folder.path())
    let told = try desk.run(
      "/usr/bin/unshare", ["--net", "bash", "-c", "cd '\(desk.folder.path())'\n\(script)"])
    #expect(told.output.contains("6 sessions were not added to the history"), "\(told.output)")
    #expect(told.output.contains("status 3"), "\(told.output)")
  }

  @Test("the service's manager tells only the run itself to end")
  func unit() throws {
    let unit = try String(
      contentsOf: ProjectFolders.root.appending(path: ".packaging/system/smtptrace.service"), encoding: .utf8)
    #expect(unit.contains("\nKillMode=mixed\n"))
  }

  @Test("a history that cannot be written is told, and listening goes on")
  func unwritable() throws {
    let desk = try HistoryDesk()
    let program = try #require(HistoryDesk.program("smtptrace"))
    let script = """
      ip link set lo up
      '\(program)' live -i lo --history --database /proc/none/history.db --duration 2; echo "status $?"
      """
    let told = try desk.run("/usr/bin/unshare", ["--net", "bash", "-c", script])
    #expect(told.output.contains("/proc/none/history.db"), "\(told.output)")
    #expect(told.output.contains("0 SMTP sessions"), "\(told.output)")
    #expect(told.output.contains("status 3"), "\(told.output)")
  }
}
