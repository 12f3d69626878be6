import Diagnosis

/// How a verdict is marked and coloured, wherever one is printed.
extension TextStyle {
  func mark(_ verdict: Verdict) -> String {
    switch verdict.outcome {
    case .completed: yes
    case .stopped: no
    case .downgraded: "!"
    case .undetermined: unknown
    }
  }

  func paint(_ text: String, _ verdict: Verdict) -> String {
    switch verdict.outcome {
    case .completed: green(text)
    case .stopped: red(text)
    case .downgraded, .undetermined: yellow(text)
    }
  }
}
