import SMTPSession
import SMTPTranscript

extension Case {
  /// What a rule says of the refusals for one of `reasons`: of the one that the session stopped at, or else of the last one, as a
  /// note.
  ///
  /// - Parameters:
  ///   - answering: Which refusals the rule is about, by what they answer.
  ///   - afterLogin: Whether a login had been accepted before; `nil` where that makes no difference.
  ///   - meaning: What the reply shows, for the evidence.
  ///   - sentence: What to say, without its full stop.
  ///   - telling: What is told of this refusal in the place of the rule's prose.
  func refusalMatch(
    _ reasons: ReplyReason..., answering: RefusalScope = .mail, afterLogin: Bool? = nil, meaning: String,
    remedies: [Remedy] = [], sentence: (Refusal) -> String, telling: ((Refusal) -> Telling?)? = nil
  ) -> Match? {
    refusalMatch(
      reasons, answering: answering, afterLogin: afterLogin, meaning: meaning, remedies: remedies, sentence: sentence,
      telling: telling)
  }

  func refusalMatch(
    _ reasons: [ReplyReason], answering scope: RefusalScope, afterLogin: Bool? = nil, meaning: String,
    remedies: [Remedy] = [], sentence: (Refusal) -> String, telling: ((Refusal) -> Telling?)? = nil
  ) -> Match? {
    guard !refusals.isEmpty else { return nil }
    func fits(_ refusal: Refusal) -> Bool {
      reasons.contains(refusal.reason) && scope.contains(refusal)
        && (afterLogin == nil || refusal.isAfterLogin == afterLogin)
    }
    guard let refusal = point.refusal.flatMap({ fits($0) ? $0 : nil }) ?? refusals.last(where: fits) else { return nil }
    var summary = sentence(refusal)
    let decides = decides(refusal)
    if !decides, session.acceptedMail { summary += "; other mail of this session was accepted" }
    let match = match(refusal, summary + ".", meaning: meaning, remedies: remedies)
    guard let telling else { return match }
    return match.telling { telling(refusal) }
  }

  /// Whether the session stopped at this refusal.
  func decides(_ refusal: Refusal) -> Bool { point.refusal?.reply === refusal.reply }

  /// A match for one refusal: a cause where the session stopped at it, else a note.
  func match(_ refusal: Refusal, _ summary: String, meaning: String, remedies: [Remedy] = []) -> Match {
    let whole = refusal.reply.isComplete && !refusal.reply.flags.contains(.uncertainPairing)
    let decides = decides(refusal)
    return Match(
      whole ? refusal.reading.certainty : min(refusal.reading.certainty, .strong), summary,
      cause: decides ? Cause(.stopped, by: .server, basis: .statement) : nil,
      evidence: self.evidence(of: refusal, meaning: meaning), stage: refusal.stage,
      severity: decides ? nil : .note, remedies: remedies)
  }

  /// The command and the refusal, the line that says why quoted.
  func evidence(of refusal: Refusal, meaning: String) -> [Evidence] {
    var pieces: [Evidence] = []
    if let command = refusal.command { pieces.append(session.evidence(command, meaning: "this is what was refused")) }
    pieces.append(session.evidence(refusal.reply, quoting: refusal.reading.line ?? 0, meaning: meaning))
    return pieces
  }
}

/// Refusals by what they answer.
struct RefusalScope: OptionSet {
  let rawValue: UInt8

  static let greeting = RefusalScope(rawValue: 1 << 0)
  static let hello = RefusalScope(rawValue: 1 << 1)
  static let startTLS = RefusalScope(rawValue: 1 << 2)
  static let login = RefusalScope(rawValue: 1 << 3)
  /// MAIL, RCPT, DATA and the message.
  static let transaction = RefusalScope(rawValue: 1 << 4)
  /// Other commands, and replies that nobody waited for.
  static let other = RefusalScope(rawValue: 1 << 5)

  /// What the rules of policy are about: everything that has no rules of its own.
  static let mail: RefusalScope = [.hello, .transaction, .other]
  static let any: RefusalScope = [.greeting, .startTLS, .login, .mail]

  func contains(_ refusal: Refusal) -> Bool {
    let own: RefusalScope =
      switch refusal.verb {
      case nil: refusal.exchange < 0 ? .greeting : .other
      case .ehlo, .helo, .lhlo: .hello
      case .startTLS, .xAnonymousTLS: .startTLS
      case .auth, .xExps: .login
      case .mail, .rcpt, .data, .bdat: .transaction
      default: .other
      }
    return contains(own)
  }
}

extension Refusal {
  /// The refusal in the server's words: the code, and all its lines where they are short.
  var words: String { reply.words(around: reading.line) }
}

extension Reply {
  /// The longest quotation of a reply in a sentence, in characters.
  static let maximumSayingLength = 240

  /// The code and the words, cut to a length that fits a sentence; of a long reply the part from the line that matters on.
  func words(around line: Int?) -> String {
    let whole = lines.enumerated().map { $0.offset == 0 ? $0.element : withoutStatus($0.element) }
      .filter { !$0.isEmpty }.joined(separator: " ")
    if whole.count <= Self.maximumSayingLength { return whole.isEmpty ? "\(code)" : "\(code) \(whole)" }
    guard let line, line > 0, line < lines.count else { return "\(code) \(whole.prefix(Self.maximumSayingLength))…" }
    let rest = lines[line...].map(withoutStatus).joined(separator: " ")
    let isCut = rest.count > Self.maximumSayingLength
    return "\(code) … \(rest.prefix(Self.maximumSayingLength))\(isCut ? "…" : "")"
  }

  /// The code and the words, cut to a length that fits a sentence.
  var saying: String { words(around: nil) }

  /// A line without the enhanced status code that is repeated on each (RFC 2034 section 4).
  private func withoutStatus(_ line: String) -> String {
    guard let status = enhancedStatus, line.begins(with: status) else { return line }
    return String(line.dropFirst(status.count).drop { $0 == " " })
  }
}
