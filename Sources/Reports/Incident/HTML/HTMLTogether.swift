import Diagnosis

extension HTMLReport {
  /// Findings about several sessions, by kind: the first of each in full, the others by their sentence.
  func together(_ page: inout HTMLWriter) {
    let kinds = SurveyKind.all(report.capture.findings)
    guard !kinds.isEmpty else { return }
    page.element(.section, .class("session"), .id("together")) { page in
      page.element(.h2, text: "What several sessions show together")
      for kind in kinds { tell(kind, on: &page) }
    }
  }

  private func tell(_ kind: SurveyKind, on page: inout HTMLWriter) {
    let first = kind.first
    page.element(.h3, text: kind.summary)
    page.element(
      .p, .class("basis"),
      text: "\(ReportFacts.sessions(kind.sessions)) · certainty: \(first.certainty.rawValue) · \(first.id)")
    page.element(.p, text: first.meaning)
    if !kind.isAlone { page.list(kind.sentences) }
    if let heading = kind.evidenceHeading { page.element(.p, .class("lead"), text: heading) }
    if !first.evidence.isEmpty { evidence(of: first, on: &page) }
    if !first.remedies.isEmpty { remedies(of: first, on: &page) }
  }
}
