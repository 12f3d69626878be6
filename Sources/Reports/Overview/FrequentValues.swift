/// The values that were met most often among the first that were different: enough to remind somebody of a name.
struct FrequentValues: Sendable {
  private static let maximum = 64
  private static let shown = 5
  private var counts: [String: Int] = [:]

  mutating func record(_ value: String) {
    if counts[value] != nil || counts.count < Self.maximum { counts[value, default: 0] += 1 }
  }

  var most: [String] {
    counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.prefix(Self.shown).map(\.key)
  }
}
