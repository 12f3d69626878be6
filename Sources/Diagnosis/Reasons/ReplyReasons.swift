package import SMTPSession
package import SMTPTranscript

/// One table that gives every refusal its reason, at whatever stage it was said.
package enum ReplyReasons {
  /// How much a row's evidence weighs: of several rows that fit, one of the strongest kind decides. Among rows of one kind
  /// that which explains more of the reply decides; their order in the table never does.
  package enum Rank: Int, Sendable, CaseIterable, Comparable {
    /// Words that leave no doubt, whatever codes stand before them.
    case plainWords
    /// A text, or a code, that only one provider or product uses.
    case provider
    /// An enhanced status code, or a reply code, that has one meaning.
    case status
    /// Words that are outdone by a status code that says more.
    case words
    /// A status code that is often used for something else.
    case weakStatus
    /// A reply code that says little.
    case replyCode

    package static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
  }

  /// One kind of reply and its reason. A condition that is empty holds for every reply.
  package struct Row: Sendable {
    package let reason: ReplyReason
    package let rank: Rank
    package let certainty: Certainty
    /// Reply codes, one of which must stand there.
    package let codes: [Int]
    /// Enhanced status codes, one of which must stand there: "5.7.57", "x.1.1" for both classes, "4.7.500-699" for a range.
    package let statuses: [String]
    /// Commands, one of which must have been answered.
    package let verbs: [Verb]
    /// Whether it is about passing (4yz) or lasting (5yz) refusals only; `nil` for both.
    package let isPassing: Bool?
    /// Phrases, one of which must stand in the text: whole words; `*` at the end leaves the last word open. Letter case,
    /// punctuation, apostrophes and line ends do not count; nor do addresses, links and host names in the reply. `LISTHOST`
    /// stands for the name of a well-known block list, even in a link.
    package let any: [String]
    /// Phrases that all must stand in the text.
    package let all: [String]
    /// Phrases none of which may stand in the text.
    package let none: [String]
    /// A reply as it was really sent, all its lines; `nil` where the row stands for a code by itself.
    package let example: String?
    /// Where the text or the meaning of the code is written down.
    package let source: String

    init(
      _ reason: ReplyReason, _ rank: Rank, _ certainty: Certainty? = nil, codes: [Int] = [], statuses: [String] = [],
      verbs: [Verb] = [], passing isPassing: Bool? = nil, any: [String] = [], all: [String] = [], none: [String] = [],
      example: String? = nil, source: String
    ) {
      self.reason = reason
      self.rank = rank
      self.certainty = certainty ?? (rank >= .weakStatus ? .probable : .certain)
      self.codes = codes
      self.statuses = statuses
      self.verbs = verbs
      self.isPassing = isPassing
      self.any = any
      self.all = all
      self.none = none
      self.example = example
      self.source = source
    }
  }

  /// All rows, by subject.
  package static let rows: [Row] =
    tlsRows + loginRows + mannersRows + callerRows + senderRows + recipientRows + messageRows + serverRows + statusRows

  private static let table = ReplyReasonTable(rows)

  /// The reason of a refusal. `verb` is the command that it answers; `nil` for a greeting, or a reply that nobody asked for.
  package static func reading(of reply: Reply, answering verb: Verb?) -> ReplyReading {
    var number = StableDigest()
    number.combine(reply.code)
    number.combine(Int(verb?.rawValue ?? .max))
    number.combine(reply.enhancedStatus)
    number.combine(reply.lines)
    let key = number.finish()
    switch recent.find(key) {
    case .value(let known) where known.is(of: reply, answering: verb): return known.reading
    case .again, .value:
      let known = KnownReading(reply, verb, table.reading(of: reply, answering: verb))
      recent.keep(known, under: key)
      return known.reading
    case .never: return table.reading(of: reply, answering: verb)
    }
  }

  /// What servers refused lately, and why: most of them refuse many sessions in the same words, and to read them takes longer than all else
  /// that is asked of a refusal.
  private static let recent = RecentValues<KnownReading>()

  private final class KnownReading: Sendable {
    let reading: ReplyReading
    private let code: Int
    private let verb: Verb?
    private let status: String?
    private let lines: [String]

    init(_ reply: Reply, _ verb: Verb?, _ reading: ReplyReading) {
      self.reading = reading
      self.verb = verb
      (code, status, lines) = (reply.code, reply.enhancedStatus, reply.lines)
    }

    func `is`(of reply: Reply, answering verb: Verb?) -> Bool {
      code == reply.code && self.verb == verb && status == reply.enhancedStatus && lines == reply.lines
    }
  }
}
