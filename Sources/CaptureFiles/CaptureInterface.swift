/// One interface that packets were captured on: pcapng's Interface Description Block, or a pcap file's header.
public struct CaptureInterface: Sendable, Equatable {
  /// How finely the capture tells time.
  public enum TimestampResolution: Sendable, Equatable {
    /// Ticks of ten to the power of minus this, in seconds.
    case decimal(exponent: UInt8)
    /// Ticks of two to the power of minus this, in seconds.
    case binary(exponent: UInt8)
  }

  /// The section of the file that describes it, from 0; a pcap file is one section.
  public var section: Int
  public var linkType: LinkType
  /// The longest capture of one packet, in bytes; `nil` where there is no limit.
  public var snapshotLength: UInt32?
  public var timestampResolution: TimestampResolution
  /// Seconds to add to every time (if_tsoffset). Already added in `PacketHeader.time`.
  public var timestampOffsetSeconds: Int64 = 0
  /// Bytes of frame check sequence at the end of each packet; `nil` where the capture does not say.
  public var frameCheckSequenceLength: Int?
  /// `nil` where the capture does not say, as for all the texts here; each is fit for a terminal.
  public var name: String?
  public var description: String?
  /// The capture filter, as text; a compiled filter is shown as such.
  public var filter: String?
  public var hardware: String?
  public var operatingSystem: String?
  /// `nil` where the capture has no Interface Statistics Block for this interface.
  public var statistics: InterfaceStatistics?

  package init(
    section: Int = 0, linkType: LinkType, snapshotLength: UInt32? = nil,
    timestampResolution: TimestampResolution = .decimal(exponent: 6)
  ) {
    self.section = section
    self.linkType = linkType
    self.snapshotLength = snapshotLength
    self.timestampResolution = timestampResolution
  }
}

/// The last Interface Statistics Block of an interface. Each count is `nil` where the capture does not give it.
public struct InterfaceStatistics: Sendable, Equatable {
  /// isb_ifrecv: packets that reached the interface.
  public var received: UInt64?
  /// isb_ifdrop: packets that the interface dropped for lack of resources.
  public var droppedByInterface: UInt64?
  /// isb_filteraccept: packets that the filter accepted.
  public var acceptedByFilter: UInt64?
  /// isb_osdrop: packets that the operating system dropped.
  public var droppedBySystem: UInt64?
  /// isb_usrdeliv: packets that were delivered to the capturing program.
  public var delivered: UInt64?

  package init() {}

  /// Packets that are known to be missing from the capture; `nil` where no drop count was given.
  public var dropped: UInt64? {
    guard droppedByInterface != nil || droppedBySystem != nil else { return nil }
    let (sum, overflow) = (droppedByInterface ?? 0).addingReportingOverflow(droppedBySystem ?? 0)
    return overflow ? .max : sum
  }
}
