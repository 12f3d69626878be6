import Certificates
package import Diagnosis
package import SMTPSession
import Synchronization

/// What becomes of an ended session: its certificates are examined, the rules are asked, and what it shows together with others
/// is remembered. It knows nothing of packets, so that it can work beside the reading of them.
package struct SessionJudge: Sendable {
  /// What needs no other session.
  let examination: SessionExamination
  package internal(set) var survey = Survey()

  init(roots: TrustRoots, serverName: ReferenceName?) {
    examination = SessionExamination(roots: roots, serverName: serverName)
  }

  package mutating func judge(_ session: consuming Session) -> DiagnosedSession {
    let diagnosed = examination.diagnose(session)
    survey.record(Survey.visit(diagnosed))
    return diagnosed
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
}
