/// One row of values in the order of time, told as runs: what held, from where to where, and at which borders it changed.
///
/// A change is never told of one session. A run is at least `least` equal values in a row; fewer of them between two runs are exceptions. A border between two
/// runs counts only where the values around it do not go to and fro, as those of several servers behind one name do.
struct ValueRuns: Equatable {
  /// Sessions that make a run.
  static let least = 5
  /// Sessions on either side of a border that are looked at, and how often the value may change hands among them.
  static let window = 20
  static let maximumSwitches = 4
  /// Borders beyond which a row is no story of changes.
  static let maximumBorders = 64

  /// Values of one kind, from the first to the last of them, with the exceptions among them.
  struct Span: Equatable {
    let value: Int32
    /// Places in the row. The last is the last such value before the next span; `first` is where the run begins that makes it one.
    var first: Int
    var last: Int
    /// Values between them that are equal, and that are not.
    var agreeing = 0
    var exceptions = 0
  }

  private(set) var spans: [Span] = []
  /// Whether the row shows no story: values that take turns.
  private(set) var isMixed = false
  /// How many of the last values are another than that of the last span, and too few to be a run.
  private(set) var deviatingTail = 0

  init(_ values: [Int32]) {
    var found: [Span] = []
    var start = 0
    var place = 0
    while place < values.count {
      var end = place
      while end < values.count, values[end] == values[place] { end += 1 }
      if end - place >= Self.least {
        if let last = found.last, last.value == values[place] {
          found[found.count - 1].last = end - 1
        } else {
          found.append(Span(value: values[place], first: place, last: end - 1))
        }
      }
      start = place
      place = end
    }
    guard let last = found.last else {
      isMixed = values.count >= 2 * Self.least
      return
    }
    if last.last < start, values[start...].allSatisfy({ $0 == values[start] }), values[start] != last.value {
      deviatingTail = values.count - start
    }
    guard found.count <= Self.maximumBorders else {
      isMixed = true
      return
    }
    spans = Self.bounded(found, in: values)
    for index in spans.indices.dropFirst() where !Self.isClean(spans[index].first, values) { isMixed = true }
    for span in spans where span.exceptions * 4 > span.agreeing { isMixed = true }
  }

  /// Whether the values change hands but a few times around a place.
  private static func isClean(_ place: Int, _ values: [Int32]) -> Bool {
    let around = values[max(0, place - window)..<min(values.count, place + window)]
    return zip(around, around.dropFirst()).count { $0 != $1 } <= maximumSwitches
  }

  /// Spans from the row's beginning to its end, with what is in them counted. What lies between two runs belongs to the earlier one.
  private static func bounded(_ found: [Span], in values: [Int32]) -> [Span] {
    var spans = found
    for index in spans.indices {
      let from = index == 0 ? 0 : spans[index].first
      let end = index + 1 < spans.count ? spans[index + 1].first : values.count
      let value = spans[index].value
      var (first, last) = (spans[index].first, spans[index].last)
      for place in from..<end {
        if values[place] == value {
          first = min(first, place)
          last = max(last, place)
          spans[index].agreeing += 1
        } else {
          spans[index].exceptions += 1
        }
      }
      (spans[index].first, spans[index].last) = (first, last)
    }
    return spans
  }
}
