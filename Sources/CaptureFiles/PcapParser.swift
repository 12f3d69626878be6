internal import ByteParsing

/// The records of a pcap file, of any variant.
struct PcapParser {
  private var isBigEndian = false
  private var recordHeaderLength = 16
  private var nanosecondsOfFraction: Int64 = 1000
  private var fractionLimit: UInt32 = 1_000_000
  /// A captured length above this is damage.
  private var lengthLimit = CaptureReader.maximumPacketLength
  private var snapshotLength = UInt32.max
  private var linkType = LinkType.ethernet
  private var lengthOrder = LengthOrder.capturedFirst
  /// The number of the last packet.
  private(set) var number: Int64 = 0

  /// Files of format 2.3 hold the two lengths in either order, and older ones in the other.
  private enum LengthOrder {
    case capturedFirst
    case originalFirst
    case smallerIsCaptured
  }

  init() {}

  /// Reads the file's header.
  init(
    _ variant: PcapVariant, _ source: inout ByteSource, _ facts: inout CaptureFacts
  ) throws(ReadFailure) {
    guard try source.has(variant.fileHeaderLength) else {
      throw ReadFailure(
        .truncated, at: 0,
        "the file header needs \(variant.fileHeaderLength) bytes, and the file has \(source.available)")
    }
    isBigEndian = variant.isBigEndian
    recordHeaderLength = variant.recordHeaderLength
    if variant.countsNanoseconds { countNanoseconds() }

    let major = source.half(at: source.position + 4, isBigEndian)
    let minor = source.half(at: source.position + 6, isBigEndian)
    let snapshot = source.word(at: source.position + 16, isBigEndian)
    let network = source.word(at: source.position + 20, isBigEndian)
    guard major == 2 || major == 543 else {
      throw ReadFailure(.unsupported, at: 4, "pcap format \(major).\(minor), where 2.4 was expected")
    }
    if major == 543 || minor < 3 { lengthOrder = .originalFirst }
    if major == 2 && minor == 3 { lengthOrder = .smallerIsCaptured }
    linkType = LinkType(rawValue: UInt16(truncatingIfNeeded: network))
    if major == 2 && minor == 2, let known = PcapParser.linkTypeOfAIX(linkType) {
      linkType = known
      lengthOrder = .smallerIsCaptured
      countNanoseconds()
    }
    if snapshot > 0 {
      snapshotLength = snapshot
      lengthLimit = max(
        CaptureReader.maximumPacketLength, min(Int(snapshot), CaptureReader.maximumLargePacketLength))
    }

    let countsNanoseconds = nanosecondsOfFraction == 1
    var interface = CaptureInterface(
      linkType: linkType, snapshotLength: snapshot == 0 ? nil : snapshot,
      timestampResolution: .decimal(exponent: countsNanoseconds ? 9 : 6))
    // The highest bits say how many 16-bit words of frame check sequence each packet ends with, where bit 26 is set.
    if network & 0x0400_0000 != 0 { interface.frameCheckSequenceLength = Int(network >> 28) * 2 }
    facts.interfaces = [interface]
    facts.sections = 1
    source.advance(variant.fileHeaderLength)
  }

  /// The next packet where it is like most: whole in the window, of ordinary lengths and time. `nil` where
  /// ``next(file:_:_:)`` has to look, which says the same of every packet, and what is wrong with the others.
  @inline(__always)
  mutating func nextOrdinary(file: Int32, _ source: inout ByteSource) -> PacketHeader? {
    guard lengthOrder == .capturedFirst, source.available >= recordHeaderLength else { return nil }
    let place = source.position
    let fraction = source.word(at: place + 4, isBigEndian)
    let captured = source.word(at: place + 8, isBigEndian)
    let original = source.word(at: place + 12, isBigEndian)
    guard captured > 0, captured <= original, captured <= snapshotLength, fraction < fractionLimit,
      captured <= UInt32(truncatingIfNeeded: lengthLimit)
    else { return nil }
    let length = Int(captured)
    let recordLength = recordHeaderLength + length
    guard recordLength <= source.available else { return nil }
    number += 1
    let nanoseconds =
      Int64(source.word(at: place, isBigEndian)) &* 1_000_000_000 &+ Int64(fraction) &* nanosecondsOfFraction
    source.takePacket(after: recordHeaderLength, length: length, recordLength: recordLength)
    return PacketHeader(
      id: PacketID(file: file, number: number), time: Timestamp(nanoseconds: nanoseconds), linkType: linkType,
      interface: 0, capturedLength: length, originalLength: Int(original))
  }

