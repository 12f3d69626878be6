import Diagnosis
import Foundation
import SMTPSession
import TestSupport
import Testing

/// Findings hold their session until their words are read, and the rules' readings hold it while it is diagnosed: neither may keep
/// it for good, or memory follows the capture.
@Suite("A session is let go of when its findings are")
struct SessionLifetimeTests {
  private final class Weak {
    weak var object: AnyObject?

    init(_ object: AnyObject) {
      self.object = object
    }
  }

  @Test("whether its findings were read or not", arguments: CatalogueTests.captures)
  func released(capture: URL) {
    for readsWords in [false, true] {
      let places = Self.places(capture, readsWords: readsWords)
      #expect(places.allSatisfy { $0.object == nil }, "\(capture.lastPathComponent), words read: \(readsWords)")
    }
  }

  private static func places(_ capture: URL, readsWords: Bool) -> [Weak] {
    let run = AnalysisRun([capture])
    if readsWords { #expect(!run.text().isEmpty) }
    return run.sessions.map { Weak($0.session.identity) }
  }
}
