import ByteParsing
import CaptureFiles

/// An IP datagram's payload, put together from its fragments.
struct WholeDatagram {
  /// As much of the payload as the capture holds without a break from its beginning.
  var bytes: [UInt8]
  /// The payload's length on the wire; more than `bytes` where a fragment was cut by the capture.
  var length: Int
  var payloadProtocol: UInt8
}

/// The pieces of one datagram. Where pieces overlap, what came first stays.
struct FragmentedDatagram {
  struct Outcome {
    var isDuplicate = false
    var overlaps = false
    var conflicts = false
  }

  let key: FragmentKey
  /// Tells it from every other datagram, also from a later one with the same key.
  let number: Int
  let firstTime: Timestamp
  /// The payload from its beginning; 0 where nothing came yet.
  private(set) var bytes: [UInt8] = []
  /// Which parts of the payload came, in order, not touching each other.
  private(set) var pieces: [Range<Int>] = []
  /// Known once the last fragment came.
  private var length: Int?
  private var payloadProtocol: UInt8?
  /// Where the capture, not the sender, left out bytes for the first time.
  private var firstUncaptured = Int.max

  init(key: FragmentKey, number: Int, firstTime: Timestamp) {
    self.key = key
    self.number = number
    self.firstTime = firstTime
  }

  /// The datagram, once nothing is missing.
  var whole: WholeDatagram? {
    guard let length, let payloadProtocol, pieces.count == 1, pieces[0] == 0..<length else { return nil }
    let captured = min(length, firstUncaptured)
    return WholeDatagram(bytes: Array(bytes.prefix(captured)), length: length, payloadProtocol: payloadProtocol)
  }

  /// Puts a fragment in its place.
  ///
  /// - Parameters:
  ///   - start: where the fragment's payload begins in `frame`.
  ///   - captured: how many bytes of it `frame` holds; at most `wireLength`.
  ///   - wireLength: how many there were on the wire; more than 0.
  mutating func insert(
    _ frame: Span<UInt8>, from start: Int, captured: Int, length wireLength: Int, header: FragmentHeader
  ) -> Outcome {
    var outcome = Outcome()
    let place = header.offset..<(header.offset + wireLength)
    guard acceptsLength(place, isLast: !header.moreFragments) else {
      outcome.conflicts = true
      return outcome
    }
    if header.offset == 0, payloadProtocol == nil { payloadProtocol = header.payloadProtocol }
    if bytes.count < place.upperBound {
      bytes.append(contentsOf: repeatElement(0, count: place.upperBound - bytes.count))
    }

    let capturedEnd = place.lowerBound + captured
    let toFrame = start - place.lowerBound
    var cursor = place.lowerBound
    for piece in pieces where piece.upperBound > place.lowerBound && piece.lowerBound < place.upperBound {
      outcome.overlaps = true
      if cursor < piece.lowerBound {
        fill(cursor..<piece.lowerBound, capturedEnd, frame, toFrame)
      }
      let common = max(place.lowerBound, piece.lowerBound)..<min(place.upperBound, piece.upperBound)
      if disagrees(common, capturedEnd, frame, toFrame) { outcome.conflicts = true }
      cursor = piece.upperBound
    }
    if cursor < place.upperBound {
      fill(cursor..<place.upperBound, capturedEnd, frame, toFrame)
    }
    outcome.isDuplicate = pieces.contains { $0.contains(place.lowerBound) && $0.upperBound >= place.upperBound }
    join(place)
    return outcome
  }

  /// Whether the fragment fits what is known of the datagram's length; remembers the length that a last one tells.
  private mutating func acceptsLength(_ place: Range<Int>, isLast: Bool) -> Bool {
    if let length {
      return isLast ? place.upperBound == length : place.upperBound <= length
    }
    guard isLast else { return true }
    if let last = pieces.last, last.upperBound > place.upperBound { return false }
    length = place.upperBound
    return true
  }

  /// Copies a part that no earlier fragment brought.
  private mutating func fill(_ part: Range<Int>, _ capturedEnd: Int, _ frame: Span<UInt8>, _ toFrame: Int) {
    let end = min(part.upperBound, capturedEnd)
    if end < part.upperBound { firstUncaptured = min(firstUncaptured, max(part.lowerBound, capturedEnd)) }
    guard part.lowerBound < end else { return }
    for index in part.lowerBound..<end { bytes[index] = frame[index + toFrame] }
  }

  /// Whether the fragment's bytes differ from what is held in a part that both have; only captured bytes can tell.
  private func disagrees(_ part: Range<Int>, _ capturedEnd: Int, _ frame: Span<UInt8>, _ toFrame: Int) -> Bool {
    let end = min(part.upperBound, capturedEnd, firstUncaptured)
    guard part.lowerBound < end else { return false }
    for index in part.lowerBound..<end where bytes[index] != frame[index + toFrame] { return true }
    return false
  }

  private mutating func join(_ place: Range<Int>) {
    let first = pieces.firstIndex { $0.upperBound >= place.lowerBound } ?? pieces.count
    var last = first
    var joined = place
    while last < pieces.count, pieces[last].lowerBound <= place.upperBound {
      joined = min(joined.lowerBound, pieces[last].lowerBound)..<max(joined.upperBound, pieces[last].upperBound)
      last += 1
    }
    pieces.replaceSubrange(first..<last, with: CollectionOfOne(joined))
  }
}
