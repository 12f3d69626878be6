import Diagnosis
import PlainWords

/// Findings about several sessions that say the same of different ones: the first is told in full, the others by their sentence.
struct SurveyKind: Sendable {
  /// Members that are named; more are counted.
  private static let maximumMembers = 10

  let first: Finding
  private(set) var members: [Finding]

  /// In the order in which the first of each stands.
  static func all(_ findings: [Finding]) -> [SurveyKind] {
    var kinds: [SurveyKind] = []
    for finding in findings {
      if let place = kinds.firstIndex(where: { $0.first.id == finding.id }) {
        kinds[place].members.append(finding)
      } else {
        kinds.append(SurveyKind(first: finding, members: [finding]))
      }
    }
    return kinds
  }

  var isAlone: Bool { members.count == 1 }

  /// What is said of all of them.
  var summary: String {
    isAlone ? first.summary : "\(Counting.grouped(members.count)) times: \(first.title)"
  }

  /// Every session that one of them is about.
  var sessions: [Int] { isAlone ? first.sessions : Set(members.flatMap(\.sessions)).sorted() }

  /// A sentence for each, where there are several.
  var sentences: [String] {
    guard !isAlone else { return [] }
    let rest = members.count - Self.maximumMembers
    return members.prefix(Self.maximumMembers).map { "\($0.summary) (\(ReportFacts.sessions($0.sessions)))" }
      + (rest > 0 ? ["and \(Counting.grouped(rest)) more of this kind"] : [])
  }

  /// What stands above the evidence of the first; `nil` where there is only one.
  var evidenceHeading: String? { isAlone || first.evidence.isEmpty ? nil : "What proves the first of them:" }
}
