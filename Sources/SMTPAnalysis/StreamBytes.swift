import SMTPTranscript

/// One direction of a session as its packets carry it, and what is put in the place of its bytes. Only what was captured is held:
/// its size follows the packets, whatever their sequence numbers say.
struct StreamBytes {
  /// Bytes of the stream that lie together.
  private struct Run {
    /// Of the stream.
    var offset: Int
    /// In `bytes`.
    var start: Int
    var count: Int
  }

  /// The sequence number of the first byte.
  let first: UInt32
  /// As they were captured first. Between two runs stands a zero, so that nothing is read across a gap.
  private(set) var bytes: [UInt8] = []
  private(set) var replaced: [UInt8] = []
  private(set) var isReplaced: [Bool] = []
  private var runs: [Run] = []

  /// - Parameter limit: Where the stream ends; what lies beyond is none of it.
  init(_ packets: SessionPackets, of side: Side, first: UInt32, limit: UInt64) {
    self.first = first
    let end = Int(clamping: limit)
    layOut(packets, of: side, end)
    fill(packets, of: side)
  }

  /// The offset in the stream of the first byte of a segment.
  func offset(of sequence: UInt32) -> Int { Int(Int32(bitPattern: sequence &- first)) }

  private mutating func layOut(_ packets: SessionPackets, of side: Side, _ end: Int) {
    var ranges: [Range<Int>] = []
    for packet in packets.packets where packet.side == side && !packet.payload.isEmpty {
      let start = offset(of: packet.sequence)
      let range = max(0, start)..<max(0, min(end, start + packet.payload.count))
      guard range.upperBound > range.lowerBound else { continue }
      // Most packets go on where the one before ended.
      if let last = ranges.last, last.lowerBound <= range.lowerBound, range.lowerBound <= last.upperBound {
        ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        ranges.append(range)
      }
    }
    ranges.sort { $0.lowerBound < $1.lowerBound }
    var count = 0
    for range in ranges {
      if let last = runs.last, range.lowerBound <= last.offset + last.count {
        let more = max(0, range.upperBound - last.offset - last.count)
        runs[runs.count - 1].count += more
        count += more
      } else {
        if count > 0 { count += 1 }
        runs.append(Run(offset: range.lowerBound, start: count, count: range.count))
        count += range.count
      }
    }
    bytes = [UInt8](repeating: 0, count: count)
  }

  private mutating func fill(_ packets: SessionPackets, of side: Side) {
    var isFilled = [Bool](repeating: false, count: bytes.count)
    for packet in packets.packets where packet.side == side {
      let start = offset(of: packet.sequence)
      var at = 0
      for part in places(of: start..<(start + packet.payload.count)) {
        at = part.offset - start
        for place in part.places {
          if !isFilled[place] {
            isFilled[place] = true
            bytes[place] = packet.bytes[packet.payload.lowerBound + at]
          }
          at += 1
        }
      }
    }
    replaced = bytes
    isReplaced = [Bool](repeating: false, count: bytes.count)
  }

  /// Where the bytes of a part of the stream lie, as far as they were captured, each with the offset in the stream at which it begins.
  func places(of range: Range<Int>) -> [(offset: Int, places: Range<Int>)] {
    var found: [(offset: Int, places: Range<Int>)] = []
    var index = firstRun(endingAfter: range.lowerBound)
    while index < runs.count, runs[index].offset < range.upperBound {
      let run = runs[index]
      let part = range.clamped(to: run.offset..<(run.offset + run.count))
      if !part.isEmpty {
        let start = run.start + part.lowerBound - run.offset
        found.append((part.lowerBound, start..<(start + part.count)))
      }
      index += 1
    }
    return found
  }

  /// Where in `bytes` what comes before an offset of the stream ends.
  func end(before offset: UInt64?) -> Int {
    guard let offset else { return bytes.count }
    let limit = Int(clamping: offset)
    let index = firstRun(endingAfter: limit)
    guard index < runs.count else { return bytes.count }
    return runs[index].start + max(0, limit - runs[index].offset)
  }

  private func firstRun(endingAfter offset: Int) -> Int {
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].offset + runs[middle].count <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Puts other bytes in the place of those that begin at a place of `bytes`.
  mutating func put(_ substitute: some Collection<UInt8>, at start: Int) {
    var place = start
    for byte in substitute where place < replaced.count {
      replaced[place] = byte
      isReplaced[place] = true
      place += 1
    }
  }

  /// Puts `byte` in the place of those of a range that are not replaced yet.
  mutating func blot(_ range: Range<Int>, with byte: UInt8 = UInt8(ascii: "x")) {
    for place in range where !isReplaced[place] {
      replaced[place] = byte
      isReplaced[place] = true
    }
  }

  func isReplacedAnywhere(in range: Range<Int>) -> Bool {
    for place in range where isReplaced[place] { return true }
    return false
  }
}
