import CaptureFiles
import PacketLayers
import SMTPSession

/// A session that was judged, beside what is known of the others: what a second look receives.
package final class Siblings {
  package let verdict: Verdict
  package let visit: Survey.Visit
  package let survey: Survey
  /// What commands and remedies are filled in from.
  let blanks: CommandBlanks

  init(_ verdict: Verdict, _ visit: Survey.Visit, _ blanks: CommandBlanks, among survey: Survey) {
    self.verdict = verdict
    self.visit = visit
    self.blanks = blanks
    self.survey = survey
  }

  /// What is remembered of this client and this server; `nil` where there was no room for it.
  private(set) lazy var client: Survey.Client? = survey.client(visit.client.address, of: visit.server)

  /// The sessions of this client with this server, in the order of time.
  private(set) lazy var own: [Survey.Visit] = client?.inTime ?? []

  /// Whether one of the other sessions of all clients with this server is as asked for; the second capture of this one is none. A busy
  /// server has a thousand: each is looked at where it lies.
  func hasSibling(where isWanted: (borrowing Survey.Visit) -> Bool) -> Bool {
    survey.hasVisit(to: visit.server) { isWanted($0) && isOther($0) }
  }

  /// The one of them that is as asked for and lies nearest in time.
  func nearestSibling(where isWanted: (borrowing Survey.Visit) -> Bool) -> Survey.Visit? {
    survey.nearestVisit(to: visit.server, at: visit.start) { isWanted($0) && isOther($0) }
  }

  private func isOther(_ other: borrowing Survey.Visit) -> Bool {
    other.session != visit.session && !survey.areCopies(other, visit)
  }

  static let hour: Double = 3600
  static let day: Double = 86_400
}

/// What a rule says of a session because of others.
package struct SiblingMatch {
  package var match: Match
  /// The numbers of the other sessions.
  package var others: [Int]

  package init(_ match: Match, others: [Int]) {
    self.match = match
    self.others = others
  }
}
