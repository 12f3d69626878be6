import CaptureFiles
import Diagnosis
import Foundation
import Reports
import SMTPSession
import TestSupport
import Testing

@testable import SMTPAnalysis

@Suite("What live capture needs of the analysis")
struct LiveAnalysisTests {
  static let captures = ProjectFolders.captures(below: ProjectFolders.captures).filter { !$0.path().contains("/lab/") }

  @Test("packets kept of a problem tell what the whole capture tells", arguments: captures)
  func keptPackets(capture: URL) throws {
    var options = AnalysisOptions()
    options.keepsPackets = true
    var analysis = Analysis(options: options)
    var open = try analysis.open(capture.path())
    while (try? analysis.readSome(&open)) ?? false {}
    analysis.finish()
    while let session = analysis.nextSession() {
      let taken = analysis.keptPackets
      let packets = try #require(taken)
      // Alone in its file, a session lacks what only its neighbours show, and earlier fragments; its conversation is the same.
      // Keys that a capture carries are never kept with its packets.
      guard packets.leftOut == 0, !["ip-fragments.pcap", "non-standard-port.pcap"].contains(capture.lastPathComponent),
        !capture.lastPathComponent.hasPrefix("keys-")
      else {
        continue
      }
      var writer = PcapngWriter(comment: ProblemCapture.comment(session, packets))
      try packets.write(to: &writer, comments: ProblemCapture.comments(session))
      let alone = AnalysisRun(bytes: writer.takeBytes())
      #expect(alone.sessions.count == 1)
      #expect(alone.sessions.first?.verdict.outcome == session.verdict.outcome)
      #expect(alone.sessions.first?.verdict.stage == session.verdict.stage)
    }
  }

  private struct Line: Hashable {
    var packet: PacketID
    var text: String

    init(_ line: TranscriptLine) {
      packet = line.at.packet
      text = line.text
    }
  }

  @Test(
    "what is followed of a conversation is what stands in the end result, secrets left out alike", arguments: captures)
  func follow(capture: URL) throws {
    var options = AnalysisOptions()
    options.followsSessions = true
    var analysis = Analysis(options: options)
    var reader = try CaptureReader(path: capture.path())
    analysis.beginLive(name: "test", format: "live")
    var followed: [Int: Set<Line>] = [:]
    while let header = try? reader.next() {
      analysis.accept(header, reader.bytes)
      while let session = analysis.nextChange() {
        for line in session.transcript where [.greeting, .command, .reply, .auth].contains(line.kind) {
          followed[session.id, default: []].insert(Line(line))
        }
      }
    }
    analysis.finish()
    while let session = analysis.nextSession()?.session {
      let final = Set(session.transcript.map(Line.init))
      let extra = followed[session.id, default: []].subtracting(final)
      #expect(extra.isEmpty)
      let isMissing = session.transcript.contains { $0.kind == .reply } && followed[session.id] == nil
      #expect(!isMissing)
    }
  }

  @Test("memory for a session's packets is bounded, and what was let go of is counted")
  func bounded() throws {
    var store = PacketStore()
    let frame = [UInt8](repeating: 7, count: 1500)
    for number in 1...10_000 {
      let header = PacketHeader(
        id: PacketID(number: Int64(number)), time: Timestamp(nanoseconds: Int64(number)), linkType: .ethernet,
        interface: 0,
        capturedLength: 1500, originalLength: 1500)
      store.keep(header, frame.span, session: 1)
    }
    let taken = store.take(session: 1)
    let kept = try #require(taken)
    #expect(kept.cost <= KeptPackets.maximumHeadBytes + 2 * KeptPackets.maximumTailBytes + 4096)
    #expect(kept.count + kept.leftOut == 10_000)
    let again = store.take(session: 1)
    #expect(again == nil)
  }

  @Test("all sessions together are bounded, and room is given back")
  func boundedTogether() {
    var store = PacketStore()
    let frame = [UInt8](repeating: 7, count: 60_000)
    func header(_ number: Int) -> PacketHeader {
      PacketHeader(
        id: PacketID(number: Int64(number)), time: Timestamp(nanoseconds: 0), linkType: .ethernet, interface: 0,
        capturedLength: frame.count, originalLength: frame.count)
    }
    let room = PacketStore.maximumTotalBytes / 60_000
    for session in 1...(room + 10) { store.keep(header(session), frame.span, session: session) }
    #expect(store.leftOut >= 10)
    let before = store.leftOut
    _ = store.take(session: 1)
    store.keep(header(1), frame.span, session: 99_999)
    #expect(store.leftOut == before)
  }

