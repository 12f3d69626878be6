import Diagnosis

/// How a verdict is marked and coloured, wherever one is printed.
extension TextStyle {
  func mark(_ verdict: Verdict) -> String { mark(verdict.outcome) }

  func paint(_ text: String, _ verdict: Verdict) -> String { paint(text, verdict.outcome) }

  func mark(_ outcome: Verdict.Outcome) -> String {
    switch outcome {
    case .completed: yes
    case .stopped: no
    case .downgraded: "!"
    case .undetermined: unknown
    }
  }

  func paint(_ text: String, _ outcome: Verdict.Outcome) -> String {
    switch outcome {
    case .completed: green(text)
    case .stopped: red(text)
    case .downgraded, .undetermined: yellow(text)
    }
  }
}
