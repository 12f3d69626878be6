extension Survey {
  /// The one place where visits lie. The lists of the survey hold them by their places; what no list holds gives its place back.
  struct VisitTable: Sendable {
    private var visits: [Visit?] = []
    /// How many lists hold each.
    private var holders: [UInt8] = []
    private var free: [Int32] = []

    /// Takes a visit, held once.
    mutating func add(_ visit: Visit) -> Int32 {
      if let place = free.popLast() {
        visits[Int(place)] = visit
        holders[Int(place)] = 1
        return place
      }
      visits.append(visit)
      holders.append(1)
      return Int32(visits.count - 1)
    }

    mutating func hold(_ place: Int32) { holders[Int(place)] += 1 }

    mutating func release(_ place: Int32) {
      holders[Int(place)] -= 1
      guard holders[Int(place)] == 0 else { return }
      visits[Int(place)] = nil
      free.append(place)
    }

    subscript(place: Int32) -> Visit {
      guard let visit = visits[Int(place)] else { preconditionFailure("a list holds a visit that was given back") }
      return visit
    }

    var count: Int { visits.count - free.count }

    /// All of them, in no order.
    var all: some Sequence<Visit> { visits.lazy.compactMap { $0 } }

    /// Whether one was before another, in the order in which they are remembered and forgotten.
    func precedes(_ one: Int32, _ other: Int32) -> Bool { Visit.precedes(self[one], self[other]) }

    /// Where `place` belongs in a list in that order.
    func position(of place: Int32, in list: [Int32]) -> Int {
      // Visits come nearly in order.
      var position = list.count
      while position > 0, precedes(place, list[position - 1]) { position -= 1 }
      return position
    }

    /// Gives visits their numbers and their packets anew.
    mutating func renumber(_ change: (inout Visit) -> Void) {
      for place in visits.indices where visits[place] != nil { visits[place].mutate(change) }
    }

    var words: some Sequence<VisitWords> { all.lazy.map(\.words) }
  }
}

extension Survey.Visit? {
  fileprivate mutating func mutate(_ change: (inout Survey.Visit) -> Void) {
    guard var visit = self.take() else { return }
    change(&visit)
    self = visit
  }
}
