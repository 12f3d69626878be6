internal import ByteParsing

/// The blocks that describe what the packets come from: sections, interfaces and their counts; and secrets.
extension PcapngParser {
  mutating func section(_ source: inout ByteSource, _ facts: inout CaptureFacts) throws(ReadFailure) {
    let offset = source.offset
    if facts.sections > 0 { checkSectionEnd(at: offset, &facts) }
    guard try source.has(12) else { throw truncation(of: "a section header", 28, source) }
    switch source.bytes.bigEndianUInt32(at: source.position + 8) {
    case 0x1A2B_3C4D: isBigEndian = true
    case 0x4D3C_2B1A: isBigEndian = false
    case let other:
      let found = String(other, radix: 16)
      throw ReadFailure(
        .damaged, at: offset, "a section's byte-order magic 1a2b3c4d was expected, and \(found) found")
    }
    let length = try load(
      source.word(at: source.position + 4, isBigEndian), atLeast: 28, isPacket: false, &source)
    try readSection(length, source, &facts)
    source.advance(length)
  }

  private mutating func readSection(
    _ length: Int, _ source: borrowing ByteSource, _ facts: inout CaptureFacts
  ) throws(ReadFailure) {
    let offset = source.offset
    let bytes = source.bytes
    let place = source.position
    let (major, minor) = (source.half(at: place + 12, isBigEndian), source.half(at: place + 14, isBigEndian))
    guard major == 1 else {
      throw ReadFailure(.unsupported, at: offset, "pcapng format \(major).\(minor), where 1.0 was expected")
    }
    var options = PcapngOptions(from: place + 24, to: place + length - 4, isBigEndian: isBigEndian)
    while let option = options.next(in: bytes) {
      let value = bytes.extracting(option.value)
      switch option.code {
      case PcapngOption.comment: facts.keep(sectionComment: value, at: offset)
      case 2: if facts.hardware == nil { facts.hardware = CaptureFacts.text(value) }
      case 3: if facts.operatingSystem == nil { facts.operatingSystem = CaptureFacts.text(value) }
      case 4: if facts.application == nil { facts.application = CaptureFacts.text(value) }
      default: break
      }
    }
    if options.isDamaged { throw damagedOption(in: "a section header", source) }
    let declared = source.long(at: place + 16, isBigEndian)
    let (end, overflow) = (offset &+ UInt64(length)).addingReportingOverflow(declared)
    sectionEnd = declared == .max || overflow ? nil : end
    if declared != .max && overflow { facts.warn(.sectionLengthWrong, at: offset) }
    facts.sections += 1
    firstInterface = facts.interfaces.count
    interfaces.removeAll(keepingCapacity: true)
  }

  func checkSectionEnd(at offset: UInt64, _ facts: inout CaptureFacts) {
    if let sectionEnd, sectionEnd != offset { facts.warn(.sectionLengthWrong, at: offset) }
  }

  mutating func interface(
    _ length: UInt32, _ source: inout ByteSource, _ facts: inout CaptureFacts
  ) throws(ReadFailure) {
    let length = try load(length, atLeast: 20, isPacket: false, &source)
    try readInterface(length, source, &facts)
    source.advance(length)
  }

  private mutating func readInterface(
    _ length: Int, _ source: borrowing ByteSource, _ facts: inout CaptureFacts
  ) throws(ReadFailure) {
    let offset = source.offset
    guard facts.interfaces.count < CaptureFacts.maximumInterfaces else {
      throw ReadFailure(
        .unsupported, at: offset, "more than \(CaptureFacts.maximumInterfaces) interfaces are described")
    }
    let bytes = source.bytes
    let place = source.position
    let snapshot = source.word(at: place + 12, isBigEndian)
    var described = CaptureInterface(
      section: facts.sections - 1, linkType: LinkType(rawValue: source.half(at: place + 8, isBigEndian)),
      snapshotLength: snapshot == 0 ? nil : snapshot)
    var options = PcapngOptions(from: place + 16, to: place + length - 4, isBigEndian: isBigEndian)
    while let option = options.next(in: bytes) {
      let value = bytes.extracting(option.value)
      switch (option.code, value.count) {
      case (2, _): described.name = CaptureFacts.text(value)
      case (3, _): described.description = CaptureFacts.text(value)
      case (9, 1...):
        let exponent = value[0] & 0x7F
        described.timestampResolution =
          value[0] & 0x80 == 0 ? .decimal(exponent: exponent) : .binary(exponent: exponent)
      case (11, 1...): described.filter = PcapngParser.filter(value)
      case (12, _): described.operatingSystem = CaptureFacts.text(value)
      case (13, 1...): described.frameCheckSequenceLength = Int(value[0])
      case (14, 8...):
        described.timestampOffsetSeconds = Int64(bitPattern: source.long(at: option.value.lowerBound, isBigEndian))
      case (15, _): described.hardware = CaptureFacts.text(value)
      default: break
      }
    }
    if options.isDamaged { throw damagedOption(in: "an interface's description", source) }
    facts.interfaces.append(described)
    interfaces.append(
      Interface(
        linkType: described.linkType, snapshotLength: described.snapshotLength ?? .max,
        scale: TimestampScale(
          resolution: described.timestampResolution, offsetSeconds: described.timestampOffsetSeconds)))
  }

  /// if_filter: its first byte tells whether text or a compiled filter follows.
  private static func filter(_ value: Span<UInt8>) -> String {
    let content = value.extracting(1..<value.count)
    return value[0] == 0 ? CaptureFacts.text(content) : "a compiled filter of \(content.count) bytes"
  }

  mutating func statistics(
    _ length: UInt32, _ source: inout ByteSource, _ facts: inout CaptureFacts
  ) throws(ReadFailure) {
    let length = try load(length, atLeast: 24, isPacket: false, &source)
    readStatistics(length, source, &facts)
    source.advance(length)
  }

  private func readStatistics(_ length: Int, _ source: borrowing ByteSource, _ facts: inout CaptureFacts) {
    let bytes = source.bytes
    let place = source.position
    let index = source.word(at: place + 8, isBigEndian)
    if index < interfaces.count {
      var counted = InterfaceStatistics()
      var options = PcapngOptions(from: place + 20, to: place + length - 4, isBigEndian: isBigEndian)
      while let option = options.next(in: bytes) {
        guard option.value.count == 8 else { continue }
        let count = source.long(at: option.value.lowerBound, isBigEndian)
        switch option.code {
        case 4: counted.received = count
        case 5: counted.droppedByInterface = count
        case 6: counted.acceptedByFilter = count
        case 7: counted.droppedBySystem = count
        case 8: counted.delivered = count
        default: break
        }
      }
      if options.isDamaged { facts.warn(.damagedOption, at: source.offset) }
      facts.interfaces[firstInterface + Int(index)].statistics = counted
    } else {
      facts.warn(.statisticsForUnknownInterface, at: source.offset)
    }
  }

  mutating func secrets(
    _ length: UInt32, _ source: inout ByteSource, _ facts: inout CaptureFacts
  ) throws(ReadFailure) {
    let length = try load(length, atLeast: 20, isPacket: false, &source)
    let place = source.position
    let count = Int(source.word(at: place + 12, isBigEndian))
    guard count <= length - 20 else {
      throw ReadFailure(
        .damaged, at: source.offset, "\(count) bytes of secrets in a block that has room for \(length - 20)")
    }
    facts.keep(
      secrets: source.bytes.extracting((place + 16)..<(place + 16 + count)),
      type: source.word(at: place + 8, isBigEndian), at: source.offset)
    source.advance(length)
  }
}
