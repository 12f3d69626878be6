import CaptureFiles

/// When the kernel lost packets, so that a session can be told what may be missing from its time.
struct DropTimes: Sendable {
  /// Spans that are remembered; beyond, the two oldest become one, which can only make a caveat appear too often.
  static let maximumSpans = 1024

  private struct Span {
    var from: Timestamp
    var to: Timestamp
    var count: UInt64
  }

  private var spans: [Span] = []

  var isEmpty: Bool { spans.isEmpty }

  mutating func record(_ count: UInt64, from: Timestamp, to: Timestamp) {
    guard count > 0 else { return }
    spans.append(Span(from: min(from, to), to: max(from, to), count: count))
    guard spans.count > Self.maximumSpans else { return }
    let oldest = spans.removeFirst()
    spans[0].from = min(spans[0].from, oldest.from)
    spans[0].to = max(spans[0].to, oldest.to)
    spans[0].count &+= oldest.count
  }

  /// Packets that were lost in spans that touch a time.
  func count(from: Timestamp, to: Timestamp) -> UInt64 {
    spans.reduce(0) { $1.from <= to && $1.to >= from ? $0 &+ $1.count : $0 }
  }
}
