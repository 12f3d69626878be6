internal import ByteParsing

/// The packets of one capture file, in the file's order, one at a time.
///
/// Reads pcap and pcapng, from a file, a pipe that is still being written, or the standard input; gzip and zstd data is
/// recognised by its first bytes and decompressed by the system's own programs. A file that grows ends at its present
/// end. Memory does not follow the file's length.
package struct CaptureReader: ~Copyable {
  /// The longest captured packet that is believed, in bytes, of a file that announces no more.
  package static let maximumPacketLength = 256 * 1024
  /// The longest captured packet at all, for files whose snapshot length announces it, and the longest pcapng block
  /// whose content is read.
  package static let maximumLargePacketLength = 16 << 20

  /// How many times its size a compressed file may expand to. Captures of the same few packets again and again reach some hundred.
  package static let usualExpansion = 1000
  /// Up to here a compressed file may expand whatever its size.
  package static let harmlessExpansion: UInt64 = 1 << 30

  /// The name as it was given; `-` is the standard input.
  package let path: String
  /// The file's format, in words, such as "pcapng" or "pcap (little-endian, microseconds), gzip".
  package let format: String
  /// Interfaces, comments, secrets and warnings that were met so far.
  package private(set) var facts = CaptureFacts()
  /// The file's length in bytes (compressed, if it is); `nil` for a pipe.
  package let totalBytes: UInt64?

  /// The most bytes that the file was seen to have.
  private var seenBytes: UInt64
  /// Where in the file reading began.
  private let start: UInt64
  /// Packets that a pcapng file says at its end were lost, known before it is read; `nil` where that cannot be known.
  package private(set) var droppedAtEnd: UInt64?
  private let file: Int32
  private let isPcapng: Bool
  private var source: ByteSource
  private var pcap = PcapParser()
  private var pcapng = PcapngParser()
  private var decompression: Decompression?
  /// How many times its size a compressed file may expand to, and up to which byte that is; `nil` where it has no size.
  private var expansion: (times: Int, end: UInt64)?
  private var isFinished = false
  /// Whether ordinary packets are found in the short way; tests turn it off, to hold both ways against each other.
  var takesShortWay: Bool
  private var failure: CaptureError?

  /// Opens `path`; `-` is the standard input. `file` is the number of the file that its packets shall bear.
  package init(
    path: String, file: Int32 = 0, maximumExpansion: Int = CaptureReader.usualExpansion,
    harmlessExpansion: UInt64 = CaptureReader.harmlessExpansion
  ) throws(CaptureError) {
    if path == "-" {
      if SystemCalls.isTerminal(0) {
        throw CaptureError(
          kind: .unreadable("it is a terminal; a capture must come through a pipe or from a file"), file: path)
      }
      try self.init(descriptor: 0, ownsDescriptor: false, path: path, file: file)
      return
    }
    let descriptor: Int32
    let before: SystemCalls.FileStatus
    do throws(SystemCalls.Failure) {
      // Asked before it is opened, so that whoever sees it open can shorten it no more without a word.
      before = try SystemCalls.status(ofPath: path)
      descriptor = try SystemCalls.openForReading(path)
    } catch {
      throw CaptureError(kind: error.isNotFound ? .notFound : .unreadable(error.text), file: path)
    }
    try self.init(descriptor: descriptor, ownsDescriptor: true, path: path, file: file)
    if before.isRegular { seenBytes = max(seenBytes, before.size) }
    guard decompression != nil, let totalBytes else { return }
    let most = totalBytes.multipliedReportingOverflow(by: UInt64(max(1, maximumExpansion)))
    expansion = (maximumExpansion, most.overflow ? .max : max(most.partialValue, harmlessExpansion))
  }

  /// Reads from an open descriptor, from its present place on; closes it at the end if it owns it.
  package init(descriptor: Int32, ownsDescriptor: Bool, path: String, file: Int32 = 0) throws(CaptureError) {
    try self.init(descriptor: descriptor, ownsDescriptor: ownsDescriptor, path: path, file: file, access: .automatic)
  }

  /// How a regular file that is not compressed is read.
  enum FileAccess {
    /// Mapped where it is long enough.
    case automatic
    case reading
    case mapping(step: Int)
  }

  /// `access` for tests, which compare the ways.
  init(
    descriptor: Int32, ownsDescriptor: Bool, path: String, file: Int32, access: FileAccess
  ) throws(CaptureError) {
    let source = ByteSource(descriptor: descriptor, ownsDescriptor: ownsDescriptor)
    let status: SystemCalls.FileStatus
    do throws(SystemCalls.Failure) {
      status = try SystemCalls.status(of: descriptor)
    } catch {
      throw CaptureError(kind: .unreadable(error.text), file: path)
    }
    if status.isFolder { throw CaptureError(kind: .isFolder, file: path) }
    try self.init(
      source: source, descriptor: descriptor, totalBytes: status.isRegular ? status.size : nil, path: path, file: file)
    guard status.isRegular, decompression == nil else { return }
    if isPcapng { droppedAtEnd = PcapngTail.dropped(descriptor, size: status.size, isBigEndian: pcapng.isBigEndian) }
    switch access {
    case .automatic: if status.size >= ByteSource.shortestMappedFile { self.source.readFromMapping() }
    case .reading: break
    case .mapping(let step): self.source.readFromMapping(step: step)
    }
  }

  /// Reads a capture that is in memory.
  package init(bytes: [UInt8], path: String = "memory", file: Int32 = 0) throws(CaptureError) {
    let count = UInt64(bytes.count)
    try self.init(source: ByteSource(bytes: bytes), descriptor: -1, totalBytes: count, path: path, file: file)
  }

  /// `programName` names the program to start, so that tests can name one that is missing.
  init(
    source: consuming ByteSource, descriptor: Int32, totalBytes: UInt64?, path: String, file: Int32,
    programName: (Decompression.Program) -> String = { $0.name }
  ) throws(CaptureError) {
    var decompression: Decompression?
    let start = descriptor < 0 ? 0 : SystemCalls.position(of: descriptor) ?? 0
    do throws(ReadFailure) {
      var recognised = try CaptureReader.recognise(&source, path)
      var suffix = ""
      if let program = recognised.program {
        let started = try CaptureReader.decompress(source, descriptor, programName(program))
        source = ByteSource(descriptor: started.readingEnd, ownsDescriptor: true)
        decompression = consume started
        suffix = ", \(program.name)"
        recognised = try CaptureReader.recognise(&source, path)
      }
      switch recognised {
      case .pcap(let variant):
        pcap = try PcapParser(variant, &source, &facts)
        isPcapng = false
        format = variant.name + suffix
      case .pcapng:
        try pcapng.begin(&source, &facts)
        isPcapng = true
        format = "pcapng" + suffix
      case .cut: throw ReadFailure(.truncated, at: 0, "the file header begins, and the file ends")
      case .gzip, .zstandard, .unknown:
        let (looksLike, advice) = ForeignFormats.recognise(source.unread, name: path)
        throw ReadFailure(.notACapture(looksLike: looksLike, advice: advice), at: nil, "")
      }
    } catch {
      throw CaptureReader.error(
        error, decompression?.outcome, decompression?.programName ?? "", path: path, nextNumber: 1)
    }
    self.path = path
    self.file = file
    self.totalBytes = totalBytes
    seenBytes = totalBytes ?? 0
    self.start = start
    self.source = source
    takesShortWay = decompression == nil
    self.decompression = decompression
  }

  /// The next packet; `nil` at the end of a file that ends where a packet does. Where it throws, everything before was
  /// given, and every further call throws the same.
  package mutating func next() throws(CaptureError) -> PacketHeader? {
    if takesShortWay, !isFinished, !source.isBroken,
      let packet = isPcapng ? pcapng.nextOrdinary(file: file, &source) : pcap.nextOrdinary(file: file, &source)
    {
      return packet
    }
    return try nextCarefully()
  }

  @inline(never)
  private mutating func nextCarefully() throws(CaptureError) -> PacketHeader? {
    if isFinished {
      if let failure { throw failure }
      return nil
    }
    do throws(ReadFailure) {
      if source.isBroken { throw source.breakage() }
      if let expansion, source.offset > expansion.end {
        throw ReadFailure(.expandsTooFar(times: expansion.times), at: source.offset, "")
      }
      if let packet = try nextPacket() { return packet }
      try finish()
    } catch {
      isFinished = true
      source.dropPacket()
      let number = isPcapng ? pcapng.number : pcap.number
      let failure = CaptureReader.error(
        error, decompression?.outcome, decompression?.programName ?? "", path: path, nextNumber: number + 1)
      self.failure = failure
      throw failure
    }
    return nil
  }

  private mutating func nextPacket() throws(ReadFailure) -> PacketHeader? {
    while true {
      do throws(ReadFailure) {
        guard isPcapng else { return try pcap.next(file: file, &source, &facts) }
        let packet = try pcapng.next(file: file, &source, &facts)
        hasNewSecrets = facts.hasNewSecrets
        return packet
      } catch {
        // The offset is where the record begins that was not understood.
        guard let place = error.offset, try source.confirm(at: place) else { throw error }
      }
    }
  }

  /// The bytes of the packet that `next` gave last; empty before the first and after the last.
  package var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    @inline(__always)
    get { source.packet }
  }

  /// Whether secrets have come that nobody has taken. Stored: it is asked for every packet.
  package private(set) var hasNewSecrets = false

  /// The key logs (RFC 9850) of Decryption Secrets Blocks that have come since the last time.
  package mutating func takeKeyLogs() -> [[UInt8]] {
    hasNewSecrets = false
    return facts.takeKeyLogs()
  }

  /// How far the file has been read, in bytes, to compare with `totalBytes`. Of a compressed pipe, the bytes that came
  /// out of decompression.
  package var bytesRead: UInt64 { inputPosition ?? source.offset }

  /// The interfaces described so far.
  package var interfaces: [CaptureInterface] { facts.interfaces }
  package var packetComments: [(packet: PacketID, comment: String)] { facts.packetComments }
  package var warnings: [CaptureWarning] { facts.warnings }
  /// Packets that the blocks of packets count as lost before them; `nil` where none does.
  package var droppedBeforePackets: UInt64? { facts.droppedBeforePackets }
}

