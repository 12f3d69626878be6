package import CaptureFiles
package import SMTPSession

/// How the verdict of one session came about, told for whoever doubts it.
///
/// It is made when somebody asks, by evaluating on the finished session what decided it; no rule knows of it. Its words are this
/// program's own: of what crossed the network there are packets, codes and verbs in it, and no text.
package struct VerdictTrace: Sendable {
  /// What one side owed the other, or what was seen of TLS, in the order of packets.
  package struct Step: Sendable {
    package let at: Moment
    package let words: String
    /// Whether it was owed and never came.
    package let isUnmet: Bool
  }

  /// How many rules of the catalogue were asked, and why the others were not.
  package struct Census: Sendable {
    package var rules = 0
    /// They compare sessions.
    package var comparing = 0
    /// They need something that the session lacks: the ids, by the first thing that each lacks.
    package var lacking: [(what: String, ids: [String])] = []
    /// They explain stops at other points, and would have said nothing at this one either.
    package var elsewhere: [String] = []
    /// They explain stops at other points, and would have said something of this one.
    package var wouldSpeak = 0
    /// They were asked, and what they look for is not there.
    package var silent: [String] = []
    /// They were asked and said something.
    package var spoke = 0
  }

  /// What became of what a rule had to say.
  package enum Standing: Sendable, Equatable, CaseIterable {
    /// The verdict rests on it.
    case leads
    /// It explains the session nearly as well, and stands beside the verdict.
    case alternative
    /// It explains the session, too, but another comes first.
    case outranked
    /// It says no more than that it happened, and another knows why.
    case dropped
    /// It names a cause where none can be named.
    case notAdmitted
    /// It was not asked: it explains stops at other points than this.
    case offPoint
    /// It explains no stop; the verdict names it.
    case tells
    /// It explains no stop.
    case observes
  }

  /// What one rule had to say, and what became of it.
  package struct Candidate: Sendable {
    package let id: String
    package let title: String
    package let certainty: Certainty
    /// The severity that its rule gives it, and the one that it has beside the others.
    package let ownSeverity: Severity
    package let severity: Severity
    /// What it claims; `nil` for one that explains no stop.
    package let cause: Cause?
    /// The packets that it cites, of this session.
    package let packets: [PacketID]
    package let standing: Standing
    /// Why it won or lost.
    package let why: String
  }

  /// What others showed about the session.
  package struct SecondLook: Sendable {
    /// Why others were asked, or why not.
    package let occasion: String
    /// What rules said that look again, the one that counts first.
    package let findings: [(id: String, words: String)]
    /// What became of the verdict; `nil` where nothing did.
    package let effect: String?
    /// The verdict of the session by itself, where it was another.
    package let alone: String?
  }

  package let session: Int
  package let steps: [Step]
  /// Who left first, and what follows from it.
  package let leave: String
  /// What sizes and turns show of the words inside TLS; `nil` without TLS.
  package let sealed: String?
  /// The negative replies, with the reason that each was read as.
  package let refusals: [String]
  /// Where it stopped.
  package let stop: String
  package let disposition: String
  /// The points at which rules may explain it.
  package let points: String
  package let census: Census
  /// By rank.
  package let candidates: [Candidate]
  /// What stands for the leading finding where no cause leads; `nil` where one does.
  package let withoutCause: String?
  package let secondLook: SecondLook
  /// What else bears on the verdict: a certainty that was lowered, a session that was decided early.
  package let remarks: [String]
}
