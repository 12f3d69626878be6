import Foundation
import TestSupport
import Testing

@testable import History

/// The commands as somebody calls them, and what happens to them.
@Suite("smtptrace history", .enabled(if: HistoryDesk.isBuilt, "the programs were not built"))
struct HistoryCommandTests {
  private static func made(_ sessions: Int, sensor: String = "hub-a") throws -> String {
    var result = MadeResult()
    for place in 0..<sessions {
      try result.add(
        place < sessions / 2 ? .tls12 : .notOffered, at: MadeResult.time(day: 1, minutes: place * 20), sensor: sensor)
    }
    return result.text
  }

  @Test("captures and results are added, and every question is answered")
  func whole() throws {
    let desk = try HistoryDesk()
    let result = try desk.write(try Self.made(60), as: "result.ndjson")
    let capture = ProjectFolders.captures.appending(path: "not-offered.pcap").path()
    let added = try desk.run(arguments: "history", "add", "--sensor", "hub-b", capture, result)
    #expect(added.status == 0)
    #expect(added.output == "smtptrace: 61 sessions added\n")
    #expect(
      try desk.run(arguments: "history", "add", result, capture).output
        == "smtptrace: 0 sessions added, 61 were there already\n")
    #expect(FileManager.default.fileExists(atPath: desk.path("smtptrace/history.db")))
    let peers = try desk.run(arguments: "history", "peers")
    #expect(peers.output.contains("mx.example.net · hub-a · 60 sessions · last change 2026-09-01"), "\(peers.output)")
    #expect(
      try desk.run(arguments: "history", "show", "mx.example.net").output.contains("STARTTLS is no longer offered"))
    let changes = try desk.run(arguments: "history", "changes", "--since", "2026-09-01", "--until", "2026-09-03")
    #expect(
      changes.output.hasPrefix("1 change at 1 peer from 2026-09-01 00:00 to 2026-09-03 00:00 UTC"), "\(changes.output)")
    let none = try desk.run(arguments: "history", "changes", "--since", "1d", "--until", "2026-08-01", "--quiet")
    #expect(none.output == "")
    #expect(none.status == 0)
    let page = desk.path("page.html")
    #expect(try desk.run(arguments: "history", "report", "-o", page).status == 0)
    #expect(try String(contentsOfFile: page, encoding: .utf8).contains("mx.example.net"))
    #expect(try desk.run(arguments: "history", "report", "-o", page).output.contains("is there already"))
    let checked = try desk.run(arguments: "history", "check")
    #expect(checked.output.contains("version 2, 61 sessions"), "\(checked.output)")
    #expect(checked.output.hasSuffix("whole\n"))
    let export = try desk.write(try desk.run(arguments: "history", "export").output, as: "export.ndjson")
    let other = desk.path("other.db")
    #expect(
      try desk.run("smtptrace", ["history", "add", "--database", other, "-"], input: export).output
        == "smtptrace: 61 sessions added\n")
    #expect(
      try desk.run(arguments: "history", "expire", "--older-than", "1d").output.hasPrefix(
        "smtptrace: 61 sessions from before"))
  }

  @Test(
    "wrong words are answered with what is right, by the one program as by the other",
    arguments: [
      ["shwo", "x"], ["show"], ["add"], ["changes", "--since", "someday"], ["expire"],
      ["expire", "--older-than", "soon"],
      ["changes", "--since", "2026-09-02", "--until", "2026-09-01"], ["peers", "--format", "xml"],
    ])
  func wrongWords(arguments: [String]) throws {
    let desk = try HistoryDesk()
    let first = try desk.run("smtptrace", ["history"] + arguments)
    let second = try desk.run("smtptrace-history", arguments)
    #expect(first.status == 2)
    #expect(second.status == 2)
    #expect(first.output == second.output)
    // One error, and where to read on.
    let lines = first.output.split(separator: "\n")
    #expect(lines.count == 2, "\(first.output)")
    #expect(lines.first?.hasPrefix("smtptrace: ") == true, "\(first.output)")
    #expect(lines.last?.hasSuffix("--help tells what can be given.") == true, "\(first.output)")
    #expect(!first.output.contains("Usage"), "\(first.output)")
  }

  @Test("help stands in the program that reads captures, where the other is not installed, too")
  func help() throws {
    let desk = try HistoryDesk()
    let alone = desk.path("smtptrace")
    try FileManager.default.copyItem(atPath: try #require(HistoryDesk.program("smtptrace")), toPath: alone)
    let environment = "PATH=/usr/bin:/bin"
    let help = try desk.run("/usr/bin/env", [environment, alone, "history", "show", "--help"])
    #expect(help.status == 0)
    #expect(help.output.contains("USAGE: smtptrace history show <peer>"))
    let missing = try desk.run("/usr/bin/env", [environment, alone, "history", "peers"])
    #expect(missing.status == 3)
    #expect(missing.output.contains("the program smtptrace-history is not installed"), "\(missing.output)")
  }

  @Test("it is found in libexec beside the program's bin, as the packages install it")
  func libexec() throws {
    let desk = try HistoryDesk()
    for folder in ["usr/bin", "usr/libexec/smtptrace"] {
      try FileManager.default.createDirectory(atPath: desk.path(folder), withIntermediateDirectories: true)
    }
    try FileManager.default.copyItem(
      atPath: try #require(HistoryDesk.program("smtptrace")), toPath: desk.path("usr/bin/smtptrace"))
    try FileManager.default.copyItem(
      atPath: try #require(HistoryDesk.program("smtptrace-history")),
      toPath: desk.path("usr/libexec/smtptrace/smtptrace-history"))
    let result = try desk.run(
      "/usr/bin/env", ["PATH=/usr/bin:/bin", desk.path("usr/bin/smtptrace"), "history", "peers"])
    #expect(result.status == 3)
    #expect(result.output.contains("there is no history yet"), "\(result.output)")
  }

  @Test("a program of that name on the search path is not run")
  func searchPath() throws {
    let desk = try HistoryDesk()
    for folder in ["own", "planted"] {
      try FileManager.default.createDirectory(atPath: desk.path(folder), withIntermediateDirectories: true)
    }
    let alone = desk.path("own/smtptrace")
    try FileManager.default.copyItem(atPath: try #require(HistoryDesk.program("smtptrace")), toPath: alone)
    let planted = try desk.write("#!/bin/sh\necho planted\n", as: "planted/smtptrace-history")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: planted)
    let told = try desk.run("/usr/bin/env", ["PATH=\(desk.path("planted")):/usr/bin:/bin", alone, "history", "peers"])
    #expect(told.status == 3)
    #expect(!told.output.contains("planted"), "\(told.output)")
  }

  @Test(
    "root runs no program that another user could have put there",
    .enabled(if: getuid() == 0, "only root runs as root"),
    arguments: ["", "file", "folder", "sticky", "owner", "far", "link"])
  func plantedForRoot(how: String) throws {
    let desk = try HistoryDesk()
    for folder in ["a", "a/bin", "b", "b/c"] {
      try FileManager.default.createDirectory(
        atPath: desk.path(folder), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    }
    for name in ["smtptrace", "smtptrace-history"] {
      try FileManager.default.copyItem(
        atPath: try #require(HistoryDesk.program(name)), toPath: desk.path("a/bin/\(name)"))
    }
    let program = desk.path("a/bin/smtptrace-history")
    switch how {
    case "file": try FileManager.default.setAttributes([.posixPermissions: 0o775], ofItemAtPath: program)
    case "folder": try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: desk.path("a/bin"))
    case "sticky": try FileManager.default.setAttributes([.posixPermissions: 0o1777], ofItemAtPath: desk.path("a/bin"))
    case "owner": try FileManager.default.setAttributes([.ownerAccountID: 65534], ofItemAtPath: program)
    case "link", "far":
      try FileManager.default.moveItem(atPath: program, toPath: desk.path("b/c/it"))
      let other: [FileAttributeKey: Any] = how == "far" ? [.ownerAccountID: 65534] : [.posixPermissions: 0o777]
      try FileManager.default.setAttributes(other, ofItemAtPath: desk.path(how == "far" ? "b" : "b/c"))
      try FileManager.default.createSymbolicLink(atPath: program, withDestinationPath: desk.path("b/c/it"))
    default: break
    }
    let told = try desk.run(desk.path("a/bin/smtptrace"), ["history", "peers"])
    #expect(told.status == 3)
    #expect(
      told.output.contains("is not run as root: expected what only root can write") == (how != ""), "\(told.output)")
  }

  @Test("a result that was cut off is told, and what was whole in it is kept", arguments: [false, true])
  func truncated(isPiped: Bool) throws {
    let desk = try HistoryDesk()
    let text = try Self.made(40)
    let cut = try desk.write(String(text.prefix(text.utf8.count / 2)), as: "cut.ndjson")
    let result = try desk.run(
      "smtptrace", ["history", "add", isPiped ? "-" : cut], input: isPiped ? cut : nil)
    #expect(result.status == 3)
    #expect(result.output.contains("ends in the middle of line"), "\(result.output)")
    let kept = try HistoryStore.toRead(desk.path("smtptrace/history.db")).contents().sessions
    #expect(kept > 10)
    #expect(result.output.contains("\(kept) sessions added"), "\(result.output)")
    let whole = try desk.run(arguments: "history", "add", try desk.write(text, as: "whole.ndjson"))
    #expect(whole.output == "smtptrace: \(40 - kept) sessions added, \(kept) were there already\n")
  }

  @Test("a result without its last line is kept, and told to be of a run that was broken off")
  func withoutEnd() throws {
    let desk = try HistoryDesk()
    let lines = try Self.made(10).split(separator: "\n").dropLast().joined(separator: "\n") + "\n"
    let result = try desk.run(arguments: "history", "add", try desk.write(lines, as: "open.ndjson"))
    #expect(result.status == 3)
    #expect(result.output.contains("the last line of a whole result, of type capture, is missing"), "\(result.output)")
    #expect(result.output.contains("10 sessions added"))
  }

  @Test("a result comes through a pipe under a name of its own, and a capture on one is refused")
  func piped() throws {
    let desk = try HistoryDesk()
    let program = try #require(HistoryDesk.program("smtptrace"))
    let result = try desk.write(try Self.made(10), as: "result.ndjson")
    let capture = ProjectFolders.captures.appending(path: "not-offered.pcap").path()
    let script = "'\(program)' history add <(cat '\(result)'); '\(program)' history add - < '\(capture)'"
    let told = try desk.run("/bin/bash", ["-c", script])
    #expect(told.output.hasPrefix("smtptrace: 10 sessions added\n"), "\(told.output)")
    #expect(told.output.contains("standard input: expected lines of JSON; found something else"), "\(told.output)")
  }

  @Test("stand-ins of hosts are no peers, unless that is asked for", arguments: ["hosts", "all", "addresses"])
  func redacted(what: String) throws {
    let desk = try HistoryDesk()
    let capture = ProjectFolders.captures.appending(path: "not-offered.pcap").path()
    let result = try desk.run(arguments: capture, "--format", "ndjson", "--redact", what).output
    let file = try desk.write(result, as: "redacted.ndjson")
    let told = try desk.run(arguments: "history", "add", file)
    #expect(told.status == (what == "addresses" ? 0 : 3), "\(told.output)")
    #expect(told.output.contains("stand-ins of --redact hosts") == (what != "addresses"), "\(told.output)")
    // As a version wrote it that did not say so.
    let unmarked = try desk.write(result.replacing(#/"redacted":\[[^\]]*\],/#, with: ""), as: "unmarked.ndjson")
    #expect(try desk.run(arguments: "history", "add", unmarked).status == told.status)
    let taken = try desk.run(arguments: "history", "add", "--redacted", file)
    #expect(taken.status == 0)
    #expect(try desk.run(arguments: "history", "peers").output.contains("1 session"), "\(taken.output)")
  }

  @Test("what is no line of JSON yet is told with how it becomes one")
  func otherForms() throws {
    let desk = try HistoryDesk()
    let result = try desk.write("\u{FEFF}" + (try Self.made(10)), as: "result.ndjson")
    // A byte order mark is passed over.
    #expect(try desk.run(arguments: "history", "add", result).output == "smtptrace: 10 sessions added\n")
    #expect(
      try desk.run("smtptrace", ["history", "add", "-"], input: result).output
        == "smtptrace: 0 sessions added, 10 were there already\n")
    func told(_ bytes: [UInt8], as name: String) throws -> [String] {
      let path = desk.path(name)
      try Data(bytes + Array(repeating: 0x20, count: 40)).write(to: URL(filePath: path))
      return try [
        desk.run(arguments: "history", "add", path).output,
        desk.run("smtptrace", ["history", "add", "-"], input: path).output,
      ]
    }
    for (bytes, name, words) in [
      ([0x1F, 0x8B, 0x08, 0x00], "a.ndjson.gz", "gzip -dc"), ([0x28, 0xB5, 0x2F, 0xFD], "a.ndjson.zst", "zstd -dc"),
      ([0xFF, 0xFE, 0x7B, 0x00], "a.ndjson", "UTF-16"),
    ] as [([UInt8], String, String)] {
      for output in try told(bytes, as: name) {
        #expect(output.contains("expected lines of JSON; found"), "\(output)")
        #expect(output.contains(words), "\(output)")
        #expect(!output.contains("pcap"), "\(output)")
      }
    }
    let capture = ProjectFolders.captures.appending(path: "not-offered.pcap").path()
    let whole = try desk.write(try desk.run(arguments: capture, "--format", "json").output, as: "whole.json")
    let refused = try desk.run(arguments: "history", "add", whole).output
    #expect(refused.contains("found the document of --format json: make it with --format ndjson"), "\(refused)")
  }

  @Test("what is wrong with a key log is said, as where captures are told")
  func keyLogs() throws {
    let desk = try HistoryDesk()
    let capture = ProjectFolders.captures.appending(path: "not-offered.pcap").path()
    let log = try desk.write(
      "CLIENT_RANDOM \(String(repeating: "ab", count: 32)) \(String(repeating: "cd", count: 48))\nthis is none\n",
      as: "keys.log")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: log)
    let told = try desk.run(arguments: "history", "add", "--keylog", log, capture).output
    #expect(told.contains("other users can read this key log"), "\(told)")
    #expect(told.contains("1 line is none of a key log"), "\(told)")
    #expect(told.contains("fits any session"), "\(told)")
    #expect(told.contains("1 session added"), "\(told)")
  }

  @Test("an empty history says so, and how it is filled")
  func empty() throws {
    let desk = try HistoryDesk()
    #expect(try desk.run(arguments: "history", "add", "--quiet", try desk.write("", as: "nothing.ndjson")).status == 3)
    _ = try desk.run("smtptrace", ["history", "add", "--quiet", "-"])
    let page = desk.path("page.html")
    for command in [["peers"], ["changes"], ["changes", "--format", "md"], ["show", "mx.example.net"]] {
      let told = try desk.run("smtptrace", ["history"] + command).output
      #expect(told.lowercased().contains("nothing is stored yet"), "\(command): \(told)")
    }
    _ = try desk.run(arguments: "history", "report", "-o", page)
    #expect(try String(contentsOfFile: page, encoding: .utf8).contains("Nothing is stored yet"))
    #expect(try desk.run(arguments: "history", "changes", "--quiet").output == "")
  }

  /// What a postmaster's clock does every morning.
  @Test("reports of mornings whose times meet tell a change once")
  func mornings() throws {
    let help = try HistoryDesk().run(arguments: "history", "changes", "--help").output
    #expect(help.contains("--since yesterday --until today --quiet"), "\(help)")
    let day = TimeWordsDay.seconds
    let desk = try HistoryDesk()
    var result = MadeResult()
    for place in 0..<20 {
      try result.add(
        place < 10 ? .tls12 : .notOffered, at: (day - 86_400 + Int64(place) * 60) * 1_000_000, sensor: "hub-a")
    }
    try desk.add(result.lines)
    let told = try desk.run(
      arguments: "history", "changes", "--database", desk.database, "--since", "yesterday", "--until", "today"
    ).output
    #expect(told.contains("STARTTLS is no longer offered"), "\(told)")
    let later = try desk.run(
      arguments: "history", "changes", "--database", desk.database, "--since", "today", "--quiet"
    ).output
    #expect(later == "", "\(later)")
  }

  @Test("what cannot be read is told by name, and the rest is added")
  func unreadable() throws {
    let desk = try HistoryDesk()
    let good = try desk.write(try Self.made(10), as: "good.ndjson")
    let bad = try desk.write("this is a diary", as: "diary.txt")
    let result = try desk.run(arguments: "history", "add", desk.path("nothing.pcap"), bad, good)
    #expect(result.status == 3)
    #expect(result.output.contains("nothing.pcap"))
    #expect(result.output.contains("diary.txt"))
    #expect(result.output.contains("10 sessions added"), "\(result.output)")
  }

  /// A file that may not grow fails as a full disk does.
  @Test("where there is no room, what was there is kept")
  func noRoom() throws {
    let desk = try HistoryDesk()
    #expect(
      try desk.run(arguments: "history", "add", try desk.write(try Self.made(50), as: "first.ndjson")).status == 0)
    let before = try desk.run(arguments: "history", "export").output
    let second = try desk.write(try Self.made(3000, sensor: "hub-b"), as: "second.ndjson")
    let program = try #require(HistoryDesk.program("smtptrace"))
    let result = try desk.run("/bin/bash", ["-c", "ulimit -f 150; exec '\(program)' history add '\(second)'"])
    #expect(result.status == 3)
    #expect(result.output.contains("make room, and add the same again"), "\(result.output)")
    #expect(try desk.run(arguments: "history", "check").output.hasSuffix("whole\n"))
    #expect(try desk.run(arguments: "history", "export").output == before)
  }

  @Test("a folder that is for reading only is told", .enabled(if: getuid() != 0, "root may write everywhere"))
  func readOnly() throws {
    let desk = try HistoryDesk()
    let folder = desk.path("closed")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder)
    let result = try desk.run(arguments: "history", "add", "--database", "\(folder)/history.db", desk.path("x"))
    #expect(result.status == 3)
    #expect(result.output.contains("or --database takes another file"), "\(result.output)")
  }

  private static let canMount =
    (try? HistoryDesk().run("/usr/bin/unshare", ["-m", "sh", "-c", "mount -t tmpfs none /mnt"]))?.status == 0

  @Test(
    "so is a file system that is for reading only, and the history on it is told to be where it cannot be read",
    .enabled(if: canMount, "no file system can be mounted here"))
  func readOnlyFileSystem() throws {
    let desk = try HistoryDesk()
    let program = try #require(HistoryDesk.program("smtptrace"))
    let result = try desk.write(try Self.made(10), as: "result.ndjson")
    let script = """
      mount -t tmpfs none /mnt && '\(program)' history add --quiet --database /mnt/history.db '\(result)' &&
      mount -o remount,ro /mnt && '\(program)' history add --database /mnt/history.db '\(result)'; echo "status $?"
      '\(program)' history check --database /mnt/history.db; echo "status $?"
      """
    let told = try desk.run("/usr/bin/unshare", ["-m", "sh", "-c", script])
    #expect(told.output.contains("or --database takes another file"), "\(told.output)")
    #expect(told.output.components(separatedBy: "status 3").count == 3, "\(told.output)")
  }

  /// The power goes at any moment: nothing that was there is lost, and adding the same again completes it.
  @Test("killed at any moment of an add, the history is whole, and has what it had", arguments: 1...2)
  func killed(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let desk = try HistoryDesk()
    #expect(
      try desk.run(arguments: "history", "add", try desk.write(try Self.made(200), as: "first.ndjson")).status == 0)
    let first = Set(try desk.run(arguments: "history", "export").output.split(separator: "\n"))
    // The same sessions, of which more is known, and many others.
    let text = try Self.made(4000).replacing(#""sensor":"hub-a""#, with: #""sensor":"hub-z""#)
    let second = try desk.write(text, as: "second.ndjson")
    let program = try #require(HistoryDesk.program("smtptrace-history"))
    for _ in 0..<5 {
      let process = try desk.start(program, ["add", "--quiet", second], output: .nullDevice)
      usleep(UInt32.random(in: 5_000...700_000, using: &random))
      _ = kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let checked = try desk.run(arguments: "history", "check")
      #expect(checked.output.hasSuffix("whole\n"), "seed \(seed): \(checked.output)")
      let keys = try desk.run(arguments: "history", "export").output.matches(of: #/"key":"([0-9a-f]+)"/#).map { $0.1 }
      let before = first.compactMap { $0.firstMatch(of: #/"key":"([0-9a-f]+)"/#)?.1 }
      #expect(Set(before).isSubset(of: Set(keys)), "seed \(seed)")
    }
    #expect(try desk.run(arguments: "history", "add", second).status == 0)
    let contents = try HistoryStore.toRead(desk.path("smtptrace/history.db")).contents()
    #expect(contents.sessions == 4000)
  }

  @Test(
    "a database of somebody else that is open to all is not written to",
    .enabled(if: getuid() == 0, "only root can give files away"))
  func openToAll() throws {
    let desk = try HistoryDesk()
    _ = try desk.run(
      arguments: "history", "add", "--database", desk.database, try desk.write(try Self.made(10), as: "a"))
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: desk.folder.path())
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: desk.database)
    let program = try #require(HistoryDesk.program("smtptrace-history"))
    let copy = desk.path("program")
    try FileManager.default.copyItem(atPath: program, toPath: copy)
    let script = "import os, sys; os.setgid(65534); os.setuid(65534); os.execv(sys.argv[1], sys.argv[1:])"
    let told = try desk.run(
      "/usr/bin/env", ["python3", "-c", script, copy, "add", "--database", desk.database, desk.path("a")])
    #expect(told.status == 3)
    #expect(told.output.contains("expected a file for its owner alone (0600); found 0666"), "\(told.output)")
    let mended = try desk.run(arguments: "history", "check", "--database", desk.database)
    #expect(mended.output.contains("it is for its owner alone now (0600)"), "\(mended.output)")
  }

  @Test("two who add at once wait for each other")
  func twoWriters() throws {
    let desk = try HistoryDesk()
    let program = try #require(HistoryDesk.program("smtptrace-history"))
    let file = try desk.write(try Self.made(1500), as: "result.ndjson")
    let processes = try (0..<2).map { _ in try desk.start(program, ["add", "--quiet", file], output: .nullDevice) }
    for process in processes {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    #expect(try HistoryStore.toRead(desk.path("smtptrace/history.db")).contents().sessions == 1500)
  }

  @Test("so do those who make it at the same moment")
  func makers() throws {
    let program = try #require(HistoryDesk.program("smtptrace-history"))
    for _ in 0..<10 {
      let desk = try HistoryDesk()
      let file = try desk.write(try Self.made(20), as: "result.ndjson")
      let outputs = try (0..<4).map { number in
        let path = try desk.write("", as: "output-\(number)")
        return (path, try FileHandle(forWritingTo: URL(filePath: path)))
      }
      let processes = try outputs.map { try desk.start(program, ["add", "--quiet", file], output: $0.1) }
      for process in processes { process.waitUntilExit() }
      for output in outputs { #expect(try String(contentsOfFile: output.0, encoding: .utf8) == "") }
      #expect(try HistoryStore.toRead(desk.path("smtptrace/history.db")).contents().sessions == 20)
    }
  }
}

/// Midnight of today, UTC.
private enum TimeWordsDay {
  static let seconds = Int64(Date().timeIntervalSince1970) / 86_400 * 86_400
}

extension HistoryDesk {
  /// Runs `smtptrace` to its end.
  func run(arguments: String...) throws -> (status: Int32, output: String) { try run("smtptrace", arguments) }
}
