import Reports

/// The key logs and traces that a command was given.
package struct GivenKeys {
  package let secrets: Secrets
  /// Of the files, fit for a terminal.
  package let names: String

  package init(secrets: Secrets, names: String) {
    self.secrets = secrets
    self.names = names
  }

  /// Reads the files; `nil` where none was named.
  ///
  /// - Parameter isGrowing: Whether key logs are read on while packets come.
  package init?(
    keyLogs: [String], traces: [String] = [], memoryBytes: Int, isGrowing: Bool = false
  ) throws(KeyLogFile.Failure) {
    guard !(keyLogs.isEmpty && traces.isEmpty) else { return nil }
    let secrets = Secrets(memoryBytes: memoryBytes, isGrowing: isGrowing)
    for path in keyLogs { try secrets.add(file: path) }
    for path in traces { try secrets.add(trace: path) }
    // A log that ends in the middle of a line is as whole as it will be.
    if !isGrowing { secrets.end() }
    self.init(secrets: secrets, names: (keyLogs + traces).map(CleanText.line).joined(separator: ", "))
  }

  /// What is to be said of the files at once, a sentence each.
  package var warnings: [String] {
    secrets.files.filter(\.isReadableByOthers).map {
      "\(CleanText.line($0.path)): other users can read this key log, and open the same sessions: chmod 600"
    }
  }

  /// What they did not open, and why, once captures were read to their end, a sentence each.
  ///
  /// - Parameter packets: How many were read: of none, nothing can be said.
  package func remarks(afterReading packets: Int) -> [String] {
    guard packets > 0 else { return [] }
    let facts = secrets.facts
    var remarks: [String] = []
    if facts.brokenLines > 0 {
      remarks.append(
        "\(names): \(facts.brokenLines) \(facts.brokenLines == 1 ? "line is" : "lines are") none of a key log, and passed over"
      )
    }
    if facts.sessionsWithSecrets == 0 {
      remarks.append(
        "nothing in \(names) fits any session (sessions with TLS whose hellos were captured: \(facts.sessions))")
    }
    return remarks
  }
}