  /// The next packet, whose bytes the source then lends; `nil` at the end of the file.
  mutating func next(
    file: Int32, _ source: inout ByteSource, _ facts: inout CaptureFacts
  ) throws(ReadFailure) -> PacketHeader? {
    guard try source.has(recordHeaderLength) else {
      if source.available == 0 { return nil }
      throw truncation(of: recordHeaderLength, source)
    }
    let place = source.position
    let seconds = source.word(at: place, isBigEndian)
    let fraction = source.word(at: place + 4, isBigEndian)
    var captured = source.word(at: place + 8, isBigEndian)
    var original = source.word(at: place + 12, isBigEndian)
    if lengthOrder != .capturedFirst, lengthOrder == .originalFirst || captured > original {
      swap(&captured, &original)
    }
    guard captured <= UInt32(truncatingIfNeeded: lengthLimit) else {
      throw ReadFailure(
        .damaged, at: source.offset,
        "a packet of \(captured) captured bytes is announced, and \(lengthLimit) is the most that can be",
        concernsPacket: true)
    }
    let length = Int(captured)
    let recordLength = recordHeaderLength + length
    guard try source.has(recordLength) else { throw truncation(of: recordLength, source) }
    // An empty packet is what the zeros behind the end of a mapped file look like.
    if captured == 0, try source.confirm(at: source.offset) { return try next(file: file, &source, &facts) }

    number += 1
    if fraction >= fractionLimit || captured > original || captured > snapshotLength {
      warn(fraction: fraction, captured: captured, original: original, at: source.offset, &facts)
    }
    source.takePacket(after: recordHeaderLength, length: length, recordLength: recordLength)
    // 32 bits of seconds and of fraction: no product or sum here passes 63 bits.
    let nanoseconds = Int64(seconds) &* 1_000_000_000 &+ Int64(fraction) &* nanosecondsOfFraction
    return PacketHeader(
      id: PacketID(file: file, number: number), time: Timestamp(nanoseconds: nanoseconds), linkType: linkType,
      interface: 0, capturedLength: length, originalLength: Int(original))
  }

  /// Whether the next record lies in the buffer whole, or shows already that it cannot be read.
  func isReady(_ source: borrowing ByteSource) -> Bool {
    guard source.available >= recordHeaderLength else { return false }
    let place = source.position
    let lengths = (source.word(at: place + 8, isBigEndian), source.word(at: place + 12, isBigEndian))
    var captured = lengths.0
    if lengthOrder != .capturedFirst, lengthOrder == .originalFirst || captured > lengths.1 { captured = lengths.1 }
    guard captured <= UInt32(truncatingIfNeeded: lengthLimit) else { return true }
    return source.available >= recordHeaderLength + Int(captured)
  }

  private mutating func countNanoseconds() {
    nanosecondsOfFraction = 1
    fractionLimit = 1_000_000_000
  }

  /// AIX writes its own interface types where others write link types, and nanoseconds.
  private static func linkTypeOfAIX(_ type: LinkType) -> LinkType? {
    switch type.rawValue {
    case 6: .ethernet
    case 9: .tokenRing
    case 15: .fddi
    case 24: .null
    default: nil
    }
  }

  private func truncation(of length: Int, _ source: borrowing ByteSource) -> ReadFailure {
    ReadFailure(
      .truncated, at: source.offset, "the packet's record needs \(length) bytes, and \(source.available) are there",
      concernsPacket: true)
  }

  @inline(never)
  private func warn(
    fraction: UInt32, captured: UInt32, original: UInt32, at offset: UInt64, _ facts: inout CaptureFacts
  ) {
    if fraction >= fractionLimit { facts.warn(.fractionOfSecondTooLarge, at: offset, packet: number) }
    if captured > original { facts.warn(.capturedLengthAboveOriginalLength, at: offset, packet: number) }
    if captured > snapshotLength { facts.warn(.capturedLengthAboveSnapshotLength, at: offset, packet: number) }
  }
}