extension CaptureReader {
  /// Whether ``next()`` finds all that it needs in the buffer.
  var isReady: Bool { isFinished || (isPcapng ? pcapng.isReady(source) : pcap.isReady(source)) }

  mutating func readArrived(milliseconds: Int32) throws(ReadFailure) -> ByteSource.Arrival {
    try source.readArrived(milliseconds: milliseconds)
  }

  private var inputPosition: UInt64? {
    switch decompression {
    case .some(let running): running.inputPosition
    case .none: nil
    }
  }

  private mutating func finish() throws(ReadFailure) {
    isFinished = true
    source.dropPacket()
    if decompression == nil, start &+ source.offset < seenBytes {
      throw ReadFailure(.truncated, at: source.offset, "it became shorter while it was read")
    }
    switch decompression?.outcome {
    case .failed?, .isMissing?: throw ReadFailure(.truncated, at: source.offset, "")
    case .warned?: facts.warn(.bytesAfterCompressedData, at: source.offset)
    case .succeeded?, nil: break
    }
  }

  private static func recognise(_ source: inout ByteSource, _ path: String) throws(ReadFailure) -> RecognisedFile {
    _ = try source.has(RecognisedFile.decidingLength)
    if source.available == 0 { throw ReadFailure(.empty, at: nil, "") }
    return RecognisedFile(source.unread)
  }

