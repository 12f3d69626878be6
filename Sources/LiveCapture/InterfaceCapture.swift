internal import CPcap
package import CaptureFiles

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The packets of one interface, as they come.
///
/// ``next()`` never waits; ``wait(seconds:)`` does, with a timer of its own, because libpcap's read timeout does not run on an
/// interface where no packet comes.
@safe
package struct InterfaceCapture: ~Copyable {
  package struct Options: Sendable {
    /// An interface's name, or `any`.
    package var interface: String
    package var isPromiscuous = false
    /// Bytes of each packet that are captured.
    package var snapshotLength = 262_144
    /// Bytes of the kernel's buffer. 2 MiB, libpcap's own choice, loses full-size packets at 200,000 in a second.
    package var bufferBytes = 64 << 20
    /// Whether packets are handed over at once and not a tenth of a second later. Costs speed: the kernel then gives each packet
    /// a place as large as the snapshot length.
    package var isImmediate = false
    /// Filter expressions, of which the first that can be compiled is used; none passes everything.
    package var filters: [String] = []

    package init(interface: String) {
      self.interface = interface
    }
  }

  /// What the kernel counts since the capture was opened. Each stays what it was where it cannot be read.
  package struct Statistics: Sendable, Equatable {
    /// Packets that passed the filter.
    package var received: UInt64 = 0
    /// Packets that found no room in the buffer.
    package var dropped: UInt64 = 0
    /// Packets that the network card dropped, whether they were mail or not; counted in promiscuous mode alone.
    package var droppedByInterface: UInt64 = 0
  }

  package let interface: String
  package let linkType: LinkType
  package let snapshotLength: Int
  package let hasNanoseconds: Bool
  /// The expression that is in use; `nil` where everything passes.
  package let filter: String?
  /// What libpcap remarked when it opened the interface; `nil` where nothing.
  package let warning: String?
  /// Packets given out so far.
  package private(set) var packets: Int64 = 0

  private let handle: OpaquePointer
  private let descriptor: Int32
  private var packet: UnsafePointer<UInt8>?
  private var packetLength = 0
  private var statistics = Statistics()
  private var lastCounts = (received: UInt32(0), dropped: UInt32(0), droppedByInterface: UInt32(0))

  package init(_ options: Options) throws(LiveCaptureError) {
    // All that can fail comes first: a value that has begun to exist owns the handle.
    let opened = try unsafe Self.open(options)
    interface = options.interface
    unsafe handle = opened.handle
    warning = unsafe opened.warning
    filter = unsafe opened.filter
    linkType = unsafe Self.linkType(pcap_datalink(opened.handle))
    snapshotLength = Int(unsafe pcap_snapshot(opened.handle))
    hasNanoseconds = unsafe pcap_get_tstamp_precision(opened.handle) == PCAP_TSTAMP_PRECISION_NANO
    descriptor = unsafe pcap_get_selectable_fd(opened.handle)
    unsafe packet = nil
  }

  deinit {
    unsafe pcap_close(handle)
  }

  /// The next packet; `nil` where none waits. After an error the capture is over: the interface went away.
  package mutating func next() throws(LiveCaptureError) -> PacketHeader? {
    var header: UnsafeMutablePointer<pcap_pkthdr>?
    var data: UnsafePointer<UInt8>?
    // Unsafe: libpcap lends the packet until the next call on this handle; `bytes` cannot be held longer than that, since
    // the call needs `self` for itself.
    let result = unsafe pcap_next_ex(handle, &header, &data)
    guard result == 1, let header = unsafe header else {
      unsafe packet = nil
      packetLength = 0
      if result < 0 { throw LiveCaptureError(.other, interface, unsafe PcapText.error(of: handle)) }
      return nil
    }
    unsafe packet = data
    packetLength = unsafe data == nil ? 0 : Int(header.pointee.caplen)
    packets += 1
    let seconds = Int64(unsafe header.pointee.ts.tv_sec)
    let fraction = Int64(unsafe header.pointee.ts.tv_usec)
    return PacketHeader(
      id: PacketID(number: packets),
      time: Timestamp(nanoseconds: seconds &* 1_000_000_000 &+ fraction &* (hasNanoseconds ? 1 : 1000)),
      linkType: linkType, interface: 0, capturedLength: packetLength, originalLength: Int(unsafe header.pointee.len))
  }

  /// The bytes of the packet that ``next()`` gave last.
  package var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      // Unsafe: see `next`; the length is what libpcap says that it captured.
      let lent = unsafe UnsafeBufferPointer(start: packet, count: packetLength)
      return unsafe _overrideLifetime(lent.span, borrowing: self)
    }
  }

  /// Waits until a packet may have come, at most so long.
  package func wait(seconds: Double) {
    let milliseconds = Int32(max(0, min(seconds, 60)) * 1000)
    guard descriptor >= 0 else {
      Clock.sleep(seconds: min(seconds, 0.01))
      return
    }
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    // Unsafe: one structure, lent for the call. An interface that is down shows as an error at once and always; the pause
    // keeps that from becoming a busy loop.
    let result = unsafe poll(&waiting, 1, milliseconds)
    if result > 0, waiting.revents & Int16(POLLIN) == 0 { Clock.sleep(seconds: min(seconds, 0.05)) }
  }

  /// What the kernel counted up to now.
  package mutating func currentStatistics() -> Statistics {
    var counts = pcap_stat()
    // Unsafe: libpcap fills one structure.
    guard unsafe pcap_stats(handle, &counts) == 0 else { return statistics }
    // The counters have 32 bits and begin again at zero.
    statistics.received &+= UInt64(counts.ps_recv &- lastCounts.received)
    statistics.dropped &+= UInt64(counts.ps_drop &- lastCounts.dropped)
    statistics.droppedByInterface &+= UInt64(counts.ps_ifdrop &- lastCounts.droppedByInterface)
    lastCounts = (counts.ps_recv, counts.ps_drop, counts.ps_ifdrop)
    return statistics
  }
}

