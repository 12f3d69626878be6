import Testing

@testable import Diagnosis

/// A refusal that stands in a message leads to the finding that a session with the same refusal has.
@Suite("A quoted refusal and a captured one have the same cause")
struct ReasonCausesTests {
  @Test("at every place", arguments: [RefusalCoverageTests.Place.greeting, .hello, .startTLS, .login, .rcpt])
  func same(place: RefusalCoverageTests.Place) throws {
    var count = 0
    var equal = 0
    for example in RefusalCoverageTests.examples {
      guard var quoted = QuotedReply.all(in: example).first else {
        Issue.record("no reply was read in \(example)")
        continue
      }
      quoted.place = Self.places[place]
      let entry = try #require(quoted.readings().first)
      let ids = ReasonCauses.ids(entry.reading.reason, at: entry.place, of: quoted)
      let run = AnalysisRun(bytes: RefusalCoverageTests.session(place, refusedWith: example))
      let finding = try #require(run.sessions.first?.verdict.finding)
      count += 1
      if ids.contains(finding) { equal += 1 }
    }
    // What else stands in the session (a list, a login before) can give it another name.
    #expect(Double(equal) >= 0.9 * Double(count), "\(place): \(equal) of \(count)")
  }

  private static let places: [RefusalCoverageTests.Place: QuotedReply.Place] = [
    .greeting: .greeting, .hello: .hello, .startTLS: .startTLS, .login: .login, .rcpt: .mail,
  ]
}
