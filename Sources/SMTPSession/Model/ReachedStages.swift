/// Stages that a session reached, each with the packet that shows it. A handshake has four at most: they are looked through, which takes
/// less than to hash one.
public struct ReachedStages: Sendable, Equatable, Sequence, ExpressibleByDictionaryLiteral {
  private var entries: [(key: Stage, value: Moment)] = []

  public init() {}

  public init(dictionaryLiteral elements: (Stage, Moment)...) {
    for (stage, moment) in elements { self[stage] = moment }
  }

  /// The packet that shows the stage; `nil` where it was not reached.
  public subscript(stage: Stage) -> Moment? {
    get {
      for entry in entries where entry.key == stage { return entry.value }
      return nil
    }
    set {
      let place = entries.firstIndex { $0.key == stage }
      switch (place, newValue) {
      case (let place?, let moment?): entries[place].value = moment
      case (nil, let moment?):
        if entries.isEmpty { entries.reserveCapacity(4) }
        entries.append((stage, moment))
      case (let place?, nil): entries.remove(at: place)
      case (nil, nil): break
      }
    }
  }

  public func makeIterator() -> IndexingIterator<[(key: Stage, value: Moment)]> { entries.makeIterator() }

  /// The order in which they were noted does not count.
  public static func == (left: ReachedStages, right: ReachedStages) -> Bool {
    left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
  }

  public var isEmpty: Bool { entries.isEmpty }
  public var count: Int { entries.count }
  /// The stages, in the order in which they were noted.
  public var keys: some Sequence<Stage> { entries.lazy.map(\.key) }
  /// The packets, in the same order.
  public var values: some Sequence<Moment> { entries.lazy.map(\.value) }
}
