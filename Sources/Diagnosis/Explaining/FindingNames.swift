/// Ids of findings by what somebody remembers of them.
enum FindingNames {
  enum Answer: Sendable {
    case rule(Rule)
    case retired(RetiredRule)
    /// All of one group.
    case group([Rule])
    /// Ids that hold what was given.
    case parts([Rule])
    /// Ids that are spelt much like it, the nearest first.
    case alike([Rule])
  }

  /// Whether it is written like an id or a part of one: no spaces, and nothing but letters, digits, hyphens and a slash.
  static func isNameLike(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 80
      && text.utf8.allSatisfy { byte in
        byte == 0x2D || byte == 0x2F || byte == 0x5F || (byte >= 0x30 && byte <= 0x39)
          || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A)
      } && text.utf8.contains { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
  }

  static func find(_ text: String) -> Answer? {
    if let rule = Catalogue.rule(text) { return .rule(rule) }
    if let retired = Catalogue.retired(text) { return .retired(retired) }
    guard isNameLike(text) else { return nil }
    let name = text.lowercased().replacing("_", with: "-")
    if let rule = Catalogue.rule(name) { return .rule(rule) }
    let group = Catalogue.rules.filter { $0.id.hasPrefix(name.hasSuffix("/") ? name : "\(name)/") }
    if !group.isEmpty { return .group(group) }
    let parts = Catalogue.rules.filter { holds($0.id, name) }
    if let only = parts.first, parts.count == 1 { return .rule(only) }
    if !parts.isEmpty { return .parts(parts) }
    let near = alike(name)
    return near.isEmpty ? nil : .alike(near)
  }

  /// Whether `name` stands in the id at the beginning of a word of it.
  private static func holds(_ id: String, _ name: String) -> Bool {
    guard name.utf8.count >= 3 else { return false }
    return id.hasPrefix(name) || id.contains("/\(name)") || id.contains("-\(name)")
  }

  /// Ids that differ in few letters, or whose name behind the group does.
  private static func alike(_ name: String) -> [Rule] {
    guard name.utf8.count >= 4 else { return [] }
    let given = Array(name.utf8)
    let ranked = Catalogue.rules.compactMap { rule -> (rule: Rule, distance: Int)? in
      let whole = Array(rule.id.utf8)
      let short = rule.id.split(separator: "/").last.map { Array($0.utf8) } ?? whole
      let distance = min(
        EditDistance.between(given, whole), name.contains("/") ? Int.max : EditDistance.between(given, short))
      return distance <= max(1, min(4, given.count / 4)) ? (rule, distance) : nil
    }
    return ranked.sorted { ($0.distance, $0.rule.id) < ($1.distance, $1.rule.id) }.prefix(5).map(\.rule)
  }
}

/// How many letters must be put in, taken out, replaced or exchanged with a neighbour to make one word of another.
package enum EditDistance {
  package static func between(_ left: [UInt8], _ right: [UInt8]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var before = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for (row, byte) in left.enumerated() {
      var line = [row + 1]
      for (column, other) in right.enumerated() {
        var cost = min(line[column] + 1, last[column + 1] + 1, last[column] + (byte == other ? 0 : 1))
        if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
          cost = min(cost, before[column - 1] + 1)
        }
        line.append(cost)
      }
      before = last
      last = line
    }
    return last[right.count]
  }

  /// Those of `words` that are spelt much like `word`, the nearest first.
  package static func nearest(_ word: String, in words: [String]) -> [String] {
    let given = Array(word.lowercased().utf8.prefix(80))
    let ranked = words.map { (word: $0, distance: between(given, Array($0.utf8))) }
      .filter { $0.distance <= max(1, given.count / 3) || $0.word.hasPrefix(word.lowercased()) }
    return ranked.sorted { ($0.distance, $0.word) < ($1.distance, $1.word) }.map(\.word)
  }
}