  /// Starts the program on the file from its beginning. What cannot be read again, of a pipe, is handed over.
  private static func decompress(
    _ source: borrowing ByteSource, _ descriptor: Int32, _ programName: String
  ) throws(ReadFailure) -> Decompression {
    var prefix = source.unread.copied()
    if descriptor >= 0, let place = SystemCalls.position(of: descriptor), place >= UInt64(prefix.count),
      SystemCalls.move(descriptor, to: place - UInt64(prefix.count))
    {
      prefix = []
    }
    do throws(SystemCalls.Failure) {
      return try Decompression(programName: programName, prefix: prefix, descriptor: descriptor)
    } catch {
      throw ReadFailure(.unreadable(error.text), at: nil, "")
    }
  }

  /// The error with its file and packet. Data that ends early ends so because the program that decompresses it failed,
  /// if it did.
  private static func error(
    _ failure: ReadFailure, _ outcome: Decompression.Outcome?, _ programName: String, path: String, nextNumber: Int64
  ) -> CaptureError {
    switch (failure.kind, outcome) {
    case (.truncated, .failed(let reason)?), (.empty, .failed(let reason)?), (.notACapture, .failed(let reason)?):
      return CaptureError(
        kind: .programFailed(programName), file: path, offset: failure.offset,
        packet: failure.offset == nil ? nil : nextNumber, detail: reason)
    case (_, .isMissing?): return CaptureError(kind: .missingProgram(programName), file: path)
    default:
      return CaptureError(
        kind: failure.kind, file: path, offset: failure.offset, packet: failure.concernsPacket ? nextNumber : nil,
        detail: failure.detail)
    }
  }
}
