internal import ByteParsing

/// The blocks of a pcapng file: sections, each in its own byte order and with its own interfaces.
struct PcapngParser {
  enum BlockType {
    static let section: UInt32 = 0x0A0D_0D0A
    static let interface: UInt32 = 1
    static let obsoletePacket: UInt32 = 2
    static let simplePacket: UInt32 = 3
    static let nameResolution: UInt32 = 4
    static let interfaceStatistics: UInt32 = 5
    static let enhancedPacket: UInt32 = 6
    static let decryptionSecrets: UInt32 = 10
    static let custom: UInt32 = 0x0000_0BAD
    static let customNotCopied: UInt32 = 0x4000_0BAD

    /// Records of a system's journal and of system calls, which Wireshark shows and numbers among the packets.
    static func isRecordThatIsNoPacket(_ type: UInt32) -> Bool {
      switch type {
      case 9, 0x204, 0x208, 0x216, 0x217, 0x221, 0x222, 0x223: true
      default: false
      }
    }
  }

  /// What each packet needs of its interface.
  struct Interface {
    var linkType: LinkType
    /// `UInt32.max` where there is no limit.
    var snapshotLength: UInt32
    var scale: TimestampScale
  }

  var isBigEndian = false
  /// The interfaces of the current section.
  var interfaces: [Interface] = []
  /// The first of them in the count over all sections.
  var firstInterface = 0
  /// The end of the current section by its own header; `nil` where that does not say.
  var sectionEnd: UInt64?
  /// The number of the last packet.
  private(set) var number: Int64 = 0
  private var time = Timestamp(nanoseconds: 0)

  init() {}

  /// The next packet where its block is like most: an Enhanced Packet Block without options, whole in the window, of an ordinary length
  /// and time. `nil` where ``next(file:_:_:)`` has to look, which says the same of every packet, and what is wrong with the others.
  @inline(never)
  mutating func nextOrdinary(file: Int32, _ source: inout ByteSource) -> PacketHeader? {
    guard source.available >= 32, source.word(at: source.position, isBigEndian) == BlockType.enhancedPacket else {
      return nil
    }
    let place = source.position
    let announced = source.word(at: place + 4, isBigEndian)
    let index = Int(source.word(at: place + 8, isBigEndian))
    let captured = source.word(at: place + 20, isBigEndian)
    let original = source.word(at: place + 24, isBigEndian)
    guard index < interfaces.count, announced <= UInt32(CaptureReader.maximumPacketLength) else { return nil }
    let blockLength = Int(announced)
    let length = Int(captured)
    guard blockLength == 32 &+ (length &+ 3) & ~3, blockLength <= source.available, captured <= original,
      captured <= interfaces[index].snapshotLength,
      source.word(at: place + blockLength - 4, isBigEndian) == announced
    else { return nil }
    let ticks =
      UInt64(source.word(at: place + 12, isBigEndian)) << 32 | UInt64(source.word(at: place + 16, isBigEndian))
    guard let nanoseconds = interfaces[index].scale.nanoseconds(ofOrdinaryTicks: ticks) else { return nil }
    time = Timestamp(nanoseconds: nanoseconds)
    number += 1
    source.takePacket(after: 28, length: length, recordLength: blockLength)
    return PacketHeader(
      id: PacketID(file: file, number: number), time: time, linkType: interfaces[index].linkType,
      interface: Int32(truncatingIfNeeded: firstInterface + index), capturedLength: length,
      originalLength: Int(original))
  }

  /// The next packet, whose bytes the source then lends; `nil` at the end of the file.
  mutating func next(
    file: Int32, _ source: inout ByteSource, _ facts: inout CaptureFacts
  ) throws(ReadFailure) -> PacketHeader? {
    while true {
      guard try source.has(8) else {
        if source.available > 0 { throw truncation(of: "a block's header", 8, source) }
        checkSectionEnd(at: source.offset, &facts)
        return nil
      }
      let type = source.word(at: source.position, isBigEndian)
      let length = source.word(at: source.position + 4, isBigEndian)
      if type == BlockType.enhancedPacket {
        if let packet = try enhancedPacket(length, isObsolete: false, file: file, &source, &facts) { return packet }
      } else if let packet = try otherBlock(type, length, file: file, &source, &facts) {
        return packet
      }
    }
  }

  /// Whether a packet's block lies in the buffer whole, behind blocks that do so too; or a block that cannot be right.
  func isReady(_ source: borrowing ByteSource) -> Bool {
    var start = 0
    var isBigEndian = isBigEndian
    while source.available - start >= 12 {
      let place = source.position + start
      let type = source.word(at: place, isBigEndian)
      if type == BlockType.section {
        // Its own magic number says how its length is to be read.
        isBigEndian = source.word(at: place + 8, true) == 0x1A2B_3C4D
      }
      let length = Int(source.word(at: place + 4, isBigEndian))
      if length < 12 || length > CaptureReader.maximumLargePacketLength { return true }
      if length > source.available - start { return false }
      if [BlockType.enhancedPacket, BlockType.obsoletePacket, BlockType.simplePacket].contains(type) { return true }
      start += (length + 3) & ~3
    }
    return false
  }

