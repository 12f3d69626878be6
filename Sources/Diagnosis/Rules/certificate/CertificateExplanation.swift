extension Case {
  /// Whether a certificate explains why the session stopped: what is said of the alert, or of the silent leave, in general is
  /// then no explanation of its own.
  var certificateExplains: Bool {
    Rule.certificateRules.contains { rule in
      guard case .session(let examine) = rule.examination else { return false }
      return examine(self)?.cause != nil
    }
  }
}
