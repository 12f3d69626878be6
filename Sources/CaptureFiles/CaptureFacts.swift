internal import ByteParsing

/// Something that was skipped or mended while reading. One value for each kind, however often it happened.
public struct CaptureWarning: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    /// A time that no 64-bit count of nanoseconds can hold; the nearest that can was taken.
    case timestampOutOfRange
    /// A pcap fraction of a second that is a whole second or more; it was added as it stands.
    case fractionOfSecondTooLarge
    /// A packet without a time (pcapng's Simple Packet Block); it was given the time of the packet before it.
    case packetWithoutTime
    case capturedLengthAboveSnapshotLength
    case capturedLengthAboveOriginalLength
    /// A block of a type that this reader does not know.
    case unknownBlock
    /// A block of some program's own. Wireshark numbers it among the packets, so its number was left free.
    case customBlock
    /// A block of another program's records (system calls, journal entries) that Wireshark numbers as a packet. It was
    /// skipped and its number left free.
    case recordThatIsNoPacket
    /// An option whose length runs out of its block; it and the options after it were ignored.
    case damagedOption
    case statisticsForUnknownInterface
    /// A section that does not end where its header said.
    case sectionLengthWrong
    /// More comments, or longer ones, than are kept.
    case commentsNotKept
    /// More decryption secrets than are kept.
    case secretsNotKept
    /// Bytes behind the compressed data, which were ignored.
    case bytesAfterCompressedData
  }

  public var kind: Kind
  /// How often, at least 1.
  public var count: Int
  /// The byte of the file at which it first happened.
  public var firstOffset: UInt64
  /// The packet at which it first happened; `nil` where it is not one packet's.
  public var firstPacket: Int64?
}

/// One Decryption Secrets Block.
package struct DecryptionSecrets: Sendable, Equatable {
  package static let tlsKeyLog: UInt32 = 0x544C_534B

  package var type: UInt32
  /// Bytes of the secrets in the file.
  package var length: Int
  /// The secrets; `nil` where they passed the limit. They are not fit for a terminal, and not for a report.
  package var content: [UInt8]?
}

/// What a capture says besides its packets.
package struct CaptureFacts: Sendable {
  /// Descriptions of interfaces that a file may hold; the file is refused beyond.
  package static let maximumInterfaces = 4096
  /// Comments on packets, and on sections, that are kept; more are counted in a warning.
  package static let maximumComments = 1000
  /// Bytes of one text that are kept.
  package static let maximumTextLength = 1024
  /// Bytes of all decryption secrets together that are kept until somebody takes them.
  package static let maximumSecretsLength = 16 << 20
  /// Blocks of decryption secrets that are listed until somebody takes them.
  package static let maximumSecretsBlocks = 1000

  package var interfaces: [CaptureInterface] = []
  /// Sections begun so far; 1 for a pcap file.
  package var sections = 0
  /// The first section's shb_hardware, shb_os and shb_userappl, fit for a terminal; `nil` where not given.
  package var hardware: String?
  package var operatingSystem: String?
  package var application: String?
  package var sectionComments: [String] = []
  package var packetComments: [(packet: PacketID, comment: String)] = []
  /// Those that nobody has taken.
  package var secrets: [DecryptionSecrets] = []
  package var nameResolutionBlocks = 0
  /// Packets that the blocks of packets themselves count as lost before them (epb_dropcount); `nil` where none does.
  package var droppedBeforePackets: UInt64?
  package var warnings: [CaptureWarning] = []

  private var secretsLength = 0
  /// Whether secrets have come that nobody has taken.
  private(set) var hasNewSecrets = false

  mutating func warn(_ kind: CaptureWarning.Kind, at offset: UInt64, packet: Int64? = nil) {
    for index in warnings.indices where warnings[index].kind == kind {
      warnings[index].count &+= 1
      return
    }
    warnings.append(CaptureWarning(kind: kind, count: 1, firstOffset: offset, firstPacket: packet))
  }

  mutating func keep(sectionComment: Span<UInt8>, at offset: UInt64) {
    guard sectionComments.count < CaptureFacts.maximumComments else { return warn(.commentsNotKept, at: offset) }
    sectionComments.append(CaptureFacts.text(sectionComment))
  }

  mutating func keep(comment: Span<UInt8>, of packet: PacketID, at offset: UInt64) {
    guard packetComments.count < CaptureFacts.maximumComments else {
      return warn(.commentsNotKept, at: offset, packet: packet.number)
    }
    packetComments.append((packet, CaptureFacts.text(comment)))
  }

  mutating func keep(secrets: Span<UInt8>, type: UInt32, at offset: UInt64) {
    guard self.secrets.count < CaptureFacts.maximumSecretsBlocks else { return warn(.secretsNotKept, at: offset) }
    var kept = DecryptionSecrets(type: type, length: secrets.count, content: nil)
    if secrets.count <= CaptureFacts.maximumSecretsLength - secretsLength {
      secretsLength += secrets.count
      kept.content = secrets.copied()
    } else {
      warn(.secretsNotKept, at: offset)
    }
    self.secrets.append(kept)
    hasNewSecrets = true
  }

  /// The key logs that have come since the last time. They are let go of here.
  mutating func takeKeyLogs() -> [[UInt8]] {
    guard hasNewSecrets else { return [] }
    hasNewSecrets = false
    secretsLength = 0
    let logs = secrets.compactMap { $0.type == DecryptionSecrets.tlsKeyLog ? $0.content : nil }
    secrets.removeAll()
    return logs
  }

  /// A text of the file, fit for a terminal and bounded.
  static func text(_ bytes: Span<UInt8>) -> String {
    PrintableText.string(bytes, limit: maximumTextLength)
  }
}