  /// Reads the Section Header Block that the file begins with.
  mutating func begin(_ source: inout ByteSource, _ facts: inout CaptureFacts) throws(ReadFailure) {
    try section(&source, &facts)
  }

  @inline(never)
  private mutating func otherBlock(
    _ type: UInt32, _ length: UInt32, file: Int32, _ source: inout ByteSource, _ facts: inout CaptureFacts
  ) throws(ReadFailure) -> PacketHeader? {
    let offset = source.offset
    switch type {
    case BlockType.section: try section(&source, &facts)
    case BlockType.interface: try interface(length, &source, &facts)
    case BlockType.obsoletePacket:
      return try enhancedPacket(length, isObsolete: true, file: file, &source, &facts)
    case BlockType.simplePacket: return try simplePacket(length, file: file, &source, &facts)
    case BlockType.interfaceStatistics: try statistics(length, &source, &facts)
    case BlockType.decryptionSecrets: try secrets(length, &source, &facts)
    case BlockType.nameResolution:
      try skip(length, type, &source)
      facts.nameResolutionBlocks &+= 1
    case BlockType.custom, BlockType.customNotCopied:
      try skip(length, type, &source)
      number += 1
      facts.warn(.customBlock, at: offset, packet: number)
    default:
      try skip(length, type, &source)
      if BlockType.isRecordThatIsNoPacket(type) {
        number += 1
        facts.warn(.recordThatIsNoPacket, at: offset, packet: number)
      } else {
        facts.warn(.unknownBlock, at: offset)
      }
    }
    return nil
  }
}

// MARK: Packets

extension PcapngParser {
  /// An Enhanced Packet Block, or the obsolete Packet Block, which differs only in the width of its interface number.
  @inline(__always)
  private mutating func enhancedPacket(
    _ length: UInt32, isObsolete: Bool, file: Int32, _ source: inout ByteSource, _ facts: inout CaptureFacts
  ) throws(ReadFailure) -> PacketHeader? {
    let blockLength = try load(length, atLeast: 32, isPacket: true, &source)
    let place = source.position
    let index = Int(
      isObsolete ? UInt32(source.half(at: place + 8, isBigEndian)) : source.word(at: place + 8, isBigEndian))
    let ticks =
      UInt64(source.word(at: place + 12, isBigEndian)) << 32 | UInt64(source.word(at: place + 16, isBigEndian))
    let captured = source.word(at: place + 20, isBigEndian)
    let original = source.word(at: place + 24, isBigEndian)
    guard index < interfaces.count else { throw unknownInterface(index, source) }
    guard Int(captured) <= blockLength - 32 else {
      throw ReadFailure(
        .damaged, at: source.offset,
        "a packet of \(captured) captured bytes is announced in a block that has room for \(blockLength - 32)",
        concernsPacket: true)
    }
    let interface = interfaces[index]
    let (nanoseconds, isBent) = interface.scale.nanoseconds(ofTicks: ticks)
    time = Timestamp(nanoseconds: nanoseconds)
    number += 1
    if isBent || captured > original || captured > interface.snapshotLength {
      warn(isBent, captured, original, interface.snapshotLength, at: source.offset, &facts)
    }
    let optionsStart = 28 + (Int(captured) + 3) & ~3
    if optionsStart < blockLength - 4 || isObsolete {
      packetOptions(
        from: place + optionsStart, to: place + blockLength - 4,
        dropped: isObsolete ? source.half(at: place + 10, isBigEndian) : nil, file: file, source, &facts)
    }
    source.takePacket(after: 28, length: Int(captured), recordLength: blockLength)
    return PacketHeader(
      id: PacketID(file: file, number: number), time: time, linkType: interface.linkType,
      interface: Int32(truncatingIfNeeded: firstInterface + index), capturedLength: Int(captured),
      originalLength: Int(original))
  }

  private mutating func simplePacket(
    _ length: UInt32, file: Int32, _ source: inout ByteSource, _ facts: inout CaptureFacts
  ) throws(ReadFailure) -> PacketHeader? {
    let blockLength = try load(length, atLeast: 16, isPacket: true, &source)
    guard let interface = interfaces.first else { throw unknownInterface(0, source) }
    let original = source.word(at: source.position + 8, isBigEndian)
    let captured = min(Int(original), Int(interface.snapshotLength), blockLength - 16)
    number += 1
    facts.warn(.packetWithoutTime, at: source.offset, packet: number)
    source.takePacket(after: 12, length: captured, recordLength: blockLength)
    return PacketHeader(
      id: PacketID(file: file, number: number), time: time, linkType: interface.linkType,
      interface: Int32(truncatingIfNeeded: firstInterface), capturedLength: captured, originalLength: Int(original))
  }

