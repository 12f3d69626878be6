/// What is said of one session in the place of a rule's general prose, which tells every variant of the story: each part that is
/// `nil` the rule tells as well as anybody. `explain` prints the rule's own.
package struct Telling: Sendable {
  /// What it means here.
  package var meaning: String?
  /// What this capture cannot tell; empty where nothing needs saying.
  package var unknowable: String?
  /// What there is to do here, in order: of the rule's own remedies only those for `keeping` follow.
  package var remedies: [Remedy]?
  /// For whom the rule's remedies stand behind these.
  package var keeping: [Actor]
  package var commands: [ConfirmingCommand]?

  init(
    meaning: String? = nil, unknowable: String? = nil, remedies: [Remedy]? = nil, keeping: [Actor] = [],
    commands: [ConfirmingCommand]? = nil
  ) {
    self.meaning = meaning
    self.unknowable = unknowable
    self.remedies = remedies
    self.keeping = keeping
    self.commands = commands
  }
}

extension Match {
  /// The same, told for this session. `make` is asked when somebody reads it; what an earlier telling says and this one does not
  /// stands.
  consuming func telling(_ make: @escaping () -> Telling?) -> Match {
    var match = self
    guard match.words.isTold else {
      match.change { $0.tell(make) }
      return match
    }
    let earlier = match.words
    match.change {
      $0.tell {
        guard var telling = make() else { return earlier.telling }
        let other = earlier.telling
        telling.meaning = telling.meaning ?? other?.meaning
        telling.unknowable = telling.unknowable ?? other?.unknowable
        if telling.remedies == nil { (telling.remedies, telling.keeping) = (other?.remedies, other?.keeping ?? []) }
        telling.commands = telling.commands ?? other?.commands
        return telling
      }
    }
    return match
  }
}
