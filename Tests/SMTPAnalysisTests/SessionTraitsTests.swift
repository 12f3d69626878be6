import Diagnosis
import Foundation
import SMTPSession
import TestSupport
import Testing

/// A rule is asked only about sessions that show what it says it needs; a rule that says too much would fall silent.
@Suite("No rule needs more than it needs")
struct SessionTraitsTests {
  static let captures =
    ProjectFolders.captures(below: ProjectFolders.captures).filter { !$0.path().contains("/lab/") }
    + (ProjectFolders.corpus.map(ProjectFolders.captures) ?? [])

  @Test("no rule that is left out would have found anything", arguments: captures)
  func nothingIsOverlooked(capture: URL) {
    for diagnosed in AnalysisRun([capture]).sessions {
      let overlooked = Diagnoser.overlooked(in: diagnosed.session)
      #expect(overlooked.isEmpty, "\(capture.lastPathComponent), session \(diagnosed.session.id)")
    }
  }

  @Test("nor in captures that lack their end, at every packet", arguments: ["auth-535-login", "tls-no-shared-cipher"])
  func nothingIsOverlookedInParts(name: String) throws {
    let bytes = [UInt8](try Data(contentsOf: ProjectFolders.captures.appending(path: "\(name).pcap")))
    for length in stride(from: 24, through: bytes.count, by: 61) {
      for diagnosed in AnalysisRun(bytes: Array(bytes[..<length])).sessions {
        #expect(Diagnoser.overlooked(in: diagnosed.session).isEmpty, "\(name), the first \(length) bytes")
      }
    }
  }

  @Test("most rules say what they need, so that few are asked about any one session")
  func mostRulesSay() {
    #expect(Catalogue.rules.count { $0.needs.isEmpty } * 3 < Catalogue.rules.count)
  }
}
