/// Files that one sensor wrote one after the other, as a rotating capture does: which belong together, and whether their times fit.
package enum FileSequence {
  /// A file with the times of its first and its last packet; `nil` where it holds none.
  package struct Member: Sendable {
    package var name: String
    package var first: Timestamp?
    package var last: Timestamp?

    package init(name: String, first: Timestamp?, last: Timestamp?) {
      self.name = name
      self.first = first
      self.last = last
    }
  }

  /// How two files that follow each other in time do not fit, by their places.
  package struct Misfit: Sendable, Equatable {
    package enum Kind: String, Sendable {
      /// The later one begins before the earlier one ends: packets may be there twice.
      case overlap
      /// Nothing was captured in a time that is long against that of the files: one between them may be missing.
      case hole
    }

    package var kind: Kind
    package var earlier: Int
    package var later: Int
    package var seconds: Double
  }

  /// Times of two machines, or of two threads of one, differ by less.
  private static let overlapSeconds = 1.0
  /// A pause that needs no reason.
  private static let pauseSeconds = 60.0

  /// A name in which every run of digits is one sign: the same for the files of a rotation.
  package static func pattern(of name: String) -> String {
    var result: [UInt8] = []
    for byte in name.utf8 {
      let isDigit = (0x30...0x39).contains(byte)
      if !isDigit { result.append(byte) } else if result.last != 0x23 { result.append(0x23) }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The sets that files make, each by the places of its files in the order of their first packets; the sets in the order of theirs.
  ///
  /// Files whose names differ in numbers alone are of one set. Where such files lie over each other in time they are of several sensors,
  /// if one of the numbers in their names keeps them apart.
  package static func sets(_ files: [Member]) -> [[Int]] {
    var groups: [String: [Int]] = [:]
    for (place, file) in files.enumerated() { groups[pattern(of: file.name), default: []].append(place) }
    let sets = groups.values.flatMap { separated(inOrder($0, files), files) }
    return sets.sorted { one, other in
      precedes(files[one[0]], files[other[0]])
    }
  }

  /// What does not fit in one set.
  package static func misfits(_ set: [Int], _ files: [Member]) -> [Misfit] {
    let timed = set.filter { files[$0].first != nil && files[$0].last != nil }
    let lengths = timed.compactMap { place -> Double? in
      guard let first = files[place].first, let last = files[place].last else { return nil }
      return last.seconds(since: first)
    }.sorted()
    guard timed.count > 1 else { return [] }
    let pause = max(pauseSeconds, lengths[lengths.count / 2] / 2)
    var misfits: [Misfit] = []
    var end = timed[0]
    for place in timed.dropFirst() {
      guard let first = files[place].first, let last = files[end].last else { continue }
      let seconds = first.seconds(since: last)
      if seconds < -overlapSeconds {
        misfits.append(Misfit(kind: .overlap, earlier: end, later: place, seconds: -seconds))
      } else if seconds > pause {
        misfits.append(Misfit(kind: .hole, earlier: end, later: place, seconds: seconds))
      }
      if let own = files[place].last, own > last { end = place }
    }
    // Where most files do not follow closely, a pause is nothing that asks for a reason.
    let holes = misfits.count { $0.kind == .hole }
    return holes * 2 <= timed.count - 1 ? misfits : misfits.filter { $0.kind != .hole }
  }

  private static func inOrder(_ places: [Int], _ files: [Member]) -> [Int] {
    places.sorted { precedes(files[$0], files[$1]) }
  }

  private static func precedes(_ one: Member, _ other: Member) -> Bool {
    switch (one.first, other.first) {
    case (let first?, let second?) where first != second: first < second
    // What holds no packet stands at the end.
    case (.some, .none): true
    case (.none, .some): false
    default: CaptureSet.precedes(one.name, other.name)
    }
  }

  private static func separated(_ set: [Int], _ files: [Member]) -> [[Int]] {
    func fits(_ places: [Int]) -> Bool { !misfits(places, files).contains { $0.kind == .overlap } }
    guard !fits(set) else { return [set] }
    let numbers = Dictionary(uniqueKeysWithValues: set.map { ($0, Self.numbers(in: files[$0].name)) })
    for run in 0..<(numbers.values.map(\.count).min() ?? 0) {
      var parts: [String: [Int]] = [:]
      for place in set { if let own = numbers[place] { parts[own[run], default: []].append(place) } }
      guard parts.count > 1, parts.count < set.count || set.count == 2 else { continue }
      if parts.values.allSatisfy(fits) { return Array(parts.values) }
    }
    return [set]
  }

  private static func numbers(in name: String) -> [String] {
    name.split { !($0.isASCII && $0.isNumber) }.map(String.init)
  }
}
