package import SMTPSession
package import SMTPTranscript

package struct ReplyReading: Sendable {
  package var reason: ReplyReason
  package var certainty: Certainty
  package var line: Int?
}

package enum ReplyReasons {
  package static func reading(of reply: Reply, answering verb: Verb?) -> ReplyReading {
    ReplyReading(reason: .unknown, certainty: .probable, line: nil)
  }
}
