/// Findings that earlier versions told, and what tells the same today. Ids are never used again for another meaning.
public struct RetiredRule: Sendable, Equatable {
  public let id: String
  /// What replaces it.
  public let successor: String
  /// Why it went, as a sentence.
  public let reason: String
}

extension Catalogue {
  public static let retired: [RetiredRule] = [
    RetiredRule(
      id: "ehlo/421-after-ehlo", successor: "policy/server-trouble",
      reason:
        "Which command a 421 answers says nothing about its reason; the reply's words and codes do, at every stage.")
  ]

  /// The finding that used to have this id; `nil` where none had.
  public static func retired(_ id: String) -> RetiredRule? { retired.first { $0.id == id } }
}
