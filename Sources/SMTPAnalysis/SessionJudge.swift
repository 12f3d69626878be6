import Certificates
package import Diagnosis
package import SMTPSession

/// What becomes of an ended session: its certificates are examined, the rules are asked, and what it shows together with others
/// is remembered. It knows nothing of packets, so that it can work beside the reading of them.
package struct SessionJudge: Sendable {
  private var examiner: CertificateExaminer
  private let serverName: ReferenceName?
  package private(set) var survey = Survey()

  init(roots: TrustRoots, serverName: ReferenceName?) {
    examiner = CertificateExaminer(roots: roots)
    self.serverName = serverName
  }

  package mutating func judge(_ session: consuming Session) -> DiagnosedSession {
    session.examineCertificates(with: &examiner, serverName: serverName)
    let diagnosed = Diagnoser.diagnose(session)
    survey.record(diagnosed)
    return diagnosed
  }
}
