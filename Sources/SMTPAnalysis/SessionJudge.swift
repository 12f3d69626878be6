import Certificates
package import Diagnosis
import SMTPSession
import Synchronization

/// What becomes of an ended session: its certificates are examined, the rules are asked, what it shows together with others is
/// remembered, and one whose verdict others may change is held back until all are known. It knows nothing of packets, so that it can
/// work beside the reading of them.
package struct SessionJudge: Sendable {
  /// What needs no other session.
  let examination: SessionExamination
  package internal(set) var survey: Survey
  /// The same without sessions that cross the borders of the captures; `nil` where nobody asks.
  var inner: Survey?
  /// The numbers of the sessions that cross the borders; empty where nobody asks. A session that was opened with keys is none of them: a
  /// seam holds no keys, and would show less of it.
  package private(set) var crossing: Set<Int> = []
  /// Whether the surveys hold no more than they may: from the time on when nothing more comes.
  private var isSettled = false
  /// Sessions that had to be decided before all others were known, because too many waited.
  private var decidedEarly = 0
  /// What limits did to the comparison.
  package var effects: JudgeEffects {
    var effects = JudgeEffects()
    effects.decidedEarly = decidedEarly
    effects.forgotten = survey.forgotten
    effects.replaced = survey.replaced
    return effects
  }
  /// Sessions that wait for a second look.
  private var waiting: HeldSessions

  init(
    roots: TrustRoots, serverName: ReferenceName?, limits: HeldSessions.Limits, surveyBytes: Int = Survey.usualBytes
  ) {
    survey = Survey(bytes: surveyBytes)
    examination = SessionExamination(roots: roots, serverName: serverName)
    waiting = HeldSessions(limits: limits)
  }

  /// A session that was judged by itself, before others are asked.
  struct Judged: Sendable {
    let diagnosed: DiagnosedSession
    let visit: Survey.Visit
    /// About what it takes to hold it where others may change its verdict; `nil` where they may not.
    let heldBytes: Int?
  }

  /// Takes a session in its turn, and gives out what is decided by it: itself, or those for which no room is left.
  mutating func take(_ judged: consuming Judged, give: (DiagnosedSession) -> Void) {
    remember(judged.visit)
    guard judged.heldBytes != nil else { return give(judged.diagnosed) }
    waiting.add(judged)
    while let oldest = waiting.nextWithoutRoom() {
      decidedEarly += 1
      give(decided(oldest))
    }
  }

  /// Takes what is to be remembered of a session that nothing can change any more.
  mutating func remember(_ visit: borrowing Survey.Visit) {
    isSettled = false
    survey.record(visit)
    guard inner != nil else { return }
    if visit.crossesBorder { crossing.insert(visit.session) } else { inner?.record(visit) }
  }

  /// The next one that waits, decided by all that is known now; `nil` where none does. Nothing is to be remembered any more.
  mutating func releaseNext() -> DiagnosedSession? {
    if !isSettled {
      survey.settle()
      inner?.settle()
      isSettled = true
    }
    return waiting.next().map(decided)
  }

  private func decided(_ judged: Judged) -> DiagnosedSession {
    SecondLook.look(at: judged.diagnosed, judged.visit, among: survey)
  }
}

/// Sessions that wait for others, in the order in which they ended. How many, and how large, is limited.
struct HeldSessions: Sendable {
  struct Limits: Sendable {
    /// 0: nothing waits, and each is decided by what is known by then.
    var sessions = 4096
    /// About what they take, in bytes.
    var bytes = 32 << 20

    static let none = Limits(sessions: 0, bytes: 0)
  }

  private let limits: Limits
  private var queue: [SessionJudge.Judged?] = []
  private var first = 0
  private var bytes = 0

  init(limits: Limits) {
    self.limits = limits
  }

  mutating func add(_ judged: SessionJudge.Judged) {
    queue.append(judged)
    bytes += judged.heldBytes ?? 0
  }

  mutating func next() -> SessionJudge.Judged? {
    guard first < queue.count, let judged = queue[first] else { return nil }
    queue[first] = nil
    first += 1
    bytes -= judged.heldBytes ?? 0
    // What was taken out gives its room back, at a cost that does not grow.
    if first >= 1024, first * 2 >= queue.count {
      queue.removeFirst(first)
      first = 0
    }
    return judged
  }

  /// The oldest, where more wait than may.
  mutating func nextWithoutRoom() -> SessionJudge.Judged? {
    queue.count - first > limits.sessions || bytes > limits.bytes ? next() : nil
  }
}

/// Examines the certificates of sessions and asks the rules, on any thread. What is known of a chain of certificates is known to
/// all.
final class SessionExamination: Sendable {
  private let examiner: Mutex<CertificateExaminer>
  private let serverName: ReferenceName?

  init(roots: TrustRoots, serverName: ReferenceName?) {
    examiner = Mutex(CertificateExaminer(roots: roots))
    self.serverName = serverName
  }

  func diagnose(_ session: consuming Session) -> DiagnosedSession {
    if session.showsCertificates {
      examiner.withLock { session.examineCertificates(with: &$0, serverName: serverName) }
    }
    return Diagnoser.diagnose(session)
  }

  /// Judges an ended session by itself.
  func judge(_ ended: EndedSession) -> SessionJudge.Judged {
    judge(ended) { SessionJudge.Judged(diagnosed: $0, visit: $1, heldBytes: $2) }
  }

  /// The same, lent to whoever uses it, because it is large: what was found, what is to be remembered of it, and about what it takes to hold it
  /// where others may change its verdict.
  func judge<Result>(_ ended: EndedSession, _ use: (DiagnosedSession, Survey.Visit, Int?) -> Result) -> Result {
    var diagnosed = diagnose(ended.session())
    // A seam holds no keys: a session of which there are some is told as it was read with them.
    let border = diagnosed.session.tls.map { $0.opening == .noSecrets } ?? true ? ended.border : []
    let visit = Survey.Visit(diagnosed, crossesBorder: !border.isEmpty)
    let isOpen = SecondLook.concerns(diagnosed, visit)
    diagnosed.border = border
    diagnosed.isOpenToOthers = isOpen
    diagnosed.remembered = visit.remembered
    return use(diagnosed, visit, isOpen ? Self.bytes(diagnosed.session, of: ended) : nil)
  }

  /// About what it takes to hold a session: what was read, and what was made of it.
  private static func bytes(_ session: Session, of ended: EndedSession) -> Int {
    // Certificates lie there as bytes and as what was read in them.
    let tls = session.tls.map { (16 << 10) + 4 * $0.serverCertificates.reduce(0) { $0 + $1.count } } ?? 0
    return bytesPerSession + tls + 3 * ended.textBytes + ended.lines * bytesPerLine
  }

  /// The values that every session has, and its findings.
  private static let bytesPerSession = 6 << 10
  /// An element with its places, what it became in an exchange, and its line of the transcript.
  private static let bytesPerLine = 640
}