// MARK: Opening

extension InterfaceCapture {
  /// Packets wait at most so long for company before the kernel hands them over.
  private static let handOverMilliseconds: Int32 = 100

  @unsafe
  private struct Opened {
    let handle: OpaquePointer
    let warning: String?
    let filter: String?
  }

  private static func open(_ options: Options) throws(LiveCaptureError) -> Opened {
    var message = PcapText.emptyBuffer()
    // Unsafe: the handle is closed on every way out but the last, and there it belongs to the caller.
    guard let handle = unsafe pcap_create(options.interface, &message) else {
      throw LiveCaptureError(.other, options.interface, PcapText.text(message))
    }
    unsafe pcap_set_snaplen(handle, Int32(clamping: options.snapshotLength))
    unsafe pcap_set_promisc(handle, options.isPromiscuous ? 1 : 0)
    unsafe pcap_set_timeout(handle, handOverMilliseconds)
    unsafe pcap_set_buffer_size(handle, Int32(clamping: options.bufferBytes))
    unsafe pcap_set_immediate_mode(handle, options.isImmediate ? 1 : 0)
    // Where nanoseconds are not to be had, microseconds stay.
    unsafe pcap_set_tstamp_precision(handle, PCAP_TSTAMP_PRECISION_NANO)
    let status = unsafe pcap_activate(handle)
    if status < 0 {
      let detail = unsafe PcapText.error(of: handle)
      unsafe pcap_close(handle)
      let reason = detail.isEmpty ? PcapText.status(status) : detail
      throw LiveCaptureError(kind(status), options.interface, reason)
    }
    let warning = status == 0 ? nil : unsafe PcapText.error(of: handle)
    guard unsafe pcap_setnonblock(handle, 1, &message) == 0 else {
      unsafe pcap_close(handle)
      throw LiveCaptureError(.other, options.interface, PcapText.text(message))
    }
    do throws(LiveCaptureError) {
      let filter = try unsafe setFilter(options.filters, handle)
      return unsafe Opened(
        handle: handle, warning: warning.map { $0.isEmpty ? PcapText.status(status) : $0 }, filter: filter)
    } catch {
      unsafe pcap_close(handle)
      throw error
    }
  }

  private static func kind(_ status: Int32) -> LiveCaptureError.Kind {
    switch status {
    case PCAP_ERROR_PERM_DENIED, PCAP_ERROR_PROMISC_PERM_DENIED: .noRight
    case PCAP_ERROR_NO_SUCH_DEVICE: .noSuchInterface
    case PCAP_ERROR_IFACE_NOT_UP: .interfaceDown
    default: .other
    }
  }

  private static func setFilter(_ candidates: [String], _ handle: OpaquePointer) throws(LiveCaptureError) -> String? {
    guard !candidates.isEmpty else { return nil }
    var refusal = LiveCaptureError(.filter, candidates[0], "")
    for (index, expression) in candidates.enumerated() {
      var program = unsafe bpf_program()
      // Unsafe: the program is libpcap's; it is freed when the kernel has its copy.
      guard unsafe pcap_compile(handle, &program, expression, 1, PcapText.noNetmask) == 0 else {
        if index == 0 { refusal.reason = unsafe PcapText.error(of: handle) }
        continue
      }
      let result = unsafe pcap_setfilter(handle, &program)
      unsafe pcap_freecode(&program)
      if result == 0 { return expression }
      refusal.reason = unsafe PcapText.error(of: handle)
    }
    throw refusal
  }

  /// The number that files use for what libpcap calls by the system's number; they differ for raw IP alone, among the types
  /// that carry mail.
  private static func linkType(_ dataLink: Int32) -> LinkType {
    dataLink == DLT_RAW ? .raw : LinkType(rawValue: UInt16(truncatingIfNeeded: dataLink))
  }
}
