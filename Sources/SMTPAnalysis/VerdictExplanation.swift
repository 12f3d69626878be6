package import Diagnosis
package import Reports

/// How the verdict of one session came about, made when somebody asks for it, after all sessions are known.
package struct VerdictExplanation {
  private let decided: DiagnosedSession
  private let shown: DiagnosedSession
  private let survey: Survey

  /// - Parameters:
  ///   - decided: The session as it was decided.
  ///   - shown: The same as it may be shown: with stand-ins where names are to be hidden.
  ///   - survey: What is remembered of all sessions.
  package init(_ decided: DiagnosedSession, shown: DiagnosedSession, among survey: Survey) {
    self.decided = decided
    self.shown = shown.byItself
    self.survey = survey
  }

  package func trace(namesFiles: Bool) -> VerdictTrace {
    Diagnoser.trace(decided, among: survey) { CaptureText.name($0, withFile: namesFiles) }
  }

  /// For people, a line feed at each line's end.
  package func text(_ style: TextStyle, isVerbose: Bool, namesFiles: Bool) -> [UInt8] {
    let text = TraceText(style: style, isVerbose: isVerbose, namesFiles: namesFiles)
    let lines = text.lines(trace(namesFiles: namesFiles), shown)
    return Array(lines.map { style.printable($0) + "\n" }.joined().utf8)
  }
}
