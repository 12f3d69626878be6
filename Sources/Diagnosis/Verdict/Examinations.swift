import Synchronization

/// The rules that look at one session, with their places in the catalogue: apart from their prose, so that asking one costs no more than
/// the call.
///
/// Which of them are asked hangs on nothing but what a session shows and where it stopped. That is remembered, within a limit: of thousands
/// of sessions most are alike in both.
final class Examinations: Sendable {
  struct Examination: Sendable {
    let rule: Int
    let needs: SessionTraits
    let points: Points
    let examine: @Sendable (Case) -> Match?

    /// Whether the rule may have something to say of a session with `traits` at whose `point` rules may speak.
    fileprivate func isAsked(of traits: SessionTraits, at point: Points) -> Bool {
      needs.isSubset(of: traits) && (points.isEmpty || !points.isDisjoint(with: point))
    }
  }

  /// By what it is decided which rules are asked.
  private struct Occasion: Hashable {
    let traits: SessionTraits
    let point: Points

    func hash(into hasher: inout Hasher) {
      hasher.combine(UInt64(traits.rawValue) << 32 | UInt64(point.rawValue))
    }
  }

  /// So many occasions are remembered; of more, all are forgotten.
  private static let maximumOccasions = 256

  /// Those of the catalogue, in its order.
  static let ofCatalogue = Examinations(
    Catalogue.rules.enumerated().compactMap { place, rule in
      if case .session(let examine) = rule.examination {
        Examination(rule: place, needs: rule.needs, points: rule.points, examine: examine)
      } else {
        nil
      }
    })

  let all: [Examination]
  private let known = Mutex<[Occasion: [Examination]]>([:])

  init(_ all: [Examination]) {
    self.all = all
  }

  /// Those that are asked of a session, in their order.
  func asked(of traits: SessionTraits, at point: Points) -> [Examination] {
    let occasion = Occasion(traits: traits, point: point)
    if let asked = known.withLock({ $0[occasion] }) { return asked }
    let asked = all.filter { $0.isAsked(of: traits, at: point) }
    known.withLock { known in
      if known.count >= Self.maximumOccasions { known.removeAll(keepingCapacity: true) }
      known[occasion] = asked
    }
    return asked
  }
}
