/// A line on standard error that says how far reading is, when it takes longer than a second and a person watches.
struct Progress {
  private let isShown: Bool
  private let started = monotonicSeconds()
  private var lastDrawn = 0.0
  private var isDrawn = false

  init(isWanted: Bool) {
    isShown = isWanted && StandardError.isTerminal
  }

  mutating func update(bytesRead: UInt64, totalBytes: UInt64?, packets: Int, sessions: Int) {
    guard isShown else { return }
    let now = monotonicSeconds()
    guard now - started > 1, now - lastDrawn > 0.1 else { return }
    lastDrawn = now
    isDrawn = true
    var text = "\(bytesRead / 1_000_000) MB"
    if let totalBytes, totalBytes > 0 {
      let share = min(1, Double(bytesRead) / Double(totalBytes))
      let filled = Int(share * 30)
      text =
        "[\(String(repeating: "#", count: filled))\(String(repeating: ".", count: 30 - filled))] \(Int(share * 100))%  \(text)"
    }
    StandardError.writeStatus("\(text)  \(packets) packets  \(sessions) sessions")
  }

  mutating func clear() {
    guard isDrawn else { return }
    StandardError.write("\r\u{1b}[K")
    isDrawn = false
  }
}