  @inline(never)
  private func packetOptions(
    from start: Int, to end: Int, dropped: UInt16?, file: Int32, _ source: borrowing ByteSource,
    _ facts: inout CaptureFacts
  ) {
    let bytes = source.bytes
    // The Packet Block has its count of lost packets in a field of its own; all ones say that it is not known.
    if let dropped, dropped != .max {
      facts.droppedBeforePackets = (facts.droppedBeforePackets ?? 0) &+ UInt64(dropped)
    }
    var options = PcapngOptions(from: start, to: end, isBigEndian: isBigEndian)
    while let option = options.next(in: bytes) {
      if option.code == PcapngOption.comment {
        facts.keep(
          comment: bytes.extracting(option.value), of: PacketID(file: file, number: number), at: source.offset)
      } else if option.code == 4, dropped == nil, option.value.count == 8 {
        let count = source.long(at: option.value.lowerBound, isBigEndian)
        facts.droppedBeforePackets = (facts.droppedBeforePackets ?? 0) &+ count
      }
    }
    if options.isDamaged { facts.warn(.damagedOption, at: source.offset, packet: number) }
  }

  @inline(never)
  private func warn(
    _ isBent: Bool, _ captured: UInt32, _ original: UInt32, _ snapshotLength: UInt32, at offset: UInt64,
    _ facts: inout CaptureFacts
  ) {
    if isBent { facts.warn(.timestampOutOfRange, at: offset, packet: number) }
    if captured > original { facts.warn(.capturedLengthAboveOriginalLength, at: offset, packet: number) }
    if captured > snapshotLength { facts.warn(.capturedLengthAboveSnapshotLength, at: offset, packet: number) }
  }

  private func unknownInterface(_ index: Int, _ source: borrowing ByteSource) -> ReadFailure {
    ReadFailure(
      .damaged, at: source.offset,
      "a packet of interface \(index), where the section has described \(interfaces.count)", concernsPacket: true)
  }
}

// MARK: Blocks

extension PcapngParser {
  /// Checks a block's length and sees to it that the whole block lies in the buffer.
  @inline(__always)
  func load(
    _ length: UInt32, atLeast minimum: Int, isPacket: Bool, _ source: inout ByteSource
  ) throws(ReadFailure) -> Int {
    let count = Int(length)
    guard count >= minimum, count & 3 == 0, count <= CaptureReader.maximumLargePacketLength else {
      throw badLength(length, minimum, isPacket: isPacket, source)
    }
    guard try source.has(count) else {
      throw truncation(of: "a block", count, source, isPacket: isPacket)
    }
    let trailer = source.word(at: source.position + count - 4, isBigEndian)
    guard trailer == length else { throw badTrailer(length, trailer, at: source.offset, isPacket: isPacket) }
    return count
  }

  /// Moves over a block whose content is not read.
  private func skip(_ length: UInt32, _ type: UInt32, _ source: inout ByteSource) throws(ReadFailure) {
    let offset = source.offset
    guard length >= 12, length & 3 == 0 else { throw badLength(length, 12, isPacket: false, source) }
    let missing = try source.skip(UInt64(length) - 4)
    guard missing == 0, try source.has(4) else {
      throw ReadFailure(
        .truncated, at: offset, "a block of type \(type) needs \(length) bytes, and the file ends before that")
    }
    let trailer = source.word(at: source.position, isBigEndian)
    guard trailer == length else { throw badTrailer(length, trailer, at: offset, isPacket: false) }
    source.advance(4)
  }

  private func badLength(
    _ length: UInt32, _ minimum: Int, isPacket: Bool, _ source: borrowing ByteSource
  ) -> ReadFailure {
    let expected = "\(minimum) to \(CaptureReader.maximumLargePacketLength) bytes, a multiple of 4, were expected"
    return ReadFailure(
      .damaged, at: source.offset, "a block's length is \(length), where \(expected)", concernsPacket: isPacket)
  }

  private func badTrailer(_ length: UInt32, _ trailer: UInt32, at offset: UInt64, isPacket: Bool) -> ReadFailure {
    ReadFailure(
      .damaged, at: offset, "a block's length is \(length) at its beginning and \(trailer) at its end",
      concernsPacket: isPacket)
  }

  func truncation(
    of what: String, _ length: Int, _ source: borrowing ByteSource, isPacket: Bool = false
  ) -> ReadFailure {
    ReadFailure(
      .truncated, at: source.offset, "\(what) needs \(length) bytes, and \(source.available) are there",
      concernsPacket: isPacket)
  }

  func damagedOption(in what: String, _ source: borrowing ByteSource) -> ReadFailure {
    ReadFailure(.damaged, at: source.offset, "an option of \(what) is longer than its block")
  }
}
