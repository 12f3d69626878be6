/// The values that were met most often among the first that were different: enough to remind somebody of a name.
struct FrequentValues<Value: Hashable & Comparable & Sendable>: Sendable {
  private static var maximum: Int { 64 }
  private static var shown: Int { 5 }
  private var counts: [Value: Int] = [:]

  mutating func record(_ value: Value) {
    if counts[value] != nil || counts.count < Self.maximum { counts[value, default: 0] += 1 }
  }

  var most: [Value] {
    counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.prefix(Self.shown).map(\.key)
  }
}
