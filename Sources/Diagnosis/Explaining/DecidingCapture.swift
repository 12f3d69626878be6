/// Which capture tells several findings apart, and what must be taken besides for those that one capture does not show.
package struct DecidingCapture: Sendable {
  /// What a finding needs to be seen.
  package enum Need: Int, Sendable, CaseIterable {
    /// One failing attempt, whole.
    case oneAttempt
    /// An attempt from another client address.
    case otherClient
    /// Both sides of a device at the same time.
    case bothSides
    /// The attempts before or after it.
    case moreAttempts
    /// What is inside TLS.
    case insideTLS
  }

  /// The ids of the answers, by what they need.
  package let needs: [(need: Need, ids: [String])]
  /// The recipe for the machine that wrote the message, where it is known which one that is.
  package let recipe: String?

  package init(_ answers: [Explanations.Answer], product: String?) {
    let ids = answers.map(\.rule.id)
    needs = Need.allCases.compactMap { need in
      let own = ids.filter { Self.need(of: $0) == need }
      return own.isEmpty ? nil : (need, own)
    }
    recipe = product.flatMap(Self.recipe)
  }

  private static let byID: [String: Need] = [
    "starttls/not-offered-to-this-client": .otherClient, "ehlo/capabilities-differ": .otherClient,
    "starttls/offer-changed": .moreAttempts, "policy/dnsbl": .oneAttempt,
    "starttls/stripped": .bothSides, "security/stripping-suspected": .bothSides, "security/forged-refusal": .bothSides,
    "transport/rst-injected": .bothSides, "transport/pmtu-blackhole": .bothSides,
    "transport/segment-loss-stall": .bothSides, "starttls/inspection-swallows-tls": .bothSides,
    "ehlo/command-mangled": .bothSides, "tls/corrupted-records": .bothSides,
    "starttls/retry-in-clear": .moreAttempts, "security/downgraded": .moreAttempts,
    "starttls/suppressed-after-failure": .moreAttempts, "transport/address-family-fallback": .moreAttempts,
    "tls/version-intolerance": .moreAttempts, "policy/greylisted": .moreAttempts, "policy/rate-limited": .moreAttempts,
  ]

  static func need(of id: String) -> Need {
    if let need = byID[id] { return need }
    return id.hasPrefix("certificate/") ? .insideTLS : .oneAttempt
  }

  private static func recipe(_ product: String) -> String? {
    let recipes = [
      ("Postfix", "postfix"), ("Cyrus", "postfix"), ("postgrey", "postfix"), ("Exim", "exim"), ("Exchange Online", ""),
      ("Exchange", "exchange"), ("Windows", "exchange"), ("Sendmail", "sendmail"), ("qmail", "linux"),
      ("OpenSMTPD", "linux"),
      ("Haraka", "linux"), ("Zimbra", "postfix"), ("Outlook", "exchange"),
    ]
    guard let found = recipes.first(where: { product.hasPrefix($0.0) })?.1 else { return nil }
    return found.isEmpty ? nil : found
  }
}

extension DecidingCapture.Need {
  /// What to take, as a sentence.
  package var advice: String {
    switch self {
    case .oneAttempt:
      "One failing attempt, taken on your own server from before the connection opens until it is closed, shows which of these it is"
    case .otherClient:
      "Take an attempt from a second client address as well, to the same server: a difference between the two lists shows it"
    case .bothSides:
      "Capture on both sides of the firewall at the same time: a difference between the two captures shows it"
    case .moreAttempts:
      "Let the capture run until the client has tried again: only the attempts together show it"
    case .insideTLS:
      "Up to TLS 1.2 the same capture shows the certificate; TLS 1.3 hides it, and it has to be fetched by hand (the finding's page has the command)"
    }
  }
}
