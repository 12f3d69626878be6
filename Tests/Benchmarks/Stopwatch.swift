import AllocationCounter

/// Times one stage, and counts what it allocates.
struct Stopwatch {
  private(set) var seconds = 0.0
  private(set) var allocations: UInt64 = 0

  /// Times `work` alone, so that a stage can prepare what it needs outside.
  mutating func measure(_ work: () throws -> Void) rethrows {
    let counted = allocation_count()
    let start = ContinuousClock.now
    try work()
    let passed = ContinuousClock.now - start
    allocations += allocation_count() - counted
    seconds += Double(passed.components.seconds) + Double(passed.components.attoseconds) / 1e18
  }
}

/// What a stage works on, to tell its rates.
struct Amount {
  var bytes = 0
  var packets = 0
  var sessions = 0
}

struct Stage {
  var name: String
  var amount: Amount
  var run: (inout Stopwatch) throws -> Void

  /// One line: the fastest round, which other work on the machine disturbed least, and the middle one.
  func report(rounds: Int) throws -> String {
    var runs: [Stopwatch] = []
    for _ in 0..<max(rounds, 1) {
      var watch = Stopwatch()
      try run(&watch)
      runs.append(watch)
    }
    runs.sort { $0.seconds < $1.seconds }
    let best = runs[0].seconds
    var cells = [
      Self.padded(name, 34), Self.number(best * 1000, "ms"), Self.number(runs[runs.count / 2].seconds * 1000, "ms"),
    ]
    if amount.bytes > 0 { cells.append(Self.number(Double(amount.bytes) / best / 1e6, "MB/s")) }
    if amount.packets > 0 { cells.append(Self.number(Double(amount.packets) / best / 1000, "kpackets/s")) }
    if amount.sessions > 0 { cells.append(Self.number(Double(amount.sessions) / best / 1000, "ksessions/s")) }
    if allocations_are_counted() {
      let allocations = Double(runs[0].allocations)
      cells.append(
        amount.sessions > 0
          ? Self.number(allocations / Double(amount.sessions), "allocations/session")
          : Self.number(allocations, "allocations"))
    }
    return cells.joined(separator: "  ")
  }

  private static func number(_ value: Double, _ unit: String) -> String {
    let tenths = Int((value * 10).rounded())
    return padded("\(tenths / 10).\(tenths % 10)", -10) + " " + unit
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    let space = String(repeating: " ", count: max(0, abs(width) - text.count))
    return width > 0 ? text + space : space + text
  }
}