  @Test("drops are told to the sessions of their time alone, however many there were")
  func drops() {
    func at(_ seconds: Int64) -> Timestamp { Timestamp(nanoseconds: seconds * 1_000_000_000) }
    var times = DropTimes()
    times.record(5, from: at(10), to: at(11))
    times.record(7, from: at(20), to: at(21))
    #expect(times.count(from: at(0), to: at(9)) == 0)
    #expect(times.count(from: at(0), to: at(10)) == 5)
    #expect(times.count(from: at(12), to: at(19)) == 0)
    #expect(times.count(from: at(11), to: at(30)) == 12)
    for index in 0..<5000 { times.record(1, from: at(Int64(100 + index * 2)), to: at(Int64(101 + index * 2))) }
    #expect(times.count(from: at(0), to: at(1_000_000)) == 5012)
  }

  @Test("a session with missing bytes at the time of drops bears the caveat")
  func dropCaveat() throws {
    let capture = ProjectFolders.captures.appending(path: "starttls-lost-in-capture.pcap")
    var analysis = Analysis()
    var reader = try CaptureReader(path: capture.path())
    analysis.beginLive(name: "test", format: "live")
    var last = Timestamp(nanoseconds: 0)
    var first: Timestamp?
    while let header = try reader.next() {
      analysis.accept(header, reader.bytes)
      first = first ?? header.time
      last = header.time
    }
    analysis.noteDrops(3, from: try #require(first), to: last)
    analysis.finish()
    let ended = analysis.nextSession()
    let session = try #require(ended)
    #expect(session.findings.contains { $0.id == "capture/dropped-by-kernel" })
    let caveats = analysis.summary().caveats
    #expect(caveats.contains("capture/dropped-by-kernel"))
  }

  @Test("where the kernel dropped packets after a session's last one, its end may be among them")
  func dropsAtTheEnd() throws {
    var analysis = Analysis()
    var reader = try CaptureReader(path: ProjectFolders.captures.appending(path: "not-offered.pcap").path())
    analysis.beginLive(name: "test", format: "live")
    var last = Timestamp(nanoseconds: 0)
    for _ in 0..<6 {
      let next = try reader.next()
      let header = try #require(next)
      analysis.accept(header, reader.bytes)
      last = header.time
    }
    func later(_ seconds: Int64) -> Timestamp {
      Timestamp(nanoseconds: last.nanoseconds + seconds * 1_000_000_000)
    }
    analysis.noteDrops(3, from: later(5), to: later(6))
    analysis.timePasses(to: later(1000))
    let ended = analysis.nextSession()
    let session = try #require(ended)
    #expect(session.session.completion == .idle)
    let caveat = session.findings.first { $0.id == "capture/dropped-by-kernel" }
    #expect(caveat?.certainty == .probable)
  }

  @Test("a session that was seen from its beginning to its end lost nothing, whatever was dropped meanwhile")
  func dropsOfOthers() throws {
    var analysis = Analysis()
    var reader = try CaptureReader(
      path: ProjectFolders.captures.appending(path: "healthy-starttls-postfix.pcap").path())
    analysis.beginLive(name: "test", format: "live")
    var last: Timestamp?
    while let header = try reader.next() {
      analysis.accept(header, reader.bytes)
      last = header.time
    }
    let time = try #require(last)
    analysis.noteDrops(3, from: time, to: time)
    analysis.finish()
    let ended = analysis.nextSession()
    let session = try #require(ended)
    #expect(session.session.visibility.kernelDrops == 3)
    #expect(!session.findings.contains { $0.id == "capture/dropped-by-kernel" })
  }

  @Test("a connection that both sides closed ends soon after, also where bytes before its end are missing")
  func closedBehindHole() throws {
    var analysis = Analysis()
    let capture = ProjectFolders.captures.appending(path: "healthy-plain-no-tls-wanted.pcap")
    var reader = try CaptureReader(path: capture.path())
    analysis.beginLive(name: "test", format: "live")
    var last = Timestamp(nanoseconds: 0)
    while let header = try reader.next() {
      // The server's last words, and what acknowledges them.
      guard header.id.number != 12, header.id.number != 15 else { continue }
      analysis.accept(header, reader.bytes)
      last = header.time
    }
    analysis.timePasses(to: Timestamp(nanoseconds: last.nanoseconds + 5_000_000_000))
    let ended = analysis.nextSession()
    #expect(ended?.session.completion == .closed)
  }

  @Test("time that passes without packets ends what fell silent")
  func timePasses() throws {
    var options = AnalysisOptions()
    options.idleSeconds = 10
    var analysis = Analysis(options: options)
    var reader = try CaptureReader(path: ProjectFolders.captures.appending(path: "not-offered.pcap").path())
    analysis.beginLive(name: "test", format: "live")
    var time = Timestamp(nanoseconds: 0)
    for _ in 0..<6 {
      let next = try reader.next()
      let header = try #require(next)
      analysis.accept(header, reader.bytes)
      time = header.time
    }
    analysis.timePasses(to: Timestamp(nanoseconds: time.nanoseconds + 9_000_000_000))
    let early = analysis.nextSession()
    #expect(early == nil)
    analysis.timePasses(to: Timestamp(nanoseconds: time.nanoseconds + 11_000_000_000))
    let late = analysis.nextSession()
    #expect(late?.session.completion == .idle)
  }
}
