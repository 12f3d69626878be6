import Foundation
import TestSupport
import Testing

@testable import SMTPAnalysis

/// What the commands do with the files that they are given.
@Suite(
  "Seams on the command line",
  .enabled(if: ReportCommandTests.program != nil, "the program was not built"))
struct SeamCommandTests {
  private let made: MadeResults
  private let program: String

  init() throws {
    made = try MadeResults()
    program = try #require(ReportCommandTests.program)
  }

  private func run(_ arguments: String...) throws -> (status: Int32, output: String) {
    let result = try Tool.run(path: program, arguments)
    return (result.status, result.output)
  }

  /// The lines of a result, without what is said on standard error.
  private func save(_ output: String, as name: String) throws {
    let lines = output.split(separator: "\n").filter { $0.hasPrefix("{") }
    _ = try made.write(Array(lines.map { $0 + "\n" }.joined().utf8), as: name)
  }

  private func path(_ name: String) -> String { made.folder.appending(path: name).path() }

  /// The blocks of a pcapng file in two parts, each with what stands before the first packet.
  private static func halves(of file: URL, after packets: Int) throws -> [[UInt8]] {
    let bytes = [UInt8](try Data(contentsOf: file))
    var head: [UInt8] = []
    var parts: [[UInt8]] = [[], []]
    var place = 0
    var seen = 0
    while place + 12 <= bytes.count {
      let length = (0..<4).reduce(0) { $0 | Int(bytes[place + 4 + $1]) << (8 * $1) }
      let block = bytes[place..<(place + length)]
      if bytes[place] == 6 {
        seen += 1
        parts[seen > packets ? 1 : 0] += block
      } else if seen == 0 {
        head += block
      }
      place += length
    }
    return parts.map { head + $0 }
  }

  @Test("a seam is not written over a capture, nor over a result or its seam")
  func overwriting() throws {
    defer { made.remove() }
    let capture = ProjectFolders.captures.appending(path: "healthy-plain-no-tls-wanted.pcap")
    try FileManager.default.copyItem(at: capture, to: made.folder.appending(path: "in.pcap"))
    let before = try Data(contentsOf: capture)
    let refused = try run(path("in.pcap"), "--format", "ndjson", "--seam", path("in.pcap"), "--force")
    #expect(refused.status == 2 && refused.output.contains("is one of the captures"))
    #expect(try Data(contentsOf: made.folder.appending(path: "in.pcap")) == before)
    let result = try run(path("in.pcap"), "--format", "ndjson", "--seam", path("s.pcapng"))
    #expect(result.status == 0)
    try save(result.output, as: "r.ndjson")
    for (output, seam) in [("x", "x"), ("m", "r.ndjson"), ("m", "s.pcapng"), ("s.pcapng", "n")] {
      let merged = try run("merge", path("r.ndjson"), "-o", path(output), "--seam", path(seam), "--force")
      #expect(merged.status == 3, "\(output) \(seam)")
    }
    #expect(try run("merge", path("r.ndjson"), "-o", path("m"), "--seam", path("n")).status == 0)
  }

  @Test("a pipe is read once: nothing is asked of it before")
  func pipe() throws {
    defer { made.remove() }
    let made = unsafe mkfifo(path("pipe"), 0o600)
    #expect(made == 0)
    let capture = ProjectFolders.captures.appending(path: "healthy-plain-no-tls-wanted.pcap").path()
    let writer = Process()
    writer.executableURL = URL(filePath: "/bin/sh")
    writer.arguments = ["-c", "cat '\(capture)' > '\(path("pipe"))'"]
    try writer.run()
    let read = try run(path("pipe"), "--format", "ndjson")
    writer.waitUntilExit()
    #expect(writer.terminationStatus == 0)
    #expect(read.status == 0 && read.output.contains("\"type\":\"session\""))
  }

  @Test("a merged result holds conversations where the results do", arguments: [true, false])
  func transcripts(isKept: Bool) throws {
    defer { made.remove() }
    let bytes = [UInt8](
      try Data(contentsOf: ProjectFolders.captures.appending(path: "healthy-plain-no-tls-wanted.pcap")))
    var place = 24
    for _ in 0..<12 { place += 16 + (0..<4).reduce(0) { $0 | Int(bytes[place + 8 + $1]) << (8 * $1) } }
    for (number, part) in [bytes[..<place], bytes[..<24] + bytes[place...]].enumerated() {
      _ = try made.write(Array(part), as: "\(number).pcap")
      let options = isKept ? [] : ["--no-transcript"]
      let result = try Tool.run(
        path: program,
        [path("\(number).pcap"), "--format", "ndjson", "--seam", path("\(number).pcapng")] + options)
      try save(result.output, as: "\(number).ndjson")
    }
    let merged = try run("merge", path("0.ndjson"), path("1.ndjson"))
    #expect(merged.status == 0)
    #expect(merged.output.contains("\"transcript\":[") == isKept)
    #expect(merged.output.contains("\"type\":\"session\""))
  }

  @Test("a session that keys opened stays as its set shows it")
  func opened() throws {
    defer { made.remove() }
    let capture = ProjectFolders.captures.appending(path: "keys-updated-tls13.pcapng")
    var alone: [String] = []
    for (number, part) in try Self.halves(of: capture, after: 26).enumerated() {
      _ = try made.write(part, as: "\(number).pcapng")
      let result = try run(path("\(number).pcapng"), "--format", "ndjson", "--seam", path("seam-\(number).pcapng"))
      #expect(result.status == 0)
      try save(result.output, as: "\(number).ndjson")
      alone.append(result.output)
    }
    let merged = try run("merge", path("0.ndjson"), path("1.ndjson"))
    #expect(merged.status == 0)
    let dialogue = #/"layer":"tls"/#
    #expect(alone[0].matches(of: dialogue).count > 5)
    #expect(merged.output.matches(of: dialogue).count == alone[0].matches(of: dialogue).count)
  }
}
