import CaptureFiles
import PacketLayers

extension Survey {
  /// The one place where visits lie. The lists of the survey hold them by their places; what no list holds gives its place back.
  struct VisitTable: Sendable {
    /// In a free place, one that says nothing.
    private var visits = PagedList<Visit>()
    /// How many lists hold each.
    private var holders: [UInt8] = []
    private var free: [Int32] = []

    /// Takes a visit, held once, with words that others share; `nil` where there is no room for them.
    mutating func add(_ visit: borrowing Visit, saying words: VisitWords?) -> Int32 {
      let place: Int32
      if let freed = free.popLast() {
        place = freed
        visits[Int(place)] = copy visit
        holders[Int(place)] = 1
      } else {
        visits.append(copy visit)
        holders.append(1)
        place = Int32(visits.count - 1)
      }
      if let words { visits[Int(place)].words = words } else { visits[Int(place)].loseWords() }
      return place
    }

    mutating func hold(_ place: Int32) { holders[Int(place)] += 1 }

    /// Puts a place where it belongs in a list in the order of ``precedes(_:_:)``, which then holds it.
    mutating func insert(_ place: Int32, into list: inout [Int32]) {
      let position = position(of: place, in: list)
      // Most come in the order of time.
      if position == list.count { list.append(place) } else { list.insert(place, at: position) }
      hold(place)
    }

    mutating func release(_ place: Int32) {
      holders[Int(place)] -= 1
      guard holders[Int(place)] == 0 else { return }
      visits[Int(place)] = .nobody
      free.append(place)
    }

    /// Of what is asked for, only the one field is read.
    subscript(place: Int32) -> Visit {
      @inline(__always) get { visits[Int(place)] }
    }

    /// Those of some places that are as asked for: each is looked at where it lies.
    func visits(at places: some Sequence<Int32>, where isWanted: (borrowing Visit) -> Bool) -> [Visit] {
      var found: [Visit] = []
      for place in places where isWanted(visits[Int(place)]) { found.append(visits[Int(place)]) }
      return found
    }

    /// Whether one of some places is as asked for: each is looked at where it lies.
    func hasVisit(at places: some Sequence<Int32>, where isWanted: (borrowing Visit) -> Bool) -> Bool {
      for place in places where isWanted(visits[Int(place)]) { return true }
      return false
    }

    /// Of some places the one that is as asked for and lies nearest in time to `moment`, of equals that with the lowest number: each is
    /// looked at where it lies.
    func nearest(
      to moment: Timestamp, at places: some Sequence<Int32>, where isWanted: (borrowing Visit) -> Bool
    ) -> Visit? {
      var best: (distance: Double, session: Int, place: Int32)?
      for place in places where isWanted(visits[Int(place)]) {
        let (distance, session) = (abs(self[place].start.seconds(since: moment)), self[place].session)
        if let best, (best.distance, best.session) <= (distance, session) { continue }
        best = (distance, session, place)
      }
      return best.map { self[$0.place] }
    }

    /// Those of some places, in the order of ``Visit/isEarlier(_:_:)``.
    func inTime(_ places: some Sequence<Int32>) -> [Visit] {
      // Visits are large: what is put in order are their places.
      places.map { (start: self[$0].start, session: self[$0].session, place: $0) }
        .sorted { ($0.start, $0.session) < ($1.start, $1.session) }.map { self[$0.place] }
    }

    var count: Int { visits.count - free.count }

    /// Places, free or not: each is below this.
    var room: Int { visits.count }

    /// The places of all of them.
    var places: some Sequence<Int32> { visits.indices.lazy.filter { holders[$0] > 0 }.map { Int32($0) } }

    /// All of them, in no order.
    var all: some Sequence<Visit> { places.lazy.map { self[$0] } }

    /// Whether one was before another, in the order in which they are remembered and forgotten.
    func precedes(_ one: Int32, _ other: Int32) -> Bool {
      // Most differ in time: no more of the visits, which are large, is then looked at.
      let (start, end) = (self[one].start, self[other].start)
      return start != end ? start < end : Visit.precedes(self[one], self[other])
    }

    /// Whether both are one session.
    func areSame(_ one: Int32, _ other: Int32) -> Bool {
      self[one].start == self[other].start && self[one].identity == self[other].identity
    }

    /// Where `place` belongs in a list in that order.
    func position(of place: Int32, in list: [Int32]) -> Int {
      var low = 0
      var high = list.count
      while low < high {
        let middle = (low + high) / 2
        if precedes(place, list[middle]) { high = middle } else { low = middle + 1 }
      }
      return low
    }

    /// Gives visits their numbers and their packets anew.
    mutating func renumber(_ change: (inout Visit) -> Void) {
      for place in visits.indices where holders[place] > 0 { change(&visits[place]) }
    }

    var words: some Sequence<VisitWords> { all.lazy.map(\.words) }
  }
}

extension Survey.Visit {
  /// What the list said is not known any more; nothing is concluded from it.
  fileprivate mutating func loseWords() {
    words = .none
    offersSTARTTLS = nil
    listPacket = nil
  }

  /// What lies in a place that is free.
  fileprivate static let nobody = Survey.Visit(
    session: 0, start: Timestamp(nanoseconds: 0), client: Endpoint(address: IPAddress(ipv4: 0), port: 0),
    server: Endpoint(address: IPAddress(ipv4: 0), port: 0), serverName: nil, packet: PacketID(number: 0))
}
