import Foundation
import TestSupport

/// A folder as a reader of the documentation has it: captures under the names that the documents use, and a search path on which
/// what belongs to other machines is played by scripts of two lines.
///
/// A document says by a comment which capture it means by a name: `<!-- mail.pcap is Captures/not-offered.pcap -->`. Without it,
/// `mail.pcap` is one with several sessions.
struct ReaderDesk {
  let folder: URL
  private let files = FileManager.default

  /// Where the documents keep captures; the desk has it in its own folder.
  private static let system = "/var/captures"

  init(for document: String, program: String) throws {
    folder = files.temporaryDirectory.appending(path: "smtptrace-desk-\(UUID().uuidString)")
    let bin = folder.appending(path: "bin")
    try files.createDirectory(at: bin, withIntermediateDirectories: true)
    try files.createSymbolicLink(at: folder.appending(path: "Captures"), withDestinationURL: ProjectFolders.captures)
    var captures = ["mail.pcap": "Captures/rate-limited.pcap"]
    for line in document.split(separator: "\n") where line.hasPrefix("<!-- ") && line.hasSuffix(" -->") {
      let words = line.dropFirst(5).dropLast(4).split(separator: " ")
      if words.count == 3, words[1] == "is" { captures[String(words[0])] = String(words[2]) }
    }
    for (name, source) in captures {
      let from = folder.appending(path: source).resolvingSymlinksInPath()
      try files.copyItem(at: from, to: folder.appending(path: name))
    }
    try files.copyItem(at: folder.appending(path: "mail.pcap"), to: folder.appending(path: ".mail.pcap"))
    let rotated = folder.appending(path: String(Self.system.dropFirst()))
    try files.createDirectory(at: rotated, withIntermediateDirectories: true)
    for name in ["capabilities-differ.pcapng", "not-offered.pcap", "rate-limited.pcap"] {
      let source = ProjectFolders.captures.appending(path: name)
      if files.fileExists(atPath: source.path()) {
        try files.copyItem(at: source, to: rotated.appending(path: name))
      }
    }
    // A key log of another session.
    let key = "CLIENT_RANDOM \(String(repeating: "ab", count: 32)) \(String(repeating: "cd", count: 48))\n"
    try Data(key.utf8).write(to: folder.appending(path: "keys.log"))
    // Listening needs an interface that every machine has, and an end.
    try script(
      "smtptrace",
      """
      if [ "$1" != live ]; then exec '\(program)' "$@"; fi
      for word; do shift; case $word in eth0|eth1|any) word=lo;; esac; set -- "$@" "$word"; done
      exec timeout --preserve-status -s INT 2 '\(program)' "$@"
      """)
    try script("sudo", #"exec "$@""#)
    try script("ssh", "exec cat mail.pcap")
    try script(
      "tcpdump",
      #"while [ $# -gt 0 ]; do if [ "$1" = -w ]; then exec cp .mail.pcap "$2"; fi; shift; done"#)
    try script("vector", "exec cat")
    try script("mail", "exec cat")
    _ = try run("command -v zstd >/dev/null && zstd -q -k mail.pcap")
  }

  private func script(_ name: String, _ text: String) throws {
    let path = folder.appending(path: "bin/\(name)")
    try Data("#!/bin/sh\n\(text)\n".utf8).write(to: path)
    try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path.path())
  }

  /// Runs a command in the folder, on a terminal of 80 columns that is none.
  func run(_ command: String) throws -> (status: Int32, output: String) {
    let here = folder.path()
    let local = command.replacingOccurrences(of: Self.system, with: String(Self.system.dropFirst()))
    let setting =
      "cd '\(here)'; export PATH='\(here)/bin':$PATH COLUMNS=80 LC_ALL=C.UTF-8 XDG_STATE_HOME='\(here)/state'; set -o pipefail\n"
    let result = try Tool.run("timeout", ["60", "bash", "-c", setting + local])
    let shown = result.output.replacingOccurrences(of: String(Self.system.dropFirst()), with: Self.system)
    return (result.status, shown)
  }

  func remove() {
    try? files.removeItem(at: folder)
  }
}
