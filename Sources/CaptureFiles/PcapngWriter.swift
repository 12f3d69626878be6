internal import ByteParsing

/// Writes a pcapng capture: one section, little-endian, times in nanoseconds unless an interface asks for fewer decimals.
///
/// Bytes are collected and handed to the descriptor in large pieces; `flush` hands over what is collected, so that a
/// reader of the growing file sees whole blocks. Without a descriptor the capture grows in memory.
package struct PcapngWriter: ~Copyable {
  /// Collected bytes beyond which they are handed to the descriptor.
  package static let bufferSize = 64 * 1024
  /// The longest text of an option; a longer one is cut at a character's end.
  package static let maximumTextLength = 65_535
  /// Comments on one packet; more are left out and counted.
  package static let maximumCommentsPerPacket = 16

  /// Packets written so far.
  package private(set) var packetCount: Int64 = 0
  /// Comments that were longer than an option can be, or too many, and were cut or left out.
  package private(set) var shortenedComments = 0
  /// Packets before 1970 or cut at the longest packet that a capture may hold; they were written with the nearest that
  /// the format can hold.
  package private(set) var bentPackets = 0

  private var pending: [UInt8] = []
  private var interfaceCount: UInt32 = 0
  /// One for each interface.
  private var nanosecondsPerTick: [UInt64] = []
  private let descriptor: Int32?
  private let path: String

  /// Begins a capture in `descriptor`, which stays the caller's to close; `path` is its name for errors. Nothing reaches
  /// the descriptor before the buffer is full or flushed.
  package init(descriptor: Int32, path: String, application: String? = nil, comment: String? = nil) {
    self.init(descriptor: descriptor as Int32?, path: path, application, comment)
  }

  /// Begins a capture in memory; `takeBytes` gives it.
  package init(application: String? = nil, comment: String? = nil) {
    self.init(descriptor: nil, path: "memory", application, comment)
  }

  private init(descriptor: Int32?, path: String, _ application: String?, _ comment: String?) {
    self.descriptor = descriptor
    self.path = path
    let start = beginBlock(0x0A0D_0D0A)
    append(UInt32(0x1A2B_3C4D))
    append(UInt16(1))
    append(UInt16(0))
    append(UInt64.max)
    if let comment { appendOption(1, text: comment) }
    if let application { appendOption(4, text: application) }
    if comment != nil || application != nil { append(UInt32(0)) }
    endBlock(start)
  }

  /// Writes a key log (RFC 9850) as a Decryption Secrets Block: before the packets that it opens.
  package mutating func write(keyLog: Span<UInt8>) throws(CaptureError) {
    let start = beginBlock(0x0000_000A)
    append(DecryptionSecrets.tlsKeyLog)
    append(UInt32(keyLog.count))
    pending.append(contentsOf: keyLog)
    while pending.count % 4 != 0 { pending.append(0) }
    endBlock(start)
    try handOverIfFull()
  }

  /// Describes one more interface; its number for `write`. Its times get `timestampDecimals` decimals of a second, at most 9.
  package mutating func addInterface(
    linkType: LinkType, snapshotLength: UInt32? = nil, name: String? = nil, filter: String? = nil,
    timestampDecimals: UInt8 = 9
  ) throws(CaptureError) -> UInt32 {
    let start = beginBlock(1)
    append(linkType.rawValue)
    append(UInt16(0))
    append(snapshotLength ?? 0)
    if let name { appendOption(2, text: name) }
    let decimals = min(9, timestampDecimals)
    appendOption(9, [decimals])
    if let filter { appendOption(11, [0] + PcapngWriter.cut(filter, to: PcapngWriter.maximumTextLength - 1)) }
    append(UInt32(0))
    endBlock(start)
    interfaceCount += 1
    nanosecondsPerTick.append((decimals..<9).reduce(1) { value, _ in value * 10 })
    try handOverIfFull()
    return interfaceCount - 1
  }

  /// Writes one packet of an interface that was described before; false where it was not, and nothing is written.
  @discardableResult
  package mutating func write(
    _ bytes: Span<UInt8>, time: Timestamp, originalLength: Int, interface: UInt32, comments: [String] = []
  ) throws(CaptureError) -> Bool {
    guard interface < interfaceCount else { return false }
    // The block, with its comments' 16 times 64 KiB and its own 64 bytes, must stay one that readers take.
    let captured = min(bytes.count, CaptureReader.maximumLargePacketLength - (2 << 20))
    if captured < bytes.count || time.nanoseconds < 0 { bentPackets += 1 }
    let ticks = UInt64(max(0, time.nanoseconds)) / nanosecondsPerTick[Int(interface)]
    let start = beginBlock(6)
    append(interface)
    append(UInt32(truncatingIfNeeded: ticks >> 32))
    append(UInt32(truncatingIfNeeded: ticks))
    append(UInt32(captured))
    append(UInt32(clamping: max(originalLength, captured)))
    pending.append(contentsOf: bytes.extracting(0..<captured))
    pad()
    let kept = comments.prefix(PcapngWriter.maximumCommentsPerPacket)
    for comment in kept { appendOption(1, text: comment) }
    shortenedComments += comments.count - kept.count
    if !kept.isEmpty { append(UInt32(0)) }
    endBlock(start)
    packetCount += 1
    try handOverIfFull()
    return true
  }

  /// Hands everything written so far to the descriptor.
  package mutating func flush() throws(CaptureError) {
    guard let descriptor, !pending.isEmpty else { return }
    do throws(SystemCalls.Failure) {
      try SystemCalls.writeAll(descriptor, pending)
    } catch {
      throw CaptureError(kind: .unwritable(error.text), file: path)
    }
    pending.removeAll(keepingCapacity: true)
  }

  /// The capture that was written to memory so far, once.
  package mutating func takeBytes() -> [UInt8] {
    let bytes = pending
    pending = []
    return bytes
  }

  private mutating func handOverIfFull() throws(CaptureError) {
    if pending.count >= PcapngWriter.bufferSize { try flush() }
  }
}

