import Diagnosis
import Foundation
import Reports
import SMTPAnalysis
import SMTPSession
import TestSupport
import Testing

/// A short conversation is read when it is over, a long or damaged one as it comes: nobody can tell from the session.
@Suite("Words read later are the words read at once")
struct ReadingLaterTests {
  /// Where sessions are followed while they are open, every word is read as it comes.
  private static let readingAtOnce: AnalysisOptions = {
    var options = AnalysisRun.options
    options.followsSessions = true
    return options
  }()

  private static func ndjson(_ run: AnalysisRun) -> String {
    var report = ReportStream(
      format: .ndjson, style: TextStyle(usesColor: false, width: 110), showsAll: true, onlySession: nil,
      isVerbose: false)
    for session in run.sessions { report.add(session) }
    report.finish(run.summary)
    return String(decoding: report.takeOutput(), as: UTF8.self)
  }

  @Test("in every capture", arguments: SessionTraitsTests.captures)
  func sameSession(capture: URL) {
    #expect(Self.ndjson(AnalysisRun([capture])) == Self.ndjson(AnalysisRun([capture], options: Self.readingAtOnce)))
  }

  @Test("and where packets are missing, come twice or in another order", arguments: DamagedCaptureTests.all)
  func damaged(capture: URL) throws {
    let whole = try PcapRecords(capture)
    for seed in UInt64(1)...6 {
      var random = SeededGenerator(seed: seed)
      var records = whole
      for _ in 0..<Int.random(in: 1...4, using: &random) where records.packets.count > 2 {
        let place = Int.random(in: 0..<(records.packets.count - 1), using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: records.packets.remove(at: place)
        case 1: records.packets.insert(records.packets[place], at: place)
        case 2: records.packets.swapAt(place, place + 1)
        default: records.packets[place].cut(to: Int.random(in: 54...120, using: &random))
        }
      }
      let later = AnalysisRun(bytes: records.bytes)
      let atOnce = AnalysisRun(bytes: records.bytes, options: Self.readingAtOnce)
      #expect(Self.ndjson(later) == Self.ndjson(atOnce), "seed \(seed)")
    }
  }
}

/// Where what was said stands in the transcript.
@Suite("Every command and every reply knows its line of the transcript")
struct TranscriptPlaceTests {
  @Test("in every capture", arguments: SessionTraitsTests.captures)
  func places(capture: URL) throws {
    for diagnosed in AnalysisRun([capture]).sessions {
      let session = diagnosed.session
      for exchange in session.exchanges {
        let place = try #require(session.transcriptPlace(ofSaid: exchange.command.said))
        #expect(session.transcript[place].text == exchange.command.text)
        #expect(session.transcript[place].at == exchange.command.at)
        if let reply = exchange.reply { try expectLines(of: reply, in: session) }
      }
      if let greeting = session.greeting { try expectLines(of: greeting, in: session) }
      for reply in session.unsolicitedReplies { try expectLines(of: reply, in: session) }
      #expect(session.transcriptPlace(ofSaid: session.transcript.count) == nil)
    }
  }

  private func expectLines(of reply: Reply, in session: Session) throws {
    #expect(reply.said.count == reply.lines.count)
    for (said, line) in zip(reply.said, reply.lines) {
      let place = try #require(session.transcriptPlace(ofSaid: said))
      // A login's challenge has its meaning behind it.
      if !line.isEmpty { #expect(session.transcript[place].text.contains(line), "\(session.transcript[place].text)") }
    }
  }

  @Test("a change of one session's transcript is not seen in its copy")
  func copies() throws {
    let capture = try #require(CatalogueTests.captures.first)
    let session = try #require(AnalysisRun([capture]).sessions.first).session
    var copy = session
    let first = session.transcript[0].text
    copy.transcript[0].text = "changed"
    #expect(session.transcript[0].text == first)
    #expect(copy.transcript[0].text == "changed")
    #expect(copy.transcript.count == session.transcript.count)
  }
}