// MARK: Blocks and options

extension PcapngWriter {
  /// Where the block begins; its length is put in at its end.
  private mutating func beginBlock(_ type: UInt32) -> Int {
    let start = pending.count
    append(type)
    append(UInt32(0))
    return start
  }

  private mutating func endBlock(_ start: Int) {
    let length = UInt32(truncatingIfNeeded: pending.count - start + 4)
    for index in 0..<4 { pending[start + 4 + index] = UInt8(truncatingIfNeeded: length >> (8 * index)) }
    append(length)
  }

  private mutating func append(_ value: some FixedWidthInteger & UnsignedInteger) {
    for index in 0..<(value.bitWidth / 8) { pending.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
  }

  private mutating func pad() {
    // Every block begins at a multiple of four of what is pending, for the pending bytes are whole blocks.
    while pending.count & 3 != 0 { pending.append(0) }
  }

  private mutating func appendOption(_ code: UInt16, text: String) {
    let bytes = PcapngWriter.cut(text, to: PcapngWriter.maximumTextLength)
    if bytes.count < text.utf8.count { shortenedComments += 1 }
    appendOption(code, bytes)
  }

  private mutating func appendOption(_ code: UInt16, _ value: [UInt8]) {
    append(code)
    append(UInt16(truncatingIfNeeded: value.count))
    pending.append(contentsOf: value)
    pad()
  }

  /// The text's UTF-8, cut before the character that passes the limit.
  private static func cut(_ text: String, to limit: Int) -> [UInt8] {
    var bytes = Array(text.utf8)
    guard bytes.count > limit else { return bytes }
    var end = limit
    while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    bytes.removeLast(bytes.count - end)
    return bytes
  }
}
